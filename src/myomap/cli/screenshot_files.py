"""What `myomap screenshot` reads and writes."""

import hashlib
import json
from pathlib import Path

import numpy as np

from myomap.cli.screenshot_document import FoundScreenshot, document_of, map_name
from myomap.cli.screenshot_drawing import draw_found_discs
from myomap.errors import InputError
from myomap.figures import figure_bytes
from myomap.intake import PictureOptions, read_with_options
from myomap.intake.picture_refusal import refusal_of
from myomap.output import OutputFolder
from myomap.screenshot import decode_pictures
from myomap.screenshot.picture_file import MAX_FILE_BYTES

__all__ = ["FILES", "read_screenshot", "write_screenshot"]

FILES = ("discs.png", "screenshot.json", "map_1.npy")


def read_screenshot(path: Path, options: PictureOptions) -> FoundScreenshot:
    """Return what a picture file shows; raise `InputError` if that is no polar map."""
    if path.is_dir():
        raise InputError(
            "A folder was given. Expected one picture: name the file, or use "
            "`myomap features --each` for a folder of pictures."
        )
    if not path.is_file():
        raise InputError(
            "There is no such picture. Expected a file: check the name that was given."
        )
    with path.open("rb") as stream:
        data = stream.read(MAX_FILE_BYTES + 1)
    (picture,) = decode_pictures(data)
    reading = read_with_options(picture, options)
    if not reading.maps:
        raise InputError(refusal_of([reading], options))
    return FoundScreenshot(
        picture=picture,
        reading=reading,
        options=options,
        sha256=hashlib.sha256(data).hexdigest(),
    )


def write_screenshot(
    found: FoundScreenshot, folder: Path, *, force: bool
) -> tuple[str, ...]:
    """Write the maps, the drawing and the JSON, all or nothing; return their names.

    Maps that an earlier reading left in the folder go away where they are replaced.
    """
    text = json.dumps(document_of(found), indent=2, ensure_ascii=False, allow_nan=False)
    drawing = figure_bytes(draw_found_discs(found.picture, found.reading), "png")
    written = []
    with OutputFolder(folder, force=force, stale=_earlier_maps(folder)) as out:
        for number, read in enumerate(found.reading.discs, 1):
            if read.polar_map is None:
                continue
            uptake = read.polar_map.uptake_percent
            values = np.where(read.polar_map.valid, uptake, np.nan).astype(np.float32)
            written.append(map_name(number))
            with out.path(written[-1]).open("wb") as stream:
                np.save(stream, values, allow_pickle=False)
        out.path(FILES[0]).write_bytes(drawing)
        out.path(FILES[1]).write_text(f"{text}\n", encoding="utf-8")
    return (*written, *FILES[:2])


def _earlier_maps(folder: Path) -> tuple[str, ...]:
    """Return the names of maps that a reading left in a folder, if one did.

    Only names of maps are taken: the file may be anybody's.
    """
    try:
        document = json.loads((folder / FILES[1]).read_text(encoding="utf-8"))
        found = [disc["map"] for disc in document["discs"]]
    except (OSError, ValueError, KeyError, TypeError):
        return ()
    known = {map_name(number) for number in range(1, len(found) + 1)}
    return tuple(name for name in found if isinstance(name, str) and name in known)
