"""Whether the detectors went where a perfusion study's detectors go.

A half turn is made around the left front of the patient, where the heart is. One that
passes on the other side most often has its direction of rotation written the wrong
way round: the counts cannot show that, since turning the angles round gives the same
counts of a mirrored patient.
"""

from typing import Final

import numpy as np

from myomap.dicom.header import Header
from myomap.geometry import FloatArray
from myomap.records import Caution

__all__ = ["arc_cautions", "covered_arc"]

_HALF_TURN_DEG: Final = (140.0, 220.0)
_LEFT_FRONT_DEG: Final = 135.0
_FARTHEST_DEG: Final = 60.0
_ARC_TOLERANCE_STEPS: Final = 1.5


def covered_arc(angle_deg: FloatArray) -> tuple[float, float]:
    """Return the length and the middle of the arc that views cover.

    Parameters
    ----------
    angle_deg : (view,), degrees
        In any order.

    Returns
    -------
    length_deg, middle_deg : float, degrees
        The turn without its widest gap, and where the middle of that stands.

    Examples
    --------
    >>> covered_arc(np.array([45.0, 135.0, 225.0]))
    (180.0, 135.0)
    """
    ordered = np.sort(np.mod(angle_deg, 360.0))
    gaps = np.diff(np.append(ordered, ordered[0] + 360.0))
    widest = int(gaps.argmax())
    length = 360.0 - float(gaps[widest])
    first = float(ordered[(widest + 1) % ordered.size])
    return length, (first + length / 2) % 360.0


def arc_cautions(
    header: Header, angle_deg: FloatArray, n_sweeps: int
) -> tuple[Caution, ...]:
    """Return what is odd about the arc.

    Parameters
    ----------
    header : Header
        Of the whole object.
    angle_deg : (view,), degrees
        Of all views of all detectors.
    n_sweeps : int
        Detectors times rotations; each has as many views.

    Returns
    -------
    tuple of Caution
        Empty when nothing is.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.12, Scan Arc and Rotation Direction.
    """
    return (*_side(angle_deg), *_stated(header, angle_deg.size // n_sweeps, n_sweeps))


def _side(angle_deg: FloatArray) -> tuple[Caution, ...]:
    length, middle = covered_arc(angle_deg)
    away = abs((middle - _LEFT_FRONT_DEG + 180.0) % 360.0 - 180.0)
    if not _HALF_TURN_DEG[0] <= length <= _HALF_TURN_DEG[1] or away <= _FARTHEST_DEG:
        return ()
    return (
        Caution(
            code="arc-unusual",
            message=f"The detectors passed around {middle:.0f}°, not around the left "
            f"front of the patient ({_LEFT_FRONT_DEG:.0f}°). If the direction of "
            "rotation is written the wrong way round, the image is mirrored: check it.",
        ),
    )


def _stated(header: Header, n_views: int, n_sweeps: int) -> tuple[Caution, ...]:
    """Compare with the arc that the header states.

    Makers state the arc of one detector or of several together.
    """
    turns = header.items("RotationInformationSequence")
    stated = turns[0].number("ScanArc") if turns else None
    step = turns[0].number("AngularStep") if turns else None
    if not stated or not step or stated <= 0:
        return ()
    turned = step * n_views
    differs = min(abs(stated - k * turned) for k in range(1, n_sweeps + 1))
    if differs <= _ARC_TOLERANCE_STEPS * step:
        return ()
    return (
        Caution(
            code="scan-arc-differs",
            message=f"The header states an arc of {stated:.0f}°, but {n_views} views "
            f"of {step:.3g}° make up {turned:.0f}°; views may be missing.",
        ),
    )
