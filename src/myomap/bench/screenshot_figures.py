"""Figures from the outcomes of many screens."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, at_least, at_most, without_target
from myomap.bench.screenshot_outcome import (
    DiscOutcome,
    ScaleKnowledge,
    ScreenOutcome,
)
from myomap.screens import DiscContent

__all__ = [
    "WRONG_POINTS",
    "disc_figures",
    "is_confidently_wrong",
    "reading_figures",
    "state_figures",
    "uptake_figures",
]

WRONG_POINTS: Final = 10.0
"""A reading whose mean error is larger is wrong."""

_LIMITS: Final[dict[tuple[ScaleKnowledge, str], float]] = {
    ("colour bar", "PNG and BMP"): 2.0,
    ("known table", "PNG and BMP"): 2.0,
    ("blind", "PNG and BMP"): 4.0,
    ("colour bar", "JPEG"): 5.0,
    ("known table", "JPEG"): 5.0,
    ("blind", "JPEG"): 5.0,
}
_N_REASONS: Final = 8


def disc_figures(screens: Sequence[ScreenOutcome]) -> list[Figure]:
    """Return how discs are found and how well they are placed.

    Parameters
    ----------
    screens : sequence of ScreenOutcome
        All of them.

    Returns
    -------
    list of Figure
        Recall, false discs, errors of place.
    """
    discs = [disc for screen in screens for disc in screen.discs]
    found = [disc for disc in discs if disc.place is not None]
    uptake = [disc for disc in discs if disc.content is DiscContent.UPTAKE]
    extent = [disc for disc in discs if disc.content is DiscContent.EXTENT]
    n_false = sum(screen.n_false for screen in screens)
    centre = [disc.place.centre_percent for disc in found if disc.place]
    radius = [disc.place.radius_percent for disc in found if disc.place]
    off = np.maximum(centre, radius) > 1.0
    return [
        at_least("discs of uptake found", _share(uptake, _is_found), "%", 99.0),
        without_target("discs of any content found", _share(discs, _is_found), "%"),
        without_target("discs of an extent found", _share(extent, _is_found), "%"),
        without_target("discs found that are none", float(n_false), ""),
        *_errors("centre error", centre),
        *_errors("radius error", radius),
        without_target(
            "discs with centre or radius off by more than 1 %", _percent(off), "%"
        ),
    ]


def _errors(name: str, values: Sequence[float]) -> list[Figure]:
    median, high = _quantile(values, 50), _quantile(values, 95)
    return [
        at_most(f"{name}, median", median, "% of radius", 1.0),
        at_most(f"{name}, 95th percentile", high, "% of radius", 1.0),
    ]


def uptake_figures(screens: Sequence[ScreenOutcome]) -> list[Figure]:
    """Return how well uptake is read back, by what can be known of the colours.

    Parameters
    ----------
    screens : sequence of ScreenOutcome
        All of them.

    Returns
    -------
    list of Figure
        Means over discs of their mean absolute errors.
    """
    figures = []
    for (knowledge, files), limit in _LIMITS.items():
        group = [
            screen
            for screen in screens
            if screen.knowledge == knowledge
            and (screen.file_format == "jpeg") == (files == "JPEG")
        ]
        name = f"{knowledge}, {files}"
        smooth = _uptake_discs(group, lambda screen: not screen.is_stepped)
        stepped = _uptake_discs(group, lambda screen: screen.is_stepped)
        error, share = _mean_error(smooth), _share(smooth, _is_read)
        figures += [
            at_most(f"{name}: uptake error, smooth tables", error, "points", limit),
            without_target(f"{name}: discs read, smooth tables", share, "%"),
            without_target(
                f"{name}: uptake error, stepped tables", _mean_error(stepped), "points"
            ),
        ]
    for half in ("development", "held out"):
        group = [screen for screen in screens if screen.half == half]
        blind = _uptake_discs(group, lambda screen: screen.knowledge == "blind")
        figures += [
            without_target(
                f"blind, {half} tables: uptake error", _mean_error(blind), "points"
            ),
            without_target(
                f"blind, {half} tables: discs read", _share(blind, _is_read), "%"
            ),
        ]
    return figures


def reading_figures(
    screens: Sequence[ScreenOutcome], accepted_confidence: float
) -> list[Figure]:
    """Return what is refused and what is wrong without saying so.

    Parameters
    ----------
    screens : sequence of ScreenOutcome
        All of them.
    accepted_confidence : float, 0 to 1
        From where on a reading is taken at its word.

    Returns
    -------
    list of Figure
        Shares of the discs of uptake that were found.
    """
    discs = [
        disc
        for disc in _uptake_discs(screens, lambda _: True)
        if disc.place is not None
    ]
    wrong = [disc for disc in discs if is_confidently_wrong(disc, accepted_confidence)]
    covered = [100.0 * disc.covered for disc in discs if disc.error_points is not None]
    reasons = Counter(_kind_of(disc.reason) for disc in discs if disc.reason)
    share = 100.0 * len(wrong) / max(len(discs), 1)
    return [
        at_most("confidently wrong: error above 10 points", share, "%", 0.1),
        without_target("samples with a value, of discs read", _mean(covered), "%"),
        without_target(
            "discs found whose values are refused",
            _share(discs, lambda disc: disc.reason is not None),
            "%",
        ),
        *(
            without_target(f"refused: {reason}", float(count), "discs")
            for reason, count in reasons.most_common(_N_REASONS)
        ),
    ]


def state_figures(screens: Sequence[ScreenOutcome]) -> list[Figure]:
    """Return how often stress and rest are told, and told wrong.

    Parameters
    ----------
    screens : sequence of ScreenOutcome
        All of them; where one state stands alone nothing can tell it.

    Returns
    -------
    list of Figure
        Of discs of uptake on screens of both states.
    """
    both = [screen for screen in screens if not screen.layout.endswith("alone")]
    discs = [d for d in _uptake_discs(both, lambda _: True) if d.place is not None]
    told = [disc for disc in discs if disc.told_state is not None]
    alone = [screen for screen in screens if screen.layout.endswith("alone")]
    guessed = [d for d in _uptake_discs(alone, lambda _: True) if d.told_state]
    return [
        without_target(
            "stress and rest told by the layout",
            _share(discs, lambda disc: disc.told_state is not None),
            "%",
        ),
        at_most(
            "stress and rest told wrong, of those told",
            _share(told, lambda disc: disc.told_state is not disc.true_state),
            "%",
            0.0,
        ),
        at_most("a state told of one disc alone", float(len(guessed)), "discs", 0.0),
        *_content_figures(screens),
    ]


def _content_figures(screens: Sequence[ScreenOutcome]) -> list[Figure]:
    found = [d for screen in screens for d in screen.discs if d.told_content]
    uptake = [disc for disc in found if disc.content is DiscContent.UPTAKE]
    other = [disc for disc in found if disc.content is not DiscContent.UPTAKE]
    return [
        without_target(
            "discs of uptake taken for something else",
            _share(uptake, lambda disc: disc.told_content in {"difference", "extent"}),
            "%",
        ),
        without_target(
            "differences and extents handed on as maps",
            _share(other, lambda disc: disc.has_map),
            "%",
        ),
    ]


def is_confidently_wrong(disc: DiscOutcome, accepted_confidence: float) -> bool:
    """Return whether a reading is wrong and does not say so.

    Parameters
    ----------
    disc : DiscOutcome
        Of uptake.
    accepted_confidence : float, 0 to 1
        From where on a reading is taken at its word.

    Returns
    -------
    bool
        True if the mean error is above `WRONG_POINTS` at that confidence.
    """
    if disc.error_points is None or disc.confidence < accepted_confidence:
        return False
    return disc.error_points > WRONG_POINTS


def _uptake_discs(
    screens: Sequence[ScreenOutcome], is_meant: Callable[[ScreenOutcome], bool]
) -> list[DiscOutcome]:
    return [
        disc
        for screen in screens
        if is_meant(screen)
        for disc in screen.discs
        if disc.content is DiscContent.UPTAKE
    ]


def _is_found(disc: DiscOutcome) -> bool:
    return disc.place is not None


def _is_read(disc: DiscOutcome) -> bool:
    return disc.error_points is not None


def _share(discs: Sequence[DiscOutcome], is_so: Callable[[DiscOutcome], bool]) -> float:
    return _percent(np.array([is_so(disc) for disc in discs], bool))


def _percent(flags: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> float:
    return 100.0 * float(flags.mean()) if flags.size else float("nan")


def _mean_error(discs: Sequence[DiscOutcome]) -> float:
    return _mean([d.error_points for d in discs if d.error_points is not None])


def _mean(values: Sequence[float]) -> float:
    return float(np.mean(values)) if values else float("nan")


def _quantile(values: Sequence[float], percent: float) -> float:
    return float(np.percentile(values, percent)) if values else float("nan")


def _kind_of(reason: str) -> str:
    """Return the first sentence of a reason, without its numbers."""
    first = re.split(r"[.:;]\s", reason)[0]
    return re.sub(r"\d+(\.\d+)?", "#", first).rstrip(".")
