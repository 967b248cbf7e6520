"""A disc at a common size, to be looked at whatever its size on the screen."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.ray_samples import Ellipse, FloatArray

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["PATCH_PX", "PATCH_X", "PATCH_Y", "DiscPatch", "disc_patch"]

PATCH_PX: Final = 96
_ACROSS = (np.arange(PATCH_PX) + 0.5) * (2 / PATCH_PX) - 1
PATCH_X, PATCH_Y = np.meshgrid(_ACROSS, -_ACROSS)
"""Place of every pixel of a patch, x to the right and y up; the rim is at 1."""


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
