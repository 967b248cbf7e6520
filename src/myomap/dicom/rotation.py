"""Rotations of the detectors to one angle, radius and time for every view."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.header import Header
from myomap.errors import DicomError, GeometryError, MissingAttributeError
from myomap.geometry import FloatArray
from myomap.records import Caution

__all__ = ["ViewGeometry", "read_view_geometry"]

_NEAREST_MM: Final = 50.0
_FARTHEST_MM: Final = 600.0
_LONGEST_MS: Final = 3_600_000.0
"""An hour for one view: ten times what the weakest tracer needs."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViewGeometry:
    """How the camera stood for every view.

    Parameters
    ----------
    angle_deg : (view,), degrees, 0 to below 360
        From the patient's back, counter-clockwise as seen from the feet.
    radius_mm : (view,), mm, or None
        None where the header is silent or says the impossible.
    detector : (view,), int
        Head of each view, from 0.
    frame_duration_ms : (view,), ms, or None
        None where the header is silent or says the impossible.
    cautions : tuple of Caution
        What is doubtful.
    """

    angle_deg: FloatArray
    radius_mm: FloatArray | None
    detector: NDArray[np.int64]
    frame_duration_ms: FloatArray | None
    cautions: tuple[Caution, ...] = ()


def read_view_geometry(
    header: Header, n_detectors: int, n_rotations: int, n_views: int
) -> ViewGeometry:
    """Return where the detector stood for every view.

    Start angle and radius are the detector's where its item has them, else the
    rotation's; makers differ in where they write them.

    Parameters
    ----------
    header : Header
        Of the whole object.
    n_detectors, n_rotations, n_views : int
        Sizes of the frame vectors; `n_views` is that of one detector and rotation.

    Returns
    -------
    ViewGeometry
        Views in the order detector, rotation, angular view.

    Raises
    ------
    MissingAttributeError
        If start angle, step or direction is absent.
    DicomError
        If the items do not fit the vectors.
    GeometryError
        If angles make no sense.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.12, NM TOMO Acquisition; C.8.4.11, NM Detector.
    """
    rotations = header.items("RotationInformationSequence")
    if len(rotations) < n_rotations:
        raise MissingAttributeError(
            f"RotationInformationSequence describes {len(rotations)} of {n_rotations} "
            "rotations. Raw projections cannot be reconstructed without it."
        )
    heads = header.items("DetectorInformationSequence")
    empty = Header(elements={})
    pairs = [
        (heads[i_head] if i_head < len(heads) else empty, rotations[i_rotation])
        for i_head in range(n_detectors)
        for i_rotation in range(n_rotations)
    ]
    for turn in rotations[:n_rotations]:
        _require_views(turn, n_views, n_detectors)
    angles = np.concatenate([_angles(head, turn, n_views) for head, turn in pairs])
    _require_different(angles, n_detectors)
    cautions: list[Caution] = []
    return ViewGeometry(
        angle_deg=angles,
        radius_mm=_radii(pairs, n_views, cautions),
        detector=np.repeat(np.arange(n_detectors), n_rotations * n_views),
        frame_duration_ms=_durations(header, pairs, n_views, cautions),
        cautions=tuple(cautions),
    )


def _require_views(turn: Header, n_views: int, n_detectors: int) -> None:
    """Refuse missing views; some makers count those of all heads together."""
    stated = turn.integer("NumberOfFramesInRotation")
    if stated and stated not in {n_views, n_views * n_detectors}:
        raise DicomError(
            f"NumberOfFramesInRotation is {stated}, but AngularViewVector counts "
            f"{n_views} views. Views are missing: export the whole study again."
        )


def _angles(head: Header, turn: Header, n_views: int) -> FloatArray:
    start = head.number("StartAngle")
    start = turn.number("StartAngle") if start is None else start
    step = turn.number("AngularStep")
    if start is None or step is None:
        keyword = "StartAngle" if start is None else "AngularStep"
        raise MissingAttributeError(
            f"{keyword} is missing or empty. Raw projections cannot be reconstructed "
            "without it: export the study again with its full header."
        )
    if not 0 < step <= 90 or abs(start) > 720:
        raise GeometryError(
            f"The angles make no sense: found a start of {start:g}° and a step of "
            f"{step:g}°, expected a step above 0° and up to 90°."
        )
    if step * n_views > 360 + step:
        raise GeometryError(
            f"The detector turns too far: found {n_views} views of {step:g}°, "
            "expected at most one full turn. Export the study again."
        )
    turned = _direction(turn) * step * np.arange(n_views, dtype=np.float64)
    angles: FloatArray = np.mod(start + turned, 360.0)
    return angles


def _direction(turn: Header) -> float:
    direction = turn.code_string("RotationDirection")
    if not direction:
        raise MissingAttributeError(
            "RotationDirection is missing or empty. Without it left and right of the "
            "heart cannot be told apart: export the study again."
        )
    if direction not in {"CC", "CW"}:
        raise DicomError(
            "RotationDirection has an unknown value. Expected CC (counter-clockwise) "
            "or CW (clockwise)."
        )
    return 1.0 if direction == "CC" else -1.0


def _require_different(angles: FloatArray, n_detectors: int) -> None:
    by_head = angles.reshape(n_detectors, -1)
    for i_head in range(1, n_detectors):
        if np.allclose(by_head[0], by_head[i_head]):
            raise GeometryError(
                f"Detectors 1 and {i_head + 1} stand at the same angles. Expected a "
                "StartAngle for each in DetectorInformationSequence: export the study "
                "again."
            )


def _radii(
    pairs: list[tuple[Header, Header]], n_views: int, cautions: list[Caution]
) -> FloatArray | None:
    radii: list[FloatArray] = []
    for head, turn in pairs:
        values = head.numbers("RadialPosition") or turn.numbers("RadialPosition")
        if not values or not any(values):
            return None
        if len(values) not in {1, n_views}:
            raise DicomError(
                f"RadialPosition has {len(values)} values for {n_views} views. "
                "Expected one, or one for each view: export the study again."
            )
        radii.append(np.broadcast_to(np.array(values), (n_views,)))
    joined = np.concatenate(radii)
    if joined.min() < _NEAREST_MM or joined.max() > _FARTHEST_MM:
        cautions.append(
            Caution(
                code="radius-implausible",
                message="The header's radius of rotation cannot be true and was not "
                f"used: found {joined.min():g} to {joined.max():g} mm.",
            )
        )
        return None
    return joined


def _durations(
    header: Header,
    pairs: list[tuple[Header, Header]],
    n_views: int,
    cautions: list[Caution],
) -> FloatArray | None:
    durations: list[float] = []
    for _, turn in pairs:
        value = turn.number("ActualFrameDuration")
        value = header.number("ActualFrameDuration") if value is None else value
        if value is None or value <= 0:
            return None
        durations.extend([value] * n_views)
    longest = max(durations)
    if longest > _LONGEST_MS:
        cautions.append(
            Caution(
                code="view-duration-implausible",
                message="The header's duration of a view cannot be true and was not "
                f"used: found {longest:g} ms, expected at most {_LONGEST_MS:.0f}.",
            )
        )
        return None
    return np.array(durations)
