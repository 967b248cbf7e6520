"""The axis of rotation: placed where the header places it, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.dicom import SeriesHeader, read_dicom, write_projections
from myomap.records import EnergyWindow, Projections
from nm_files import STUDIES, file_bytes

AXIS = (3.5, -12.25, -870.0)


def views(n_detectors: int, **changes: object) -> Projections:
    n_views = 6
    starts = 225.0 - 90.0 * np.arange(n_detectors)
    angles = (starts[:, None] - 15.0 * np.arange(n_views)).reshape(-1) % 360
    plain = Projections(
        counts=np.ones((1, 1, angles.size, 8, 9)),
        angle_deg=angles,
        radius_mm=np.full(angles.size, 210.0),
        detector=np.repeat(np.arange(n_detectors), n_views),
        pixel_size_mm=[6.4, 6.2],
        frame_duration_ms=np.full(angles.size, 20_000.0),
        energy_windows=(EnergyWindow(lower_keV=126, upper_keV=154),),
        axis_position_mm=AXIS,
        frame_of_reference_uid="1.2.3",
    )
    return replace(plain, **changes) if changes else plain


def read(data: bytes) -> Projections:
    found = read_dicom(data).input.data
    assert isinstance(found, Projections)
    return found


def test_two_detectors_at_a_right_angle_place_the_axis() -> None:
    found = read(write_projections(views(2), SeriesHeader(patient_id="P")))
    assert found.axis_position_mm is not None
    assert_allclose(found.axis_position_mm, AXIS, atol=1e-3)
    assert found.frame_of_reference_uid == "1.2.3"


@pytest.mark.parametrize("radius", [None, np.full(6, 180.0)])
def test_one_detector_places_what_it_sees(radius: object) -> None:
    header = SeriesHeader(patient_id="P")
    found = read(write_projections(views(1, radius_mm=radius), header))
    assert found.axis_position_mm is not None
    columns = np.array([-np.cos(np.radians(225)), np.sin(np.radians(225)), 0.0])
    offset = found.axis_position_mm - np.array(AXIS)
    assert abs(columns @ offset) < 1e-3
    assert abs(offset[2]) < 1e-3


def test_a_header_that_places_nothing_leaves_the_axis_unknown() -> None:
    assert read(file_bytes(STUDIES["ge-tomo"]())).axis_position_mm is None
    unplaced = views(2, axis_position_mm=None)
    found = read(write_projections(unplaced, SeriesHeader(patient_id="P")))
    assert found.axis_position_mm is None


def test_constant_directions_place_nothing() -> None:
    ds = STUDIES["ge-tomo"]()  # starts at 225 degrees
    head = ds.DetectorInformationSequence[0]
    head.ImageOrientationPatient = [1, 0, 0, 0, 0, -1]
    head.ImagePositionPatient = [-200.0, -200.0, 100.0]
    assert read(file_bytes(ds)).axis_position_mm is None


def test_detectors_that_contradict_each_other_place_nothing() -> None:
    ds = STUDIES["siemens-two-heads"]()
    for head, height in zip(
        ds.DetectorInformationSequence, (100.0, 140.0), strict=True
    ):
        angle = np.radians(head.StartAngle)
        columns = [float(-np.cos(angle)), float(np.sin(angle)), 0.0]
        head.ImageOrientationPatient = [*columns, 0.0, 0.0, -1.0]
        head.ImagePositionPatient = [0.0, 0.0, height]
    assert read(file_bytes(ds)).axis_position_mm is None
