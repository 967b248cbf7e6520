"""How a simulated camera takes its views: protocol, counts, motion."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from myomap.camera import COLLIMATORS
from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom.solids import require_between
from myomap.records import EnergyWindow

__all__ = ["Motion", "Protocol", "Scan", "Windows"]

FIRST_ANGLE_DEG: Final = 225.0
"""Right anterior oblique, 45°; the heads turn clockwise as seen from the feet."""

_PHOTOPEAK: Final = EnergyWindow(lower_keV=126.0, upper_keV=154.0, name="Photopeak")
_LOWER: Final = EnergyWindow(lower_keV=124.5, upper_keV=127.5, name="Lower")
_UPPER: Final = EnergyWindow(lower_keV=152.5, upper_keV=155.5, name="Upper")
_SCATTER: Final = EnergyWindow(lower_keV=114.0, upper_keV=126.0, name="Scatter")


class Windows(Enum):
    """Which energies are counted beside the photopeak."""

    PHOTOPEAK = "photopeak"
    """None."""

    DUAL = "dual"
    """One broad window below it."""

    TRIPLE = "triple"
    """One narrow window at each of its edges."""

    @property
    def energy_windows(self) -> tuple[EnergyWindow, ...]:
        """The photopeak first."""
        beside = {
            Windows.PHOTOPEAK: (),
            Windows.DUAL: (_SCATTER,),
            Windows.TRIPLE: (_LOWER, _UPPER),
        }
        return (_PHOTOPEAK, *beside[self])


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """What a department sets once for all patients.

    Parameters
    ----------
    arc_deg : int, degrees
        180, from 45° right anterior to 45° left posterior oblique, or 360.
    n_views : int
        In all, taken by two heads.
    matrix : int
        Rows and columns of a view.
    field_mm : float, mm
        Edge of the field of view.
    collimator : str
        A name of `myomap.camera.COLLIMATORS`.
    windows : Windows
        Energies that are counted.
    follows_body : bool
        Whether the heads keep close to the skin; otherwise they stay on the smallest
        circle around it.
    gap_mm : float, mm
        Between skin and collimator.

    References
    ----------
    .. [1] SNMMI/JNMT acquisition table: 140 keV ± 10 %, 180° from right anterior to
       left posterior oblique, 60 to 64 views, 64 x 64 pixels of 6.4 ± 0.4 mm, stress
       20 s and rest 25 s a view.
    """

    arc_deg: int = 180
    n_views: int = 64
    matrix: int = 64
    field_mm: float = 422.4
    collimator: str = "LEHR"
    windows: Windows = Windows.TRIPLE
    follows_body: bool = True
    gap_mm: float = 25.0

    def __post_init__(self) -> None:
        if self.arc_deg not in (180, 360):
            raise ConfigError(
                f"There is no such arc: found {self.arc_deg} degrees, expected 180 "
                "or 360."
            )
        if self.n_views % 2 or not 16 <= self.n_views <= 256:
            raise ConfigError(
                f"Two heads cannot share the views: found {self.n_views}, expected an "
                "even number from 16 to 256."
            )
        if self.matrix % 2 or not 16 <= self.matrix <= 256:
            raise ConfigError(
                f"The matrix cannot be simulated: found {self.matrix}, expected an "
                "even number from 16 to 256."
            )
        if self.collimator not in COLLIMATORS:
            raise ConfigError(
                f"There is no collimator {self.collimator!r}. Choose one of: "
                f"{', '.join(COLLIMATORS)}."
            )
        require_between("field_mm", self.field_mm, 100, 1000)
        require_between("gap_mm", self.gap_mm, 0, 300)

    @property
    def angle_deg(self) -> FloatArray:
        """(view,), degrees: positions of the heads as DICOM counts them."""
        steps = np.arange(self.n_views) * (self.arc_deg / self.n_views)
        angle: FloatArray = np.mod(FIRST_ANGLE_DEG - steps, 360.0, dtype=np.float64)
        return angle


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """The heart or the patient moves while the views are taken.

    Parameters
    ----------
    from_fraction, to_fraction : float
        Between these parts of the time it moves evenly; both equal for a jerk.
    head_mm : float, mm
        How far to the head it has moved at the end; the heart creeps upwards after
        exercise.
    detector_mm : float, mm
        How far it has moved along the columns of the views.
    """

    from_fraction: float
    to_fraction: float
    head_mm: float
    detector_mm: float = 0.0

    def __post_init__(self) -> None:
        require_between("from_fraction", self.from_fraction, 0, 1)
        require_between("to_fraction", self.to_fraction, self.from_fraction, 1)
        require_between("head_mm", self.head_mm, -100, 100)
        require_between("detector_mm", self.detector_mm, -100, 100)

    def share(self, time: FloatArray) -> FloatArray:
        """Return how much of the way is gone.

        Parameters
        ----------
        time : (view,), 0 to 1
            When each view is taken.

        Returns
        -------
        (view,), 0 to 1
            Never falling with time.
        """
        lasts = max(self.to_fraction - self.from_fraction, 1e-6)
        share: FloatArray = np.clip((time - self.from_fraction) / lasts, 0.0, 1.0)
        return share


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """One acquisition of one patient.

    Parameters
    ----------
    lv_counts : float
        Counts of the photopeak, without scatter and in all views together, that the
        left ventricle's wall gives when nothing is diseased.
    scatter_to_primary : float
        Scattered over unscattered counts in the photopeak, of the whole body.
    view_s : float, s
        Time of a view.
    motion : Motion or None
        None for a patient who lies still.
    noise_seed : int or None
        Of the Poisson noise; None for expected counts.
    """

    lv_counts: float
    scatter_to_primary: float
    view_s: float
    motion: Motion | None
    noise_seed: int | None

    def __post_init__(self) -> None:
        require_between("lv_counts", self.lv_counts, 100, 1e9)
        require_between("scatter_to_primary", self.scatter_to_primary, 0, 5)
        require_between("view_s", self.view_s, 0.1, 1000)
        if self.noise_seed is not None:
            require_between("noise_seed", self.noise_seed, 0, 2**63)
