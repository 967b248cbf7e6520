"""Write docs/validation.md from the figures in docs/bench.

    python tools/write_validation.py

The page is its frame, docs/validation.in.md, in which a line such as ``{startup}``
is replaced by the table of docs/bench/startup.json, as ``myomap bench startup --json``
wrote it. Every number in a table is thus printed by the command that stands above it.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path("docs/validation.md")
FRAME = Path("docs/validation.in.md")
FIGURES = Path("docs/bench")

MARK = re.compile(r"^\{(\w+)\}$", re.MULTILINE)
BETWEEN = " · "
VERDICTS = {True: "met", False: "**missed**", None: ""}


def shown(figure: dict[str, Any]) -> str:
    """Return value and interval with four digits, or a dash for the unknown."""
    if figure["value"] is None:
        return "–"
    ends = figure.get("interval")
    interval = " ({:.4g} to {:.4g})".format(*ends) if ends else ""
    return f"{figure['value']:.4g}{interval}"


def row(figure: dict[str, Any]) -> str:
    """Return the table row of one figure."""
    cells = [
        figure["name"],
        shown(figure),
        figure["unit"],
        figure["target"] or "",
        VERDICTS[figure["met"]],
    ]
    return f"| {' | '.join(cells)} |"


def tables(figures: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the rows of a table, or of one whose figures are named ``row · column``."""
    if not all(BETWEEN in figure["name"] for figure in figures):
        yield "| figure | value | unit | target | |"
        yield "|---|---:|---|---|---|"
        yield from map(row, figures)
        return
    cells: dict[str, dict[str, str]] = {}
    for figure in figures:
        name, _, column = figure["name"].partition(BETWEEN)
        cells.setdefault(name, {})[column] = shown(figure)
    columns = list(dict.fromkeys(column for one in cells.values() for column in one))
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, values in cells.items():
        yield f"| {name} | {' | '.join(values.get(c, '–') for c in columns)} |"


def section(document: dict[str, Any]) -> str:
    """Return the command, the circumstances and the table of one benchmark."""
    machine = dict(document["machine"])
    date = machine.pop("date")
    facts = ", ".join(f"{key} {value}" for key, value in machine.items())
    lines = [
        "```sh",
        f"myomap bench {document['bench']}",
        "```",
        "",
        f"Measured on {date}, commit `{document['commit']}`: {facts}.",
        "",
        *tables(document["figures"]),
    ]
    return "\n".join(lines)


def page(root: Path) -> str:
    """Return the whole page."""

    def table(mark: re.Match[str]) -> str:
        path = root / FIGURES / f"{mark[1]}.json"
        return section(json.loads(path.read_text(encoding="utf-8")))

    return MARK.sub(table, (root / FRAME).read_text(encoding="utf-8"))


def faults(root: Path) -> Iterator[str]:
    """Yield where the page is not what the figures give."""
    marks = set(MARK.findall((root / FRAME).read_text(encoding="utf-8")))
    files = {path.stem for path in (root / FIGURES).glob("*.json")}
    for name in sorted(marks ^ files):
        yield f"{name}: in only one of {FRAME} and the files of {FIGURES}"
    if marks <= files and (root / PAGE).read_text(encoding="utf-8") != page(root):
        yield f"{PAGE} is out of date: run python tools/write_validation.py"


if __name__ == "__main__":
    here = Path(__file__).resolve().parent.parent
    (here / PAGE).write_text(page(here), encoding="utf-8")
