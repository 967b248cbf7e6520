"""A study's figures as tables of words, for every way of writing them."""

import csv
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myomap.learning.counted import counted
from myomap.learning.cross_validation import Variant
from myomap.learning.evaluation import Estimate, Evaluation
from myomap.learning.metrics import METRICS
from myomap.learning.noise import FEWEST_RUNS, chance_interval
from myomap.learning.study import StudyResult
from myomap.learning.subgroups import FEWEST_PATIENTS

__all__ = [
    "NOTICE",
    "OTHER_PATIENTS",
    "Table",
    "all_tables",
    "csv_table",
    "csv_text",
    "markdown_table",
    "parameters_in_words",
    "performance_table",
]

NOTICE = "Research software, not for diagnosis."

OTHER_PATIENTS = "other patients"
"""The way of those who were only asked, by models trained on all of the data."""

_SHOWN_FEATURES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of words under headings.

    Parameters
    ----------
    title : str
        What it shows.
    headings : tuple of str
        One a column.
    rows : tuple of tuple of str
        One word a heading.
    remark : str
        What to know of it.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    remark: str = ""


def number(value: float, digits: int = 2) -> str:
    """Return a figure in words; a dash where it is not known."""
    return "–" if not math.isfinite(value) else f"{value:.{digits}f}"


def p_value(value: float) -> str:
    """Return a chance in words."""
    return "< 0.001" if value < 0.001 else number(value, 3)


def with_interval(found: Estimate) -> str:
    """Return a figure with its interval."""
    if not math.isfinite(found.low):
        return number(found.value)
    return f"{number(found.value)} ({number(found.low)} to {number(found.high)})"


def parameters_in_words(each: Evaluation) -> str:
    """Return a model's parameters, and what a table has to say of it."""
    spec = each.predictions.spec
    told = [f"{name} {value}" for name, value in spec.parameters.items()]
    if spec.n_best is not None:
        told.append(f"{spec.n_best} best by F-test")
    if spec.note:
        told.append(spec.note)
    return ", ".join(told)


def all_tables(result: StudyResult) -> tuple[Table, ...]:
    """Return every table of a study.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    tuple of Table
        Those without rows are left out.
    """
    made = (
        *(performance_table(result, variant) for variant in result.evaluations),
        _elsewhere_table(result),
        _leak_table(result),
        _comparison_table(result),
        _noise_table(result),
        _subgroup_table(result),
        _feature_table(result),
    )
    return tuple(table for table in made if table.rows)


def performance_table(result: StudyResult, variant: Variant) -> Table:
    """Return all figures of all models for one way of running the recipe.

    Parameters
    ----------
    result : StudyResult
        What was found.
    variant : Variant
        Which way.

    Returns
    -------
    Table
        One row a model.
    """
    remarks = {
        Variant.LEAK_FREE: (
            "No patient is on both sides of a split, and everything that learns from "
            "data does so on the training side. 95 % intervals: "
            f"{result.recipe.n_bootstrap} resamplings of the patients."
        ),
        Variant.AS_PUBLISHED: (
            "With two leaks: images of one patient may be on both sides, and features "
            "were selected from all images. Shown to tell the leaks' size; these "
            "figures are no performance."
        ),
    }
    return _figures_table(
        result,
        result.evaluations[variant],
        title=f"Performance, {variant.value}",
        remark=remarks[variant],
    )


def _elsewhere_table(result: StudyResult) -> Table:
    return _figures_table(
        result,
        result.elsewhere,
        title="Performance on other patients",
        remark=(
            "Trained once on all samples above, everything chosen among them; these "
            "patients were only asked."
        ),
    )


def _figures_table(
    result: StudyResult, evaluations: Sequence[Evaluation], *, title: str, remark: str
) -> Table:
    is_binary = len(result.dataset.classes) == 2
    headings = ("model", *METRICS.values())
    if is_binary:
        headings += ("ROC AUC, DeLong",)
    return Table(
        title=title,
        headings=(*headings, "parameters", "processor seconds"),
        rows=tuple(
            (
                each.predictions.spec.title,
                *(with_interval(each.figures[name]) for name in METRICS),
                *((with_interval(each.auc_delong),) if is_binary else ()),
                parameters_in_words(each),
                number(each.predictions.seconds, 1),
            )
            for each in evaluations
        ),
        remark=remark,
    )


def _leak_table(result: StudyResult) -> Table:
    ways = result.evaluations
    rows = []
    if Variant.AS_PUBLISHED in ways:
        pairs = zip(ways[Variant.AS_PUBLISHED], ways[Variant.LEAK_FREE], strict=True)
        for leaky, honest in pairs:
            rows.append(
                (
                    honest.predictions.spec.title,
                    *(
                        f"{number(leaky.figures[name].value)} → "
                        f"{number(honest.figures[name].value)}"
                        for name in ("accuracy", "recall", "f1", "roc_auc")
                    ),
                )
            )
    return Table(
        title="What the leaks were worth: as published → leak-free",
        headings=("model", "accuracy", "recall", "F1", "ROC AUC"),
        rows=tuple(rows),
    )


def _comparison_table(result: StudyResult) -> Table:
    titles = {
        each.predictions.spec.name: each.predictions.spec.title
        for each in result.evaluations[Variant.LEAK_FREE]
    }
    return Table(
        title="Models beside each other, leak-free",
        headings=(
            "one",
            "other",
            "accuracy, difference",
            "ROC AUC, difference",
            "p",
            "p, Holm",
        ),
        rows=tuple(
            (
                titles[each.one],
                titles[each.other],
                with_interval(each.accuracy),
                with_interval(
                    Estimate(
                        value=each.auc.difference, low=each.auc.low, high=each.auc.high
                    )
                ),
                p_value(each.auc.p_value),
                p_value(each.p_adjusted),
            )
            for each in result.comparisons
        ),
        remark="On the same patients; p by DeLong, adjusted for the number of pairs.",
    )


def _noise_table(result: StudyResult) -> Table:
    rows = []
    for run in result.noise:
        true = next(
            each.figures["roc_auc"].value
            for each in result.evaluations[run.variant]
            if each.predictions.spec.name == run.model
        )
        rows.append(
            (
                run.model,
                run.variant.value,
                str(len(run.aucs)),
                f"{number(run.mean, 3)} ({number(min(run.aucs))} to "
                f"{number(max(run.aucs))})",
                " to ".join(
                    number(each)
                    for each in chance_interval(result.dataset, len(run.aucs))
                ),
                number(true),
                p_value(run.p_value(true)),
            )
        )
    n_runs = len(result.noise[0].aucs) if result.noise else 0
    return Table(
        title="The same on shuffled labels",
        headings=(
            "model",
            "way",
            "runs",
            "ROC AUC, mean (range)",
            "mean by chance",
            "with true labels",
            "p",
        ),
        rows=tuple(rows),
        remark=(
            "Without a leak the mean lies within 'mean by chance' in 95 of 100 such "
            f"tests. {_on_leaks(n_runs)}"
        ),
    )


def _on_leaks(n_runs: int) -> str:
    if n_runs < FEWEST_RUNS:
        return (
            f"{counted(n_runs, 'run')} cannot tell a leak from chance, nor give a p "
            f"below {number(1 / (1 + n_runs))}: take --random-labels {FEWEST_RUNS} or "
            "more."
        )
    return "A mean above it was leaked."


def _subgroup_table(result: StudyResult) -> Table:
    rows = []
    titles = {
        each.predictions.spec.name: each.predictions.spec.title
        for each in result.evaluations[Variant.LEAK_FREE]
    }
    for name, groups in result.subgroups.items():
        for each in groups:
            told = (
                tuple(with_interval(each.figures[key]) for key in ("roc_auc", "recall"))
                if each.figures
                else (f"too few (< {FEWEST_PATIENTS}) or one class", "")
            )
            n = str(each.n_patients)
            rows.append((titles[name], each.what, each.which, n, *told))
    return Table(
        title="Subgroups, leak-free",
        headings=("model", "by", "which", "patients", "ROC AUC", "recall"),
        rows=tuple(rows),
    )


def _feature_table(result: StudyResult) -> Table:
    rows = []
    for each in result.evaluations[Variant.LEAK_FREE]:
        found = each.predictions
        values = found.importances
        if values is None or found.spec.n_best is None:
            continue
        names = result.dataset.blocks[found.spec.block].names
        order = np.argsort(-values, kind="stable")[:_SHOWN_FEATURES]
        rows += [
            (
                found.spec.title,
                names[column],
                number(100 * float(values[column]), 1),
                number(100 * float(found.chosen[column]), 0),
            )
            for column in order
        ]
    return Table(
        title="Features, leak-free",
        headings=("model", "feature", "importance, %", "chosen in % of the folds"),
        rows=tuple(rows),
        remark="Importance is what a model made of a feature, not what causes disease.",
    )


def csv_table(result: StudyResult) -> str:
    """Return every figure of every model as one long CSV table.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    str
        Columns way, model, figure, value, low, high, interval; empty where unknown.
    """
    rows: list[tuple[str, ...]] = []
    ways = {way.value: found for way, found in result.evaluations.items()}
    for way, evaluations in {**ways, OTHER_PATIENTS: result.elsewhere}.items():
        for each in evaluations:
            told = [*each.figures.items(), ("roc_auc", each.auc_delong)]
            for place, (name, found) in enumerate(told):
                kind = "DeLong" if place == len(each.figures) else "bootstrap"
                values = (found.value, found.low, found.high)
                cells = [repr(v) if math.isfinite(v) else "" for v in values]
                model = each.predictions.spec.name
                rows.append((way, model, name, *cells, kind))
    headings = ("way", "model", "figure", "value", "low", "high", "interval")
    return csv_text(headings, rows, comment=NOTICE)


def csv_text(
    headings: Sequence[str], rows: Sequence[Sequence[str]], *, comment: str
) -> str:
    """Return rows as CSV, each with a comment in its last column."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*headings, "notice"])
    writer.writerows([*row, comment] for row in rows)
    return stream.getvalue()


def markdown_table(table: Table) -> str:
    """Return a table in Markdown.

    Parameters
    ----------
    table : Table
        Words, of which bars are escaped.

    Returns
    -------
    str
        With its title as a heading of the second level.
    """

    def line(cells: Sequence[str]) -> str:
        return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"

    lines = [
        f"## {table.title}",
        "",
        line(table.headings),
        line(["---"] * len(table.headings)),
        *(line(row) for row in table.rows),
    ]
    if table.remark:
        lines += ["", table.remark]
    return "\n".join(lines) + "\n"
