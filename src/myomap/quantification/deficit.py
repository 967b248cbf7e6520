"""How much uptake is missing: the score of every sample, extent, severity and TPD.

All functions take arrays whose last two axes are (ring, angle); axes before them are
maps of their own.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.quantification.normal_limits import DEVIATION_SHARE, NormalLimits

__all__ = [
    "DeficitOptions",
    "deviations_below",
    "lower_limit",
    "sample_scores",
    "weighted_percent",
]

FULL_SCORE: Final = 4.0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeficitOptions:
    """Constants of the deficit that no publication states beyond doubt.

    Parameters
    ----------
    limit_deviations : float
        How many mean absolute deviations below the mean the limit lies. Three is
        what is commonly told of total perfusion deficit; it was not checked against
        the publication.
    full_drop : float, 0 to 1
        Fall from the normal mean at which a sample has the full score of 4. That it
        is 0.70 is commonly told and was not checked against the publication.

    Raises
    ------
    ConfigError
        If a value makes no sense.
    """

    limit_deviations: float = 3.0
    full_drop: float = 0.70

    def __post_init__(self) -> None:
        if not 0.5 <= self.limit_deviations <= 10.0:
            raise ConfigError(
                f"limit_deviations makes no sense: found {self.limit_deviations:g}, "
                "expected 0.5 to 10."
            )
        if not 0.1 <= self.full_drop <= 1.0:
            raise ConfigError(
                f"full_drop makes no sense: found {self.full_drop:g}, expected 0.1 "
                "to 1."
            )


def lower_limit(limits: NormalLimits, options: DeficitOptions) -> FloatArray:
    """Return below which uptake a sample is abnormal.

    Parameters
    ----------
    limits : NormalLimits
        Mean and spread.
    options : DeficitOptions
        How many deviations below the mean.

    Returns
    -------
    (32, 72), percent of the normals' scale
        At least 1 % of the mean.
    """
    mean = limits.mean_percent.astype(np.float64)
    limit = mean - options.limit_deviations * limits.deviation_percent
    return np.maximum(limit, 0.01 * mean)


def sample_scores(
    scaled: FloatArray, mean: FloatArray, lower: FloatArray, full_drop: float
) -> FloatArray:
    """Return the score of every sample: 0 normal to 4 no uptake.

    A sample at or above its limit has 0. Below, the score is the fall from the normal
    mean, 4 at a fall of `full_drop` and more.

    Parameters
    ----------
    scaled : (..., ring, angle)
        Uptake on the scale of the normals.
    mean, lower : (ring, angle)
        Of the normals.
    full_drop : float
        See `DeficitOptions`.

    Returns
    -------
    (..., ring, angle), 0 to 4
        Continuous.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66. The shape of the score between
       its ends follows descriptions of that paper.

    Examples
    --------
    >>> mean = np.array([[80.0, 80.0, 80.0]])
    >>> sample_scores(np.array([[70.0, 52.0, 20.0]]), mean, 0.85 * mean, 0.7)
    array([[0., 2., 4.]])
    """
    fall = (mean - scaled) * (FULL_SCORE / (full_drop * mean))
    scores: FloatArray = np.where(scaled < lower, np.clip(fall, 0.0, FULL_SCORE), 0.0)
    return scores


def weighted_percent(values: FloatArray, weight: FloatArray) -> FloatArray:
    """Return area-weighted means of shares, in percent.

    Total perfusion deficit is this of scores over 4, extent is this of what lies
    below the limit.

    Parameters
    ----------
    values : (..., ring, angle), 0 to 1
        Shares.
    weight : (ring, angle)
        Wall area of valid samples, 0 elsewhere.

    Returns
    -------
    (...), percent
        0 to 100.
    """
    share = (weight / weight.sum()).ravel()
    percent: FloatArray = 100.0 * (values.reshape(*values.shape[:-2], -1) @ share)
    return percent


def deviations_below(
    scaled: FloatArray, level: FloatArray, limits: NormalLimits
) -> FloatArray:
    """Return how many standard deviations uptake lies below a level.

    Parameters
    ----------
    scaled : (..., ring, angle)
        Uptake on the scale of the normals.
    level : (ring, angle)
        Mean or lower limit.
    limits : NormalLimits
        Their spread; a standard deviation is 1.25 mean absolute deviations.

    Returns
    -------
    (..., ring, angle)
        Negative above the level.
    """
    spread = limits.deviation_percent.astype(np.float64) / DEVIATION_SHARE
    below: FloatArray = (level - scaled) / spread
    return below
