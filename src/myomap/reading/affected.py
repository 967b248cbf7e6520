"""Which samples are affected: one answer for the mask file, pages and reports."""

import numpy as np
from numpy.typing import NDArray

from myomap.inference import LearnedReading
from myomap.quantification import ChangeKind
from myomap.reading.journey import Reading
from myomap.reading.judgement import Judgement
from myomap.reading.learned import learned_defects

__all__ = ["affected_mask"]


def affected_mask(
    reading: Reading, judgement: Judgement | None, learned: LearnedReading | None
) -> NDArray[np.uint8] | None:
    """Return the affected samples; what rest alone shows is none.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    judgement : Judgement or None
        By normal limits.
    learned : LearnedReading or None
        By the network; the mask is then its own.

    Returns
    -------
    (32, 72), uint8, or None
        0 none, 1 reversible, 2 fixed; None where nothing is said or one state alone
        cannot tell them apart.
    """
    if learned is not None:
        defects = learned_defects(reading, learned)
        if defects is None:
            return None
        # Without a defect worth a name no sample is affected.
        return learned.mask if defects else np.zeros_like(learned.mask)
    if judgement is None or judgement.change is None:
        return None
    kinds = judgement.change.kinds
    mask = np.where(kinds == ChangeKind.WORSENED, ChangeKind.NONE, kinds)
    return mask.astype(np.uint8)
