"""Whether the third of stress, rest and difference is a difference indeed.

Three maps of three patients stand in a row as a patient's stress, rest and difference
do. Read with the colours of the others, a difference lies around the middle of the
scale; a map of uptake lies above it and reaches the top.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from myomap.colortable import ScaleOrigin
from myomap.screenshot.disc_reading import DiscReading
from myomap.screenshot.layout import DiscContent, DiscLabel

__all__ = ["has_false_difference"]

_HIGHEST_PERCENT: Final = 88.0
_MIDDLE_PERCENT: Final = 60.0


def has_false_difference(
    labels: Sequence[DiscLabel], readings: Sequence[DiscReading]
) -> bool:
    """Return whether a disc that stands for a difference reads as uptake.

    Parameters
    ----------
    labels : sequence of DiscLabel
        By the arrangement.
    readings : sequence of DiscReading
        Of the same discs.

    Returns
    -------
    bool
        False where no difference was read: its colours are often its own.
    """
    return any(
        label.content is DiscContent.DIFFERENCE and _is_uptake(reading)
        for label, reading in zip(labels, readings, strict=True)
    )


def _is_uptake(reading: DiscReading) -> bool:
    if reading.scale is None or not reading.valid.any():
        return False
    # The top of a scale nobody knows is the highest colour seen: it is always reached.
    if reading.scale.origin is ScaleOrigin.BLIND:
        return False
    middle, high = np.percentile(reading.uptake_percent[reading.valid], [50, 98])
    return bool(middle >= _MIDDLE_PERCENT and high >= _HIGHEST_PERCENT)
