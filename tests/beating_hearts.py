"""A beating ventricle of known volumes as gated volumes, each made once."""

from functools import cache

import numpy as np

from myomap.phantom import (
    Beat,
    Disease,
    ImagingOptions,
    beating,
    draw_patient,
    render_volume,
)
from myomap.records import Volume

__all__ = ["beat", "gates", "summed"]


@cache
def beat(n_gates: int = 8) -> Beat:
    """Return a healthy heart that ejects 0.6."""
    patient = draw_patient(np.random.default_rng([81, 2]), disease=Disease.NORMAL)
    return beating(patient.rest, ejection_fraction=0.6, n_gates=n_gates)


@cache
def gates(lv_counts: float | None = None, n_gates: int = 8) -> tuple[Volume, ...]:
    """Return its gates; without noise where no counts of one are given."""
    return tuple(
        render_volume(
            gate, imaging=ImagingOptions(lv_counts=lv_counts, noise_seed=index)
        )
        for index, gate in enumerate(beat(n_gates).gates)
    )


def summed(volumes: tuple[Volume, ...]) -> Volume:
    """Return the sum of some gates."""
    return volumes[0].with_counts(
        np.sum([each.counts for each in volumes], axis=0, dtype=np.float64)
    )
