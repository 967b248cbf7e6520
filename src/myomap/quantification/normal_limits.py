"""What healthy hearts look like to one camera: mean and spread, sample by sample."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from myomap.errors import GeometryError
from myomap.geometry import FloatArray
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    Sex,
    State,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = ["LimitsMethod", "NormalLimits", "Population", "Provenance"]

DEVIATION_SHARE: Final = float(np.sqrt(2.0 / np.pi))
"""Mean absolute deviation over standard deviation of a normal distribution: 0.80."""


class LimitsMethod(Enum):
    """How limits were made of maps."""

    NORMALS = "declared normals"
    """Mean and mean absolute deviation of patients who are declared normal."""

    MIXED = "mixed clinical population"
    """Median, and the spread above it, of patients of whom many are ill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Whom and what a set of limits is for.

    Parameters
    ----------
    sex : Sex or None
        None: both sexes together.
    state : State
        Stress or rest.
    tracer : str
        ``"Tc-99m"``.
    attenuation_corrected : bool
        Whether the volumes were.
    reconstruction : str
        Name of the protocol; ``"unknown"`` where nobody said.
    camera : str
        Make and protocol; ``"unknown"`` where nobody said.
    is_simulated : bool
        Whether the patients never lived.
    """

    sex: Sex | None
    state: State
    tracer: str
    attenuation_corrected: bool
    reconstruction: str
    camera: str
    is_simulated: bool

    @property
    def title(self) -> str:
        """One line for people, the same for the same population."""
        who = {Sex.FEMALE: "women", Sex.MALE: "men", None: "both sexes"}[self.sex]
        corrected = "corrected" if self.attenuation_corrected else "not corrected"
        kind = "simulated, " if self.is_simulated else ""
        return (
            f"{kind}{who}, {self.state.value}, {self.tracer}, attenuation {corrected}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """How limits came about.

    Parameters
    ----------
    myomap : str
        Version that made them.
    method : LimitsMethod
        Of which kind of patients.
    source : str
        One sentence: where the patients came from. No names.
    source_sha256 : str or None
        Of the manifest.
    options : str
        What the building was asked for, ``name=value`` separated by spaces.
    """

    myomap: str
    method: LimitsMethod
    source: str
    source_sha256: str | None
    options: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class NormalLimits:
    """Mean and spread of healthy hearts of one population.

    Parameters
    ----------
    population : Population
        For whom.
    mean_percent : (32, 72), float32, percent of a map's reference
        After every case was scaled to the others.
    deviation_percent : (32, 72), float32, percent of a map's reference
        Mean absolute deviation from the mean; 0.80 standard deviations where cases
        are normally distributed.
    n_cases : int
        How many maps they were made of.
    false_positive_rate : float, 0 to 1
        Share of the cases that are called abnormal when they are left out.
    provenance : Provenance
        How they came about.

    Raises
    ------
    GeometryError
        If shapes differ from (32, 72), values are not finite, mean or deviation are
        not above zero, or the counts make no sense.

    References
    ----------
    .. [1] Slomka et al., J Nucl Cardiol 2005;12:66: limits of 40 men and 40 women
       without visual scoring or regional thresholds.
    """

    population: Population
    mean_percent: MapArray
    deviation_percent: MapArray
    n_cases: int
    false_positive_rate: float
    provenance: Provenance

    def __post_init__(self) -> None:
        for name in ("mean_percent", "deviation_percent"):
            array = frozen_array(getattr(self, name), np.float32)
            require_shape(f"The limits' {name}", array, (N_RINGS, N_ANGLES))
            require_finite(f"The limits' {name}", array)
            if array.min() <= 0:
                raise GeometryError(
                    f"The limits' {name} is not positive everywhere: found "
                    f"{array.min():g}, expected above 0. Build the limits anew."
                )
            object.__setattr__(self, name, array)
        if self.n_cases < 2 or not 0.0 <= self.false_positive_rate <= 1.0:
            raise GeometryError(
                f"The limits' counts make no sense: found {self.n_cases} cases and a "
                f"false-positive rate of {self.false_positive_rate:g}. Expected at "
                "least 2, and 0 to 1: build the limits anew."
            )

    def __repr__(self) -> str:
        return f"NormalLimits({self.population.title}, {self.n_cases} cases)"

    @property
    def spread_percent(self) -> FloatArray:
        """(32, 72): standard deviation of a normal distribution of this spread."""
        spread: FloatArray = self.deviation_percent.astype(np.float64) / DEVIATION_SHARE
        return spread
