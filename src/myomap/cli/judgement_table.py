"""What normal limits say of a reading, as a physician expects it in the terminal."""

from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from myomap.quantification import (
    ChangeFigures,
    Interval,
    LimitsFile,
    StateFigures,
    StateIntervals,
    band_of_tpd,
    load_limits,
    shipped_limits,
)
from myomap.reading import Judgement, Reading, judge_reading, judged_if_possible
from myomap.records import Territory

__all__ = ["judged_as_asked", "limits_asked", "print_judgement"]

SHIPPED = "simulated"
"""The word for the limits that come with the package."""

NONE = "none"
"""The word for judging by nothing."""

_UNKNOWN = "–"


def limits_asked(word: str) -> LimitsFile | None:
    """Return the limits that ``--normals`` names; None if nothing is to be judged."""
    if word == NONE:
        return None
    return shipped_limits() if word == SHIPPED else load_limits(Path(word))


def judged_as_asked(
    reading: Reading, limits: LimitsFile | None, *, asked: str
) -> tuple[Reading, Judgement | None]:
    """Return a reading and its judgement.

    Limits of the user's own that cannot judge refuse the reading; those that come
    along by default leave a caution and the maps.
    """
    if limits is None:
        return reading, None
    if asked == SHIPPED:
        return judged_if_possible(reading, limits)
    return reading, judge_reading(reading, limits)


def print_judgement(console: Console, judgement: Judgement) -> None:
    """Print figures of both states, the change, the verdict by rule and the limits."""
    console.print(_figures_table(judgement))
    change = judgement.change
    if change is not None:
        console.print(_change_table(judgement, change))
    console.print(_scores_table(judgement))
    verdict = judgement.verdict
    doubt = ", near its border" if verdict.is_borderline else ""
    console.print(
        Text(f"By rule: {verdict.label.value}{doubt}. {' '.join(verdict.reasons)}")
    )
    for figures in _states(judgement).values():
        limits = figures.chosen.limits
        console.print(
            Text(
                f"{figures.state.value.capitalize()} against "
                f"{limits.population.title}, {limits.n_cases} cases."
            )
        )


def _states(judgement: Judgement) -> dict[str, StateFigures]:
    pairs = {"stress": judgement.stress, "rest": judgement.rest}
    return {name: found for name, found in pairs.items() if found is not None}


def _figures_table(judgement: Judgement) -> Table:
    table = Table(
        title=f"Against {judgement.limits_words}; in brackets 90 % intervals",
        title_justify="left",
    )
    table.add_column("")
    for name in _states(judgement):
        table.add_column(name, justify="right")
    columns = [
        _figures_column(figures, judgement.intervals[figures.state])
        for figures in _states(judgement).values()
    ]
    for title, *cells in zip(_FIGURES, *columns, strict=True):
        table.add_row(title, *map(escape, cells))
    return table


_FIGURES = (
    "total perfusion deficit, %",
    "",
    "extent below the limit, %",
    "size, depth",
    "summed score (SSS, SRS)",
    "score, % of the highest",
    *(f"deficit in {each.value}, % of the wall" for each in Territory),
)


def _figures_column(figures: StateFigures, intervals: StateIntervals) -> list[str]:
    score = intervals.summed_score
    return [
        f"{figures.tpd_percent:.1f} {_ends(intervals.tpd_percent)}",
        band_of_tpd(figures.tpd_percent).value,
        f"{figures.extent_percent:.1f} {_ends(intervals.extent_percent)}",
        f"{figures.size.value}, {figures.depth.value}",
        f"{figures.summed.total} ({score.low:.0f} to {score.high:.0f})",
        f"{figures.summed.percent:.0f}",
        *(f"{each.tpd_percent:.1f}" for each in figures.territories),
    ]


def _change_table(judgement: Judgement, change: ChangeFigures) -> Table:
    table = Table(title="Stress against rest", title_justify="left")
    table.add_column("")
    table.add_column("", justify="right")
    for territory in Territory:
        table.add_column(territory.value, justify="right")
    intervals = judgement.change_intervals
    ischemic = _ends(intervals.ischemic_tpd_percent) if intervals else ""
    parts = change.territories
    rows = (
        (
            "ischemic deficit, %",
            f"{change.ischemic_tpd_percent:.1f} {ischemic}",
            [each.ischemic_tpd_percent for each in parts],
        ),
        (
            "reversible extent, %",
            f"{change.reversible_extent_percent:.1f}",
            [each.reversible_extent_percent for each in parts],
        ),
        (
            "fixed extent, %",
            f"{change.fixed_extent_percent:.1f}",
            [each.fixed_extent_percent for each in parts],
        ),
    )
    for title, whole, of_parts in rows:
        table.add_row(title, whole, *(f"{value:.1f}" for value in of_parts))
    score = intervals.summed_difference if intervals else None
    between = f" ({score.low:.0f} to {score.high:.0f})" if score else ""
    table.add_row("summed difference (SDS)", f"{change.summed_difference}{between}")
    dilation = judgement.tid_ratio
    table.add_row(
        "cavity, stress over rest", _UNKNOWN if dilation is None else f"{dilation:.2f}"
    )
    return table


def _ends(interval: Interval) -> str:
    return f"({interval.low:.1f} to {interval.high:.1f})"


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
    columns = [
        list(
            zip(
                figures.segments,
                judgement.intervals[figures.state].segments,
                strict=True,
            )
        )
        for figures in states.values()
    ]
    for row in zip(*columns, strict=True):
        if any(each.score or interval.is_borderline for each, interval in row):
            segment = row[0][0].segment
            cells = [_score_cell(each.score, i.is_borderline) for each, i in row]
            table.add_row(str(segment.number), segment.name, *cells)
    if not table.rows:
        table.add_row("", "every segment", *("0" for _ in states))
    return table


def _score_cell(score: int | None, is_borderline: bool) -> str:
    return _UNKNOWN if score is None else f"{score}{'*' if is_borderline else ''}"
