"""Gather the sentences that errors and cautions say, as they stand in the code.

A sentence with something put in becomes one with ``{0}``, ``{1}``, ... in its place, in
the order of the code. What is gathered is every string that reads like a sentence and
is no documentation: it may end up in an error, a caution, a reason or a remark.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["sentences_of"]

ROOMS: Final = (
    "cases", "colortable", "dicom", "features", "function", "geometry.py",
    "inference", "intake", "language", "output", "polarmap", "quantification",
    "reading", "reconstruction", "records", "report", "screenshot", "ventricle", "web",
)  # fmt: skip
"""Those whose words can reach a page or a report."""

PUT_IN: Final = "language/put_in.py"
"""Lists what is part of a sentence."""

_SENTENCE = re.compile(r"^\s*(?:\{\d+\}|[A-Z\d'\"]).*\s.*[.:!?]\s*$", re.DOTALL)
_FOLLOWED = re.compile(r"(?<=[.:!?])(?:\s+\{\d+\})+\s*$")
"""Further sentences, which are put in whole and gathered where they are made."""

_NO_SENTENCE = re.compile(r"^\s*(?:[A-Z]{4,} |\w+\()")
"""Of the database, or how a record prints itself."""

_CALLED = frozenset({"_", "gettext", "ngettext", "compile", "field", "Field"})


def sentences_of(source: Path) -> Iterator[tuple[str, str]]:
    """Yield each sentence, with the file it stands in."""
    for room in ROOMS:
        place = source / room
        files = [place] if place.suffix == ".py" else sorted(place.rglob("*.py"))
        for path in files:
            where = path.relative_to(source).as_posix()
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for sentence in _in_tree(tree):
                yield sentence, where
            if where == PUT_IN:
                yield from ((phrase, where) for phrase in _listed(tree))


def _listed(tree: ast.Module) -> Iterator[str]:
    """Yield what stands in the tuples of a file: parts that are put in."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple):
            yield from (
                part.value
                for part in node.elts
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            )


def _in_tree(tree: ast.Module) -> Iterator[str]:
    left_out = set(_documentation(tree)) | set(_translated(tree))
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    for node in ast.walk(tree):
        if id(node) in left_out or id(node) in inside:
            continue
        template = _FOLLOWED.sub("", _template(node) or "")
        if _NO_SENTENCE.match(template):
            continue
        if _SENTENCE.match(template):
            yield template.strip()


def _documentation(tree: ast.Module) -> Iterator[int]:
    """Yield strings that stand alone: they say nothing to anybody at run time."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield id(node.value)


def _translated(tree: ast.Module) -> Iterator[int]:
    """Yield strings that have a catalogue of their own."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if called in _CALLED:
                yield from (id(part) for part in ast.walk(node))


def _template(node: ast.AST) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _braced(node.value)
    if not isinstance(node, ast.JoinedStr):
        return None
    made, n_put_in = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            made += _braced(str(part.value))
        else:
            made += f"{{{n_put_in}}}"
            n_put_in += 1
    return made


def _braced(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")
