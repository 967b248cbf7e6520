"""What a simulated screen shows, known to a fraction of a pixel.

Places are in pixels of the picture, x to the right and y down. As everywhere with
pictures here, a whole number is the *centre* of a pixel: the pixel in the top left
corner has its centre at (0, 0) and reaches from -0.5 to 0.5.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Literal, TypeAlias

import numpy as np

from myomap.colortable import ColorTable
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MaskArray,
    Picture,
    State,
    frozen_array,
    require_shape,
)

__all__ = [
    "BarKind",
    "DiscContent",
    "FileFormat",
    "OtherPicture",
    "SimulatedDisc",
    "SimulatedScreen",
]

BarKind: TypeAlias = Literal["none", "vertical", "horizontal"]
FileFormat: TypeAlias = Literal["png", "jpeg", "bmp"]


class DiscContent(Enum):
    """What a disc of a screen shows."""

    UPTAKE = "uptake"
    DIFFERENCE = "difference"
    """Stress minus rest; no difference in the middle of the table."""

    EXTENT = "extent"
    """Uptake with everything below a limit painted in one colour."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SimulatedDisc:
    """One disc, where it lies and what it shows.

    Parameters
    ----------
    centre_px : (x, y), pixels
        In the coordinates of this module.
    radius_px : (x, y), pixels
        Half the width and half the height up to the map's own end; a line along the
        rim lies half outside.
    content : DiscContent
        What is shown.
    state : State or None
        Of uptake and extent; None for a difference.
    percent : (32, 72), float32, percent of the table's range
        What the disc displays at the middle of every sample: 0 takes the table's
        first colour, 100 its last.
    valid : (32, 72), bool
        False where the disc displays no value: painted out by the extent.
    table : ColorTable
        The colours.
    """

    centre_px: tuple[float, float]
    radius_px: tuple[float, float]
    content: DiscContent
    state: State | None
    percent: MapArray
    valid: MaskArray
    table: ColorTable

    def __post_init__(self) -> None:
        percent = frozen_array(self.percent, np.float32)
        valid = frozen_array(self.valid, np.bool_)
        require_shape("What a disc displays", percent, (N_RINGS, N_ANGLES))
        require_shape("The disc's validity", valid, (N_RINGS, N_ANGLES))
        object.__setattr__(self, "percent", percent)
        object.__setattr__(self, "valid", valid)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class SimulatedScreen:
    """A station's screen as a file, and the truth about it.

    Parameters
    ----------
    picture : Picture
        The file's pixels.
    file : bytes
        The file.
    file_format : str
        "png", "jpeg" or "bmp".
    jpeg_quality : int or None
        None of other files.
    discs : tuple of SimulatedDisc
        From the top left, row by row.
    layout : str
        Name of the arrangement: see `myomap.screens.layout`.
    table : ColorTable
        Of all discs that show uptake.
    bar : str
        "none", "vertical" or "horizontal": where the table's colours are shown.
    traits : frozenset of str
        What else was drawn or done, to sort faults by: "graticule", "blurred", ...
    """

    picture: Picture
    file: bytes
    file_format: FileFormat
    jpeg_quality: int | None
    discs: tuple[SimulatedDisc, ...]
    layout: str
    table: ColorTable
    bar: BarKind
    traits: frozenset[str]

    @property
    def has_color_bar(self) -> bool:
        """Whether the table's colours are shown beside the discs."""
        return self.bar != "none"

    def __repr__(self) -> str:
        return (
            f"SimulatedScreen({self.layout}, {self.file_format}, {self.table.name}, "
            f"bar {self.bar}, {self.picture!r})"
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OtherPicture:
    """A picture that holds no polar map.

    Parameters
    ----------
    picture : Picture
        The pixels.
    kind : str
        What it shows: see `myomap.screens.other`.
    file : bytes
        The same as a file.
    file_format : str
        "png", "jpeg" or "bmp".
    """

    picture: Picture
    kind: str
    file: bytes
    file_format: FileFormat
