"""SPECT Heart: 22 findings of each patient, there or not, as samples.

Which finding is which is not documented, so none is taken for more than another.
"""

import numpy as np

from myomap.geometry import FloatArray
from myomap.learning.dataset import Block, Dataset, IntArray

__all__ = ["FINDINGS", "FINDINGS_LEFT", "spect_dataset"]

FINDINGS = "findings"
"""Block of the findings, 0 or 1."""

FINDINGS_LEFT = "findings_left"
"""Block of one column: how many of the findings a patient does not have."""


def spect_dataset(y: IntArray, findings: FloatArray, part: str) -> Dataset:
    """Return the patients as samples.

    Parameters
    ----------
    y : (patient,)
        1 abnormal.
    findings : (patient, 22)
        1 where it is there.
    part : str
        How the samples are called.

    Returns
    -------
    Dataset
        Each row is a patient of its own, though some have the same findings.
    """
    n_findings = findings.shape[1]
    names = tuple(f"finding_{number}" for number in range(1, n_findings + 1))
    left = n_findings - findings.sum(axis=1, keepdims=True)
    return Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=np.arange(len(y)),
        sample_ids=tuple(f"{part} row {row}" for row in range(1, len(y) + 1)),
        blocks={
            FINDINGS: Block(names=names, values=findings),
            FINDINGS_LEFT: Block(names=(FINDINGS_LEFT,), values=left),
        },
    )
