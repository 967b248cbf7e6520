"""Whether the gates of a study can be trusted: their number, counts and beats.

A gate is as bright as it lasted long. Of beats of uneven length the last gate gets the
fewest counts, and its wall would be taken for a thin one.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import GeometryError
from myomap.function.gates import FEWEST_GATES
from myomap.geometry import FloatArray
from myomap.records import Caution, Gating, Volume

__all__ = ["even_gates", "gate_shares", "gating_cautions"]

USUAL_GATES: Final = 8
"""With fewer, end-systole is averaged with what lies beside it."""

LAST_GATE_SHARE: Final = 0.9
"""Counts of the last gate over those of the others, below which beats were uneven."""

UNEVEN_SHARE: Final = 0.1
"""How far the counts of another gate may lie from the middle of all."""

MOST_REJECTED: Final = 0.1
"""Of all beats."""

WIDEST_WINDOW: Final = 0.5
"""Accepted lengths of beats over their middle: a quarter to either side."""


def gate_shares(counts: ArrayLike) -> FloatArray:
    """Return the counts of every gate over those of the middle one.

    Parameters
    ----------
    counts : (gate,), counts
        Of all pixels or voxels of each.

    Returns
    -------
    (gate,)
        1 where gates lasted alike.

    Raises
    ------
    GeometryError
        If there are no counts in the middle gate.

    Examples
    --------
    >>> gate_shares([100, 100, 100, 80])
    array([1. , 1. , 1. , 0.8])
    """
    total = np.asarray(counts, dtype=np.float64)
    middle = float(np.median(total))
    if middle <= 0:
        raise GeometryError(
            "Most gates hold no counts. Expected counts in every gate: give the whole "
            "study."
        )
    return total / middle


def even_gates(volumes: Sequence[Volume], shares: FloatArray) -> tuple[Volume, ...]:
    """Return gates as if each had lasted as long as the others.

    What moves inside the field of view keeps its counts, so that the sum of a gate
    tells its time.

    Parameters
    ----------
    volumes : sequence of Volume
        One a gate.
    shares : (gate,)
        Of `gate_shares`; a gate without counts stays empty.

    Returns
    -------
    tuple of Volume
        On the same grid.
    """
    return tuple(
        volume.with_counts(volume.counts / np.float32(share if share > 0 else 1.0))
        for volume, share in zip(volumes, shares, strict=True)
    )


def gating_cautions(
    shares: FloatArray, gating: Gating | None = None
) -> tuple[Caution, ...]:
    """Return what speaks against the gates.

    Parameters
    ----------
    shares : (gate,)
        Of `gate_shares`.
    gating : Gating, optional
        What the header tells of the beats.

    Returns
    -------
    tuple of Caution
        Empty where nothing does. The borders are this library's own: an acquisition
        usually takes beats within a fifth of the mean to either side.
    """
    return (
        *_number(len(shares)),
        *_counts(shares),
        *(_beats(gating) if gating is not None else ()),
    )


def _number(n_gates: int) -> list[Caution]:
    if n_gates < FEWEST_GATES:
        return [
            Caution(
                code="gates-too-few",
                message=f"The beat is cut into {n_gates} gates, expected at least "
                f"{FEWEST_GATES}: volumes and ejection fraction were not measured.",
            )
        ]
    if n_gates < USUAL_GATES:
        return [
            Caution(
                code="gates-few",
                message=f"The beat is cut into {n_gates} gates, 8 or 16 are usual: the "
                "ejection fraction reads too low.",
            )
        ]
    return []


def _counts(shares: FloatArray) -> list[Caution]:
    found = []
    last = float(shares[-1] / np.mean(shares[:-1]))
    if last < LAST_GATE_SHARE:
        found.append(
            Caution(
                code="gates-last-low",
                message=f"The last gate holds {100 * last:.0f} % of the counts of the "
                "others: the beats were of uneven length, as in an arrhythmia. Its "
                "counts were made up for; the end of filling is not known.",
            )
        )
    others = shares[:-1] if last < LAST_GATE_SHARE else shares
    n_uneven = int(np.count_nonzero(np.abs(others - 1.0) > UNEVEN_SHARE))
    if n_uneven:
        found.append(
            Caution(
                code="gates-uneven",
                message=f"The counts of {n_uneven} of {shares.size} gates differ by "
                "more than 10 % from the others: gating may have failed. They were "
                "made even.",
            )
        )
    return found


def _beats(gating: Gating) -> list[Caution]:
    found = []
    rejected, window = gating.rejected_share, gating.window_share
    if rejected is not None and rejected > MOST_REJECTED:
        found.append(
            Caution(
                code="beats-rejected",
                message=f"{100 * rejected:.0f} % of the beats were rejected, as in an "
                "arrhythmia: the figures of the beat are those of the rest.",
            )
        )
    if window is not None and window > WIDEST_WINDOW:
        found.append(
            Caution(
                code="beats-of-any-length",
                message="Beats were accepted that differ by more than a quarter from "
                "the mean length: gates of different beats were mixed.",
            )
        )
    return found
