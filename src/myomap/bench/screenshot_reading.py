"""The reading of a picture as the benchmark sees it: plain values, whatever its shape.

Files go the way that a user's go: bytes first.
"""

from dataclasses import dataclass
from typing import Final

from myomap.records import MapArray, MaskArray, State
from myomap.screenshot import ReadDisc as PictureDisc
from myomap.screenshot import decode_pictures, read_picture

__all__ = ["ACCEPTED_CONFIDENCE", "ReadDisc", "read_file"]

ACCEPTED_CONFIDENCE: Final = 0.0
"""A reading is taken at its word unless it is refused: no map carries a warning."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadDisc:
    """One disc as it was read.

    Parameters
    ----------
    centre_px, radius_px : (x, y), pixels
        Its outline.
    content : str
        What it is taken for: "uptake", "difference", "extent" or "unknown".
    state : State or None
        As the reading tells it.
    reason : str or None
        Why its values are refused.
    confidence : float, 0 to 1
        In the values.
    percent : (32, 72), percent
        Uptake.
    valid : (32, 72), bool
        Where there is one.
    has_map : bool
        Whether it is handed on as a polar map.
    """

    centre_px: tuple[float, float]
    radius_px: tuple[float, float]
    content: str
    state: State | None
    reason: str | None
    confidence: float
    percent: MapArray
    valid: MaskArray
    has_map: bool


def read_file(file: bytes) -> tuple[ReadDisc, ...]:
    """Return every disc that is read from a file.

    Parameters
    ----------
    file : bytes
        PNG, JPEG or BMP.

    Returns
    -------
    tuple of ReadDisc
        Empty where no polar map is found.
    """
    (picture,) = decode_pictures(file)
    return tuple(_plain(disc) for disc in read_picture(picture).discs)


def _plain(found: PictureDisc) -> ReadDisc:
    reading = found.reading
    return ReadDisc(
        centre_px=found.disc.centre_px,
        radius_px=found.disc.radius_px,
        content=found.label.content.value,
        state=found.state,
        reason=reading.reason,
        confidence=reading.confidence,
        percent=reading.uptake_percent,
        valid=reading.valid,
        has_map=found.polar_map is not None,
    )
