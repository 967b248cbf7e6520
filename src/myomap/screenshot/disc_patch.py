"""A disc at a common size, to be looked at whatever its size on the screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy import ndimage

from myomap.records import Picture
from myomap.screenshot.overlay import thin_strokes
from myomap.screenshot.ray_samples import Ellipse, FloatArray

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PATCH_PX", "PATCH_X", "PATCH_Y", "DiscPatch", "disc_patch", "without_lines"]

PATCH_PX: Final = 96
_ACROSS = (np.arange(PATCH_PX) + 0.5) * (2 / PATCH_PX) - 1
PATCH_X, PATCH_Y = np.meshgrid(_ACROSS, -_ACROSS)
"""Place of every pixel of a patch, x to the right and y up; the rim is at 1."""

_DISC: Final = np.hypot(PATCH_X, PATCH_Y) < 1.0
_DEEP: Final = np.hypot(PATCH_X, PATCH_Y) < 0.92

_FOUR_PX_STROKES: Final = 60.0
_LEAST_COVERED: Final = 0.02
_MOST_COVERED: Final = 0.4
_MOST_OF_WALLS: Final = 1.5
"""How much more the filled colours may change on the lines than elsewhere."""

_FILL_PX: Final = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscPatch:
    """A disc resampled to 96 x 96 pixels.

    Parameters
    ----------
    raw : (96, 96, 3), 0 to 255
        Means of the picture's pixels; the disc touches the edges.
    calm : (96, 96, 3), 0 to 255
        The median over 5 x 5 pixels: without thin lines, small numbers and noise.
    """

    raw: FloatArray
    calm: FloatArray


def disc_patch(picture: Picture, ellipse: Ellipse) -> DiscPatch:
    """Return a disc resampled to a common size.

    Parameters
    ----------
    picture : Picture
        Where it lies.
    ellipse : Ellipse
        Its outline; what lies outside the picture is left out.

    Returns
    -------
    DiscPatch
        As it is, and calmed.
    """
    from PIL import ImageFilter

    small = _resampled(picture, ellipse)
    calm = small.filter(ImageFilter.MedianFilter(5))
    return DiscPatch(
        raw=np.asarray(small, dtype=np.float64),
        calm=np.asarray(calm, dtype=np.float64),
    )


def without_lines(patch: DiscPatch) -> DiscPatch | None:
    """Return a disc with the lines drawn over it filled from beside.

    On a small disc the lines of a graticule are broad: six spokes make a wheel of a
    map. A line over a map has like colours on both of its sides; walls between the
    fields of a chart have not, and are left.

    Parameters
    ----------
    patch : DiscPatch
        As it is.

    Returns
    -------
    DiscPatch or None
        None where there are no such lines, or little but lines.
    """
    lines = thin_strokes(patch.raw.astype(np.uint8), _FOUR_PX_STROKES)
    if not _LEAST_COVERED < lines[_DEEP].mean() < _MOST_COVERED:
        return None
    known = (_DISC & ~lines).astype(np.float64)
    weight = ndimage.gaussian_filter(known, _FILL_PX)
    sums = ndimage.gaussian_filter(
        patch.raw * known[..., None], (_FILL_PX, _FILL_PX, 0.0)
    )
    beside = sums / np.maximum(weight, 1e-6)[..., None]
    raw = np.where((lines & _DISC)[..., None], beside, patch.raw)
    change = sum(np.abs(np.gradient(raw, axis=k)).sum(axis=-1) for k in (0, 1))
    on_lines, elsewhere = change[lines & _DEEP].mean(), change[~lines & _DEEP].mean()
    if on_lines > _MOST_OF_WALLS * elsewhere:
        return None
    return DiscPatch(raw=raw, calm=ndimage.median_filter(raw, (5, 5, 1)))


def _resampled(picture: Picture, ellipse: Ellipse) -> "Image":
    from PIL import Image

    height, width, _ = picture.rgb.shape
    left = max(ellipse.x + 0.5 - ellipse.across, 0.0)
    top = max(ellipse.y + 0.5 - ellipse.up, 0.0)
    right = min(ellipse.x + 0.5 + ellipse.across, float(width))
    bottom = min(ellipse.y + 0.5 + ellipse.up, float(height))
    rows = slice(int(top), int(np.ceil(bottom)))
    cols = slice(int(left), int(np.ceil(right)))
    image = Image.fromarray(np.ascontiguousarray(picture.rgb[rows, cols]))
    is_large = ellipse.mean_radius > PATCH_PX / 2
    way = Image.Resampling.BOX if is_large else Image.Resampling.BILINEAR
    box = (left - cols.start, top - rows.start, right - cols.start, bottom - rows.start)
    return image.resize((PATCH_PX, PATCH_PX), way, box=box)
