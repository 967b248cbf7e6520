"""What is no map, or is laid out wrongly: whether nothing is said of it."""

from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.bench.figures import Figure, at_least, without_target
from myomap.bench.quantification_statistics import resampled_interval
from myomap.bench.reading_cases import shifted_lessons
from myomap.geometry import FloatArray
from myomap.inference import Bundle, MapPairs, read_pairs
from myomap.learning.reading_network import NO_MAPS, foreign_pairs
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["refusal_figures"]

LEAST_REFUSED: Final = 99.0
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "mirrored": ("mirrored", "upside down"),
    "turned by 60 degrees and more": ("turned",),
    "shuffled": ("sectors mixed", "rings mixed", "tiles mixed", "samples mixed"),
    "inside out, inverted, lain down": ("inside out", "inverted", "lain down"),
    "no maps of the kinds taught": tuple(NO_MAPS),
}
_Draw = Callable[[np.random.Generator], FloatArray]


def refusal_figures(bundle: Bundle, seed: int, n_maps: int) -> list[Figure]:
    """Return how often nothing is said of what should not be read.

    Parameters
    ----------
    bundle : Bundle
        Of the reading network.
    seed : int
        Of all chance.
    n_maps : int
        Of each group; half of them corrected maps of another clinic, half not.

    Returns
    -------
    list of Figure
        One a group, and one of pictures of kinds that it was never shown.
    """
    figures: list[Figure] = []
    for group, kinds in _KINDS.items():
        refused: list[tuple[float, float]] = []
        for corrected in (True, False):
            for shown in shifted_lessons(seed, n_maps // 2, corrected=corrected):
                rng = np.random.default_rng([seed, len(refused)])
                chosen = {
                    place: kinds[int(rng.integers(len(kinds)))]
                    for place in range(len(shown.pairs.uptake))
                }
                pairs = foreign_pairs(shown.pairs, chosen, rng)
                refused += _refused(bundle, pairs)
        figures += _of_group(group, refused)
    rng = np.random.default_rng([seed, 1])
    unseen = [_refused(bundle, _drawn_pairs(rng)) for _ in range(-(-n_maps // 4))]
    every = [x for each in unseen for x in each]
    return [*figures, *_of_group("no maps of kinds never taught", every)]


def _refused(bundle: Bundle, pairs: MapPairs) -> list[tuple[float, float]]:
    """Return of each patient whether nothing is said, and whether there is a doubt."""
    found = read_pairs(bundle, pairs, has_intervals=False)
    return [
        (100.0 * bool(each.reasons), 100.0 * bool(each.reasons or each.warnings))
        for each in found
    ]


def _of_group(group: str, refused: list[tuple[float, float]]) -> tuple[Figure, Figure]:
    silent, doubted = np.array(refused).T
    return (
        at_least(
            f"says nothing: {group} ({len(silent)})",
            float(silent.mean()),
            "%",
            LEAST_REFUSED,
            interval=resampled_interval(lambda x: float(x.mean()), silent),
        ),
        without_target(
            f"says nothing or warns: {group} ({len(doubted)})",
            float(doubted.mean()),
            "%",
            interval=resampled_interval(lambda x: float(x.mean()), doubted),
        ),
    )


def _drawn_pairs(rng: np.random.Generator) -> MapPairs:
    """Return one picture of each kind, as stress and as rest."""
    drawn = np.stack([100.0 * draw(rng) for draw in _UNSEEN])
    uptake = np.repeat(drawn[:, None], 2, axis=1).astype(np.float32)
    n, shape = len(drawn), uptake.shape
    nobody = np.zeros(n, np.float32)
    return MapPairs(
        uptake=uptake,
        known=np.ones(shape, np.bool_),
        area=np.zeros(shape, np.float32),
        sex=nobody,
        corrected=nobody,
        picture=nobody + 1.0,
    )


def _places() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ring = (np.arange(N_RINGS)[:, None] + 0.5) / N_RINGS
    angle = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)[None, :]
    return ring, np.broadcast_to(angle, (N_RINGS, N_ANGLES))


def _chequers(rng: np.random.Generator) -> FloatArray:
    ring, angle = _places()
    x, y = ring * np.cos(angle), ring * np.sin(angle)
    size = rng.uniform(3.0, 9.0)
    fields = (np.floor(size * (x + 2.0)) + np.floor(size * (y + 2.0))) % 2
    return np.asarray(rng.uniform(0.1, 0.5) + 0.5 * fields, np.float64)


def _spiral(rng: np.random.Generator) -> FloatArray:
    ring, angle = _places()
    arms, tight = int(rng.integers(1, 5)), rng.uniform(4.0, 15.0)
    return np.asarray(0.5 + 0.5 * np.sin(arms * angle + tight * ring), np.float64)


def _letters(rng: np.random.Generator) -> FloatArray:
    """Return bright strokes on a dark ground, as text has them."""
    ring, angle = _places()
    x, y = ring * np.cos(angle), ring * np.sin(angle)
    found = np.zeros(x.shape)
    for _ in range(int(rng.integers(4, 12))):
        middle = rng.uniform(-0.8, 0.8, 2)
        size = (0.3, 0.04) if rng.random() < 0.5 else (0.04, 0.3)
        found[(np.abs(x - middle[0]) < size[0]) & (np.abs(y - middle[1]) < size[1])] = (
            1.0
        )
    return found + 0.05


def _brain(rng: np.random.Generator) -> FloatArray:
    """Return two halves with a bright rim each."""
    ring, angle = _places()
    x, y = ring * np.cos(angle), ring * np.sin(angle)
    found = np.full(x.shape, 0.1)
    for side in (-1.0, 1.0):
        away = np.hypot((x - 0.4 * side) / 0.35, y / rng.uniform(0.6, 0.9))
        found += np.exp(-0.5 * ((away - 0.85) / 0.15) ** 2)
    return np.asarray(found / found.max(), np.float64)


_UNSEEN: Final[tuple[_Draw, ...]] = (_chequers, _spiral, _letters, _brain)
