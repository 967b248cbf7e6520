"""A model's card on the terminal."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from myomap.cli.boundary import one_line
from myomap.cli.remarks import NOTICE
from myomap.inference import Card, MapsInput, PictureInput

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["show_card"]


def show_card(card: Card, sha256: str | None = None) -> None:
    """Print a card, and the hash of its bundle where it is known."""
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    console = Console()
    # First, whatever the card says of its use.
    console.print(NOTICE, style="bold")
    facts = Table(
        title=escape(one_line(card.title)), title_justify="left", show_header=False
    )
    facts.add_column()
    facts.add_column(overflow="fold")
    for name, value in _facts(card, sha256):
        facts.add_row(name, escape(one_line(value)))
    console.print(facts)
    if card.metrics:
        console.print(_figures(card))
    for limit in card.limits:
        if limit != NOTICE:
            console.print(escape(one_line(limit)), style="yellow")


def _figures(card: Card) -> "Table":
    from rich.markup import escape
    from rich.table import Table

    figures = Table(title="Figures, with 95 % intervals", title_justify="left")
    for heading in ("figure", "value", "from", "to"):
        figures.add_column(heading, justify="left" if heading == "figure" else "right")
    for metric in card.metrics:
        told = (metric.value, metric.low, metric.high)
        figures.add_row(
            escape(one_line(metric.name)), *(_number(each) for each in told)
        )
    return figures


def _facts(card: Card, sha256: str | None) -> Iterator[tuple[str, str]]:
    task, training = card.task, card.training
    yield "name", card.name
    yield "task", f"{task.name}: {', '.join(task.classes)}"
    if task.threshold is not None:
        yield "threshold", f"{task.classes[1]} from {task.threshold:.3g} on"
    yield "input", _input(card)
    per_class = ", ".join(f"{k} {n}" for k, n in training.patients_per_class.items())
    kind = "simulated patients" if training.is_simulated else "patients"
    classes = f" ({per_class})" if per_class else ""
    yield "learnt from", f"{training.n_patients} {kind}{classes}"
    told = ", ".join(f"{name} {value}" for name, value in training.parameters.items())
    yield "parameters", told or "none"
    if training.note:
        yield "note", training.note
    yield "figures", card.evaluation
    yield "intended use", card.intended_use
    yield "seed", str(card.seed)
    yield "versions", ", ".join(f"{k} {v}" for k, v in sorted(card.versions.items()))
    yield "training data", card.training.data_sha256
    if sha256 is not None:
        yield "SHA-256", sha256


def _input(card: Card) -> str:
    given = card.input
    of = "a study" if given.unit == "study" else "a map"
    if isinstance(given, PictureInput):
        size = f"{given.width_px} × {given.height_px}"
        return f"the {given.drawing} drawing of {of}, {size} pixels"
    if isinstance(given, MapsInput):
        return "maps at stress and rest, of which either may be missing"
    return f"{len(given.names)} features of {of}, of the set {given.feature_set}"


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
