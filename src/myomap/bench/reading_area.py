"""How well the affected area is drawn: by the network, the rule and a threshold."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.bench.figures import Figure, at_least, without_target
from myomap.bench.quantification_statistics import resampled_interval
from myomap.bench.reading_cases import ReadCase
from myomap.geometry import FloatArray
from myomap.polarmap import segment_weights, segments_17, territory_weights

__all__ = ["area_figures", "overlap"]

LEAST_OVERLAP: Final = 0.80
LEAST_SEGMENTS, LEAST_TERRITORIES = 0.90, 0.88
LARGE: Final = 0.05
"""Share of the wall from which the overlap counts."""

SEGMENT_SHARE, TERRITORY_SHARE = 0.25, 0.10
"""Share of a segment, and of a territory, from which it counts as affected."""


def area_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    """Return overlap with the truth, agreement of segments and territories, extent.

    Parameters
    ----------
    kind : str
        Of the maps, in words.
    cases : sequence of ReadCase
        All patients.

    Returns
    -------
    list of Figure
        With intervals over patients.
    """
    large = [case for case in cases if case.extent >= LARGE]
    figures = [_overlap_figure(kind, large)]
    for who, masks in (
        ("rule", [case.rule.mask for case in large]),
        ("threshold", [case.threshold for case in large]),
    ):
        found = _overlaps(large, masks)
        figures.append(
            without_target(
                f"{kind}: overlap (Dice) of the affected area, {who} instead",
                float(found.mean()),
                "",
                interval=resampled_interval(_mean, found),
            )
        )
    for value, name in ((1, "reversible"), (2, "fixed")):
        some = [c for c in cases if (c.weight * (c.truth == value)).mean() >= LARGE]
        found = np.array(
            [overlap(c.learned.mask == value, c.truth == value, c.weight) for c in some]
        )
        figures.append(
            without_target(
                f"{kind}: overlap (Dice), {name}",
                float(found.mean()) if len(found) else float("nan"),
                "",
                interval=resampled_interval(_mean, found),
            )
        )
    return [*figures, *_agreement_figures(kind, cases), *_extent_figures(kind, cases)]


def overlap(
    found: NDArray[np.bool_], truth: NDArray[np.bool_], weight: NDArray[np.floating]
) -> float:
    """Return the Dice coefficient of two areas of the wall.

    Parameters
    ----------
    found, truth : (32, 72), bool
        The two.
    weight : (32, 72)
        Wall area.

    Returns
    -------
    float, 0 to 1
        1 where both are empty.

    Examples
    --------
    >>> one = np.array([[True, True, False]])
    >>> overlap(one, np.array([[False, True, True]]), np.ones((1, 3)))
    0.5
    """
    whole = float((weight * found).sum() + (weight * truth).sum())
    if whole == 0:
        return 1.0
    return float(2.0 * (weight * (found & truth)).sum() / whole)


def _overlap_figure(kind: str, large: Sequence[ReadCase]) -> Figure:
    found = _overlaps(large, [case.learned.mask for case in large])
    return at_least(
        f"{kind}: overlap (Dice) of the affected area, from 5 % of the wall on",
        float(found.mean()) if len(found) else float("nan"),
        "",
        LEAST_OVERLAP,
        interval=resampled_interval(_mean, found),
    )


def _overlaps(
    cases: Sequence[ReadCase], masks: Sequence[NDArray[np.uint8]]
) -> FloatArray:
    return np.array(
        [
            overlap(mask > 0, case.truth > 0, case.weight)
            for case, mask in zip(cases, masks, strict=True)
        ]
    )


def _agreement_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    figures = []
    for what, parts, share, least in (
        ("segments", segment_weights(segments_17()), SEGMENT_SHARE, LEAST_SEGMENTS),
        (
            "territories",
            territory_weights(segments_17()),
            TERRITORY_SHARE,
            LEAST_TERRITORIES,
        ),
    ):
        for who in ("network", "rule"):
            found = np.array([_agreement(case, who, parts, share) for case in cases])
            name = f"{kind}: agreement on affected {what}, {who}"
            interval = resampled_interval(_mean, found)
            value = float(found.mean())
            figures.append(
                at_least(name, value, "", least, interval=interval)
                if who == "network"
                else without_target(name, value, "", interval=interval)
            )
    return figures


def _agreement(
    case: ReadCase, who: str, parts: NDArray[np.floating], share: float
) -> float:
    mask = case.learned.mask if who == "network" else case.rule.mask
    areas = parts * case.weight
    whole = areas.sum(axis=(1, 2))
    found, truth = (
        (areas * (each > 0)).sum(axis=(1, 2)) / whole >= share
        for each in (mask, case.truth)
    )
    return float((found == truth).mean())


def _extent_figures(kind: str, cases: Sequence[ReadCase]) -> list[Figure]:
    truth = np.array([100.0 * case.extent for case in cases])
    figures = []
    for who in ("network", "rule"):
        masks = [c.learned.mask if who == "network" else c.rule.mask for c in cases]
        found = np.array(
            [
                100.0 * float((case.weight * (mask > 0)).mean())
                for case, mask in zip(cases, masks, strict=True)
            ]
        )
        figures.append(
            without_target(
                f"{kind}: extent, intraclass correlation with the truth, {who}",
                _intraclass(found, truth),
                "",
                interval=resampled_interval(_intraclass, found, truth),
            )
        )
    return figures


def _intraclass(first: FloatArray, second: FloatArray) -> float:
    """Return the intraclass correlation of absolute agreement, two-way, single."""
    pairs = np.stack([first, second], axis=1)
    n = len(pairs)
    grand = pairs.mean()
    rows = 2.0 * ((pairs.mean(axis=1) - grand) ** 2).sum() / max(n - 1, 1)
    columns = n * ((pairs.mean(axis=0) - grand) ** 2).sum()
    left = ((pairs - grand) ** 2).sum() - rows * (n - 1) - columns
    error = left / max(n - 1, 1)
    whole = rows + error + 2.0 * (columns - error) / n
    return float((rows - error) / whole) if whole > 0 else float("nan")


def _mean(values: FloatArray) -> float:
    return float(values.mean())
