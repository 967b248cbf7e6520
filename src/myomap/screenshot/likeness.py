"""How much a disc's inside looks like a polar map's.

Rules with a plain reason refuse what no map can be; narrower ones tell what few maps
are. Two scores then weigh all figures of the inside at once. The one is a quadratic
function fitted to simulated screens against pictures that hold no map; beside it
stands the distance from the typical map, so that things of kinds never seen are
refused as well. The other compares with single examples, among them maps of plain
hearts and the other things that resemble maps most. A usual disc needs a good word of
the first and no bad one of the second; any other a very good one of the second. What
they were fitted on is written by ``tools/fit_likeness.py``.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.screenshot.interior import InteriorTraits

__all__ = [
    "TRAITS",
    "Likeness",
    "likeness_of",
    "near_terms",
    "quadratic_terms",
    "transformed",
    "why_no_map",
    "why_unusual",
]

_LOGARITHM: Final = {
    "n_colors": 1e-3,
    "commonest": 1e-3,
    "spread": 1e-3,
    "roughness": 1e-3,
    "gathered": 1e-3,
    "rank_change": 1e-3,
    "hills": 1.0,
    "high_hills": 1.0,
}
_ROOT: Final = {"leaps", "jumps", "noise"}
_FARTHEST: Final = 4.0
_NARROWNESS: Final = 2.0
"""How fast an example loses weight with the distance."""

TRAITS: Final = (*InteriorTraits.__dataclass_fields__, "sharpness")
"""The figures that are weighed, in the order of the weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How far a disc's inside looks like a map's.

    Parameters
    ----------
    score : float
        Natural logarithm of the odds for a map among the screens it was fitted on.
    distance : float
        Squared distance from the typical map of a screen in units of the maps' own
        scatter; 22 on average.
    near : float
        The same odds by the likest examples, plain hearts among them.
    near_distance : float
        The same distance, plain hearts among the maps.
    """

    score: float
    distance: float
    near: float
    near_distance: float

    @property
    def is_usual(self) -> bool:
        """Whether it looks like a map of a station's screen."""
        return self.score >= 1.8 and self.distance <= 75.0 and self.near >= -1.0

    @property
    def is_near(self) -> bool:
        """Whether it looks like a map of any kind, however rare its figures are."""
        return self.near >= 3.2 and self.score >= -10.0 and self.near_distance <= 120.0

    @property
    def is_half(self) -> bool:
        """Whether two such discs of one size side by side are maps."""
        is_usual = self.score >= 1.8 and self.distance <= 75.0 and self.near >= -2.5
        is_near = self.near >= 0.0 and self.score >= -2.0
        return is_usual or is_near or (self.near >= 1.5 and self.score >= -8.0)

    @property
    def is_possible(self) -> bool:
        """Whether it may be a map where a sure one stands beside it."""
        is_known = self.score >= -15.0 and self.distance <= 400.0 and self.near > -4.0
        return is_known or self.near >= -1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weights:
    mean: FloatArray
    scatter: FloatArray
    precision: FloatArray
    weights: FloatArray
    centres: FloatArray | None = None

    def away(self, figures: FloatArray) -> FloatArray:
        """Return figures in units of the maps' scatter, cut off."""
        away = (figures - self.mean) / self.scatter
        cut: FloatArray = np.clip(away, -_FARTHEST, _FARTHEST)
        return cut


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limits:
    """What no map exceeds: see `InteriorTraits` for the figures."""

    commonest: float
    spread: float
    along_radius: tuple[float, float]
    radial: float
    angular: float
    uneven: float
    roughness: tuple[float, float]
    oblique: float
    on_rings: float
    upright: float
    noise: float
    jumps: float
    leaps: float


_WIDE: Final = _Limits(
    commonest=0.88,
    spread=20,
    along_radius=(0.28, 0.962),
    radial=0.92,
    angular=0.92,
    uneven=0.06,
    roughness=(0.018, 0.60),
    oblique=0.20,
    on_rings=0.88,
    upright=0.44,
    noise=0.42,
    jumps=0.30,
    leaps=0.42,
)
_NARROW: Final = _Limits(
    commonest=0.83,
    spread=25,
    along_radius=(0.38, 0.955),
    radial=0.87,
    angular=0.87,
    uneven=0.12,
    roughness=(0.034, 0.52),
    oblique=0.23,
    on_rings=0.66,
    upright=0.5,
    noise=0.38,
    jumps=0.25,
    leaps=0.28,
)


def why_no_map(traits: InteriorTraits) -> str | None:
    """Return why a disc is no polar map, or None if no rule speaks against it.

    Parameters
    ----------
    traits : InteriorTraits
        Of its inside.

    Returns
    -------
    str or None
        Half a sentence.
    """
    return _first_reason(traits, _WIDE)


def why_unusual(traits: InteriorTraits) -> str | None:
    """Return what few polar maps are and a disc is, or None if it is usual.

    Parameters
    ----------
    traits : InteriorTraits
        Of its inside.

    Returns
    -------
    str or None
        Half a sentence.
    """
    return _first_reason(traits, _NARROW)


def _first_reason(traits: InteriorTraits, limits: _Limits) -> str | None:
    least_along, most_along = limits.along_radius
    least_rough, most_rough = limits.roughness
    rules = (
        (
            traits.n_colors < 4
            or traits.commonest > limits.commonest
            or traits.spread < limits.spread,
            "it has hardly more than one colour",
        ),
        (
            traits.along_radius > most_along or traits.radial > limits.radial,
            "its colours change along the radius alone, as on a target or a ball",
        ),
        (
            traits.along_radius < least_along or traits.angular > limits.angular,
            "its colours change around the centre alone, as in a pie chart",
        ),
        (
            traits.uneven < limits.uneven or traits.roughness < least_rough,
            "its colours change as evenly as a shaded ball's or a colour wheel's",
        ),
        (
            traits.off_curve > 0.8,
            "its colours lie on no scale, as in a photograph",
        ),
        (
            traits.oblique < limits.oblique
            or (traits.on_rings > limits.on_rings and traits.oblique < 0.4),
            "its colours change along rings and spokes, as on a dart board",
        ),
        (
            traits.upright < limits.upright,
            "its colours change along rows and columns",
        ),
        (
            traits.roughness > most_rough
            or traits.noise > limits.noise
            or traits.jumps > limits.jumps,
            "its colours change too abruptly for a heart's wall",
        ),
        (
            traits.leaps > limits.leaps,
            "colours from far apart on its scale lie side by side",
        ),
    )
    return next((reason for is_so, reason in rules if is_so), None)


def likeness_of(traits: InteriorTraits, sharpness: float) -> Likeness:
    """Return how much a disc looks like a map.

    Parameters
    ----------
    traits : InteriorTraits
        Of its inside.
    sharpness : float
        Of its rim.

    Returns
    -------
    Likeness
        Scores and distances.
    """
    figures = transformed(traits, sharpness)
    fitted, near = _fitted("likeness.npz"), _fitted("likeness_near.npz")
    away, by_near = fitted.away(figures), near.away(figures)
    centres = np.zeros((0, len(TRAITS))) if near.centres is None else near.centres
    return Likeness(
        score=float(quadratic_terms(away[None])[0] @ fitted.weights),
        distance=float(away @ fitted.precision @ away),
        near=float(near_terms(by_near[None], centres)[0] @ near.weights),
        near_distance=float(by_near @ near.precision @ by_near),
    )


def transformed(traits: InteriorTraits, sharpness: float) -> FloatArray:
    """Return the figures on scales on which they scatter evenly.

    Parameters
    ----------
    traits : InteriorTraits
        Of the inside.
    sharpness : float
        Of the rim.

    Returns
    -------
    (22,)
        In the order of `TRAITS`.
    """
    values = []
    for name in TRAITS:
        value = sharpness if name == "sharpness" else float(getattr(traits, name))
        if name in _LOGARITHM:
            value = float(np.log(max(value, 0.0) + _LOGARITHM[name]))
        elif name in _ROOT:
            value = float(np.sqrt(max(value, 0.0)))
        values.append(value)
    return np.array(values)


def quadratic_terms(away: FloatArray) -> FloatArray:
    """Return one, the values, and the products of every two of them.

    Parameters
    ----------
    away : (disc, 22)
        Figures in units of the maps' scatter.

    Returns
    -------
    (disc, 276)
        What the weights are for.
    """
    one, other = np.triu_indices(away.shape[1])
    products = away[:, one] * away[:, other]
    return np.concatenate([np.ones((len(away), 1)), away, products], axis=1)


def near_terms(away: FloatArray, centres: FloatArray) -> FloatArray:
    """Return one, the values, and how near each example is.

    Parameters
    ----------
    away : (disc, 22)
        Figures in units of the maps' scatter.
    centres : (example, 22)
        The examples, in the same units.

    Returns
    -------
    (disc, 1 + 22 + example)
        What the weights are for.
    """
    squares = ((away[:, None] - centres[None]) ** 2).sum(axis=2)
    nearness = np.exp(-_NARROWNESS * squares / len(TRAITS))
    return np.concatenate([np.ones((len(away), 1)), away, nearness], axis=1)


@cache
def _fitted(name: str) -> _Weights:
    place = files("myomap.screenshot") / name
    with place.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        arrays = {key: kept[key].astype(np.float64) for key in kept}
    return _Weights(
        mean=arrays["mean"],
        scatter=arrays["scatter"],
        precision=arrays["precision"],
        weights=arrays["weights"],
        centres=arrays.get("centres"),
    )
