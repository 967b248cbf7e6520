"""What `myomap screenshot` reads, writes and prints."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

import myomap
from myomap.cli.remarks import print_cautions, print_closing
from myomap.cli.screenshot_drawing import draw_found_discs
from myomap.colortable import known_scale
from myomap.errors import ConfigError, InputError
from myomap.figures import figure_bytes
from myomap.output import OutputFolder
from myomap.records import Picture, State
from myomap.screenshot import (
    PictureReading,
    ReadDisc,
    RefusedDisc,
    decode_pictures,
    read_picture,
)
from myomap.screenshot.picture_file import MAX_FILE_BYTES

__all__ = [
    "FILES",
    "FoundScreenshot",
    "chosen_state",
    "document_of",
    "print_reading",
    "read_screenshot",
    "write_screenshot",
]

FILES = ("discs.png", "screenshot.json", "map_1.npy")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FoundScreenshot:
    """A picture and what it shows."""

    picture: Picture
    reading: PictureReading
    sha256: str


def chosen_state(text: str | None) -> State | None:
    """Return the state that an option names."""
    if text is None:
        return None
    try:
        return State(text.lower())
    except ValueError:
        raise ConfigError(f"The state is {text!r}. Expected stress or rest.") from None


def read_screenshot(
    path: Path, state: State | None, color_table: str | None
) -> FoundScreenshot:
    """Return what a picture file shows; raise if that is no polar map."""
    scale = None if color_table is None else known_scale(color_table)
    if not path.is_file():
        raise InputError(
            "There is no such picture. Expected a file: check the name that was given."
        )
    with path.open("rb") as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    (picture,) = decode_pictures(data)
    reading = read_picture(picture, scale=scale, state=state)
    if not reading.discs:
        reasons = [each.reason for each in reading.refused]
        raise InputError(
            reasons[0]
            if reasons
            else "The picture shows no polar map. Expected one or more round maps on "
            "a plain background."
        )
    digest = hashlib.sha256(data).hexdigest()
    return FoundScreenshot(picture=picture, reading=reading, sha256=digest)


def document_of(found: FoundScreenshot) -> dict[str, Any]:
    """Return the JSON of a reading; it holds no word of the picture."""
    reading = found.reading
    return {
        "schema": "myomap.screenshot/1",
        "discs": [_disc_entry(i, disc) for i, disc in enumerate(reading.discs, 1)],
        "refused": [_refused_entry(refused) for refused in reading.refused],
        "cautions": [
            {"code": caution.code, "message": caution.message}
            for caution in reading.cautions
        ],
        "provenance": {"myomap": myomap.__version__, "sha256": found.sha256},
    }


def _disc_entry(number: int, read: ReadDisc) -> dict[str, Any]:
    scale, values = read.reading.scale, read.reading
    return {
        "number": number,
        "centre_px": [round(place, 2) for place in read.disc.centre_px],
        "radius_px": [round(radius, 2) for radius in read.disc.radius_px],
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
        "values_confidence": round(float(values.confidence), 3),
        "tolerance_points": None
        if values.is_refused
        else round(float(np.median(values.tolerance_percent)), 2),
        "valid_percent": round(100 * float(values.valid.mean()), 1),
        "filled_percent": round(100 * float(values.filled.mean()), 1),
        "map": None if read.polar_map is None else _map_name(number),
        "refused": values.reason,
    }


def _refused_entry(refused: RefusedDisc) -> dict[str, Any]:
    return {
        "centre_px": [round(place, 2) for place in refused.disc.centre_px],
        "radius_px": [round(radius, 2) for radius in refused.disc.radius_px],
        "reason": refused.reason,
    }


def _map_name(number: int) -> str:
    return f"map_{number}.npy"


def write_screenshot(
    found: FoundScreenshot, folder: Path, *, force: bool
) -> tuple[str, ...]:
    """Write the maps, the drawing and the JSON, all or nothing; return their names."""
    text = json.dumps(document_of(found), indent=2, ensure_ascii=False, allow_nan=False)
    drawing = figure_bytes(draw_found_discs(found.picture, found.reading), "png")
    written = []
    with OutputFolder(folder, force=force) as out:
        for number, read in enumerate(found.reading.discs, 1):
            if read.polar_map is None:
                continue
            uptake = read.polar_map.uptake_percent
            values = np.where(read.polar_map.valid, uptake, np.nan).astype(np.float32)
            written.append(_map_name(number))
            with out.path(written[-1]).open("wb") as stream:
                np.save(stream, values, allow_pickle=False)
        out.path(FILES[0]).write_bytes(drawing)
        out.path(FILES[1]).write_text(f"{text}\n", encoding="utf-8")
    return (*written, *FILES[:2])


def print_reading(found: FoundScreenshot, written: tuple[str, ...]) -> None:
    """Print the discs, the cautions and the files."""
    table = Table(title="Polar maps on the picture", title_justify="left")
    for name in ("", "shows", "state", "scale", "values"):
        table.add_column(name)
    for number, read in enumerate(found.reading.discs, 1):
        scale = read.reading.scale
        table.add_row(
            str(number),
            read.label.content.value,
            read.state.value if read.state else "unknown",
            "none" if scale is None else scale.name or scale.origin.value,
            read.reading.reason or f"confidence {read.reading.confidence:.2f}",
        )
    console = Console()
    console.print(table)
    print_cautions(console, found.reading.cautions)
    for refused in found.reading.refused:
        console.print(f"[dim]not read:[/dim] {refused.reason}", highlight=False)
    print_closing(console, written)
