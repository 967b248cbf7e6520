"""The pixels of one disc, and where they lie on it."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import MaskArray, Picture, PictureArray
from myomap.screenshot.disc import Disc

__all__ = ["DiscPixels", "disc_pixels"]

# A map holds 32 rings: more pixels across than this tell nothing new and cost time.
_WIDEST_PX = 320

# Pixels cut by the rim are a mixture with what lies around the disc.
_RIM_PX = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscPixels:
    """A cut-out of the picture around a disc.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        Colours; of a large disc every second or third pixel.
    radius : (row, column)
        0 in the centre, 1 on the rim.
    angle_deg : (row, column), degrees
        0 at 3 o'clock, counter-clockwise.
    is_inside : (row, column), bool
        Whether a pixel lies within the rim as a whole.
    centre : (x, y), pixels of the cut-out
        Of the disc.
    across_px : (x, y), pixels of the cut-out
        The disc's two radii.
    """

    rgb: PictureArray
    radius: FloatArray
    angle_deg: FloatArray
    is_inside: MaskArray
    centre: tuple[float, float]
    across_px: tuple[float, float]

    @property
    def rim_px(self) -> float:
        """The smaller radius, in pixels of the cut-out."""
        return min(self.across_px)


def disc_pixels(picture: Picture, disc: Disc) -> DiscPixels:
    """Return the pixels of a disc.

    Parameters
    ----------
    picture : Picture
        The picture.
    disc : Disc
        Where the disc lies; parts outside the picture are left out.

    Returns
    -------
    DiscPixels
        May be empty of pixels inside when the disc lies outside the picture.
    """
    stride = max(1, round(2 * min(disc.radius_px) / _WIDEST_PX))
    left, top, right, bottom = disc.box_px
    height, width, _ = picture.rgb.shape
    first = max(0, int(left)), max(0, int(top))
    columns = np.arange(first[0], max(first[0], min(width, int(right) + 2)), stride)
    rows = np.arange(first[1], max(first[1], min(height, int(bottom) + 2)), stride)
    x = (columns - disc.centre_px[0]) / disc.radius_px[0]
    y = (disc.centre_px[1] - rows) / disc.radius_px[1]
    radius = np.hypot(x[None, :], y[:, None])
    smallest = min(disc.radius_px)
    return DiscPixels(
        rgb=picture.rgb[np.ix_(rows, columns)],
        radius=radius,
        angle_deg=np.degrees(np.arctan2(y[:, None], x[None, :])) % 360.0,
        is_inside=radius <= 1.0 - _RIM_PX / smallest,
        centre=(
            (disc.centre_px[0] - first[0]) / stride,
            (disc.centre_px[1] - first[1]) / stride,
        ),
        across_px=(disc.radius_px[0] / stride, disc.radius_px[1] / stride),
    )
