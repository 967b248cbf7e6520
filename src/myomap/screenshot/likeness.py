"""How much a disc's inside looks like a polar map's.

Two judges must agree. Rules with a plain reason refuse what no map can be. A score
then weighs all figures of the inside at once: a quadratic function fitted to simulated
screens against pictures that hold no map, and beside it the distance from the typical
map, so that things of kinds never seen are refused as well. What it was fitted on is
written by ``tools/fit_likeness.py``.
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.screenshot.interior import InteriorTraits

__all__ = ["TRAITS", "Likeness", "likeness_of", "quadratic_terms", "why_no_map"]

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

TRAITS: Final = (*InteriorTraits.__dataclass_fields__, "sharpness")
"""The figures that are weighed, in the order of the weights."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """How far a disc's inside looks like a map's.

    Parameters
    ----------
    score : float
        Natural logarithm of the odds for a map among the pictures it was fitted on.
    distance : float
        Squared distance from the typical map in units of the maps' own scatter; 22
        on average.
    """

    score: float
    distance: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Weights:
    mean: FloatArray
    scatter: FloatArray
    precision: FloatArray
    weights: FloatArray


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
    rules = (
        (
            traits.n_colors < 4 or traits.commonest > 0.83 or traits.spread < 25,
            "it has hardly more than one colour",
        ),
        (
            traits.along_radius > 0.955 or traits.radial > 0.87,
            "its colours change along the radius alone, as on a target or a ball",
        ),
        (
            traits.along_radius < 0.38 or traits.angular > 0.87,
            "its colours change around the centre alone, as in a pie chart",
        ),
        (
            traits.uneven < 0.12 or traits.roughness < 0.034,
            "its colours change as evenly as a shaded ball's or a colour wheel's",
        ),
        (
            traits.off_curve > 0.8,
            "its colours lie on no scale, as in a photograph",
        ),
        (
            traits.oblique < 0.23 or (traits.on_rings > 0.66 and traits.oblique < 0.4),
            "its colours change along rings and spokes, as on a dart board",
        ),
        (
            traits.upright < 0.5,
            "its colours change along rows and columns",
        ),
        (
            traits.roughness > 0.52 or traits.noise > 0.38 or traits.jumps > 0.25,
            "its colours change too abruptly for a heart's wall",
        ),
        (
            traits.leaps > 0.28,
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
        Score and distance.
    """
    fitted = _fitted()
    away = (transformed(traits, sharpness) - fitted.mean) / fitted.scatter
    away = np.clip(away, -_FARTHEST, _FARTHEST)
    return Likeness(
        score=float(quadratic_terms(away[None])[0] @ fitted.weights),
        distance=float(away @ fitted.precision @ away),
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


@cache
def _fitted() -> _Weights:
    place = files("myomap.screenshot") / "likeness.npz"
    with place.open("rb") as stream, np.load(stream, allow_pickle=False) as kept:
        return _Weights(
            mean=kept["mean"].astype(np.float64),
            scatter=kept["scatter"].astype(np.float64),
            precision=kept["precision"].astype(np.float64),
            weights=kept["weights"].astype(np.float64),
        )
