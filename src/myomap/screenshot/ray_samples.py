"""Colours along rays that leave a disc's centre."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from myomap.records import Picture

__all__ = ["Ellipse", "FloatArray", "ray_colors", "ray_differences"]

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ellipse:
    """An ellipse with upright axes, pixels.

    Parameters
    ----------
    x, y : float, pixels
        Its centre.
    across, up : float, pixels
        Half its width and half its height.
    """

    x: float
    y: float
    across: float
    up: float

    @property
    def mean_radius(self) -> float:
        """Radius of the circle of the same area."""
        return float(np.sqrt(self.across * self.up))

    def points(self, share: FloatArray, angle: FloatArray) -> FloatArray:
        """Return rows and columns of points at shares of the radius.

        Parameters
        ----------
        share : (...,)
            0 in the centre, 1 on the ellipse.
        angle : (...,), radians
            Counter-clockwise from the right.

        Returns
        -------
        (2, ...), pixels
            Row and column.
        """
        return np.stack(
            [
                self.y - self.up * share * np.sin(angle),
                self.x + self.across * share * np.cos(angle),
            ]
        )

    def grown(self, by_px: float) -> "Ellipse":
        """Return the ellipse with both radii longer.

        Parameters
        ----------
        by_px : float, pixels
            How much; negative to shrink.

        Returns
        -------
        Ellipse
            Around the same centre.
        """
        return Ellipse(
            x=self.x, y=self.y, across=self.across + by_px, up=self.up + by_px
        )


def ray_colors(picture: Picture, place: FloatArray) -> FloatArray:
    """Return the colours at points, linear between pixels.

    Parameters
    ----------
    picture : Picture
        Where to look.
    place : (2, ray, step), pixels
        Row and column; outside the picture its border continues.

    Returns
    -------
    (ray, step, 3)
        Red, green and blue, 0 to 255.
    """
    box, corner = _box(picture, place)
    where = place - corner[:, None, None]
    channels = [
        ndimage.map_coordinates(box[..., c], where, order=1, mode="nearest")
        for c in range(3)
    ]
    return np.stack(channels, axis=-1).astype(np.float64)


def ray_differences(
    picture: Picture, place: FloatArray, color: NDArray[np.float32]
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Return how far the colours at points are from one colour.

    Parameters
    ----------
    picture : Picture
        Where to look.
    place : (2, ray, step), pixels
        Row and column.
    color : (3,), 0 to 255
        The colour.

    Returns
    -------
    difference : (ray, step), 0 to 255
        The largest of the three channels; 0 outside the picture.
    inside : (ray, step), bool
        Whether the point lies on the picture.
    """
    height, width, _ = picture.rgb.shape
    rows, cols = place
    inside = (rows >= -0.5) & (rows <= height - 0.5)
    inside &= (cols >= -0.5) & (cols <= width - 0.5)
    box, corner = _box(picture, place)
    where = place - corner[:, None, None]
    difference = np.zeros(place.shape[1:])
    for c in range(3):
        away = np.abs(box[..., c] - color[c])
        values = ndimage.map_coordinates(away, where, order=1, mode="nearest")
        np.maximum(difference, values, out=difference)
    return np.where(inside, difference, 0.0), inside


def _box(picture: Picture, place: FloatArray) -> tuple[NDArray[np.float32], FloatArray]:
    """Return the part of the picture around the points, and its corner."""
    height, width, _ = picture.rgb.shape
    low = np.floor(place.min(axis=(1, 2))).astype(int) - 1
    high = np.ceil(place.max(axis=(1, 2))).astype(int) + 2
    top, left = np.clip(low, 0, [height - 1, width - 1])
    bottom, right = np.clip(high, [top + 1, left + 1], [height, width])
    part = picture.rgb[top:bottom, left:right].astype(np.float32)
    return part, np.array([top, left], dtype=np.float64)
