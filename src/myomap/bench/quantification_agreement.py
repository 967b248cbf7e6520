"""From judged patients to figures: agreement with the truth, and what is told apart."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, at_least, at_most, without_target
from myomap.bench.quantification_cases import Case, Judged, TruthKind, true_territory
from myomap.bench.quantification_statistics import (
    area_under_curve,
    correlation,
    linear_kappa,
    mean_of,
    resampled_interval,
)
from myomap.geometry import FloatArray
from myomap.phantom import Disease
from myomap.quantification import RuleLabel

__all__ = ["agreement_figures", "confusion_figures", "detection_figures"]

ABNORMAL_PERCENT: Final = 5.0
LEAST_NORMALCY: Final = 0.90
LEAST_R_TPD: Final = 0.95
MOST_BIAS: Final = 1.0
LEAST_R_EXTENT: Final = 0.93
LEAST_R_CHANGE: Final = 0.90
LEAST_WITHIN_ONE: Final = 0.95
LEAST_KAPPA: Final = 0.80
LEAST_TERRITORY: Final = 0.85

_Value = Callable[[Judged], float | FloatArray]


def agreement_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    """Return how deficits, extents and grades agree with each truth.

    Parameters
    ----------
    kind : str
        What stands before each name.
    cases : sequence of Case
        All patients; balanced disease, which no relative image shows, is left out
        only where a name says so.

    Returns
    -------
    list of Figure
        Against the truth as imaged first, then blurred and sharp.
    """
    figures: list[Figure] = []
    for truth in TruthKind:
        uneven = [case for case in cases if not case.is_balanced]
        used = cases if truth is TruthKind.IMAGED else uneven
        told = "" if truth is TruthKind.IMAGED else ", without balanced disease"
        figures += _against(f"{kind}: {truth.value}{told}", used, truth)
    figures += _grade_figures(kind, cases)
    return figures


def detection_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    """Return what the deficits tell apart, and where they see disease.

    Parameters
    ----------
    kind : str
        What stands before each name.
    cases : sequence of Case
        All patients.

    Returns
    -------
    list of Figure
        Normalcy rate, territory, areas under the curve.
    """
    healthy = np.array(
        [case.found.tpd[0] for case in cases if case.disease is Disease.NORMAL]
    )
    return [
        at_least(
            f"{kind}: normalcy rate, stress TPD below 5 % in the healthy",
            _share_below(healthy) if healthy.size else float("nan"),
            "",
            LEAST_NORMALCY,
            interval=resampled_interval(_share_below, healthy),
        ),
        *_territory_figures(kind, cases),
        *_area_figures(kind, cases),
    ]


def confusion_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    """Return the table of the verdict by rule, and how often the truth says the same.

    Parameters
    ----------
    kind : str
        What stands before each name.
    cases : sequence of Case
        All patients.

    Returns
    -------
    list of Figure
        One a cell that is not empty.
    """
    labels = [label for label in RuleLabel if label is not RuleLabel.ABSTAINED]
    figures = []
    for disease in Disease:
        of_class = [case for case in cases if case.disease is disease]
        for label in labels:
            n_called = sum(case.found.label is label for case in of_class)
            if n_called:
                name = f"{kind}: {disease.value}, called {label.value} by rule"
                figures.append(
                    without_target(name, n_called, f"of {len(of_class)} patients")
                )
    for title, asked in (
        ("the drawn class", lambda case: case.disease.value),
        ("the rule on the truth as imaged", _label_of_truth),
    ):
        right = np.array([case.found.label.value == asked(case) for case in cases])
        figures.append(
            without_target(
                f"{kind}: verdict by rule equal to {title}",
                mean_of(right),
                "",
                interval=resampled_interval(mean_of, right.astype(float)),
            )
        )
    return figures


def _label_of_truth(case: Case) -> str:
    return case.truths[TruthKind.IMAGED].label.value


def _against(name: str, cases: Sequence[Case], truth: TruthKind) -> list[Figure]:
    figures: list[Figure] = []
    for state, value in _DEFICITS:
        found, true = _columns(cases, truth, value)
        figures.append(
            at_least(
                f"{name}: TPD at {state}, r",
                correlation(found, true),
                "",
                LEAST_R_TPD,
                interval=resampled_interval(correlation, found, true),
            )
        )
        away = found - true
        figures.append(
            at_most(
                f"{name}: TPD at {state}, bias without its sign",
                abs(mean_of(away)),
                "points",
                MOST_BIAS,
            )
        )
        figures.append(
            without_target(
                f"{name}: TPD at {state}, bias",
                mean_of(away),
                "points",
                interval=resampled_interval(mean_of, away),
            )
        )
    for title, value, least in _EXTENTS:
        found, true = _columns(cases, truth, value)
        figures.append(
            at_least(
                f"{name}: {title}, r",
                correlation(found, true),
                "",
                least,
                interval=resampled_interval(correlation, found, true),
            )
        )
    return figures


_DEFICITS: tuple[tuple[str, _Value], ...] = (
    ("stress", lambda judged: judged.tpd[0]),
    ("rest", lambda judged: judged.tpd[1]),
)

_EXTENTS: tuple[tuple[str, _Value, float], ...] = (
    ("extent at stress", lambda judged: judged.extent[0], LEAST_R_EXTENT),
    ("extent at rest", lambda judged: judged.extent[1], LEAST_R_EXTENT),
    ("reversible extent", lambda judged: judged.reversible, LEAST_R_CHANGE),
    ("fixed extent", lambda judged: judged.fixed, LEAST_R_CHANGE),
)


def _columns(
    cases: Sequence[Case], truth: TruthKind, value: _Value
) -> tuple[FloatArray, FloatArray]:
    found = np.array([value(case.found) for case in cases], float)
    true = np.array([value(case.truths[truth]) for case in cases], float)
    return found, true


def _grade_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    figures: list[Figure] = []
    for truth in (TruthKind.IMAGED, TruthKind.SHARP):
        found, true = _columns(cases, truth, lambda judged: judged.grades)
        name = f"{kind}: {truth.value}: grades of segments"
        figures += [
            at_least(
                f"{name}, within one",
                _within_one(found, true),
                "",
                LEAST_WITHIN_ONE,
                interval=resampled_interval(_within_one, found, true),
            ),
            at_least(
                f"{name}, kappa with linear weights",
                linear_kappa(found, true),
                "",
                LEAST_KAPPA,
                interval=resampled_interval(linear_kappa, found, true),
            ),
        ]
    return figures


def _territory_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    """Return how often the worst territory is right, of those called abnormal."""
    seen = [
        case
        for case in cases
        if case.artery is not None and case.found.tpd[0] >= ABNORMAL_PERCENT
    ]
    of_artery = np.array([true_territory(c.found) is c.artery for c in seen], float)
    of_map = np.array(
        [
            true_territory(c.found) is true_territory(c.truths[TruthKind.IMAGED])
            for c in seen
        ],
        float,
    )
    name = f"{kind}: worst territory, one artery ill and TPD 5 % or more"
    return [
        at_least(
            f"{name}: that of the artery",
            mean_of(of_artery),
            "",
            LEAST_TERRITORY,
            interval=resampled_interval(mean_of, of_artery),
        ),
        without_target(
            f"{name}: that of the truth's segments",
            mean_of(of_map),
            "",
            interval=resampled_interval(mean_of, of_map),
        ),
    ]


def _area_figures(kind: str, cases: Sequence[Case]) -> list[Figure]:
    ischemic = {Disease.ISCHEMIA, Disease.MIXED}
    scarred = {Disease.INFARCTION, Disease.MIXED}
    asked: tuple[tuple[str, set[Disease], _Value], ...] = (
        ("stress TPD for disease", ischemic | scarred, lambda judged: judged.tpd[0]),
        ("ischemic TPD for ischemia", ischemic, lambda judged: judged.ischemic_tpd),
        ("rest TPD for infarction", scarred, lambda judged: judged.tpd[1]),
    )
    figures = []
    for title, classes, value in asked:
        score = np.array([value(case.found) for case in cases], float)
        is_ill = np.array([case.disease in classes for case in cases])
        figures.append(
            without_target(
                f"{kind}: area under the curve, {title}",
                area_under_curve(score, is_ill),
                "",
                interval=resampled_interval(area_under_curve, score, is_ill),
            )
        )
    return figures


def _share_below(tpd: FloatArray) -> float:
    return float((tpd < ABNORMAL_PERCENT).mean())


def _within_one(found: FloatArray, true: FloatArray) -> float:
    return float((np.abs(found - true) <= 1).mean())
