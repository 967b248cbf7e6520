"""The reading as tables in the terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from myomap.polarmap import segment_means, segments_17, territory_means
from myomap.reading import Reading
from myomap.records import LeftOut

__all__ = ["print_left_out", "print_reading"]

NOTICE = "Research software, not for diagnosis."
SHOWN_LEFT_OUT = 12


def print_reading(reading: Reading) -> None:
    """Print uptake by segment and territory, contours and cautions."""
    console = Console()
    console.print(_uptake_table(reading))
    console.print(_facts_table(reading))
    for caution in reading.cautions:
        console.print(Text.assemble(("caution  ", "yellow"), caution.message))
    print_left_out(console, reading.study.left_out)
    console.print(Text(NOTICE, style="bold"))


def print_left_out(console: Console, left_out: tuple[LeftOut, ...]) -> None:
    """Print what was found and is of no use; here, on the giver's own terminal."""
    for item in left_out[:SHOWN_LEFT_OUT]:
        name = Text("".join(c if c.isprintable() else "?" for c in item.name))
        console.print(Text("left out ", style="dim") + name + Text(f": {item.reason}"))
    n_more = len(left_out) - SHOWN_LEFT_OUT
    if n_more > 0:
        console.print(Text(f"left out {n_more} more files", style="dim"))


def _uptake_table(reading: Reading) -> Table:
    table = Table(title="Uptake, % of each map's reference", title_justify="left")
    table.add_column("", justify="right")
    table.add_column("segment")
    for state in reading.states:
        table.add_column(state.value, justify="right")
    shows_change = len(reading.states) == 2
    if shows_change:
        table.add_column("stress − rest", justify="right")
    model = segments_17()
    segments = [
        [mean.uptake_percent for mean in segment_means(found.polar_map, model)]
        for found in reading.states.values()
    ]
    for row, segment in enumerate(model.segments):
        values = [column[row] for column in segments]
        table.add_row(str(segment.number), segment.name, *_cells(values, shows_change))
    table.add_section()
    territories = [
        territory_means(found.polar_map, model) for found in reading.states.values()
    ]
    for means in zip(*territories, strict=True):
        values = [mean.uptake_percent for mean in means]
        table.add_row("", means[0].territory.value, *_cells(values, shows_change))
    return table


def _cells(values: list[float | None], shows_change: bool) -> list[str]:
    cells = ["–" if value is None else f"{value:.0f}" for value in values]
    if shows_change:
        first, second = values
        change = None if first is None or second is None else first - second
        cells.append("–" if change is None else f"{change:+.0f}".replace("-", "−"))
    return cells


def _facts_table(reading: Reading) -> Table:
    table = Table(title="Inputs and contours", title_justify="left")
    for heading in ("", "read from", "told by", "long axis", "contour quality"):
        table.add_column(heading, overflow="fold")
    for state, found in reading.states.items():
        evidence = [e for e in found.source.evidence if e.state is state]
        told = ", ".join(dict.fromkeys(item.source for item in evidence))
        ventricle = found.ventricle
        table.add_row(
            state.value,
            found.source.kind.value,
            told,
            f"{ventricle.long_axis.length_mm:.0f} mm" if ventricle else "–",
            f"{ventricle.quality.score:.2f} of 1" if ventricle else "–",
        )
    return table
