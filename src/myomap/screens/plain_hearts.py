"""Hearts by formula: smooth maps as papers, phantoms and other software show them.

Simulated patients have texture everywhere. These have an even wall, a base that fades,
a few waves around it, and defects with smooth or sharp borders; half of them have no
noise at all.
"""

from collections.abc import Mapping

import numpy as np
from scipy import ndimage

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, MapSource, PolarMap, State

__all__ = ["draw_plain_hearts"]


def draw_plain_hearts(rng: np.random.Generator) -> Mapping[State, PolarMap]:
    """Return the maps of one heart at stress and rest.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.

    Returns
    -------
    mapping of State to PolarMap
        Defects are as deep or shallower at rest.

    Examples
    --------
    >>> maps = draw_plain_hearts(np.random.default_rng(1))
    >>> bool(maps[State.REST].uptake_percent.min() >= 0)
    True
    """
    away = (np.arange(N_RINGS)[:, None] + 0.5) / N_RINGS
    turn = np.radians(np.arange(N_ANGLES) * (360.0 / N_ANGLES))[None]
    x, y = away * np.cos(turn), away * np.sin(turn)
    wall = _wall(rng, (away, turn), (x, y))
    defects = [_defect(rng, x, y) for _ in range(rng.choice([0, 1, 1, 1, 2, 3]))]
    shares = {State.STRESS: 1.0, State.REST: rng.uniform(0, 1)}
    return {
        state: _map(wall * np.prod([1 - share * d for d in defects], axis=0), state)
        for state, share in shares.items()
    }


def _wall(
    rng: np.random.Generator,
    polar: tuple[FloatArray, FloatArray],
    place: tuple[FloatArray, FloatArray],
) -> FloatArray:
    away, turn = polar
    fading = np.clip((away - 0.7) / 0.3, 0, 1) ** 2
    wall = rng.uniform(70, 98) - rng.uniform(0, 20) * fading
    wall = wall - rng.uniform(0, 12) * np.exp(-((away / 0.2) ** 2)) * (
        rng.random() < 0.5
    )
    for k in (1, 2, 3):
        height = rng.uniform(0, 7) / k
        wall = wall + height * np.cos(k * (turn - rng.uniform(0, 6.3))) * away
    if rng.random() < 0.5:
        noise = rng.normal(size=(80, 80))
        noise = ndimage.gaussian_filter(noise, rng.uniform(1.5, 6))
        where = [40 - 35 * place[1], 40 + 35 * place[0]]
        height = rng.uniform(0.5, 5) / noise.std()
        wall = wall + height * ndimage.map_coordinates(noise, where, order=1)
    shaped: FloatArray = wall
    return shaped


def _defect(rng: np.random.Generator, x: FloatArray, y: FloatArray) -> FloatArray:
    """Return which share of the uptake is lost, 0 to 1."""
    away, turn = rng.uniform(0.1, 0.9), rng.uniform(0, 6.28)
    width, depth = rng.uniform(0.12, 0.5), rng.uniform(0.1, 0.9)
    is_sharp = rng.random() < 0.3
    squares = (x - away * np.cos(turn)) ** 2 + (y - away * np.sin(turn)) ** 2
    if is_sharp:
        lost: FloatArray = depth / (1 + np.exp(8 * (np.sqrt(squares) / width - 1)))
    else:
        lost = depth * np.exp(-squares / width**2)
    return lost


def _map(uptake: FloatArray, state: State) -> PolarMap:
    shape = (N_RINGS, N_ANGLES)
    return PolarMap(
        uptake_percent=np.clip(uptake, 0, 100).astype(np.float32),
        area_cm2=np.ones(shape, np.float32),
        valid=np.ones(shape, bool),
        state=state,
        source=MapSource.ARRAY,
        reference_percentile=99.0,
    )
