"""Invented samples of patients, with as much signal as is asked for."""

import numpy as np

from myomap.learning import FEATURES, SEGMENTS, Block, Dataset


def make_samples(
    *,
    n_patients: int = 40,
    per_patient: int = 2,
    n_features: int = 84,
    signal: float = 0.0,
    alike: float = 0.8,
    seed: int = 0,
) -> Dataset:
    """Return samples whose values correlate by `alike` within a patient.

    The class shifts the first five features by `signal` deviations.
    """
    rng = np.random.default_rng(seed)
    classes = rng.permutation(np.arange(n_patients) % 2)
    y = classes.repeat(per_patient)
    own = rng.normal(size=(n_patients, n_features)).repeat(per_patient, axis=0)
    each = rng.normal(size=own.shape)
    values = np.sqrt(alike) * own + np.sqrt(1 - alike) * each
    values[:, :5] += signal * y[:, None]
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(n_patients).repeat(per_patient),
        sample_ids=tuple(f"row {n}" for n in range(len(y))),
        blocks={
            FEATURES: Block(
                names=tuple(f"f{n}" for n in range(n_features)), values=values
            ),
            SEGMENTS: Block(
                names=tuple(f"s{n}" for n in range(17)), values=values[:, :17]
            ),
        },
    )
