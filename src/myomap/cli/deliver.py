"""Hand a command's JSON to the terminal or to a file."""

import json
from pathlib import Path

import typer

from myomap.output import write_file

__all__ = ["deliver_json"]


def deliver_json(document: object, path: Path, *, force: bool) -> None:
    """Print a document when the path is ``-``, or write it to a file.

    A value that JSON has no word for, NaN above all, is refused rather than
    written: what is not known stands as null.
    """
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    if str(path) == "-":
        typer.echo(text)
    else:
        write_file(path, f"{text}\n".encode(), force=force)
