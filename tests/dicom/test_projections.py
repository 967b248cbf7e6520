"""Raw objects: every frame at its gate, window, angle and radius."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.dicom import read_dicom
from myomap.errors import DicomError, GeometryError, MissingAttributeError
from myomap.records import InputKind, Projections
from nm_files import STUDIES, TomoStyle, coded_frames, file_bytes, study_bytes, tomo


def read_raw(ds_or_name):
    data = (
        study_bytes(ds_or_name)
        if isinstance(ds_or_name, str)
        else file_bytes(ds_or_name)
    )
    content = read_dicom(data)
    assert content.input.kind is InputKind.PROJECTIONS
    assert isinstance(content.input.data, Projections)
    return content


def test_clockwise_angles_fall_from_the_start():
    projections = read_raw("ge-tomo").input.data
    assert_allclose(projections.angle_deg, 225.0 - 6.0 * np.arange(10))


def test_counter_clockwise_angles_grow_past_the_back():
    projections = read_raw("tomo-counter-clockwise").input.data
    assert_allclose(projections.angle_deg, (315.0 + 6.0 * np.arange(10)) % 360)


def test_time_and_spacing_and_windows_are_read():
    projections = read_raw("ge-tomo").input.data
    assert_allclose(projections.frame_duration_ms, 25717)
    assert_allclose(projections.pixel_size_mm, [6.4, 6.4])
    (window,) = projections.energy_windows
    assert (window.lower_keV, window.upper_keV) == (126.45, 154.55)


def test_gates_lead_the_axes():
    content = read_raw("ge-gated-tomo")
    counts = content.input.data.counts
    frames = coded_frames(1, 1, 1, 1, 4, 5)
    assert counts.shape == (4, 1, 5, 8, 8)
    assert content.input.facts.n_gates == 4
    assert_allclose(counts[:, 0], frames[0, 0, 0, 0])


def test_each_head_has_its_own_start():
    projections = read_raw("siemens-two-heads").input.data
    steps = 6.0 * np.arange(5)
    assert_allclose(projections.angle_deg, np.r_[225.0 - steps, 135.0 - steps])
    assert projections.detector.tolist() == [0] * 5 + [1] * 5
    assert_allclose(projections.radius_mm, 220.0)


def test_detector_major_order_is_kept():
    counts = read_raw("siemens-two-heads").input.data.counts
    frames = coded_frames(2, 2, 1, 5)
    assert_allclose(counts[0], frames.reshape(2, 10, 8, 8))


def test_view_major_files_are_sorted_not_taken_as_they_lie():
    counts = read_raw("philips-view-major").input.data.counts
    frames = coded_frames(5, 2, 3)  # (view, detector, window)
    expected = np.moveaxis(frames, (2, 1, 0), (0, 1, 2)).reshape(3, 10, 8, 8)
    assert_allclose(counts[0], expected)


def test_any_shuffle_of_the_frames_reads_the_same(rng):
    frames = coded_frames(2, 2, 1, 5)
    ds = STUDIES["siemens-two-heads"]()
    plain = read_raw(ds).input.data
    shuffle = rng.permutation(20)
    ds.PixelData = frames.reshape(20, 8, 8)[shuffle].astype("<u2").tobytes()
    for vector in (
        "EnergyWindowVector",
        "DetectorVector",
        "RotationVector",
        "AngularViewVector",
    ):
        entries = np.array(getattr(ds, vector))
        setattr(ds, vector, entries[shuffle].tolist())
    assert_allclose(read_raw(ds).input.data.counts, plain.counts)


def test_a_radius_for_each_view_is_read():
    projections = read_raw("tomo-radius-of-each-view").input.data
    assert_allclose(projections.radius_mm, [200, 205, 210, 215])


def test_a_missing_radius_stays_unknown():
    assert read_raw("tomo-without-radius").input.data.radius_mm is None


def test_an_impossible_radius_is_not_used():
    ds = tomo(coded_frames(1, 1, 1, 5), TomoStyle(radius_mm=(3273.0,)))
    content = read_raw(ds)
    assert content.input.data.radius_mm is None
    assert [c.code for c in content.input.cautions] == ["radius-implausible"]


def test_an_impossible_duration_of_a_view_is_not_used():
    ds = tomo(coded_frames(1, 1, 1, 5))
    ds.RotationInformationSequence[0].ActualFrameDuration = 2_000_000_000
    found = read_raw(ds).input
    assert found.data.frame_duration_ms is None
    (caution,) = found.cautions
    assert caution.code == "view-duration-implausible"
    assert "found 2e+09 ms, expected at most 3600000" in caution.message


def test_feet_first_without_directions_gets_a_caution():
    content = read_raw("tomo-feet-first")
    codes = [caution.code for caution in content.input.cautions]
    assert codes == ["projection-orientation-assumed"]


def test_pictures_with_the_feet_up_are_turned():
    frames = coded_frames(1, 1, 1, 10)
    ds = tomo(frames, TomoStyle(start_deg=180.0))
    head = ds.DetectorInformationSequence[0]
    head.ImageOrientationPatient = [-1, 0, 0, 0, 0, 1]
    turned = read_raw(ds).input.data.counts
    assert_allclose(turned[0, 0], frames[0, 0, 0][..., ::-1, ::-1])
    head.ImageOrientationPatient = [1, 0, 0, 0, 0, -1]
    assert_allclose(read_raw(ds).input.data.counts[0, 0], frames[0, 0, 0])


def test_only_the_first_rr_interval_is_read():
    axes = ("interval", "gate", "view")
    frames = coded_frames(2, 3, 5)
    content = read_raw(tomo(frames, TomoStyle(axes=axes)))
    assert_allclose(content.input.data.counts[:, 0], frames[0])
    assert "several-rr-intervals" in [c.code for c in content.input.cautions]


def test_a_wrong_sum_of_counts_gets_a_caution():
    ds = STUDIES["ge-tomo"]()
    ds.CountsAccumulated = int(ds.CountsAccumulated) + 500
    codes = [c.code for c in read_raw(ds).input.cautions]
    assert codes == ["counts-accumulated-differ"]


def test_two_rotations_follow_each_other():
    style = TomoStyle(axes=("rotation", "view"))
    ds = tomo(coded_frames(2, 5), style)
    ds.RotationInformationSequence[1].StartAngle = 45
    projections = read_raw(ds).input.data
    steps = 6.0 * np.arange(5)
    assert_allclose(projections.angle_deg, np.r_[225 - steps, (45 - steps) % 360])


def test_two_heads_at_the_same_angles_are_refused():
    ds = STUDIES["siemens-two-heads"]()
    for head in ds.DetectorInformationSequence:
        del head.StartAngle
    with pytest.raises(GeometryError, match="Detectors 1 and 2 stand at the same"):
        read_dicom(file_bytes(ds))


@pytest.mark.parametrize("keyword", ["StartAngle", "AngularStep", "RotationDirection"])
def test_a_missing_angle_is_refused(keyword):
    ds = STUDIES["ge-tomo"]()
    delattr(ds.RotationInformationSequence[0], keyword)
    with pytest.raises(MissingAttributeError, match=keyword):
        read_dicom(file_bytes(ds))


def test_an_unknown_direction_is_refused():
    ds = STUDIES["ge-tomo"]()
    ds.RotationInformationSequence[0].RotationDirection = "XX"
    with pytest.raises(DicomError, match="CC"):
        read_dicom(file_bytes(ds))


@pytest.mark.parametrize("step", [0, -6, 91])
def test_impossible_steps_are_refused(step):
    ds = STUDIES["ge-tomo"]()
    ds.RotationInformationSequence[0].AngularStep = step
    with pytest.raises(GeometryError, match="angles make no sense"):
        read_dicom(file_bytes(ds))


def test_more_than_one_turn_is_refused():
    ds = STUDIES["ge-tomo"]()
    ds.RotationInformationSequence[0].AngularStep = 60
    with pytest.raises(GeometryError, match="turns too far"):
        read_dicom(file_bytes(ds))


def test_views_of_the_header_and_of_the_vector_must_agree():
    ds = STUDIES["ge-tomo"]()
    ds.RotationInformationSequence[0].NumberOfFramesInRotation = 60
    with pytest.raises(DicomError, match="Views are missing"):
        read_dicom(file_bytes(ds))


def test_missing_window_limits_are_refused():
    ds = STUDIES["ge-tomo"]()
    ds.EnergyWindowInformationSequence = []
    with pytest.raises(MissingAttributeError, match="EnergyWindowInformation"):
        read_dicom(file_bytes(ds))


def test_views_may_be_counted_for_all_heads_together():
    ds = STUDIES["siemens-two-heads"]()
    ds.RotationInformationSequence[0].NumberOfFramesInRotation = 10
    assert read_raw(ds).input.data.angle_deg.size == 10
