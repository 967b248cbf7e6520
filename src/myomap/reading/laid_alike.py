"""Whether stress and rest lie the same way: turned or mirrored maps fit better moved.

What attenuates, where the wall ends and most of a scar are alike in both states of one
patient. If rest fits stress far better once it is turned or mirrored, one of the two
may be laid out wrongly; a large defect that comes back can look the same. Volumes that
know the patient's axes leave nothing to doubt and are not asked.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, Caution, PolarMap

__all__ = ["layout_cautions"]

LEAST_AGREEMENT: Final = 0.5
"""Correlation of the moved maps from which it counts at all."""

LEAST_GAIN: Final = 0.15
"""And by how much it exceeds that of the maps as they lie. Both were chosen on
simulated pairs: of good ones, with all that befalls maps, one in fifty is beyond."""

_NEAR, _FAR = 3, 10
"""Samples: turns of up to 15° are errors of the axis, from 50° on another layout."""

_LEAST_KNOWN: Final = 0.5
_STEP_DEG: Final = 360 // N_ANGLES
_HALF: Final = N_ANGLES // 2


def layout_cautions(stress: PolarMap, rest: PolarMap) -> tuple[Caution, ...]:
    """Return what betrays that one of two maps is turned or mirrored.

    Parameters
    ----------
    stress, rest : PolarMap
        Of one patient.

    Returns
    -------
    tuple of Caution
        At most one. Empty also where half of a map or more holds no data.
    """
    if min(stress.valid.mean(), rest.valid.mean()) < _LEAST_KNOWN:
        return ()
    known = stress.valid & rest.valid
    one, other = (_pattern(each.uptake_percent, known) for each in (stress, rest))
    turned = _agreement(one, other)
    mirrored = _agreement(one, _mirrored(other))
    as_they_lie = float(np.roll(turned, _NEAR)[: 2 * _NEAR + 1].max())
    far = turned[_FAR : N_ANGLES - _FAR + 1]
    best = max(float(far.max()), float(mirrored.max()))
    if best < LEAST_AGREEMENT or best - as_they_lie < LEAST_GAIN:
        return ()
    if float(mirrored.max()) > float(far.max()):
        told = (
            f"Rest fits stress better mirrored, with a correlation of {best:.2f} "
            f"instead of {as_they_lie:.2f}: one of the two may be mirrored, or of "
            "another patient."
        )
    else:
        steps = _FAR + int(far.argmax())
        turn_deg = min(steps, N_ANGLES - steps) * _STEP_DEG
        told = (
            f"Rest fits stress better turned by {turn_deg}°, with a correlation of "
            f"{best:.2f} instead of {as_they_lie:.2f}: one of the two may be turned, "
            "or of another patient."
        )
    look = (
        "A large defect that comes back at rest can look so too. Look at both before "
        "trusting their difference."
    )
    return (Caution(code="states-laid-differently", message=f"{told} {look}"),)


def _pattern(uptake: NDArray[np.floating], known: NDArray[np.bool_]) -> FloatArray:
    """Return what a map shows around its rings, of length 1; nothing where it is even.

    Rings count by their area on the disc.
    """
    found = np.where(known, uptake, 0.0).astype(np.float64)
    n_known = np.maximum(known.sum(axis=1, keepdims=True), 1)
    away = np.where(known, found - found.sum(axis=1, keepdims=True) / n_known, 0.0)
    away *= np.sqrt(np.arange(N_RINGS) + 0.5)[:, None]
    length = float(np.linalg.norm(away))
    return away / length if length > 0 else away


def _mirrored(pattern: FloatArray) -> FloatArray:
    """Return left for right: lateral and septal change places."""
    return np.roll(pattern[:, ::-1], _HALF + 1, axis=1)


def _agreement(one: FloatArray, other: FloatArray) -> FloatArray:
    """Return (72,): the correlation with the other map turned by so many samples."""
    spectrum = (np.fft.rfft(one) * np.fft.rfft(other).conj()).sum(axis=0)
    return np.asarray(np.fft.irfft(spectrum, n=N_ANGLES), np.float64)
