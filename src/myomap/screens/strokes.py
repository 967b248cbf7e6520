"""Lines with soft or hard edges, anywhere to a fraction of a pixel.

Pillow draws lines without soft edges: they are drawn larger into a mask, and made
small again.
"""

import math
from collections.abc import Callable, Sequence

from PIL import Image, ImageDraw

from myomap.screens.style import Rgb

__all__ = ["Line", "arc", "paint_lines", "ray"]

Line = Sequence[tuple[float, float]]
"""Points in radii from a centre, x to the right and y up."""

FINE = 3
COARSE = 2
LARGE_PX = 900


def arc(radius: float, start_deg: float, stop_deg: float) -> Line:
    """Return a piece of a circle around the centre.

    Parameters
    ----------
    radius : float, radii
        Of the circle.
    start_deg, stop_deg : float, degrees
        Counter-clockwise from the right.

    Returns
    -------
    sequence of (x, y)
        A point every three degrees or closer.
    """
    n_steps = max(2, math.ceil(abs(stop_deg - start_deg) / 3.0))
    step = (stop_deg - start_deg) / n_steps
    angles = [math.radians(start_deg + k * step) for k in range(n_steps + 1)]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for angle in angles]


def ray(angle_deg: float, inner: float, outer: float) -> Line:
    """Return a straight line away from the centre.

    Parameters
    ----------
    angle_deg : float, degrees
        Counter-clockwise from the right.
    inner, outer : float, radii
        Where it starts and ends.

    Returns
    -------
    sequence of (x, y)
        Two points.
    """
    angle = math.radians(angle_deg)
    return [(r * math.cos(angle), r * math.sin(angle)) for r in (inner, outer)]


def paint_lines(
    image: Image.Image,
    place: tuple[tuple[float, float], float],
    lines: Sequence[Line],
    pen: tuple[Rgb, float, bool],
) -> None:
    """Draw lines in one colour over a disc.

    Parameters
    ----------
    image : PIL.Image.Image
        Drawn on.
    place : centre and radius, pixels from the upper left corner
        Of the disc.
    lines : sequence of lines
        In radii.
    pen : colour, width in pixels, whether edges are soft
        How to draw.
    """
    (x, y), radius = place
    rgb, width_px, is_smooth = pen

    def draw(brush: ImageDraw.ImageDraw, scale: int, left: int, top: int) -> None:
        width = max(1, round(width_px * scale))
        for line in lines:
            points = [
                # Pillow takes the pixel that holds the point.
                ((x + radius * px - left) * scale, (y - radius * py - top) * scale)
                for px, py in line
            ]
            brush.line(points, fill=255, width=width, joint="curve")

    reach = max((max(abs(px), abs(py)) for line in lines for px, py in line), default=0)
    margin = radius * max(1.0, reach) + width_px + 2
    box = (
        math.floor(x - margin),
        math.floor(y - margin),
        math.ceil(x + margin),
        math.ceil(y + margin),
    )
    _paint(image, box, draw, (rgb, is_smooth))


def _paint(
    image: Image.Image,
    box: tuple[int, int, int, int],
    draw: Callable[[ImageDraw.ImageDraw, int, int, int], None],
    ink: tuple[Rgb, bool],
) -> None:
    rgb, is_smooth = ink
    left, top, right, bottom = box
    size = right - left, bottom - top
    scale = 1 if not is_smooth else COARSE if max(size) > LARGE_PX else FINE
    mask = Image.new("L", (size[0] * scale, size[1] * scale))
    draw(ImageDraw.Draw(mask), scale, left, top)
    image.paste(rgb, (left, top), mask.reduce(scale) if scale > 1 else mask)
