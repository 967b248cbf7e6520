"""Hand a command's JSON to the terminal or to a file."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from myomap.errors import ConfigError, OutputExistsError
from myomap.output import OutputFolder, write_file

__all__ = ["TERMINAL", "deliver_json", "require_apart", "require_room"]

TERMINAL = Path("-")
"""As the place of a JSON: print it, and nothing else."""


def require_room(
    out: Path | None,
    names: Sequence[str],
    json_path: Path | None,
    *,
    force: bool,
    inputs: Sequence[Path] = (),
) -> None:
    """Refuse places that are taken before any work is done for them.

    Raises `OutputExistsError` or `OutputError` for a place that cannot be used, and
    `ConfigError` where both options lead to one file, or results would lie among the
    inputs: nothing that was given to be read is ever written over.
    """
    places = [] if out is None else [out / name for name in names]
    if json_path is not None and json_path != TERMINAL:
        places.append(json_path)
    require_apart(inputs, out, places)
    if out is not None:
        OutputFolder(out, force=force, names=names)
    if json_path is None or json_path == TERMINAL:
        return
    _require_file_or_nothing(json_path)
    place = json_path.absolute()
    if out is not None and place in {out.absolute() / name for name in names}:
        raise ConfigError(
            "--json names a file that --out writes already. Leave --json out, or "
            "choose another file."
        )
    OutputFolder(place.parent, force=force, names=[place.name])


def require_apart(
    inputs: Sequence[Path], out: Path | None, places: Sequence[Path]
) -> None:
    """Refuse results in an input's place, or among the files of an input folder."""
    for place in [item.resolve() for item in inputs]:
        if place in [written.resolve() for written in places]:
            raise ConfigError(
                "A result would be written over an input. Choose another place; "
                "inputs are never replaced, not even with --force."
            )
        if out is None or not place.is_dir():
            continue
        target = out.resolve()
        if place == target or place in target.parents:
            raise ConfigError(
                "--out lies inside the folder that is read: the results would be "
                "read as part of the study next time. Choose a folder outside it."
            )


def _require_file_or_nothing(path: Path) -> None:
    """Refuse a place for a JSON that can never hold one."""
    if path.is_dir():
        raise OutputExistsError(
            "--json names a folder. Expected a file: add a name to it, or give - to "
            "print the JSON."
        )
    if path.exists() and not path.is_file():
        raise OutputExistsError(
            "--json names a device. Expected a file, or - to print the JSON."
        )


def deliver_json(document: object, path: Path, *, force: bool) -> None:
    """Print a document when the path is ``-``, or write it to a file.

    A value that JSON has no word for, NaN above all, is refused rather than
    written: what is not known stands as null.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    data = f"{text}\n".encode()
    if path == TERMINAL:
        # JSON is UTF-8 whatever the terminal's alphabet is.
        typer.echo(data, nl=False)
    else:
        write_file(path, data, force=force)
