"""What is no polar map, or one that was not laid out as maps are."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from myomap.inference.reading_input import MapPairs
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["MISLAID", "NO_MAPS", "foreign_pairs", "made_foreign"]

_Maps: TypeAlias = NDArray[np.float32]
_Mislay: TypeAlias = Callable[[_Maps, np.random.Generator], _Maps]
_Draw: TypeAlias = Callable[[np.random.Generator], NDArray[np.float64]]

_HALF = N_ANGLES // 2


def made_foreign(
    pairs: MapPairs, places: NDArray[np.int64], rng: np.random.Generator
) -> MapPairs:
    """Return patients some of whom are replaced by what the network must refuse.

    Parameters
    ----------
    pairs : MapPairs
        All proper.
    places : (n,)
        Who is replaced: most by a map laid out wrongly, mirrored or turned above all,
        for these are the hardest to tell; the others by no map at all.
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    MapPairs
        Of the same size.
    """
    kinds = {
        int(place): each[int(rng.integers(len(each)))]
        for place in places
        for each in [_TAUGHT[int(rng.choice(len(_TAUGHT), p=_TAUGHT_SHARES))]]
    }
    return foreign_pairs(pairs, kinds, rng)


def foreign_pairs(
    pairs: MapPairs, kinds: Mapping[int, str], rng: np.random.Generator
) -> MapPairs:
    """Return patients some of whom are replaced by something of a kind.

    Parameters
    ----------
    pairs : MapPairs
        All proper.
    kinds : mapping of int to str
        By patient, a key of `MISLAID` or `NO_MAPS`.
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    MapPairs
        Of the same size.
    """
    uptake, area, known = pairs.uptake.copy(), pairs.area.copy(), pairs.known.copy()
    for place, kind in kinds.items():
        if kind in NO_MAPS:
            uptake[place] = _two_states(NO_MAPS[kind], rng) * known[place]
            continue
        stacked = np.concatenate(
            [uptake[place], area[place], known[place].astype(np.float32)]
        )
        moved = MISLAID[kind](stacked, rng)
        uptake[place], area[place] = moved[:2], moved[2:4]
        known[place] = moved[4:] > 0.5
    return replace(pairs, uptake=uptake, area=area, known=known)


def _two_states(draw: _Draw, rng: np.random.Generator) -> _Maps:
    """Return two pictures of one thing, or of two things."""
    one = draw(rng)
    other = one if rng.random() < 0.7 else draw(rng)
    noise = 1.0 + 0.05 * rng.random() * rng.normal(size=(2, N_RINGS, N_ANGLES))
    return np.maximum(100.0 * np.stack([one, other]) * noise, 0.0).astype(np.float32)


def _mirrored(maps: _Maps, rng: np.random.Generator) -> _Maps:
    del rng
    return np.roll(maps[..., ::-1], _HALF + 1, axis=-1)


def _upside_down(maps: _Maps, rng: np.random.Generator) -> _Maps:
    del rng
    return np.roll(maps[..., ::-1], 1, axis=-1)


def _turned(maps: _Maps, rng: np.random.Generator) -> _Maps:
    return np.roll(maps, int(rng.integers(12, N_ANGLES - 11)), axis=-1)


def _inside_out(maps: _Maps, rng: np.random.Generator) -> _Maps:
    del rng
    return maps[..., ::-1, :].copy()


def _sectors_mixed(maps: _Maps, rng: np.random.Generator) -> _Maps:
    n = int(rng.choice([3, 4, 6, 8, 12]))
    parts = np.split(maps, n, axis=-1)
    return np.concatenate([parts[int(k)] for k in rng.permutation(n)], axis=-1)


def _rings_mixed(maps: _Maps, rng: np.random.Generator) -> _Maps:
    n = int(rng.choice([4, 8, 16, 32]))
    parts = np.split(maps, n, axis=-2)
    return np.concatenate([parts[int(k)] for k in rng.permutation(n)], axis=-2)


def _tiles_mixed(maps: _Maps, rng: np.random.Generator) -> _Maps:
    return _rings_mixed(_sectors_mixed(maps, rng), rng)


def _samples_mixed(maps: _Maps, rng: np.random.Generator) -> _Maps:
    flat = maps.reshape(len(maps), -1)
    return flat[:, rng.permutation(flat.shape[1])].reshape(maps.shape)


def _inverted(maps: _Maps, rng: np.random.Generator) -> _Maps:
    del rng
    found = maps.copy()
    found[:2] = np.maximum(found[:2].max() - found[:2], 0.0)
    return found


def _lain_down(maps: _Maps, rng: np.random.Generator) -> _Maps:
    """Return rings and angles exchanged."""
    del rng
    rows = np.arange(N_RINGS) * N_ANGLES // N_RINGS
    columns = np.arange(N_ANGLES) * N_RINGS // N_ANGLES
    return maps[:, columns[None, :], rows[:, None]].copy()


MISLAID: Final[Mapping[str, _Mislay]] = {
    "mirrored": _mirrored,
    "upside down": _upside_down,
    "turned": _turned,
    "inside out": _inside_out,
    "sectors mixed": _sectors_mixed,
    "rings mixed": _rings_mixed,
    "tiles mixed": _tiles_mixed,
    "samples mixed": _samples_mixed,
    "inverted": _inverted,
    "lain down": _lain_down,
}
"""Ways to lay a map out wrongly: (layer, 32, 72) to the same."""


def _grid() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    ring = (np.arange(N_RINGS)[:, None] + 0.5) / N_RINGS
    angle = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)[None, :]
    return ring * np.cos(angle), ring * np.sin(angle)


def _flat(rng: np.random.Generator) -> NDArray[np.float64]:
    return np.full((N_RINGS, N_ANGLES), rng.uniform(0.2, 1.0))


def _slope(rng: np.random.Generator) -> NDArray[np.float64]:
    x, y = _grid()
    turn = rng.uniform(0.0, 2.0 * np.pi)
    plane = x * np.cos(turn) + y * np.sin(turn)
    return np.asarray(0.5 + 0.5 * rng.uniform(0.4, 1.0) * plane, np.float64)


def _white(rng: np.random.Generator) -> NDArray[np.float64]:
    return rng.uniform(0.0, 1.0, (N_RINGS, N_ANGLES)) ** rng.uniform(0.3, 3.0)


def _clouds(rng: np.random.Generator) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter

    size = float(rng.uniform(1.0, 8.0))
    field = gaussian_filter(
        rng.normal(size=(N_RINGS, N_ANGLES)), size, mode=("nearest", "wrap")
    )
    field = (field - field.min()) / np.ptp(field)
    found: NDArray[np.float64] = field ** float(rng.uniform(0.5, 2.5))
    return found


def _stripes(rng: np.random.Generator) -> NDArray[np.float64]:
    x, y = _grid()
    turn, often = rng.uniform(0.0, np.pi), rng.uniform(3.0, 14.0)
    wave = np.sin(often * (x * np.cos(turn) + y * np.sin(turn)) + rng.uniform(0, 6.3))
    height = 0.5 * rng.uniform(0.3, 1.0)
    edged = np.sign(wave) if rng.random() < 0.5 else wave
    return np.asarray(0.5 + height * edged, np.float64)


def _target(rng: np.random.Generator) -> NDArray[np.float64]:
    x, y = _grid()
    distance = np.hypot(x - rng.normal(0, 0.2), y - rng.normal(0, 0.2))
    wave = np.cos(rng.uniform(4.0, 20.0) * distance + rng.uniform(0, 6.3))
    return np.asarray(0.5 + 0.5 * wave, np.float64)


def _organs(rng: np.random.Generator) -> NDArray[np.float64]:
    """Return bright ellipses on a dim ground, as of kidneys, lungs or a thyroid."""
    x, y = _grid()
    found = np.full(x.shape, rng.uniform(0.02, 0.3))
    for _ in range(int(rng.integers(1, 5))):
        u, v = x - rng.uniform(-0.7, 0.7), y - rng.uniform(-0.7, 0.7)
        turn = rng.uniform(0.0, np.pi)
        long, short = rng.uniform(0.15, 0.6), rng.uniform(0.1, 0.4)
        along, across = (
            u * np.cos(turn) + v * np.sin(turn),
            v * np.cos(turn) - u * np.sin(turn),
        )
        edge = 1.0 - np.hypot(along / long, across / short)
        found += rng.uniform(0.3, 1.0) / (1.0 + np.exp(-edge * rng.uniform(3.0, 20.0)))
    share: NDArray[np.float64] = found / found.max()
    return share


NO_MAPS: Final[Mapping[str, _Draw]] = {
    "flat": _flat,
    "slope": _slope,
    "white noise": _white,
    "clouds": _clouds,
    "stripes": _stripes,
    "target": _target,
    "organs": _organs,
}
"""Ways to draw what is no map at all, from 0 to 1."""

_TAUGHT: Final = (("mirrored", "upside down", "turned"), tuple(MISLAID), tuple(NO_MAPS))
_TAUGHT_SHARES: Final = (0.45, 0.35, 0.2)
