"""Errors of axis, valve plane and contour: the map is read off a little elsewhere."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.learning.reading_network.case_pool import Batch
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["Warp", "drawn_warp", "warped"]

_FALL_RINGS = 3.0
_TRUTH = 3


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Warp:
    """Where each map is read off.

    Parameters
    ----------
    turn : (patient, 2), rings of angle
        How many samples the map is turned.
    stretch : (patient, 2)
        Above 1 the map ends beyond the valve plane.
    lean : (patient, 2, 2), rings
        To lateral and anterior: the apex lies beside the middle.
    """

    turn: NDArray[np.float32]
    stretch: NDArray[np.float32]
    lean: NDArray[np.float32]


def drawn_warp(rng: np.random.Generator, n_patients: int, size: float = 1.0) -> Warp:
    """Draw errors of placement, most of them common to stress and rest.

    Parameters
    ----------
    rng : numpy.random.Generator
        Of the draw.
    n_patients : int
        How many.
    size : float
        Larger for larger errors.

    Returns
    -------
    Warp
        Turned by 5°, stretched by 3 % and leaning by half a ring, one standard
        deviation.
    """
    both, single = (
        rng.normal(size=(n_patients, 1, 4)),
        rng.normal(size=(n_patients, 2, 4)),
    )
    drawn = np.clip(both, -2, 2) + 0.35 * np.clip(single, -2, 2)
    return Warp(
        turn=(size * 1.0 * drawn[..., 0]).astype(np.float32),
        stretch=(1.0 + size * 0.03 * drawn[..., 1]).astype(np.float32),
        lean=(size * 0.5 * drawn[..., 2:]).astype(np.float32),
    )


def warped(batch: Batch, warp: Warp) -> Batch:
    """Return patients whose maps, and whose truth, are read off elsewhere.

    Parameters
    ----------
    batch : Batch
        As they are.
    warp : Warp
        Where to read.

    Returns
    -------
    Batch
        Beyond the valve plane the counts fall off, but nothing is diseased.
    """
    angle = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)
    lean = (warp.lean[..., :1] * np.cos(angle) + warp.lean[..., 1:] * np.sin(angle))[
        :, :, None, :
    ]
    ring = np.arange(N_RINGS)[None, None, :, None] + 0.5
    # What leans at the apex is in its place at the base.
    ring = ring * warp.stretch[..., None, None] + lean * (1.0 - ring / N_RINGS) - 0.5
    column = np.arange(N_ANGLES) - warp.turn[..., None, None]
    column = np.broadcast_to(column, ring.shape)
    maps = np.concatenate([batch.layers, batch.area[:, None]], axis=1)
    read = _read_off(maps, np.abs(ring), column)
    beyond = np.maximum(ring - (N_RINGS - 1), 0.0)
    read[:, :_TRUTH] *= np.exp(-beyond / _FALL_RINGS)[:, None]
    return replace(
        batch,
        layers=read[:, :-1],
        area=read[:, -1] * warp.stretch[..., None, None],
    )


def _read_off(
    maps: NDArray[np.float32], ring: NDArray[Any], column: NDArray[Any]
) -> NDArray[np.float32]:
    """Return (patient, layer, 2, 32, 72) between samples, by distance."""
    low, left = np.floor(ring).astype(np.int64), np.floor(column).astype(np.int64)
    down = (ring - low).astype(np.float32)[:, None]
    across = (column - left).astype(np.float32)[:, None]
    n = len(maps)
    flat = maps.reshape(n, maps.shape[1], 2, -1)
    found = np.zeros(maps.shape, np.float32)
    for rows, by_row in ((low, 1.0 - down), (low + 1, down)):
        for columns, by_column in ((left, 1.0 - across), (left + 1, across)):
            place = np.clip(rows, 0, N_RINGS - 1) * N_ANGLES + columns % N_ANGLES
            index = np.broadcast_to(
                place.reshape(n, 1, 2, -1), (n, maps.shape[1], 2, N_RINGS * N_ANGLES)
            )
            taken = np.take_along_axis(flat, index, axis=3).reshape(maps.shape)
            found += taken * (by_row * by_column)
    return found
