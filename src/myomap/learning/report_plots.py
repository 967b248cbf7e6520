"""Curves of a study as SVG."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from myomap.figures import figure_bytes, house_style
from myomap.learning.calibration import calibration_curve
from myomap.learning.cross_validation import Variant
from myomap.learning.evaluation import Evaluation
from myomap.learning.ranking import pr_curve, roc_curve
from myomap.learning.report_tables import number
from myomap.learning.study import StudyResult

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["study_plots"]

_COLORS = ("#0072b2", "#d55e00", "#999999", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
_SHOWN_FEATURES = 12


def study_plots(result: StudyResult) -> dict[str, str]:
    """Return the plots of a study, leak-free.

    Parameters
    ----------
    result : StudyResult
        What was found.

    Returns
    -------
    dict of str to str
        SVG by title. Curves of two classes are of the mean prediction over the
        repeats, for the eye alone: the figures of the tables are means of the
        figures of each repeat. Dotted lines are what chance gives, and for calibration
        what is said and happens.
    """
    plots: dict[str, str] = {}
    honest = result.evaluations[Variant.LEAK_FREE]
    if len(result.dataset.classes) == 2:
        for title, draw in (
            ("ROC curves", _draw_roc),
            ("Precision–recall curves", _draw_pr),
            ("Calibration", _draw_calibration),
        ):
            plots[title] = _svg(_panel(result, honest, draw))
    # Counts of several repeats are means: 3.4 samples make no sense without a word.
    is_mean = len(honest[0].predictions.proba) > 1
    title = "Confusion, samples, mean of the repeats" if is_mean else "Confusion"
    plots[title] = _svg(_confusions(result, honest))
    known = [each for each in honest if each.predictions.importances is not None]
    if known:
        plots["Importance of features"] = _svg(_importances(result, known))
    return plots


def _svg(figure: "Figure") -> str:
    text = figure_bytes(figure, "svg").decode()
    # Inside a page only the element itself has a place.
    return text[text.index("<svg") :]


def _figure(width: float, height: float) -> "Figure":
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def _panel(
    result: StudyResult,
    evaluations: tuple[Evaluation, ...],
    draw: Callable[["Axes", StudyResult, Evaluation, str], None],
) -> "Figure":
    with house_style():
        figure = _figure(5.2, 4.6)
        axes = figure.subplots()
        for index, each in enumerate(evaluations):
            draw(axes, result, each, _COLORS[index % len(_COLORS)])
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(-0.02, 1.02)
        axes.grid(alpha=0.25)
        axes.legend(fontsize=7, loc="lower right")
    return figure


def _label(each: Evaluation, key: str, called: str) -> str:
    value = number(each.figures[key].value)
    return f"{each.predictions.spec.title}: {called} {value}"


def _draw_roc(axes: "Axes", result: StudyResult, each: Evaluation, color: str) -> None:
    score = each.predictions.proba[:, :, 1].mean(axis=0)
    false, true = roc_curve(score, result.dataset.y)
    axes.plot(false, true, color=color, lw=1.4, label=_label(each, "roc_auc", "AUC"))
    axes.plot([0, 1], [0, 1], color="black", lw=0.6, ls=":")
    axes.set_xlabel("1 − specificity")
    axes.set_ylabel("recall")


def _draw_pr(axes: "Axes", result: StudyResult, each: Evaluation, color: str) -> None:
    score = each.predictions.proba[:, :, 1].mean(axis=0)
    recall, precision = pr_curve(score, result.dataset.y)
    axes.plot(
        recall, precision, color=color, lw=1.4, label=_label(each, "pr_auc", "AUC")
    )
    axes.axhline(float(result.dataset.y.mean()), color="black", lw=0.6, ls=":")
    axes.set_xlabel("recall")
    axes.set_ylabel("precision")


def _draw_calibration(
    axes: "Axes", result: StudyResult, each: Evaluation, color: str
) -> None:
    score = each.predictions.proba[:, :, 1].mean(axis=0)
    said, happened, _ = calibration_curve(score, result.dataset.y)
    label = _label(each, "slope", "slope")
    axes.plot(said, happened, "o-", color=color, ms=3, lw=1, label=label)
    axes.plot([0, 1], [0, 1], color="black", lw=0.6, ls=":")
    axes.set_xlabel(f"predicted probability of {result.dataset.classes[1]}")
    axes.set_ylabel("share that was")


def _confusions(result: StudyResult, evaluations: tuple[Evaluation, ...]) -> "Figure":
    classes = result.dataset.classes
    n_across = 3
    n_down = -(-len(evaluations) // n_across)
    with house_style():
        figure = _figure(3.2 * n_across, 3.0 * n_down)
        grid = np.atleast_1d(figure.subplots(n_down, n_across, squeeze=False)).ravel()
        for axes in grid[len(evaluations) :]:
            axes.set_axis_off()
        for axes, each in zip(grid, evaluations, strict=False):
            _draw_confusion(axes, each, classes)
    return figure


def _draw_confusion(axes: "Axes", each: Evaluation, classes: tuple[str, ...]) -> None:
    counts = each.confusion
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1e-12)
    # Drawn as shapes: a page that forbids foreign content shows no embedded picture.
    axes.pcolormesh(
        np.arange(len(classes) + 1) - 0.5,
        np.arange(len(classes) + 1) - 0.5,
        share,
        cmap="Blues",
        vmin=0,
        vmax=1,
    )
    axes.invert_yaxis()
    axes.set_aspect("equal")
    is_whole = bool(np.allclose(counts, np.round(counts), atol=1e-6))
    for (row, column), value in np.ndenumerate(counts):
        ink = "white" if share[row, column] > 0.6 else "black"
        text = f"{value:.0f}" if is_whole else f"{value:.1f}"
        axes.text(column, row, text, ha="center", va="center", color=ink, fontsize=8)
    ticks = range(len(classes))
    axes.set_xticks(ticks, classes, fontsize=7, rotation=20)
    axes.set_yticks(ticks, classes, fontsize=7)
    axes.set_xlabel("called", fontsize=8)
    axes.set_ylabel("label", fontsize=8)
    axes.set_title(each.predictions.spec.title, fontsize=8)


def _importances(result: StudyResult, evaluations: list[Evaluation]) -> "Figure":
    with house_style():
        figure = _figure(8.0, 2.6 * len(evaluations))
        grid = figure.subplots(len(evaluations), 1, squeeze=False).ravel()
        for axes, each in zip(grid, evaluations, strict=True):
            found = each.predictions
            values = np.asarray(found.importances)
            names = result.dataset.blocks[found.spec.block].names
            order = np.argsort(-values, kind="stable")[:_SHOWN_FEATURES][::-1]
            axes.barh(range(len(order)), 100 * values[order], color=_COLORS[0])
            axes.set_yticks(range(len(order)), [names[k] for k in order], fontsize=6)
            axes.set_xlabel("importance, %", fontsize=7)
            axes.set_title(found.spec.title, fontsize=8)
    return figure
