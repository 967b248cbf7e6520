"""What a simulation may be asked for."""

from dataclasses import dataclass, field
from enum import Enum

from myomap.errors import ConfigError
from myomap.phantom import Disease, Protocol, require_fitted

__all__ = ["SimulationOptions", "Stage"]

_MOST_PATIENTS = 1_000_000


class Stage(Enum):
    """Where in the journey the simulated patients enter."""

    PROJECTIONS = "projections"
    """Raw projections and the attenuation map, as a camera writes them."""

    VOLUME = "volume"
    """Reconstructed volumes."""

    MAP = "map"
    """Polar maps as arrays."""

    PICTURE = "picture"
    """One picture with both polar maps."""

    STRESS_SCREEN = "stress-screen"
    """A station's screen with the map at stress."""

    SCREENS = "screens"
    """A station's screens with the map at stress, and at rest."""


_GATED = (Stage.PROJECTIONS, Stage.VOLUME)

_OF_MAPS = (Stage.MAP, Stage.PICTURE, Stage.STRESS_SCREEN, Stage.SCREENS)


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationOptions:
    """Which patients are simulated, and how far.

    Parameters
    ----------
    n_patients : int
        How many.
    seed : int
        The same seed gives the same patients; the first of many are those of few.
    stage : Stage
        What is written.
    protocol : Protocol
        Of the camera.
    attenuation_corrected : bool
        Whether volumes and maps are reconstructed with the attenuation map.
    is_full : bool
        Whether maps and pictures go the full way over projections; otherwise they
        are estimated from the truth, hundreds of times faster.
    disease : Disease or None
        Of every patient; None draws the mixture of a clinic.
    recipe : str or None
        A cohort of `myomap.simulation.recipes`, which counts its classes.
    refinement : int
        Voxels of the simulation along an edge of a pixel. With 1 the camera that
        takes the views is the very model that reconstructs them, which flatters the
        reconstruction; take 2 for a claim of accuracy.
    n_gates : int
        Gates of the beat, 4 to 64; with 1 the heart stands still. Of projections and
        volumes alone.
    """

    n_patients: int
    seed: int = 0
    stage: Stage = Stage.PROJECTIONS
    protocol: Protocol = field(default_factory=Protocol)
    attenuation_corrected: bool = True
    is_full: bool = False
    disease: Disease | None = None
    recipe: str | None = None
    refinement: int = 1
    n_gates: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.n_patients <= _MOST_PATIENTS:
            raise ConfigError(
                f"The number of patients makes no sense: found {self.n_patients}, "
                f"expected 1 to {_MOST_PATIENTS}."
            )
        if not 0 <= self.seed < 2**63:
            raise ConfigError(
                f"The seed cannot be used: found {self.seed}, expected 0 to 2^63 - 1."
            )
        if not 1 <= self.refinement <= 4:
            raise ConfigError(
                f"The refinement cannot be simulated: found {self.refinement}, "
                "expected 1 to 4."
            )
        if self.n_gates != 1 and not 4 <= self.n_gates <= 64:
            raise ConfigError(
                f"The beat cannot be cut so: found {self.n_gates} gates, expected 1 "
                "for an ungated study, or 4 to 64."
            )
        if self.n_gates > 1 and self.stage not in _GATED:
            raise ConfigError(
                f"Gates were asked for and {self.stage.value} have none. Choose the "
                "stage projections or volume, or leave out the gates."
            )
        if self.is_quick:
            require_fitted(self.protocol)

    @property
    def is_quick(self) -> bool:
        """Whether what is written is estimated from the truth."""
        return self.stage in _OF_MAPS and not self.is_full
