"""The words that records choose from."""

from enum import Enum

__all__ = ["Frame", "InputKind", "Sex", "State", "Territory"]


class State(Enum):
    """Whether the tracer was given under stress or at rest."""

    STRESS = "stress"
    REST = "rest"


class Sex(Enum):
    """Patient's sex as normal limits are divided by it."""

    FEMALE = "F"
    MALE = "M"


class Frame(Enum):
    """What a volume's affine refers to."""

    PATIENT = "patient"
    """Millimetres in the patient, LPS: the affine can be taken at its word."""

    SHORT_AXIS_FROM_APEX = "short-axis, apex first"
    """Columns to lateral, rows to inferior, slices from apex to base."""

    SHORT_AXIS_FROM_BASE = "short-axis, base first"
    """Columns to lateral, rows to inferior, slices from base to apex."""

    SHORT_AXIS = "short-axis, order unknown"
    """Short-axis slices whose order the header does not tell."""


class InputKind(Enum):
    """What an input turned out to be."""

    PROJECTIONS = "projections"
    TRANSAXIAL_VOLUME = "transaxial volume"
    SHORT_AXIS_VOLUME = "short-axis volume"
    POLAR_MAP = "polar map"
    PICTURE = "picture"
    CT_VOLUME = "CT"
    ATTENUATION_MAP = "attenuation map"

    @property
    def shows_uptake(self) -> bool:
        """Whether perfusion can be seen in it, rather than what weakens the counts."""
        return self not in {InputKind.CT_VOLUME, InputKind.ATTENUATION_MAP}


class Territory(Enum):
    """The coronary artery that usually feeds a part of the wall."""

    LAD = "LAD"
    LCX = "LCX"
    RCA = "RCA"
