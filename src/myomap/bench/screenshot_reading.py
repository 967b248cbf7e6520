"""The reading of a picture as the benchmark sees it: plain values, whatever its shape.

Files go the way that a user's go: bytes first.
"""

from dataclasses import dataclass

from myomap.records import MapArray, MaskArray, State
from myomap.screenshot import decode_pictures
from myomap.screenshot.finding import find_discs
from myomap.screenshot.read_disc import read_disc

__all__ = ["ACCEPTED_CONFIDENCE", "ReadDisc", "read_file"]

ACCEPTED_CONFIDENCE = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadDisc:
    """One disc as it was read.

    Parameters
    ----------
    centre_px, radius_px : (x, y), pixels
        Its outline.
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
    """

    centre_px: tuple[float, float]
    radius_px: tuple[float, float]
    state: State | None
    reason: str | None
    confidence: float
    percent: MapArray
    valid: MaskArray


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
    discs = []
    for disc in find_discs(picture):
        reading = read_disc(picture, disc)
        discs.append(
            ReadDisc(
                centre_px=disc.centre_px,
                radius_px=disc.radius_px,
                state=None,
                reason=reading.reason,
                confidence=reading.confidence,
                percent=reading.uptake_percent,
                valid=reading.valid,
            )
        )
    return tuple(discs)
