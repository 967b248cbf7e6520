"""Check that every public object says what it takes, in which unit, and returns.

    python tools/check_docstrings.py src

Public is what a room offers in the `__all__` of its `__init__.py`, or a foundation in
that of its module, with the public methods of its classes. The rules are numpydoc's
own, chosen in `[tool.numpydoc_validation]` of pyproject.toml. The objects are
imported, because a frozen dataclass has its signature only then. Modules of the
command line are left out: their docstrings are the help pages of the commands.
"""

import importlib
import inspect
import sys
import tomllib
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

from numpydoc.validate import validate

HELP_PAGES = ("myomap.cli",)


def module_names(source: Path) -> list[str]:
    """Return the dotted name of every module below the source folder."""
    names = []
    for path in sorted(source.rglob("*.py")):
        parts = path.relative_to(source).with_suffix("").parts
        names.append(".".join(p for p in parts if p != "__init__"))
    return names


def is_room(module_name: str) -> bool:
    """Return whether a module is a room or a foundation, not a part of one."""
    return module_name.count(".") <= 1


def public_methods(owner: type) -> Iterator[str]:
    """Yield the methods and properties that a class defines itself."""
    for name, member in vars(owner).items():
        if not name.startswith("_") and (
            isinstance(member, (property, classmethod, staticmethod))
            or inspect.isfunction(member)
        ):
            yield name


def public_objects(module_name: str) -> Iterator[str]:
    """Yield everything a room offers, by the dotted name of where it is defined."""
    room = importlib.import_module(module_name)
    for name in getattr(room, "__all__", ()):
        member = getattr(room, name)
        home = getattr(member, "__module__", "")
        if not home.startswith(module_name):
            continue
        if inspect.isfunction(member) or inspect.isclass(member):
            yield f"{home}.{name}"
        if inspect.isclass(member):
            for method in public_methods(member):
                yield f"{home}.{name}.{method}"


def is_never_called(name: str) -> bool:
    """Return whether a dotted name is an enumeration or a protocol.

    What Python lets one call them with says nothing.
    """
    module_name, _, attribute = name.rpartition(".")
    member = getattr(sys.modules.get(module_name), attribute, None)
    return inspect.isclass(member) and (
        issubclass(member, Enum) or getattr(member, "_is_protocol", False)
    )


def broken_rules(name: str, rules: set[str]) -> Iterator[str]:
    """Yield one line for every rule that the docstring of one object breaks."""
    found = validate(name)
    for code, message in found["errors"]:
        if code in rules and not (code == "PR01" and is_never_called(name)):
            yield f"{name} (line {found['file_line']}): {code} {message}"


def faults(source: Path, rules: set[str]) -> Iterator[str]:
    """Yield one line for every rule that any public docstring breaks."""
    for module_name in module_names(source):
        if module_name.startswith(HELP_PAGES):
            continue
        if not hasattr(importlib.import_module(module_name), "__all__"):
            yield f"{module_name}: the module has no __all__"
        if is_room(module_name):
            for name in public_objects(module_name):
                yield from broken_rules(name, rules)


def main(source: Path) -> int:
    """Print the faults and return the exit status."""
    configuration = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    rules = set(configuration["tool"]["numpydoc_validation"]["checks"])
    lines = list(faults(source, rules))
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(Path((sys.argv[1:] or ["src"])[0])))
