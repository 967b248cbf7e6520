"""How well patients are told apart, and how much the probabilities can be trusted."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.bench.figures import Figure, at_least, at_most, without_target
from myomap.bench.quantification_statistics import resampled_interval
from myomap.bench.reading_cases import ReadCase
from myomap.geometry import FloatArray
from myomap.inference import FINDINGS
from myomap.learning.calibration import logistic_line, logit
from myomap.learning.delong import auc_interval, auc_terms, compare_aucs
from myomap.learning.reading_network import CLASSES

__all__ = [
    "abstention_figures",
    "calibration_figures",
    "class_figures",
    "detection_figures",
]

LEAST_AUC: Final = {"abnormal": 0.95, "ischemia": 0.93, "infarction": 0.96}
SMALL: Final = 0.05
MOST_ABSTAINED: Final = 5.0
_MEMBERS: Final = {"abnormal": (1, 2, 3), "ischemia": (1, 3), "infarction": (2, 3)}
_AGAINST: Final = {
    "abnormal": "stress deficit",
    "ischemia": "ischemic deficit",
    "infarction": "rest deficit",
}


def detection_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    """Return areas under ROC curves, beside those of the deficits.

    Parameters
    ----------
    kind : str
        Of the maps, in words.
    cases : sequence of ReadCase
        All patients, those that the network says nothing of included.

    Returns
    -------
    list of Figure
        With DeLong's intervals, and of the differences.
    """
    figures = []
    for index, name in enumerate(FINDINGS):
        y = _is_true(cases, name)
        everybody = np.arange(len(y))
        network = auc_terms(_chance(cases, name)[None], y)
        deficit = auc_terms(np.array([c.rule.scores[index] for c in cases])[None], y)
        figures.append(
            at_least(
                f"{kind}: ROC AUC, {name}",
                network.auc,
                "",
                LEAST_AUC[name],
                interval=auc_interval(network, y, everybody),
            )
        )
        figures.append(
            without_target(
                f"{kind}: ROC AUC, {name}, {_AGAINST[name]} instead",
                deficit.auc,
                "",
                interval=auc_interval(deficit, y, everybody),
            )
        )
        test = compare_aucs(network, deficit, y, everybody)
        figures.append(
            _above_nothing(
                f"{kind}: ROC AUC, {name}, network less {_AGAINST[name]}",
                test.difference,
                (test.low, test.high),
            )
        )
    return [*figures, _small_figure(kind, cases)]


def class_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    """Return recalls of the four classes, and of the rule beside them.

    Parameters
    ----------
    kind : str
        Of the maps, in words.
    cases : sequence of ReadCase
        All patients; what the network abstains from counts by its likeliest class.

    Returns
    -------
    list of Figure
        Balanced accuracy of both, and the network's recalls.
    """
    label = np.array([case.label for case in cases])
    found = np.array([np.argmax(list(c.learned.classes.values())) for c in cases])
    rule = np.array([_index(case.rule.label.value) for case in cases])
    figures = [
        without_target(
            f"{kind}: balanced accuracy of four classes, {who}",
            _balanced(label, said),
            "",
            interval=resampled_interval(_balanced, label, said),
        )
        for who, said in (("network", found), ("rule", rule))
    ]
    for index, name in enumerate(CLASSES):
        own = (found[label == index] == index).astype(float)
        figures.append(
            without_target(
                f"{kind}: recall, {name}",
                float(own.mean()) if len(own) else float("nan"),
                "",
                interval=resampled_interval(lambda x: float(x.mean()), own),
            )
        )
    return figures


def calibration_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    """Return calibration slopes, and how often a set of classes holds the true one.

    Parameters
    ----------
    kind : str
        Of the maps, in words.
    cases : sequence of ReadCase
        All patients.

    Returns
    -------
    list of Figure
        A slope below 1 says that the network is too sure of itself.
    """
    figures = []
    for name in FINDINGS:
        y, chance = _is_true(cases, name).astype(float), _chance(cases, name)
        slope = _slope(chance, y)
        figures.append(
            Figure(
                name=f"{kind}: calibration slope, {name}",
                value=slope if np.isfinite(slope) else None,
                unit="",
                target="0.9 to 1.1",
                met=bool(0.9 <= slope <= 1.1) if np.isfinite(slope) else None,
                interval=resampled_interval(_slope, chance, y),
            )
        )
    holds = np.array([CLASSES[c.label] in c.learned.possible for c in cases], float)
    sizes = np.array([len(case.learned.possible) for case in cases], float)
    return [
        *figures,
        without_target(
            f"{kind}: set of possible classes holds the true one, 90 meant",
            100.0 * float(holds.mean()),
            "%",
            interval=resampled_interval(lambda x: 100.0 * float(x.mean()), holds),
        ),
        without_target(f"{kind}: classes in a set, mean", float(sizes.mean()), ""),
    ]


def abstention_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    """Return how often nothing is said of good maps.

    Parameters
    ----------
    kind : str
        Of the maps, in words.
    cases : sequence of ReadCase
        All patients.

    Returns
    -------
    list of Figure
        One, how often something is said with a warning, and how often network and
        rule agree on what is abnormal.
    """
    abstained = np.array([100.0 * bool(case.learned.reasons) for case in cases])
    warned = np.array([100.0 * bool(case.learned.warnings) for case in cases])
    agree = np.array(
        [
            100.0
            * (
                (c.learned.probability["abnormal"] >= 0.5)
                == (c.rule.label.value != "normal")
            )
            for c in cases
        ]
    )
    return [
        at_most(
            f"{kind}: abstains on good maps",
            float(abstained.mean()),
            "%",
            MOST_ABSTAINED,
            interval=resampled_interval(lambda x: float(x.mean()), abstained),
        ),
        without_target(
            f"{kind}: warns of good maps",
            float(warned.mean()),
            "%",
            interval=resampled_interval(lambda x: float(x.mean()), warned),
        ),
        without_target(
            f"{kind}: network and rule agree on normal or not",
            float(agree.mean()),
            "%",
            interval=resampled_interval(lambda x: float(x.mean()), agree),
        ),
    ]


def _small_figure(kind: str, cases: Sequence[ReadCase]) -> Figure:
    few = [case for case in cases if case.label == 0 or case.extent <= SMALL]
    y, score = _is_true(few, "abnormal"), _chance(few, "abnormal")
    found = auc_terms(score[None], y)
    return without_target(
        f"{kind}: ROC AUC, abnormal, defects up to 5 % of the wall ({int(y.sum())})",
        found.auc,
        "",
        interval=auc_interval(found, y, np.arange(len(y))),
    )


def _above_nothing(name: str, value: float, interval: tuple[float, float]) -> Figure:
    met = bool(interval[0] > 0) if np.isfinite(interval[0]) else None
    return Figure(
        name=name,
        value=value if np.isfinite(value) else None,
        unit="",
        target="above 0 with its interval",
        met=met,
        interval=(float(interval[0]), float(interval[1])) if met is not None else None,
    )


def _is_true(cases: Sequence[ReadCase], name: str) -> NDArray[np.int64]:
    return np.array([case.label in _MEMBERS[name] for case in cases], np.int64)


def _chance(cases: Sequence[ReadCase], name: str) -> FloatArray:
    return np.array([case.learned.probability[name] for case in cases])


def _slope(chance: FloatArray, y: FloatArray) -> float:
    return float(logistic_line(logit(chance), y)[0])


def _balanced(label: FloatArray, said: FloatArray) -> float:
    recalls = [
        float((said[label == index] == index).mean())
        for index in range(len(CLASSES))
        if (label == index).any()
    ]
    return float(np.mean(recalls))


def _index(word: str) -> int:
    return CLASSES.index(word) if word in CLASSES else -1
