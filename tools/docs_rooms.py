"""Check that the architecture page speaks of the rooms that stand, in their order."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROW = re.compile(r"^\| (`[a-z`· ]+) \|", re.MULTILINE)


def rooms_on_disk(root: Path) -> set[str]:
    """Return the folders and modules directly below the package."""
    package = root / "src" / "myomap"
    folders = {path.parent.name for path in package.glob("*/__init__.py")}
    modules = {path.stem for path in package.glob("*.py")}
    return folders | modules - {"__init__", "__main__"}


def rooms_in_contract(root: Path) -> list[set[str]]:
    """Return the layers that import-linter enforces, lowest first."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    return [set(layer.split(" | ")) for layer in reversed(layers)]


def rooms_on_page(root: Path) -> list[set[str]]:
    """Return the rows of the layer table, lowest first."""
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    return [set(re.findall(r"`(\w+)`", row)) for row in ROW.findall(text)]


def faults(root: Path) -> Iterator[str]:
    """Yield where folders, contract and page differ."""
    contract = rooms_in_contract(root)
    named = set().union(*contract)
    for room in sorted(named ^ rooms_on_disk(root)):
        yield f"{room}: in only one of the layers of pyproject.toml and src/myomap"
    if rooms_on_page(root) != contract:
        yield "ARCHITECTURE.md: the table of layers differs from pyproject.toml"
    if len(named) != sum(len(layer) for layer in contract):
        yield "pyproject.toml: a room stands in two layers"
