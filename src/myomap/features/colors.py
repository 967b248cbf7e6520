"""The 84 features of a map's colours, as they were published.

The picture is cropped to the map's edge, the rim and the background are painted
black. Of every channel the mean and the standard deviation are taken over five strips
down, five across and four rings, black points left out:
(5 + 5 + 4) parts × 3 channels × 2 statistics.

What the publication leaves open is decided here and can be changed by
`ColorOptions`; docs/features.md tells it in words. Sums are of whole numbers and so
exact: the result is the same to the last bit on any number of threads.
"""

from dataclasses import dataclass
from enum import Enum
from itertools import product

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import ConfigError
from myomap.features.definition import FeatureDefinition
from myomap.features.parts import (
    N_CELLS,
    N_PARTS,
    N_RING_PARTS,
    N_STRIPS,
    IntegerArray,
    cut_disc,
    sums_of_parts,
)
from myomap.geometry import FloatArray
from myomap.records import require_shape

__all__ = [
    "COLOR_FEATURES",
    "BlackRule",
    "ColorOptions",
    "color_features",
    "statistics_of_parts",
]


class BlackRule(Enum):
    """Which points are black and enter no statistic."""

    POINT = "point"
    """A point with all three channels at the black level or below."""

    CHANNEL = "channel"
    """Judged channel by channel: a pure red point is black for green and blue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ColorOptions:
    """What the publication leaves open.

    Parameters
    ----------
    black_rule : BlackRule
        By whole points unless told otherwise: a point of a picture is black or not.
    black_level : int, 0 to 254
        Highest value that still counts as black; 0, because what is painted black is
        exactly black.
    rim_fraction : float, 0 to below 0.5
        How much of the radius is rim and painted black. 0.03 takes a line of two
        pixels around a disc of 130 pixels, and what compression spreads beside it.
    is_sample_deviation : bool
        Whether deviations are divided by n - 1 rather than n. The mean of squares,
        divided by n, is what most programs call standard deviation of an array.

    Raises
    ------
    ConfigError
        If a number lies outside its range.
    """

    black_rule: BlackRule = BlackRule.POINT
    black_level: int = 0
    rim_fraction: float = 0.03
    is_sample_deviation: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.black_level <= 254:
            raise ConfigError(
                f"The black level is {self.black_level}. Expected 0 to 254."
            )
        if not 0 <= self.rim_fraction < 0.5:
            raise ConfigError(
                f"The rim is {self.rim_fraction:g} of the radius. Expected 0 to below "
                "0.5."
            )


AS_PUBLISHED = ColorOptions()

N_LEVELS = 256
"""Values a channel can have."""

_LEVELS = np.arange(N_LEVELS, dtype=np.int64)
_POWERS = np.stack([np.ones_like(_LEVELS), _LEVELS, _LEVELS**2], axis=-1)
_CHANNELS = ("red", "green", "blue")
_STATISTICS = {"mean": "mean", "std": "standard deviation"}
_PARTS = (
    *(("vertical", n, "vertical strip", "the left") for n in range(1, N_STRIPS + 1)),
    *(("horizontal", n, "horizontal strip", "the top") for n in range(1, N_STRIPS + 1)),
    *(("ring", n, "ring", "the centre") for n in range(1, N_RING_PARTS + 1)),
)

COLOR_FEATURES: tuple[FeatureDefinition, ...] = tuple(
    FeatureDefinition(
        name=f"{channel}_{kind}_{number}_{statistic}",
        unit="",
        meaning=f"{words} of {channel} in {part} {number} from {side}",
    )
    for channel, (kind, number, part, side), (statistic, words) in product(
        _CHANNELS, _PARTS, _STATISTICS.items()
    )
)
"""The 84 features: by channel, then by part, then mean before deviation."""


def color_features(
    rgb: ArrayLike,
    valid: ArrayLike | None = None,
    options: ColorOptions = AS_PUBLISHED,
) -> FloatArray:
    """Return the 84 features of a picture that is cropped to a disc.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        The disc touches the picture's edges; the corners and the rim are not looked
        at, so they need not be black.
    valid : (row, column), bool, or None
        False where the picture shows no map; such points count as black.
    options : ColorOptions
        What the publication leaves open.

    Returns
    -------
    (84,), 0 to 255
        In the order of `COLOR_FEATURES`; NaN for a part without a point that is not
        black, and for a sample deviation of one point.

    Raises
    ------
    GeometryError
        If the picture's shape or size cannot be that of a disc.

    Examples
    --------
    >>> picture = np.full((120, 120, 3), (200, 100, 0), np.uint8)
    >>> features = dict(zip([f.name for f in COLOR_FEATURES], color_features(picture)))
    >>> float(features["red_ring_2_mean"]), float(features["blue_vertical_1_std"])
    (200.0, 0.0)
    """
    colors = np.asarray(rgb, dtype=np.uint8)
    require_shape("The picture of the disc", colors, (None, None, 3))
    height, width, _ = colors.shape
    parts = cut_disc(height, width, options.rim_fraction)
    planes = np.ascontiguousarray(colors.reshape(-1, 3)[parts.pixel].T)
    known = None
    if valid is not None:
        whole = np.asarray(valid, dtype=bool)
        require_shape("The validity of the disc", whole, (height, width))
        known = whole.reshape(-1)[parts.pixel]
    sums = np.empty((N_PARTS, 3, 3), np.int64)
    brightest = np.maximum(np.maximum(planes[0], planes[1]), planes[2])
    for channel, plane in enumerate(planes):
        judged = brightest if options.black_rule is BlackRule.POINT else plane
        kept = judged > options.black_level
        if known is not None:
            kept &= known
        place = (parts.cell * N_LEVELS + plane)[kept]
        counts = np.bincount(place, minlength=N_CELLS * N_LEVELS)
        of_parts = sums_of_parts(counts.reshape(N_CELLS, N_LEVELS))
        # Whole numbers: no library of linear algebra takes part.
        sums[:, channel] = of_parts @ _POWERS
    return statistics_of_parts(sums, is_sample_deviation=options.is_sample_deviation)


def statistics_of_parts(
    sums: IntegerArray, *, is_sample_deviation: bool = False
) -> FloatArray:
    r"""Return means and deviations from exact sums.

    Parameters
    ----------
    sums : (14, 3, 3), int64
        Of every part and channel: how many points, their sum, the sum of their
        squares.
    is_sample_deviation : bool
        Whether to divide by n - 1.

    Returns
    -------
    (84,)
        In the order of `COLOR_FEATURES`; NaN where there are too few points.

    Notes
    -----
    The variance is :math:`(n \sum x^2 - (\sum x)^2) / n^2`, its numerator a whole
    number: nothing cancels. For at most 4096 pixels a side it stays below
    :math:`2^{63}`.
    """
    n, total, squares = np.moveaxis(sums, -1, 0)
    numerator = (n * squares - total * total).astype(np.float64)
    count = n.astype(np.float64)
    below = count * (count - 1.0 if is_sample_deviation else count)
    mean = np.full(n.shape, np.nan)
    variance = np.full(n.shape, np.nan)
    np.divide(total, count, out=mean, where=n > 0)
    np.divide(numerator, below, out=variance, where=below > 0)
    both = np.stack([mean, np.sqrt(variance)], axis=-1)
    return np.moveaxis(both, 1, 0).reshape(-1)
