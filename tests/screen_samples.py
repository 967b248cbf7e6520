"""Small screens of polar maps, and pictures of other round things, for the tests.

Drawn apart from `myomap.screens`, so that what finds the discs is not tested by the
code that was written beside it. A whole number is the centre of a pixel.
"""

import io
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy import ndimage

from myomap.colortable import color_table
from myomap.phantom import draw_patient, quick_maps
from myomap.records import Picture, PictureArray, State

__all__ = [
    "DrawnDisc",
    "as_picture",
    "blank_screen",
    "draw_disc",
    "draw_graticule",
    "heart_values",
    "jpeg",
    "resized",
    "write_words",
]

FloatArray = NDArray[np.float64]
_FINE = 3  # sub-pixels along each side


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDisc:
    """Where a disc is drawn, and which simulated heart it shows."""

    x: float
    y: float
    radius: float
    table: str = "french"
    patient: int = 1
    state: State = State.STRESS


@lru_cache(maxsize=32)
def heart(patient: int, state: State) -> FloatArray:
    """Return the map of a simulated patient, (ring, angle), 0 to 1."""
    maps = quick_maps(draw_patient(np.random.default_rng(patient)))
    values: FloatArray = maps[state].uptake_percent.astype(np.float64) / 100
    return values


def heart_values(disc: DrawnDisc, radius: FloatArray, angle: FloatArray) -> FloatArray:
    """Return the uptake at places of a disc, 0 to 1; angles in radians."""
    rings = heart(disc.patient, disc.state)
    ring = np.clip(radius * len(rings) - 0.5, 0, len(rings) - 1)
    step = (angle / (2 * np.pi) * rings.shape[1]) % rings.shape[1]
    around = np.concatenate([rings, rings[:, :1]], axis=1)
    values: FloatArray = ndimage.map_coordinates(around, [ring, step], order=1)
    return np.clip(values, 0, 1)


def blank_screen(height: int, width: int, color: tuple[int, int, int]) -> PictureArray:
    """Return a picture of one colour."""
    return np.full((height, width, 3), color, np.uint8)


def draw_disc(rgb: PictureArray, disc: DrawnDisc) -> None:
    """Draw a disc, its rim smoothed over the pixels it cuts."""
    colors = color_table(disc.table).rgb.astype(float)
    left, top = int(disc.x - disc.radius) - 2, int(disc.y - disc.radius) - 2
    size = int(2 * disc.radius) + 6
    sub = (np.arange(size * _FINE) + 0.5) / _FINE - 0.5
    x, y = sub[None, :] + left - disc.x, disc.y - (sub[:, None] + top)
    radius, angle = np.hypot(x, y) / disc.radius, np.arctan2(y, x)
    value = heart_values(disc, np.minimum(radius, 1), angle)
    inked = colors[np.minimum((value * 256).astype(int), 255)]
    inside = (radius <= 1)[..., None]
    fine = (size, _FINE, size, _FINE)
    cover = inside.reshape(*fine, 1).mean(axis=(1, 3))
    total = (inked * inside).reshape(*fine, 3).mean(axis=(1, 3))
    rows, cols = slice(max(top, 0), top + size), slice(max(left, 0), left + size)
    part = rgb[rows, cols]
    cut = (slice(max(-top, 0), None), slice(max(-left, 0), None))
    cover, total = cover[cut], total[cut]
    cover, total = cover[: part.shape[0], : part.shape[1]], total[: part.shape[0]]
    total = total[:, : part.shape[1]]
    part[...] = np.round(part * (1 - cover) + total).astype(np.uint8)


def draw_graticule(
    rgb: PictureArray, disc: DrawnDisc, color: tuple[int, int, int] = (255, 255, 255)
) -> None:
    """Draw the rings and spokes of seventeen segments, and their numbers."""
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
    away = np.hypot(x - disc.x, y - disc.y)
    for share in (0.25, 0.5, 0.75, 1.0):
        ink = np.clip(1 - np.abs(away - disc.radius * share), 0, 1)[..., None]
        rgb[...] = np.round(rgb * (1 - ink) + np.array(color) * ink).astype(np.uint8)
    image = Image.fromarray(rgb)
    pen = ImageDraw.Draw(image)
    for step in range(6):
        angle = np.pi / 6 + step * np.pi / 3
        across, up = np.cos(angle), -np.sin(angle)
        pen.line(
            (
                disc.x + 0.5 * disc.radius * across,
                disc.y + 0.5 * disc.radius * up,
                disc.x + disc.radius * across,
                disc.y + disc.radius * up,
            ),
            fill=color,
        )
        place = (disc.x + 0.85 * disc.radius * up, disc.y + 0.85 * disc.radius * across)
        pen.text(place, str(step + 1), fill=color)
    rgb[...] = np.asarray(image)


def write_words(
    rgb: PictureArray, x: int, y: int, words: str, color: tuple[int, int, int]
) -> None:
    """Write text with its top left corner at a place."""
    image = Image.fromarray(rgb)
    ImageDraw.Draw(image).text((x, y), words, fill=color)
    rgb[...] = np.asarray(image)


def jpeg(rgb: PictureArray, quality: int) -> PictureArray:
    """Return the picture after being stored as JPEG."""
    stream = io.BytesIO()
    Image.fromarray(rgb).save(stream, "JPEG", quality=quality)
    return np.array(Image.open(stream).convert("RGB"))


def resized(rgb: PictureArray, width: int, height: int) -> PictureArray:
    """Return the picture in another size, its shape kept or not."""
    image = Image.fromarray(rgb).resize((width, height), Image.Resampling.BICUBIC)
    return np.array(image)


def as_picture(rgb: PictureArray) -> Picture:
    """Return the record of a picture."""
    return Picture(rgb=rgb)
