"""What a disc's colours said."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.colortable import ColorScale
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MaskArray,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = ["REFERENCE", "DiscReading", "refused_reading"]

REFERENCE: Final = "top of the colour scale as shown"
"""What 100 percent of a reading is. Of a scale that was found without a bar and
without a known table, the top is the highest colour that the disc shows."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DiscReading:
    """Uptake read back from the colours of a disc.

    Ring 0 is the apex, the disc's centre; angle index j lies at 5° j, from 3 o'clock
    counter-clockwise.

    Parameters
    ----------
    uptake_percent : (32, 72), float32, percent of `REFERENCE`
        0 where nothing was read.
    valid : (32, 72), bool
        False where nothing was read: too far from any colour of the scale.
    filled : (32, 72), bool
        Where lines or text covered the map, and the surroundings were taken.
    tolerance_percent : (32, 72), float32, percentage points
        How far off the uptake may be.
    scale : ColorScale or None
        What the colours were read with; None when refused.
    confidence : float, 0 to 1
        How sure the scale and its direction are.
    reason : str or None
        Why the disc is refused; None when it was read.
    """

    uptake_percent: MapArray
    valid: MaskArray
    filled: MaskArray
    tolerance_percent: MapArray
    scale: ColorScale | None
    confidence: float
    reason: str | None

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
