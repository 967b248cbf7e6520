"""Mean and spread of many maps: smoothed, and steadied where cases are few."""

from dataclasses import dataclass

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.quantification.normal_limits import LimitsMethod
from myomap.quantification.scaling import SCALE_DEVIATIONS
from myomap.records import MaskArray

__all__ = ["BuildOptions", "mean_and_deviation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How limits are made of maps. None of it is fitted to disease.

    Parameters
    ----------
    method : LimitsMethod
        Of declared normals, or of whoever came.
    smoothing_deg : float, degrees
        Standard deviation of the smoothing around the rings.
    smoothing_rings : float
        The same from apex to base.
    prior_cases : float
        How many cases' worth of weight the mean relative spread of a ring has
        against that of the sample: spread from few cases is itself uncertain.
    limit_deviations : float
        How many mean absolute deviations below the mean the limit lies that a case
        left out is held against.
    tpd_abnormal_percent : float
        From which total perfusion deficit on a case left out counts as a false
        positive.

    Raises
    ------
    ConfigError
        If a value makes no sense.
    """

    method: LimitsMethod = LimitsMethod.NORMALS
    smoothing_deg: float = 7.5
    smoothing_rings: float = 1.0
    prior_cases: float = 10.0
    limit_deviations: float = 3.0
    tpd_abnormal_percent: float = 5.0

    def __post_init__(self) -> None:
        for name, least, most in (
            ("smoothing_deg", 0.0, 45.0),
            ("smoothing_rings", 0.0, 8.0),
            ("prior_cases", 0.0, 1e6),
            ("limit_deviations", 0.5, 10.0),
            ("tpd_abnormal_percent", 0.5, 50.0),
        ):
            value = getattr(self, name)
            if not least <= value <= most:
                raise ConfigError(
                    f"{name} makes no sense: found {value:g}, expected {least:g} to "
                    f"{most:g}."
                )

    @property
    def text(self) -> str:
        """All constants, as provenance tells them."""
        return (
            f"smoothing_deg={self.smoothing_deg:g} "
            f"smoothing_rings={self.smoothing_rings:g} "
            f"prior_cases={self.prior_cases:g} "
            f"limit_deviations={self.limit_deviations:g} "
            f"tpd_abnormal_percent={self.tpd_abnormal_percent:g} "
            f"scale_deviations={SCALE_DEVIATIONS:g}"
        )


def mean_and_deviation(
    scaled: FloatArray, known: MaskArray, options: BuildOptions
) -> tuple[FloatArray, FloatArray]:
    """Return mean and mean absolute deviation of every sample.

    Parameters
    ----------
    scaled : (case, ring, angle)
        Uptake of cases on a common scale.
    known : (case, ring, angle), bool
        Which samples enter.
    options : BuildOptions
        Method, smoothing, and how much the spread is steadied.

    Returns
    -------
    mean, deviation : (ring, angle)
        The deviation is that to expect of a new case: it has the uncertainty of the
        mean in it, a factor of √((n + 1) / (n - 1)).
    """
    if options.method is LimitsMethod.MIXED:
        mean, deviation = _of_mixed(scaled, known)
    else:
        mean, deviation = _of_normals(scaled, known)
    mean, deviation = _smooth(mean, options), _smooth(deviation, options)
    n_cases = len(scaled)
    relative = (deviation / mean).mean(axis=1, keepdims=True)
    prior = options.prior_cases
    steady = (n_cases * deviation + prior * relative * mean) / (n_cases + prior)
    return mean, steady * np.sqrt((n_cases + 1.0) / (n_cases - 1.0))


def _of_normals(scaled: FloatArray, known: MaskArray) -> tuple[FloatArray, FloatArray]:
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, scaled, 0.0).sum(axis=0) / count
    away = np.abs(scaled - mean)
    return mean, np.where(known, away, 0.0).sum(axis=0) / count


def _of_mixed(scaled: FloatArray, known: MaskArray) -> tuple[FloatArray, FloatArray]:
    """Return the median and the mean distance of what lies above it.

    Disease lowers uptake only: above the median the healthy are among themselves.
    """
    values = np.where(known, scaled, np.nan)
    median = np.nanmedian(values, axis=0)
    above = values > median
    count = np.maximum(above.sum(axis=0), 1)
    return median, np.where(above, values - median, 0.0).sum(axis=0) / count


def _smooth(values: FloatArray, options: BuildOptions) -> FloatArray:
    from scipy.ndimage import gaussian_filter1d

    step_deg = 360.0 / values.shape[1]
    if options.smoothing_deg > 0:
        sigma = options.smoothing_deg / step_deg
        values = gaussian_filter1d(values, sigma, axis=1, mode="wrap")
    if options.smoothing_rings > 0:
        sigma = options.smoothing_rings
        values = gaussian_filter1d(values, sigma, axis=0, mode="nearest")
    return np.asarray(values, np.float64)
