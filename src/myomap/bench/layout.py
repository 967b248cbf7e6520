"""Whether it is told that one map lies wrongly: alone, or beside one that does not.

Maps of another clinic, as in the benchmark of the reading network. Of some one state
is taken away: alone it tells less of how it is laid out. Of others rest alone lies
wrongly, which shows beside stress.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from myomap.bench.figures import BenchOptions, BenchResult, Figure, without_target
from myomap.bench.quantification_statistics import resampled_interval
from myomap.bench.reading_cases import maps_of, shifted_lessons
from myomap.bench.ventricle_real import FOLDER
from myomap.geometry import FloatArray
from myomap.inference import (
    Bundle,
    LearnedReading,
    MapPairs,
    read_pairs,
    shipped_reader,
)
from myomap.learning.reading_network import foreign_pairs
from myomap.reading import read, read_learned
from myomap.reading.laid_alike import layout_cautions
from myomap.records import State

__all__ = ["one_state", "rest_replaced", "run"]

N_CASES: Final = 400
_STREAM: Final = 7_500_000
_KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "mirrored": ("mirrored", "upside down"),
    "turned by 60 degrees and more": ("turned",),
    "shuffled": ("sectors mixed", "rings mixed", "tiles mixed", "samples mixed"),
}
_REST: Final = 1
_BOTH: Final = "both"
_T = TypeVar("_T", bound=np.generic)


def run(options: BenchOptions) -> BenchResult:
    """Measure how maps that lie wrongly are told, and how often good ones are.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients, 400 unless told, each with attenuation corrected and not;
        `data` for the real volumes.

    Returns
    -------
    BenchResult
        One row a kind of map: the share of which the network says nothing, with those
        that it is warned of, and of pairs those whose states lie differently.
    """
    bundle, n_cases = shipped_reader(), options.n_cases or N_CASES
    figures: list[Figure] = []
    for corrected in (True, False):
        kind = "corrected" if corrected else "not corrected"
        told: dict[str, list[LearnedReading]] = {}
        apart: dict[str, list[bool]] = {}
        for name, pairs in _shown(_STREAM + options.seed, n_cases, corrected=corrected):
            found = read_pairs(bundle, pairs, has_intervals=False)
            told.setdefault(name, []).extend(found)
            if name.startswith(_BOTH):
                apart.setdefault(name, []).extend(_lie_differently(pairs))
        for name, each in told.items():
            figures += _row(f"{kind}, {name}", each)
            if name in apart:
                values = 100.0 * np.array(apart[name])
                figures.append(_figure(f"{kind}, {name}", "states differ, %", values))
    return BenchResult(
        bench="layout", figures=(*figures, *_real_row(bundle, options.data))
    )


def one_state(pairs: MapPairs, state: int) -> MapPairs:
    """Return patients without their other state.

    Parameters
    ----------
    pairs : MapPairs
        With both.
    state : int
        0 keeps stress, 1 rest.

    Returns
    -------
    MapPairs
        Of the same size.
    """
    is_kept = np.zeros(pairs.known.shape, np.bool_)
    is_kept[:, state] = True
    known = pairs.known & is_kept
    return replace(
        pairs,
        known=known,
        uptake=pairs.uptake * known,
        area=pairs.area * is_kept,
    )


def rest_replaced(pairs: MapPairs, other: MapPairs) -> MapPairs:
    """Return patients with the rest of others.

    Parameters
    ----------
    pairs, other : MapPairs
        Of one size, with both states.

    Returns
    -------
    MapPairs
        Stress of the first, rest of the second.
    """
    return replace(
        pairs,
        uptake=_rest_of(pairs.uptake, other.uptake),
        known=_rest_of(pairs.known, other.known),
        area=_rest_of(pairs.area, other.area),
    )


def _shown(
    seed: int, n_cases: int, *, corrected: bool
) -> Iterator[tuple[str, MapPairs]]:
    """Yield what is shown, under its name, some patients at a time."""
    for place, shown in enumerate(shifted_lessons(seed, n_cases, corrected=corrected)):
        pairs = shown.pairs
        rng = np.random.default_rng([seed, place])
        mislaid = {name: _mislaid(pairs, kinds, rng) for name, kinds in _KINDS.items()}
        for state, name in enumerate(("stress alone", "rest alone")):
            yield f"{name}: good", one_state(pairs, state)
            for kind, wrong in mislaid.items():
                yield f"{name}: {kind}", one_state(wrong, state)
        yield f"{_BOTH}: good", pairs
        for kind in ("mirrored", "turned by 60 degrees and more"):
            yield f"{_BOTH}: rest {kind}", rest_replaced(pairs, mislaid[kind])
        yield f"{_BOTH}: rest of another", rest_replaced(pairs, _next_one(pairs))


def _mislaid(
    pairs: MapPairs, kinds: tuple[str, ...], rng: np.random.Generator
) -> MapPairs:
    chosen = {
        place: kinds[int(rng.integers(len(kinds)))]
        for place in range(len(pairs.uptake))
    }
    return foreign_pairs(pairs, chosen, rng)


def _next_one(pairs: MapPairs) -> MapPairs:
    return replace(
        pairs,
        uptake=np.roll(pairs.uptake, 1, axis=0),
        known=np.roll(pairs.known, 1, axis=0),
        area=np.roll(pairs.area, 1, axis=0),
    )


def _rest_of(own: NDArray[_T], other: NDArray[_T]) -> NDArray[_T]:
    found = own.copy()
    found[:, _REST] = other[:, _REST]
    return found


def _row(name: str, told: list[LearnedReading]) -> list[Figure]:
    # Of rest alone without a scar nothing is said either, but not out of doubt.
    silent = np.array([any(x > 1.0 for x in each.doubt.values()) for each in told])
    warned = np.array([bool(each.warnings) for each in told])
    return [
        _figure(name, "says nothing, %", 100.0 * silent),
        _figure(name, "or warns, %", 100.0 * (silent | warned)),
    ]


def _figure(name: str, column: str, values: FloatArray) -> Figure:
    return without_target(
        f"{name} · {column}",
        float(values.mean()),
        "%",
        interval=resampled_interval(lambda x: float(x.mean()), values),
    )


def _lie_differently(pairs: MapPairs) -> list[bool]:
    """Return of each patient whether the caution comes that states lie differently."""
    maps = (maps_of(pairs, place) for place in range(len(pairs.uptake)))
    return [
        bool(layout_cautions(each[State.STRESS], each[State.REST])) for each in maps
    ]


def _real_row(bundle: Bundle, data: Path | None) -> list[Figure]:
    """Return the same of the public real volumes, if they are there."""
    if data is None or not (data / FOLDER).is_dir():
        return []
    paths = sorted((data / FOLDER).glob("*.dcm"))
    told = [read_learned(read((path,)), bundle) for path in paths]
    return _row(f"real volumes, one state each ({len(told)})", told)
