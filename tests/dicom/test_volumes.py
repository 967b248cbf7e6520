"""Reconstructed objects: which voxel lies where, and what is summed."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.dicom import read_dicom
from myomap.errors import DicomError, GeometryError, UnsupportedStudyError
from myomap.geometry import apply_affine
from myomap.records import Frame, InputKind, Volume
from nm_files import OBLIQUE, STUDIES, coded_frames, file_bytes, recon, study_bytes


def read_volume(ds_or_name):
    data = (
        study_bytes(ds_or_name)
        if isinstance(ds_or_name, str)
        else file_bytes(ds_or_name)
    )
    content = read_dicom(data)
    assert isinstance(content.input.data, Volume)
    return content


def caution_codes(content):
    return [caution.code for caution in content.input.cautions]


def test_geometry_is_read_from_the_detector_item():
    volume = read_volume("ge-recon").input.data
    assert volume.frame is Frame.PATIENT
    assert_allclose(apply_affine(volume.affine, [0, 0, 0]), [-70.5, -160.25, 500.0])
    assert_allclose(volume.voxel_size_mm, [4.0, 6.4, 6.4])


def test_negative_slice_spacing_stacks_towards_the_feet():
    affine = read_volume("ge-recon").input.data.affine
    step = apply_affine(affine, [1, 0, 0]) - apply_affine(affine, [0, 0, 0])
    assert_allclose(step, [0, 0, -4.0], atol=1e-12)


def test_positive_slice_spacing_stacks_towards_the_head():
    affine = read_volume("siemens-recon").input.data.affine
    step = apply_affine(affine, [1, 0, 0]) - apply_affine(affine, [0, 0, 0])
    assert_allclose(step, [0, 0, 4.8], atol=1e-12)


def test_rows_run_to_the_back_and_columns_to_the_left():
    affine = read_volume("ge-recon").input.data.affine
    assert_allclose(affine[:3, 1], [0, 6.4, 0], atol=1e-12)
    assert_allclose(affine[:3, 2], [6.4, 0, 0], atol=1e-12)


def test_row_and_column_spacing_are_not_mixed_up():
    ds = recon(coded_frames(4))
    ds.PixelSpacing = [3.0, 5.0]
    assert_allclose(read_volume(ds).input.data.voxel_size_mm, [4.0, 3.0, 5.0])


def test_top_level_geometry_comes_before_the_detectors():
    ds = recon(coded_frames(4), geometry="detector")
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    ds.ImagePositionPatient = [1.0, 2.0, 3.0]
    origin = read_volume(ds).input.data.affine[:3, 3]
    assert_allclose(origin, [1.0, 2.0, 3.0])


def test_slices_are_ordered_by_the_vector_not_by_the_file():
    frames = coded_frames(6)
    ds = recon(frames)
    shuffle = [3, 0, 5, 1, 4, 2]
    ds.SliceVector = [place + 1 for place in shuffle]
    counts = read_volume(ds).input.data.counts
    for i_file, place in enumerate(shuffle):
        assert_allclose(counts[place], frames[i_file])


@pytest.mark.parametrize("axes", [("gate", "slice"), ("slice", "gate")])
def test_gates_are_summed_in_any_nesting(axes):
    frames = coded_frames(3, 5)
    content = read_volume(recon(frames, axes=axes))
    assert_allclose(content.input.data.counts, frames.sum(axis=axes.index("gate")))
    assert content.input.facts.n_gates == (3 if axes[0] == "gate" else 5)


def test_rr_intervals_are_summed_with_a_caution():
    frames = coded_frames(2, 3, 5)
    content = read_volume(recon(frames, axes=("interval", "gate", "slice")))
    assert_allclose(content.input.data.counts, frames.sum(axis=(0, 1)))
    assert caution_codes(content) == ["several-rr-intervals"]


def test_the_photopeak_is_chosen_by_energy_wherever_it_stands():
    frames = coded_frames(2, 5)
    ds = recon(frames, axes=("window", "slice"))
    assert_allclose(read_volume(ds).input.data.counts, frames[0])
    ds.EnergyWindowInformationSequence.reverse()
    content = read_volume(ds)
    assert_allclose(content.input.data.counts, frames[1])
    assert caution_codes(content) == ["several-energy-windows"]


def test_windows_without_a_photopeak_are_refused():
    ds = recon(coded_frames(2, 5), axes=("window", "slice"))
    for item in ds.EnergyWindowInformationSequence:
        item.EnergyWindowRangeSequence[0].EnergyWindowLowerLimit = 20
        item.EnergyWindowRangeSequence[0].EnergyWindowUpperLimit = 40
    with pytest.raises(GeometryError, match="photopeak"):
        read_dicom(file_bytes(ds))


def test_thickness_stands_in_for_a_missing_spacing_with_a_caution():
    content = read_volume("philips-recon")
    assert_allclose(content.input.data.voxel_size_mm[0], 6.4)
    assert caution_codes(content) == ["slice-spacing-assumed"]


def test_missing_orientation_is_assumed_with_a_caution():
    content = read_volume(recon(coded_frames(5), geometry="none"))
    affine = content.input.data.affine
    assert caution_codes(content) == ["orientation-assumed"]
    assert_allclose(np.abs(affine[:3, :3]), [[0, 0, 6.4], [0, 6.4, 0], [4, 0, 0]])
    assert_allclose(content.input.data.centre_mm, 0, atol=1e-9)


def test_views_in_a_reconstructed_object_are_refused():
    ds = recon(coded_frames(2, 3), axes=("view", "slice"))
    with pytest.raises(DicomError, match="divided by detector"):
        read_dicom(file_bytes(ds))


@pytest.mark.parametrize(
    ("name", "frame"),
    [
        ("short-axis-oblique", Frame.PATIENT),
        ("short-axis-apex-first", Frame.SHORT_AXIS_FROM_APEX),
        ("short-axis-base-first", Frame.SHORT_AXIS_FROM_BASE),
        ("short-axis-plain", Frame.SHORT_AXIS),
    ],
)
def test_short_axis_stacks_are_known_as_such(name, frame):
    content = read_volume(name)
    assert content.input.kind is InputKind.SHORT_AXIS_VOLUME
    assert content.input.data.frame is frame
    assumed = [] if frame is Frame.PATIENT else ["orientation-assumed"]
    assert caution_codes(content) == assumed


def test_an_oblique_short_axis_keeps_its_place_in_the_patient():
    affine = read_volume("short-axis-oblique").input.data.affine
    column, row = np.array(OBLIQUE[:3]), np.array(OBLIQUE[3:])
    assert_allclose(affine[:3, 2], 6.4 * column, atol=1e-6)
    assert_allclose(affine[:3, 1], 6.4 * row, atol=1e-6)
    assert_allclose(affine[:3, 0], 6.4 * np.cross(column, row), atol=1e-6)


def test_body_axes_on_a_short_axis_stack_are_not_believed():
    ds = STUDIES["short-axis-plain"]()
    ds.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    assert read_volume(ds).input.data.frame is Frame.SHORT_AXIS


@pytest.mark.parametrize(
    "words", ["Kurze Achse Belastung", "GSA_stress", "Petit axe", "короткая ось"]
)
def test_short_axis_is_recognised_in_several_languages(words):
    ds = recon(coded_frames(5), geometry="none")
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SeriesDescription = words
    assert read_volume(ds).input.kind is InputKind.SHORT_AXIS_VOLUME


def test_sa_inside_another_word_is_no_short_axis():
    ds = recon(coded_frames(5))
    ds.SeriesDescription = "SARA sample"
    assert read_volume(ds).input.kind is InputKind.TRANSAXIAL_VOLUME


@pytest.mark.parametrize("words", ["VLA stress", "Rest HLA", "horizontal long axis"])
def test_long_axis_slices_are_refused(words):
    ds = recon(coded_frames(5))
    ds.SeriesDescription = words
    with pytest.raises(UnsupportedStudyError, match="long axis"):
        read_dicom(file_bytes(ds))


def test_tilted_slices_without_a_name_get_a_caution():
    ds = recon(coded_frames(5), geometry="none")
    ds.ImageOrientationPatient = OBLIQUE
    content = read_volume(ds)
    assert content.input.kind is InputKind.TRANSAXIAL_VOLUME
    assert caution_codes(content) == ["orientation-oblique"]


def test_rescaling_is_applied():
    frames = coded_frames(4)
    ds = recon(frames)
    ds.RescaleSlope = "0.5"
    ds.RescaleIntercept = "3"
    assert_allclose(read_volume(ds).input.data.counts, frames * 0.5 + 3)
