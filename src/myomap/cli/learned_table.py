"""What a reading network says of a reading, in the terminal."""

from pathlib import Path

import typer
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
from myomap.reading.learned_drawing import probability_words

__all__ = ["NONE", "SHIPPED", "learned_as_asked", "model_asked", "print_learned"]

SHIPPED = "shipped"
"""The word for the network that comes with the package."""

NONE = "none"
"""The word for the rule alone."""

_NO_NETWORK = (
    "--explain: nothing is explained, for no network was asked (--model none)."
)
_ABSTAINED = "--explain: nothing is explained, for the network abstained."


def model_asked(word: str) -> Bundle | None:
    """Return the model that ``--model`` names; None if the rule shall have the word."""
    if word == NONE:
        return None
    return shipped_reader() if word == SHIPPED else load_bundle(Path(word))


def learned_as_asked(
    reading: Reading, bundle: Bundle | None, *, explains: bool
) -> LearnedReading | None:
    """Return what the model says of a reading.

    What was to be explained and cannot be is told on the error stream.
    """
    if bundle is None:
        if explains:
            typer.echo(_NO_NETWORK, err=True)
        return None
    learned = read_learned(reading, bundle, explains=explains)
    if explains and learned.contributions is None:
        typer.echo(_ABSTAINED, err=True)
    return learned


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
            low, high = map(probability_words, learned.interval[name])
            found = probability_words(learned.probability[name])
            table.add_row(name, f"{found} ({low} to {high})")
        console.print(table)
    told = " ".join((*verdict.reasons, *learned.warnings))
    console.print(Text(f"By the network: {verdict.label}. {told}"))
