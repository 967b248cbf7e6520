"""Cases laid into the folder of a reading room before it starts."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import myomap
from myomap.cases import CaseFile, NewCase, add_cases, open_cases, put_file
from myomap.reading import (
    ReadingDocument,
    case_arrays,
    describe_reading,
    judged_if_possible,
    pack_arrays,
)
from screen_files import file_of, screen_with

READER = "Reader"


@cache
def screen_file() -> bytes:
    """Return the file of a screen with the maps of stress and rest."""
    return file_of(screen_with(2))


@cache
def read_screen(place: Path) -> tuple[ReadingDocument, bytes]:
    """Return what is read from a screen at a place, and its packed arrays."""
    reading, judgement = judged_if_possible(myomap.read([place]))
    document = describe_reading(reading, judgement=judgement)
    return document, pack_arrays(case_arrays(reading, judgement))


def keep_screens(
    folder: Path,
    names: Sequence[str],
    *,
    author: str = READER,
    patient: str | None = None,
) -> list[int]:
    """Keep a case of the same screen for every name, all of one patient if told."""
    place = folder.parent / "screen.png"
    place.write_bytes(screen_file())
    document, arrays = read_screen(place)
    store = open_cases(folder)
    try:
        arrays_sha256 = put_file(store, arrays)
        # What stands behind its end is of no picture: every study has its own file.
        files = {name: put_file(store, screen_file() + name.encode()) for name in names}
        cases = [
            NewCase(
                document=document,
                source="picture",
                name=name,
                identity=patient or name,
                site=name,
                arrays_sha256=arrays_sha256,
                files=(
                    CaseFile(
                        sha256=files[name], name=name, kind="picture", is_picture=True
                    ),
                ),
            )
            for name in names
        ]
        return list(add_cases(store, cases, author))
    finally:
        store.close()
