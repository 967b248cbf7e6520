"""TRIPOD+AI and CLAIM items that a run can answer; the others stay open.

The items are told in our own words. The numbers are those of TRIPOD+AI (Collins et
al., BMJ 2024;385:e078378); items of CLAIM, whose numbers changed from one edition to
the next, go by their topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from myomap.learning.counted import counted
from myomap.learning.cross_validation import Variant
from myomap.learning.fold import ThresholdRule
from myomap.learning.report_tables import NOTICE, parameters_in_words
from myomap.learning.study import StudyResult

__all__ = ["OPEN", "CheckItem", "checklist_of", "markdown_checklist"]

OPEN = "open: for the authors to fill in"


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckItem:
    """One thing a report of a model should tell.

    Parameters
    ----------
    item : str
        Which list, and its topic there.
    asks : str
        What it wants to know.
    answer : str
        What the run knows, or `OPEN`.
    """

    item: str
    asks: str
    answer: str

    @property
    def is_open(self) -> bool:
        """Whether the authors have to fill it in."""
        return self.answer == OPEN


def checklist_of(result: StudyResult) -> tuple[CheckItem, ...]:
    """Return the lists as far as a run can fill them.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    tuple of CheckItem
        In the order of a paper.
    """
    return tuple(
        CheckItem(item=item, asks=asks, answer=answer)
        for item, asks, answer in (*_of_data(result), *_of_method(result), *_open())
    )


def _of_data(result: StudyResult) -> list[tuple[str, str, str]]:
    dataset, source = result.dataset, result.source
    counts = (
        ", ".join(f"{name} {n}" for name, n in source.counts.items()) or "none told"
    )
    classes = []
    for index, name in enumerate(dataset.classes):
        n = len(np.unique(dataset.patients[dataset.y == index]))
        classes.append(f"{name} {n}")
    unknown = max(float(np.isnan(b.values).mean()) for b in dataset.blocks.values())
    what = "simulated patients" if source.is_simulated else source.what
    known = [name for name, words in dataset.subgroups.items() if len(set(words)) > 1]
    return [
        ("TRIPOD+AI 5a, source of data", "Where the data came from.", what),
        (
            "TRIPOD+AI 20a, participants; CLAIM, flow",
            "How many were there, used and left out.",
            f"{counts}; {dataset.n_patients} patients, {dataset.n_samples} samples",
        ),
        (
            "TRIPOD+AI 8a, outcome",
            "What is predicted, and how many have it.",
            f"patients: {', '.join(classes)}",
        ),
        (
            "TRIPOD+AI 10, sample size",
            "Whether it is enough.",
            next(
                (each for each in result.doubts if each.startswith("Exploratory")),
                "at least 100 patients of each class",
            ),
        ),
        (
            "TRIPOD+AI 11, missing data",
            "How much is unknown and what was done.",
            f"at most {100 * unknown:.1f} % of a block's values; the training "
            "samples' median",
        ),
        (
            "TRIPOD+AI 14, fairness",
            "Performance in subgroups.",
            f"by {', '.join(known)}, in the table of subgroups" if known else OPEN,
        ),
    ]


def _of_method(result: StudyResult) -> list[tuple[str, str, str]]:
    recipe = result.recipe
    models = "; ".join(
        f"{each.predictions.spec.title}: {parameters_in_words(each) or 'no parameters'}"
        for each in result.evaluations[Variant.LEAK_FREE]
    )
    threshold = (
        "one half"
        if recipe.fold.threshold is ThresholdRule.HALF
        else "highest sensitivity plus specificity inside the training side"
    )
    calibrated = (
        "a sigmoid inside the training side" if recipe.fold.is_calibrated else "none"
    )
    versions = ", ".join(f"{name} {value}" for name, value in result.versions.items())
    hashes = ", ".join(f"{k} {v[:16]}…" for k, v in result.source.hashes.items())
    return [
        (
            "TRIPOD+AI 9a, predictors",
            "What the models look at.",
            f"feature set '{recipe.feature_set.value}', one sample a "
            f"{recipe.unit.value}",
        ),
        ("TRIPOD+AI 12c, CLAIM: model", "Which models, and their parameters.", models),
        (
            "CLAIM, data partitions",
            "How data were split, and at which level.",
            f"{recipe.n_repeats} repeats of {recipe.n_folds} folds, stratified, by "
            "patient; selection, scaling, threshold and calibration on the training "
            "side",
        ),
        ("TRIPOD+AI 15, classification", "How the threshold was chosen.", threshold),
        ("TRIPOD+AI, recalibration", "Whether outputs were adjusted.", calibrated),
        (
            "TRIPOD+AI 23a, performance",
            "Discrimination and calibration, with intervals.",
            f"in the tables; {recipe.n_bootstrap} resamplings of the patients, DeLong",
        ),
        (
            "CLAIM, robustness",
            "What chance alone would give.",
            f"{counted(len(result.noise[0].aucs), 'run')} on shuffled labels"
            if result.noise
            else "not run: add --random-labels",
        ),
        (
            "TRIPOD+AI 18f, CLAIM: code",
            "Software, versions, seeds.",
            f"{versions}; seed {recipe.seed}; {hashes}",
        ),
        (
            "TRIPOD+AI, external validation",
            "Whether other patients were looked at.",
            f"{result.elsewhere[0].predictions.proba.shape[1]} samples of another "
            "list, asked once"
            if result.elsewhere
            else "none: the same patients train and judge, never at once",
        ),
        ("TRIPOD+AI 3b, intended use", "What it may be used for.", NOTICE),
    ]


def _open() -> list[tuple[str, str, str]]:
    asked = (
        ("TRIPOD+AI 3a, background", "The medical setting and why a model is wanted."),
        ("TRIPOD+AI 5b, dates", "When patients were seen."),
        (
            "TRIPOD+AI 6b and 6c, eligibility",
            "Who was included, and who was treated how.",
        ),
        ("CLAIM, reference standard", "Who set the labels, how, and from what."),
        ("CLAIM, readers", "Whether readers agreed, and what was done if not."),
        ("CLAIM, acquisition", "Camera, collimator, tracer, protocol, reconstruction."),
        ("CLAIM, de-identification", "How identity was removed."),
        ("TRIPOD+AI 17, ethics", "Approval and consent."),
        ("TRIPOD+AI 18a and 18b, funding", "Who paid, and conflicts of interest."),
        ("TRIPOD+AI 18c and 18d, registration", "Protocol and registration."),
        ("TRIPOD+AI 26, limits", "Bias, generality, and what follows for patients."),
    )
    return [(item, asks, OPEN) for item, asks in asked]


def markdown_checklist(items: Sequence[CheckItem]) -> str:
    """Return the lists in Markdown.

    Parameters
    ----------
    items : sequence of CheckItem
        Of `checklist_of`.

    Returns
    -------
    str
        With the number of open items on top.
    """
    n_open = sum(item.is_open for item in items)
    lines = [
        "# TRIPOD+AI and CLAIM",
        "",
        f"{len(items) - n_open} items filled in by the run, {n_open} open. {NOTICE}",
        "",
        "| item | what it asks | answer |",
        "| --- | --- | --- |",
    ]
    lines += [
        f"| {item.item} | {item.asks} | {item.answer.replace('|', '/')} |"
        for item in items
    ]
    return "\n".join(lines) + "\n"
