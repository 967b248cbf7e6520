"""What normal limits say of a reading, as a physician expects it in the terminal."""

from pathlib import Path

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from myomap.cli.remarks import print_cautions
from myomap.quantification import (
    LimitsFile,
    StateFigures,
    band_of_tpd,
    load_limits,
    shipped_limits,
)
from myomap.reading import Judgement

__all__ = ["limits_asked", "print_judgement"]

SHIPPED = "simulated"
"""The word for the limits that come with the package."""

_UNKNOWN = "–"


def limits_asked(word: str) -> LimitsFile:
    """Return the limits that ``--normals`` names."""
    return shipped_limits() if word == SHIPPED else load_limits(Path(word))


def print_judgement(judgement: Judgement) -> None:
    """Print figures of both states, the change, the verdict by rule and the limits."""
    console = Console()
    console.print(_figures_table(judgement))
    console.print(_scores_table(judgement))
    verdict = judgement.verdict
    doubt = ", near its border" if verdict.is_borderline else ""
    typer.echo(f"By rule: {verdict.label.value}{doubt}. {' '.join(verdict.reasons)}")
    for figures in _states(judgement).values():
        limits = figures.chosen.limits
        typer.echo(
            f"{figures.state.value.capitalize()} against {limits.population.title}, "
            f"{limits.n_cases} cases."
        )
    print_cautions(console, judgement.cautions)


def _states(judgement: Judgement) -> dict[str, StateFigures]:
    pairs = {"stress": judgement.stress, "rest": judgement.rest}
    return {name: found for name, found in pairs.items() if found is not None}


def _figures_table(judgement: Judgement) -> Table:
    table = Table(title="Against normal limits", title_justify="left")
    table.add_column("")
    states = _states(judgement)
    for name in states:
        table.add_column(name, justify="right")
    found = list(states.values())
    rows = [
        ("total perfusion deficit", [f"{f.tpd_percent:.1f} %" for f in found]),
        ("", [band_of_tpd(f.tpd_percent).value for f in found]),
        ("extent", [f"{f.extent_percent:.1f} %" for f in found]),
        ("size, depth", [f"{f.size.value}, {f.depth.value}" for f in found]),
        (
            "summed score",
            [f"{f.summed.total} ({f.summed.percent:.0f} %)" for f in found],
        ),
    ]
    for index, territory in enumerate(("LAD", "LCX", "RCA")):
        cells = [f"{f.territories[index].tpd_percent:.1f} %" for f in found]
        rows.append((f"deficit in {territory}", cells))
    for title, cells in rows:
        table.add_row(title, *map(escape, cells))
    change = judgement.change
    if change is not None:
        dilation = judgement.tid_ratio
        table.caption = (
            f"ischemic deficit {change.ischemic_tpd_percent:.1f} %, reversible "
            f"{change.reversible_extent_percent:.1f} %, fixed "
            f"{change.fixed_extent_percent:.1f} %, SDS {change.summed_difference}, "
            f"dilation {_UNKNOWN if dilation is None else f'{dilation:.2f}'}"
        )
        table.caption_justify = "left"
    return table


def _scores_table(judgement: Judgement) -> Table:
    table = Table(
        title="Scores of the segments, 0 normal to 4 absent; * near a border",
        title_justify="left",
    )
    table.add_column("", justify="right")
    table.add_column("segment")
    states = _states(judgement)
    for name in states:
        table.add_column(name, justify="right")
    columns = [figures.segments for figures in states.values()]
    for row in zip(*columns, strict=True):
        if any(each.score or each.is_borderline for each in row):
            segment = row[0].segment
            cells = [_score_cell(each.score, each.is_borderline) for each in row]
            table.add_row(str(segment.number), segment.name, *cells)
    if not table.rows:
        table.add_row("", "every segment", *("0" for _ in states))
    return table


def _score_cell(score: int | None, is_borderline: bool) -> str:
    return _UNKNOWN if score is None else f"{score}{'*' if is_borderline else ''}"
