"""SPECTF Heart: counts of 22 regions at stress and at rest as samples.

The regions are 1 to 4 of apical, 5 to 9 of mid and 10 to 14 of basal short axis, 15 to
18 of the horizontal and 19 to 22 of the vertical long axis. Which wall is which inside
a view is not documented, so nothing is taken from their order inside one.
"""

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import Block, Dataset, IntArray

__all__ = ["REGIONS", "spectf_dataset"]

REGIONS = "regions"
"""Block of stress, rest and change of every region, then summaries of each."""

N_REGIONS = 22
VIEWS = ((0, 4), (4, 9), (9, 14), (14, 18), (18, 22))
_SUMMARIES = ("minimum", "lowest_three_mean", "mean", "deviation")


def spectf_dataset(y: IntArray, counts: FloatArray, part: str) -> Dataset:
    """Return the patients as samples.

    Parameters
    ----------
    y : (patient,)
        1 abnormal.
    counts : (patient, 44)
        Region 1 at rest, region 1 at stress, region 2 at rest, and so on.
    part : str
        How the samples are called.

    Returns
    -------
    Dataset
        Each row is a patient of its own: none is there twice.
    """
    rest, stress = counts[:, 0::2], counts[:, 1::2]
    groups = {"stress": stress, "rest": rest, "change": stress - rest}
    names = [
        f"{group}_{number}" for group in groups for number in range(1, N_REGIONS + 1)
    ]
    columns = list(groups.values())
    for group, values in groups.items():
        names += [f"{group}_{each}" for each in _SUMMARIES]
        columns.append(_summaries(values))
        names += [f"{group}_worst_of_view_{view}" for view in range(1, len(VIEWS) + 1)]
        columns.append(np.stack([values[:, a:b].min(axis=1) for a, b in VIEWS], axis=1))
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(len(y)),
        sample_ids=tuple(f"{part} row {row}" for row in range(1, len(y) + 1)),
        blocks={
            REGIONS: Block(names=tuple(names), values=np.concatenate(columns, axis=1)),
            "stress_regions": Block(names=tuple(names[:N_REGIONS]), values=stress),
        },
    )


def _summaries(values: FloatArray) -> FloatArray:
    lowest = np.sort(values, axis=1)[:, :3].mean(axis=1)
    return np.stack(
        [values.min(axis=1), lowest, values.mean(axis=1), values.std(axis=1)], axis=1
    )
