"""The JSON of `myomap screenshot`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

import myomap
from myomap.intake import PictureOptions
from myomap.intake.picture_refusal import reason_of_disc
from myomap.records import Caution, Picture
from myomap.screenshot import Disc, PictureReading, ReadDisc
from myomap.screenshot.picture_cautions import cautions_of_disc, cautions_of_picture

__all__ = [
    "FoundScreenshot",
    "document_of",
    "filled_percent",
    "map_name",
    "reason_of",
    "tolerance_points",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundScreenshot:
    """A picture, what it shows, and what the user said of it."""

    picture: Picture
    reading: PictureReading
    options: PictureOptions
    sha256: str


def document_of(found: FoundScreenshot) -> dict[str, Any]:
    """Return the JSON of a reading; it holds no word of the picture."""
    reading = found.reading
    return {
        "schema": "myomap.screenshot/1",
        "discs": [_disc_entry(i, found) for i, _ in enumerate(reading.discs, 1)],
        "refused": [
            {**_place(each.disc), "reason": each.reason} for each in reading.refused
        ],
        "cautions": _entries(cautions_of_picture(reading)),
        "provenance": {
            "myomap": myomap.__version__,
            "sha256": found.sha256,
            "options": found.options.describe(),
        },
    }


def map_name(number: int) -> str:
    """Return what the map of a disc is called."""
    return f"map_{number}.npy"


def tolerance_points(read: ReadDisc) -> float | None:
    """Return how far off the values of a map may be, in its middle sample."""
    if read.polar_map is None:
        return None
    return float(np.median(read.reading.tolerance_percent[read.reading.valid]))


def filled_percent(read: ReadDisc) -> float:
    """Return the share of a map that was covered and filled from its surroundings."""
    return 100.0 * float((read.reading.filled & read.reading.valid).mean())


def reason_of(found: FoundScreenshot, number: int) -> str | None:
    """Return why a disc, counted from 1, gave no map; None where it gave one."""
    read = found.reading.discs[number - 1]
    return reason_of_disc(read, found.options)


def _disc_entry(number: int, found: FoundScreenshot) -> dict[str, Any]:
    read = found.reading.discs[number - 1]
    scale, values = read.reading.scale, read.reading
    tolerance = tolerance_points(read)
    return {
        "number": number,
        **_place(read.disc),
        "confidence": round(read.disc.confidence, 3),
        "content": read.label.content.value,
        "state": None if read.state is None else read.state.value,
        "evidence": [
            {"source": each.source, "found": each.found, "state": each.state.value}
            for each in read.label.evidence
        ],
        "scale": None
        if scale is None
        else {"origin": scale.origin.value, "name": scale.name, "steps": scale.steps},
        "reference": None if scale is None else values.reference.value,
        "range_percent": None if scale is None else list(values.range_percent),
        "range_given": values.is_range_given,
        "values_confidence": round(float(values.confidence), 3),
        "tolerance_points": None if tolerance is None else round(tolerance, 2),
        "valid_percent": round(100 * float(values.valid.mean()), 1),
        "filled_percent": round(filled_percent(read), 1),
        "map": None if read.polar_map is None else map_name(number),
        "refused": reason_of(found, number),
        "cautions": _entries(cautions_of_disc(read)),
    }


def _place(disc: Disc) -> dict[str, list[float]]:
    return {
        "centre_px": [round(place, 2) for place in disc.centre_px],
        "radius_px": [round(radius, 2) for radius in disc.radius_px],
    }


def _entries(cautions: Sequence[Caution]) -> list[dict[str, str]]:
    return [{"code": each.code, "message": each.message} for each in cautions]
