"""The polar map as pixels.

The disc fills a square picture of n pixels: its centre is the picture's centre, the
corner of the four middle pixels of an even n, and its radius is n / 2. The apex lies
in the centre and the base at the rim; angle 0° (lateral) points right, 90° (anterior)
up, 180° (septal) left, 270° (inferior) down. Row 0 is the top.
"""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.colortable import ColorTable, apply_color_table
from myomap.colortable.table import ColorArray
from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.polarmap.difference import DifferenceMap
from myomap.records import N_ANGLES, N_RINGS, PolarMap, require_shape

__all__ = [
    "difference_image",
    "disc_coordinates",
    "disc_image",
    "disc_values",
    "nearest_sample",
    "neighbouring_samples",
    "with_opacity",
]

SampleArray: TypeAlias = NDArray[np.intp]

_STEP_DEG = 360.0 / N_ANGLES


def disc_coordinates(size_px: int) -> tuple[FloatArray, FloatArray]:
    """Return radius and angle of every pixel's centre.

    Parameters
    ----------
    size_px : int, pixels, 8 to 8192
        Edge of the square picture.

    Returns
    -------
    radius : (row, column)
        0 in the centre, 1 on the rim, above 1 outside the disc.
    angle_deg : (row, column), degrees, 0 to 360
        Counter-clockwise from the right.

    Raises
    ------
    ConfigError
        If the size lies outside its range.

    Examples
    --------
    >>> radius, angle_deg = disc_coordinates(8)
    >>> float(angle_deg[0, 0]), float(angle_deg[7, 7])
    (135.0, 315.0)
    """
    if not 8 <= size_px <= 8192:
        raise ConfigError(
            f"The disc's picture is to be {size_px} pixels wide. Expected 8 to 8192."
        )
    across = (np.arange(size_px) + 0.5) * (2.0 / size_px) - 1.0
    x, y = across[None, :], -across[:, None]
    return np.hypot(x, y), np.degrees(np.arctan2(y, x)) % 360.0


def disc_values(values: ArrayLike, valid: ArrayLike, size_px: int) -> FloatArray:
    """Return a map's values at the pixels of the disc.

    Linear between neighbouring samples along the radius and around the circle; the
    innermost ring meets itself across the centre. Samples that are not valid take no
    part, and the pixels nearest to them stay empty.

    Parameters
    ----------
    values : (ring, angle)
        Any quantity.
    valid : (ring, angle), bool
        Which samples hold one.
    size_px : int, pixels
        Edge of the square picture.

    Returns
    -------
    (row, column)
        NaN where the nearest sample is not valid. Pixels outside the disc continue
        the rim.

    Raises
    ------
    GeometryError
        If values or validity are no map of 32 rings and 72 angles.
    ConfigError
        If the size is out of range.
    """
    value, known = np.asarray(values, np.float64), np.asarray(valid, bool)
    require_shape("The map of values", value, (N_RINGS, N_ANGLES))
    require_shape("The map's validity", known, (N_RINGS, N_ANGLES))
    radius, angle_deg = disc_coordinates(size_px)
    filled, known = np.where(known, value, 0.0).reshape(-1), known.reshape(-1)
    total = np.zeros_like(radius)
    weight = np.zeros_like(radius)
    for sample, share in neighbouring_samples(radius, angle_deg):
        part = share * known[sample]
        total += part * filled[sample]
        weight += part
    is_known = known[nearest_sample(radius, angle_deg)] & (weight > 0)
    blended = np.full_like(radius, np.nan)
    np.divide(total, weight, out=blended, where=is_known)
    return blended


def disc_image(
    polar_map: PolarMap,
    table: ColorTable,
    size_px: int,
    *,
    upper_percent: float = 100.0,
) -> ColorArray:
    """Return the polar map as a picture with a transparent background.

    Parameters
    ----------
    polar_map : PolarMap
        The map.
    table : ColorTable
        Its colours.
    size_px : int, pixels, 8 to 8192
        Edge of the square picture; the disc touches its edges.
    upper_percent : float, percent
        Uptake that takes the highest colour.

    Returns
    -------
    (row, column, 4), uint8
        Red, green, blue, opacity. The rim is smoothed through the opacity; samples
        that are not valid are mid grey.

    Raises
    ------
    ConfigError
        If the size or the upper end is out of range.

    Examples
    --------
    >>> from myomap.colortable import color_table
    >>> from myomap.records import MapSource
    >>> flat = PolarMap(
    ...     uptake_percent=np.full((32, 72), 100.0), area_cm2=np.ones((32, 72)),
    ...     valid=np.ones((32, 72), bool), state=None, source=MapSource.ARRAY,
    ...     reference_percentile=99.0)
    >>> picture = disc_image(flat, color_table("grey"), 64)
    >>> picture[32, 32].tolist(), picture[0, 0, 3].tolist()
    ([255, 255, 255, 255], 0)
    """
    percent = disc_values(polar_map.uptake_percent, polar_map.valid, size_px)
    return with_opacity(apply_color_table(percent, table, upper_percent))


def difference_image(
    difference: DifferenceMap,
    table: ColorTable,
    size_px: int,
    *,
    limit_points: float,
) -> ColorArray:
    """Return the difference map as a picture with a transparent background.

    Parameters
    ----------
    difference : DifferenceMap
        Stress minus rest.
    table : ColorTable
        Its colours; the middle one stands for no difference.
    size_px : int, pixels, 8 to 8192
        Edge of the square picture.
    limit_points : float, percentage points
        Differences of this size and beyond take the end colours.

    Returns
    -------
    (row, column, 4), uint8
        As from `disc_image`.

    Raises
    ------
    ConfigError
        If the size or the limit is out of range.
    """
    points = disc_values(difference.difference_points, difference.valid, size_px)
    colors = apply_color_table(points + limit_points, table, 2 * limit_points)
    return with_opacity(colors)


def neighbouring_samples(
    radius: FloatArray, angle_deg: FloatArray
) -> Iterator[tuple[SampleArray, FloatArray]]:
    """Yield the four samples around every point, and their shares.

    Parameters
    ----------
    radius : any shape, 0 to 1
        Fractions of the disc's radius; beyond 1 continues the rim.
    angle_deg : the same shape, degrees
        Counter-clockwise from lateral.

    Yields
    ------
    sample : the same shape, int
        Place in the flattened map (ring, angle).
    share : the same shape, 0 to 1
        The four sum to one.
    """
    ring, place = _place_on_map(radius, angle_deg)
    low_ring, low_angle = np.floor(ring).astype(int), np.floor(place).astype(int)
    ring_share, angle_share = ring - low_ring, place - low_angle
    for i, j in np.ndindex(2, 2):
        share = np.abs(1 - i - ring_share) * np.abs(1 - j - angle_share)
        yield _sample_at(low_ring + i, low_angle + j), share


def nearest_sample(radius: FloatArray, angle_deg: FloatArray) -> SampleArray:
    """Return the sample that every point lies in.

    Parameters
    ----------
    radius : any shape, 0 to 1
        Fractions of the disc's radius; beyond 1 continues the rim.
    angle_deg : the same shape, degrees
        Counter-clockwise from lateral.

    Returns
    -------
    the same shape, int
        Place in the flattened map (ring, angle).
    """
    ring, place = _place_on_map(radius, angle_deg)
    return _sample_at(np.rint(ring).astype(int), np.rint(place).astype(int))


def _place_on_map(
    radius: FloatArray, angle_deg: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Return ring and angle as fractions of samples."""
    return np.minimum(radius, 1.0) * N_RINGS - 0.5, angle_deg / _STEP_DEG


def _sample_at(ring: SampleArray, angle: SampleArray) -> SampleArray:
    """Return places on the map: through the centre, around, and not past the rim."""
    is_across = ring < 0
    around = np.where(is_across, angle + N_ANGLES // 2, angle) % N_ANGLES
    inward = np.where(is_across, 0, np.minimum(ring, N_RINGS - 1))
    sample: SampleArray = inward * N_ANGLES + around
    return sample


def with_opacity(colors: ColorArray) -> ColorArray:
    """Return a picture that ends at the disc's rim.

    Parameters
    ----------
    colors : (row, column, 3), uint8
        Square.

    Returns
    -------
    (row, column, 4), uint8
        The rim is smoothed through the opacity.
    """
    size_px = colors.shape[0]
    radius, _ = disc_coordinates(size_px)
    # The share of a pixel inside the rim, taking the rim as straight across it.
    covered = np.clip((1.0 - radius) * size_px / 2 + 0.5, 0.0, 1.0)
    opacity = np.round(255 * covered).astype(np.uint8)
    return np.concatenate([colors, opacity[..., None]], axis=-1)
