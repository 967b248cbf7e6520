"""Volumes that are there twice, once as DICOM and once as NIfTI.

Whoever reads the folder of an earlier reconstruction finds each volume in two forms.
Their bytes differ and their numbers do not.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np

from myomap.intake.gathering import Gathered
from myomap.records import LeftOut, Volume

__all__ = ["are_twins", "without_twins"]

_PLACE_MM: Final = 0.01
_STEPS: Final = 2.0 / 65535
"""DICOM keeps sixteen bits, of which rounding takes half of one on either side."""


def are_twins(first: Volume, second: Volume) -> bool:
    """Return whether two volumes hold the same counts at the same place.

    Parameters
    ----------
    first, second : Volume
        From two files; each may be scaled by its own maximum.

    Returns
    -------
    bool
        To the sixteen bits that DICOM keeps.

    Examples
    --------
    >>> one = Volume(counts=np.arange(8.0).reshape(2, 2, 2), affine=np.eye(4))
    >>> are_twins(one, one.with_counts(3 * one.counts))
    True
    >>> are_twins(one, one.with_counts(one.counts[::-1]))
    False
    """
    if first.counts.shape != second.counts.shape or first.frame is not second.frame:
        return False
    if np.abs(first.affine - second.affine).max() > _PLACE_MM:
        return False
    peaks = [float(np.abs(volume.counts).max()) for volume in (first, second)]
    if min(peaks) <= 0:
        return False
    apart = first.counts / peaks[0] - second.counts / peaks[1]
    return bool(np.abs(apart).max() <= _STEPS)


def without_twins(
    gathered: Sequence[Gathered],
) -> tuple[list[Gathered], list[LeftOut]]:
    """Return what was gathered with each volume once.

    The one that the user named for a state is kept, else the one whose header says
    most, which is DICOM.

    Parameters
    ----------
    gathered : sequence of Gathered
        Files of use, without copies of one file.

    Returns
    -------
    kept : list of Gathered
        In the same order.
    left_out : list of LeftOut
        The twins, with the reason.
    """
    kept: list[Gathered] = []
    left_out: list[LeftOut] = []
    for item in sorted(gathered, key=_rank):
        twin = next((one for one in kept if _is_twin(item, one)), None)
        if twin is None:
            kept.append(item)
            continue
        reason = "The same volume was read from another file already."
        left_out.append(LeftOut(name=item.name, reason=reason))
    in_order = [item for item in gathered if any(item is one for one in kept)]
    return in_order, left_out


def _rank(item: Gathered) -> tuple[bool, bool]:
    return item.asked_state is None, item.content.input.sop_instance_uid is None


def _is_twin(item: Gathered, kept: Gathered) -> bool:
    """Compare a file without header to one before it; two DICOM objects stay two."""
    mine, theirs = item.content.input, kept.content.input
    if mine.sop_instance_uid is not None and theirs.sop_instance_uid is not None:
        return False
    if item.asked_state is not None and item.asked_state is not kept.asked_state:
        return False
    if not isinstance(mine.data, Volume) or not isinstance(theirs.data, Volume):
        return False
    return are_twins(mine.data, theirs.data)
