"""Where the axis of rotation lies in the patient, as far as the header tells.

A detector's item places the first pixel of its first view. Along the rows and the
columns of that picture this places the axis, which is seen in its middle; how far
away the axis lies is not told, since some makers give the collimator's face and
others the axis itself. Detectors at an angle to each other fill that gap.
"""

from typing import Final

import numpy as np

from myomap.dicom.header import Header
from myomap.dicom.placement import read_orientation, read_position
from myomap.dicom.rotation import ViewGeometry
from myomap.geometry import FloatArray

__all__ = ["detector_directions", "read_axis_position"]

_SAME_DIRECTION: Final = 0.98
_SAME_HEIGHT_MM: Final = 2.0


def detector_directions(angle_deg: float) -> tuple[FloatArray, FloatArray]:
    """Return where the columns of a view grow to, and where its detector stands.

    Parameters
    ----------
    angle_deg : float, degrees
        Position of the detector: 0 at the patient's back, counter-clockwise as seen
        from the feet.

    Returns
    -------
    columns, outwards : (3,) each
        Unit vectors in LPS; `outwards` points from the axis to the detector.

    Examples
    --------
    >>> columns, outwards = detector_directions(0.0)
    >>> columns.round(6) + 0.0, outwards.round(6) + 0.0
    (array([-1.,  0.,  0.]), array([0., 1., 0.]))
    """
    angle = np.radians(angle_deg)
    columns = np.array([-np.cos(angle), np.sin(angle), 0.0])
    return columns, np.array([np.sin(angle), np.cos(angle), 0.0])


def read_axis_position(
    header: Header,
    geometry: ViewGeometry,
    spacing_mm: tuple[float, float],
    shape: tuple[int, int],
) -> FloatArray | None:
    """Return the point of the axis at the middle of the rows, or None.

    Parameters
    ----------
    header : Header
        Of the whole object.
    geometry : ViewGeometry
        Angles and heads of the views.
    spacing_mm : (row, column), mm
        Steps of the pixels.
    shape : (row, column)
        Size of a view.

    Returns
    -------
    (3,), mm, or None
        LPS. None where no detector is placed, where its directions are not those of
        its first view (a constant that a maker writes for every study places
        nothing), or where the detectors contradict each other. A coordinate that no
        detector shows is 0.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.11, Image Position and Image Orientation (Patient).
    """
    columns: list[FloatArray] = []
    offsets: list[float] = []
    heights: list[float] = []
    for i_head, head in enumerate(header.items("DetectorInformationSequence")):
        views = np.flatnonzero(geometry.detector == i_head)
        position, directions = read_position(head), read_orientation(head)
        if not views.size or position is None or directions is None:
            continue
        across, _ = detector_directions(float(geometry.angle_deg[views[0]]))
        if (
            abs(float(directions.column @ across)) < _SAME_DIRECTION
            or abs(directions.row[2]) < _SAME_DIRECTION
        ):
            continue
        middle = (
            position
            + directions.row * spacing_mm[0] * (shape[0] - 1) / 2
            + directions.column * spacing_mm[1] * (shape[1] - 1) / 2
        )
        columns.append(across)
        offsets.append(float(middle @ across))
        heights.append(float(middle[2]))
    if not heights or np.ptp(heights) > _SAME_HEIGHT_MM:
        return None
    in_plane = np.linalg.pinv(np.array(columns)[:, :2]) @ np.array(offsets)
    return np.array([in_plane[0], in_plane[1], float(np.mean(heights))]) + 0.0
