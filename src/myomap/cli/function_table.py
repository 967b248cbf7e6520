"""What the ventricle does over the beat, as a table in the terminal."""

from rich.console import Console
from rich.table import Table

from myomap.function import FunctionFigures
from myomap.reading import Reading

__all__ = ["print_function"]

_UNKNOWN = "–"
_ROWS = (
    "gates",
    "ejection fraction, %",
    "end-diastolic volume, ml",
    "end-systolic volume, ml",
    "stroke volume, ml",
    "phase: bandwidth, standard deviation",
    "phase: entropy, %",
)


def print_function(console: Console, reading: Reading) -> None:
    """Print volumes, ejection fraction and phase of the states that are gated."""
    beats = {
        state.value: found.beat
        for state, found in reading.states.items()
        if found.beat is not None
    }
    if not beats:
        return
    table = Table(title="Function of the gated ventricle", title_justify="left")
    table.add_column("")
    columns = []
    for name, beat in beats.items():
        table.add_column(name, justify="right")
        columns.append([str(beat.n_gates), *_cells(beat.figures)])
    for title, *cells in zip(_ROWS, *columns, strict=True):
        table.add_row(title, *cells)
    console.print(table)


def _cells(figures: FunctionFigures | None) -> list[str]:
    """Return the figures; dashes where there are none, or their contours doubtful."""
    if figures is None or figures.is_doubtful:
        return [_UNKNOWN] * (len(_ROWS) - 1)
    phase = figures.phase
    return [
        f"{100 * figures.ejection_fraction:.0f}",
        f"{figures.diastolic_ml:.0f}",
        f"{figures.systolic_ml:.0f}",
        f"{figures.stroke_ml:.0f}",
        f"{phase.bandwidth_deg:.0f}°, {phase.spread_deg:.0f}°",
        f"{100 * phase.entropy:.0f}",
    ]
