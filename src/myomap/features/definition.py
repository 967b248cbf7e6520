"""What a feature is called, what it measures and in which unit."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["FeatureDefinition", "FeatureSet"]


class FeatureSet(Enum):
    """Which features are computed."""

    PAPER = "paper"
    """The 84 of the colours a map had on its screen, as published."""

    CANONICAL = "canonical"
    """The same 84 of one drawing of the map, whatever the station's colours were."""

    SCALAR = "scalar"
    """Uptake of segments, territories and walls, extent, evenness, and change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDefinition:
    """One number.

    Parameters
    ----------
    name : str
        Lower case with underscores; never changes its meaning.
    unit : str
        ``"%"``, ``"points"``, or empty for a pure number.
    meaning : str
        One phrase for the table of features.
    """

    name: str
    unit: str
    meaning: str
