"""Hand a command's JSON to the terminal or to a file."""

import json
from collections.abc import Sequence
from pathlib import Path

import typer

from myomap.errors import ConfigError, OutputExistsError
from myomap.output import OutputFolder, write_file

__all__ = ["TERMINAL", "deliver_json", "require_room"]

TERMINAL = Path("-")
"""As the place of a JSON: print it, and nothing else."""


def require_room(
    out: Path | None, names: Sequence[str], json_path: Path | None, *, force: bool
) -> None:
    """Refuse places that are taken before any work is done for them.

    Raises `OutputExistsError` or `OutputError` for a place that cannot be used, and
    `ConfigError` where both options lead to one file.
    """
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
