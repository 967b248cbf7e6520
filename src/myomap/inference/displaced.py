"""The same maps, read off a little elsewhere: how firm a probability stands."""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.inference.reading_input import MapPairs
from myomap.records import N_RINGS

__all__ = ["DISPLACEMENTS", "displaced_pairs"]

DISPLACEMENTS: Final = ((0, 1.0), (1, 0.985), (-1, 1.015))
"""Samples by which a map is turned, and by how much it is stretched to the base: what
two careful readers differ by in the axis and the valve plane. The first is none."""

_ALMOST_ALL = 0.999


def displaced_pairs(one: MapPairs) -> MapPairs:
    """Return one patient several times, each time displaced in another way.

    Parameters
    ----------
    one : MapPairs
        Of one patient.

    Returns
    -------
    MapPairs
        As many as `DISPLACEMENTS`, in that order.
    """
    n = len(DISPLACEMENTS)
    return replace(
        one,
        uptake=_each(one.uptake),
        # A sample between two of which one is not known is not known.
        known=_each(one.known.astype(np.float32)) > _ALMOST_ALL,
        area=_each(one.area),
        sex=np.repeat(one.sex, n),
        corrected=np.repeat(one.corrected, n),
        picture=np.repeat(one.picture, n),
    )


def _each(maps: NDArray[np.float32]) -> NDArray[np.float32]:
    return np.concatenate([_displaced(maps, *how) for how in DISPLACEMENTS])


def _displaced(
    maps: NDArray[np.float32], turn: int, stretch: float
) -> NDArray[np.float32]:
    """Return maps turned by samples and read between other rings."""
    if turn == 0 and stretch == 1.0:
        return maps
    ring = np.clip((np.arange(N_RINGS) + 0.5) * stretch - 0.5, 0.0, N_RINGS - 1.0)
    low = np.floor(ring).astype(np.int64)
    high = np.minimum(low + 1, N_RINGS - 1)
    share = (ring - low).astype(np.float32)[:, None]
    turned = np.roll(maps, turn, axis=-1)
    return np.asarray(
        turned[..., low, :] * (1.0 - share) + turned[..., high, :] * share, np.float32
    )
