"""A picture as it was seen on a screen."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.records.arrays import frozen_array, require_shape

__all__ = ["Picture", "PictureArray"]

PictureArray = NDArray[np.uint8]
"""(row, column, 3), red, green and blue, 0 to 255."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Picture:
    """The colours of a screen, upright, without transparency or palette.

    A picture may show a name: it prints its size alone.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        Red, green, blue; row 0 is the top.

    Raises
    ------
    GeometryError
        If it is no colour picture.

    Examples
    --------
    >>> Picture(rgb=np.zeros((120, 200, 3), np.uint8))
    Picture(200 x 120 pixels)
    """

    rgb: PictureArray

    def __post_init__(self) -> None:
        rgb = frozen_array(self.rgb, np.uint8)
        if rgb.ndim != 3 or min(rgb.shape) < 1:
            raise GeometryError(
                f"The picture has the shape {rgb.shape}, expected (row, column, 3)."
            )
        require_shape("The picture", rgb, (*rgb.shape[:2], 3))
        object.__setattr__(self, "rgb", rgb)

    def __repr__(self) -> str:
        height, width, _ = self.rgb.shape
        return f"Picture({width} x {height} pixels)"
