"""What a disc's colours said."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from myomap.colortable import ColorScale
from myomap.errors import ConfigError
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    Caution,
    MapArray,
    MaskArray,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = [
    "WHOLE_RANGE",
    "DiscReading",
    "PercentRange",
    "ScaleReference",
    "checked_range",
    "refused_reading",
]

PercentRange = tuple[float, float]
"""What the lowest and the highest colour of a scale stand for, in percent."""

WHOLE_RANGE: Final[PercentRange] = (0.0, 100.0)

_NARROWEST_POINTS = 5.0


class ScaleReference(Enum):
    """What 100 percent of a reading is."""

    SCALE_TOP = "top of the colour scale"
    """The last colour of a bar or of a named table, unless a range says otherwise."""

    HIGHEST_COLOR = "highest colour of the discs"
    """Of a scale that neither a bar nor a known table tells: if the map does not reach
    the top of its own scale, every value reads too high by the same factor."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscReading:
    """Uptake read back from the colours of a disc.

    Ring 0 is the apex, the disc's centre; angle index j lies at 5° j, from 3 o'clock
    counter-clockwise.

    Parameters
    ----------
    uptake_percent : (32, 72), float32, percent of the reference
        0 where nothing was read.
    valid : (32, 72), bool
        False where nothing was read: too far from any colour of the scale, or a part
        too broad for a line or a letter in colours that the scale lacks.
    filled : (32, 72), bool
        Where lines or text covered the map, and the surroundings were taken.
    tolerance_percent : (32, 72), float32, percentage points
        How far off the uptake may be, the reference and the range taken for right.
    scale : ColorScale or None
        What the colours were read with; None when refused.
    confidence : float, 0 to 1
        How sure the scale and its direction are.
    reason : str or None
        Why the disc is refused; None when it was read.
    reference : ScaleReference
        What 100 percent is.
    range_percent : (low, high), percent
        What the scale's lowest and highest colour were taken to stand for.
    is_range_given : bool
        Whether the user said so; else it is the usual one.
    cautions : tuple of Caution
        What to know before the values are used.

    Raises
    ------
    GeometryError
        If a shape is wrong or a value not finite.
    """

    uptake_percent: MapArray
    valid: MaskArray
    filled: MaskArray
    tolerance_percent: MapArray
    scale: ColorScale | None
    confidence: float
    reason: str | None
    reference: ScaleReference = ScaleReference.SCALE_TOP
    range_percent: PercentRange = WHOLE_RANGE
    is_range_given: bool = False
    cautions: tuple[Caution, ...] = ()

    def __post_init__(self) -> None:
        for name, dtype in (
            ("uptake_percent", np.float32),
            ("valid", np.bool_),
            ("filled", np.bool_),
            ("tolerance_percent", np.float32),
        ):
            array = frozen_array(getattr(self, name), dtype)
            require_shape(f"The reading's {name}", array, (N_RINGS, N_ANGLES))
            require_finite(f"The reading's {name}", array)
            object.__setattr__(self, name, array)

    @property
    def is_refused(self) -> bool:
        """Whether nothing of the reading may be used."""
        return self.reason is not None

    def __repr__(self) -> str:
        if self.is_refused:
            return f"DiscReading(refused: {self.reason})"
        share = 100 * self.valid.mean()
        return f"DiscReading({self.scale!r}, {share:.0f} % valid)"


def checked_range(range_percent: PercentRange | None) -> PercentRange:
    """Return the range of a scale, the usual one where none is given.

    Parameters
    ----------
    range_percent : (low, high), percent, or None
        As the user gives it; the higher first for a scale that runs the other way.

    Returns
    -------
    (low, high), percent
        The lower first.

    Raises
    ------
    ConfigError
        If it is no range within 0 to 100, or too narrow to tell values.

    Examples
    --------
    >>> checked_range(None), checked_range((100, 30))
    ((0.0, 100.0), (30.0, 100.0))
    """
    if range_percent is None:
        return WHOLE_RANGE
    low, high = sorted(float(end) for end in range_percent)
    if not 0.0 <= low <= low + _NARROWEST_POINTS <= high <= 100.0:
        raise ConfigError(
            f"The colour scale is said to run from {range_percent[0]:g} to "
            f"{range_percent[1]:g} %. Expected two percentages within 0 to 100, at "
            f"least {_NARROWEST_POINTS:g} apart, as 30 and 100 for a bar from 30 %."
        )
    return low, high


def refused_reading(reason: str, confidence: float = 0.0) -> DiscReading:
    """Return a reading that says why there is none.

    Parameters
    ----------
    reason : str
        One sentence: what is wrong, what was found.
    confidence : float, 0 to 1
        Of the best scale that was tried.

    Returns
    -------
    DiscReading
        Nothing in it is valid.

    Examples
    --------
    >>> refused_reading("The disc shows one colour.")
    DiscReading(refused: The disc shows one colour.)
    """
    shape = (N_RINGS, N_ANGLES)
    return DiscReading(
        uptake_percent=np.zeros(shape, np.float32),
        valid=np.zeros(shape, bool),
        filled=np.zeros(shape, bool),
        tolerance_percent=np.full(shape, 100.0, np.float32),
        scale=None,
        confidence=confidence,
        reason=reason,
    )
