"""The pinned versions are all that is needed, and nothing else."""

import re
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LINES = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PINS = [line for line in LINES if line and not line.startswith("#")]


def needed() -> set[str]:
    """Return everything that myomap and its development tools pull in here."""
    found: set[str] = set()
    open_ends = [("myomap", {"dev"})]
    while open_ends:
        name, extras = open_ends.pop()
        for text in metadata.requires(name) or []:
            requirement = Requirement(text)
            marker = requirement.marker
            wanted = {"", *extras}
            if marker and not any(marker.evaluate({"extra": e}) for e in wanted):
                continue
            key = canonicalize_name(requirement.name)
            if key not in found:
                found.add(key)
                open_ends.append((requirement.name, requirement.extras))
    return found


def test_every_pin_is_exact() -> None:
    for pin in PINS:
        assert re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+]+", pin)


def test_the_pins_are_sorted() -> None:
    assert sorted(PINS, key=str.lower) == PINS


def test_whatever_is_needed_is_pinned() -> None:
    pinned = {canonicalize_name(pin.partition("==")[0]) for pin in PINS}
    assert needed() - pinned == set()
