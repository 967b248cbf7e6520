"""What a reading network says of a reading, in the terminal."""

from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from myomap.inference import (
    FINDINGS,
    Bundle,
    LearnedLabel,
    LearnedReading,
    load_bundle,
    shipped_reader,
)
from myomap.reading import Judgement, Reading, read_learned
from myomap.reading.learned import learned_verdict

__all__ = ["NONE", "SHIPPED", "learned_as_asked", "model_asked", "print_learned"]

SHIPPED = "shipped"
"""The word for the network that comes with the package."""

NONE = "none"
"""The word for the rule alone."""


def model_asked(word: str) -> Bundle | None:
    """Return the model that ``--model`` names; None if the rule shall have the word."""
    if word == NONE:
        return None
    return shipped_reader() if word == SHIPPED else load_bundle(Path(word))


def learned_as_asked(
    reading: Reading, bundle: Bundle | None, *, explains: bool
) -> LearnedReading | None:
    """Return what the model says of a reading."""
    if bundle is None:
        return None
    return read_learned(reading, bundle, explains=explains)


def print_learned(
    console: Console, learned: LearnedReading, judgement: Judgement | None
) -> None:
    """Print the verdict, its probabilities, and where the rule says otherwise."""
    verdict = learned_verdict(learned, judgement)
    if learned.label is not LearnedLabel.ABSTAINED:
        table = Table(
            title="Probability; in brackets where maps are read a little elsewhere",
            title_justify="left",
        )
        table.add_column("")
        table.add_column("", justify="right")
        for name in FINDINGS:
            low, high = learned.interval[name]
            found = learned.probability[name]
            table.add_row(name, f"{found:.2f} ({low:.2f} to {high:.2f})")
        console.print(table)
    told = " ".join((*verdict.reasons, *learned.warnings))
    console.print(Text(f"By the network: {verdict.label}. {told}"))
