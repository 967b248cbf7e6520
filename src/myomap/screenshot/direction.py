"""Which end of a colour scale is the high one: what a polar map can be.

Most of a heart takes up much: the median lies above the middle, some of the map
reaches the top of the scale, and rim and apex are dimmer than the wall between. A map
read upside down has none of this.
"""

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import MaskArray

__all__ = ["upright_log_odds"]

# Fitted by logistic regression to 600 simulated maps, a quarter of them with a raised
# lower or a lowered upper end of the scale, and to the same upside down.
_MEDIAN, _TOP, _RIM, _APEX = 0.56, 2.29, -4.63, -3.03


def upright_log_odds(value_percent: FloatArray, valid: MaskArray) -> float:
    """Return how much likelier a map is upright than upside down.

    Parameters
    ----------
    value_percent : (32, 72), percent of the scale's range
        The map.
    valid : (32, 72), bool
        Which samples were read.

    Returns
    -------
    float, natural logarithm of the odds
        Above 0 when it is likelier upright. Of simulated maps 99 % lie above 0.6.

    Examples
    --------
    >>> ring = np.linspace(100, 60, 32)[:, None]
    >>> float(np.sign(upright_log_odds(ring * np.ones(72), np.ones((32, 72), bool))))
    1.0
    """
    area = np.asarray((np.arange(len(valid)) + 0.5)[:, None] * valid, np.float64)
    low, middle, high = _area_quantiles(value_percent, area, (0.01, 0.5, 0.99))
    top = float(high > 96.5) - float(low < 3.5)
    spread = max(high - low, 1.0)
    wall = _mean(value_percent, valid, slice(8, 28))
    rim = (_mean(value_percent, valid, slice(29, 32), wall) - wall) / spread
    apex = (_mean(value_percent, valid, slice(0, 6), wall) - wall) / spread
    return (
        _MEDIAN * (middle - 50.0) / 50.0
        + _TOP * top
        + _RIM * 2 * rim
        + _APEX * 2 * apex
    )


def _area_quantiles(
    value: FloatArray, area: FloatArray, shares: tuple[float, ...]
) -> list[float]:
    order = np.argsort(value, axis=None)
    reached = np.cumsum(area.ravel()[order])
    place = np.searchsorted(reached, np.array(shares) * reached[-1])
    return [float(v) for v in value.ravel()[order][np.minimum(place, value.size - 1)]]


def _mean(
    value: FloatArray, valid: MaskArray, rings: slice, otherwise: float = 50.0
) -> float:
    seen = valid[rings]
    return float(value[rings][seen].mean()) if seen.any() else otherwise
