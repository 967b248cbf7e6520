"""Reconstructed transmission scans: in 1/cm, or refused."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from ct_files import body_frames, map_dataset
from myomap.dicom import MAP_ALONE, read_dicom
from myomap.errors import (
    DicomError,
    GeometryError,
    MyomapError,
    UnsupportedStudyError,
)
from myomap.records import AttenuationMap, InputKind
from nm_files import code, file_bytes

EXPECTED = body_frames() / 10_000
UNTOLD = "unit of the attenuation map cannot be told"


def read(ds):
    return read_dicom(file_bytes(ds, ExplicitVRLittleEndian)).input


def codes(item):
    return {caution.code for caution in item.cautions}


@pytest.mark.parametrize(
    ("told", "caution"),
    [
        ({"unit": (1e-4, "/cm")}, set()),
        ({"unit": (1e-4, "cm-1")}, set()),
        ({"unit": (1e-5, "/mm")}, set()),
        ({"unit": (1e-2, "m-1")}, set()),
        ({"siemens_factor": 10_000.0}, set()),
        ({"rescale": 1e-4}, {"attenuation-unit-assumed"}),
        ({"unit": (1e-4, "/cm"), "rescale": 7.0}, set()),
        ({"siemens_factor": 10_000.0, "rescale": 7.0}, set()),
    ],
)
def test_the_unit_is_read_from_where_it_stands(told, caution):
    item = read(map_dataset(**told))
    assert item.kind is InputKind.ATTENUATION_MAP
    assert isinstance(item.data, AttenuationMap)
    assert_allclose(item.data.per_cm, EXPECTED, rtol=1e-6)
    assert codes(item) == caution


def test_a_map_lies_where_a_volume_of_the_same_header_lies():
    ds = map_dataset(unit=(1e-4, "/cm"))
    emission = map_dataset(unit=(1e-4, "/cm"), image_type="EMISSION")
    emission.SeriesDescription = "Rest"
    found, volume = read(ds), read(emission)
    assert volume.kind is InputKind.TRANSAXIAL_VOLUME
    assert_allclose(found.data.affine, volume.data.affine)
    assert found.data.frame_of_reference_uid == ds.FrameOfReferenceUID
    assert found.frame_of_reference_uid == ds.FrameOfReferenceUID


def test_slices_are_put_in_the_order_of_the_vector():
    ds = map_dataset(body_frames()[::-1], unit=(1e-4, "/cm"))
    ds.SliceVector = [6, 5, 4, 3, 2, 1]
    assert_allclose(read(ds).data.per_cm, EXPECTED, rtol=1e-6)


@pytest.mark.parametrize(
    "description", ["AC Mu Map", "MuMap", "Stress µ-map", "uMap", "CT Attenuation Map"]
)
def test_a_description_tells_a_map_that_is_called_emission(description):
    ds = map_dataset(unit=(1e-4, "/cm"), image_type="EMISSION")
    ds.SpecificCharacterSet = "ISO_IR 192"
    ds.SeriesDescription = description
    assert read(ds).kind is InputKind.ATTENUATION_MAP


@pytest.mark.parametrize("description", ["Rest AC", "Mueller map", "MIBI AC", "map"])
def test_other_descriptions_leave_a_volume_a_volume(description):
    ds = map_dataset(image_type="EMISSION")
    ds.SeriesDescription = description
    assert read(ds).kind is InputKind.TRANSAXIAL_VOLUME


def test_a_map_says_nothing_of_a_correction():
    assert read(map_dataset(rescale=1e-4)).facts.attenuation_corrected is None


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ({}, UNTOLD),
        ({"unit": (1e-4, "{counts}")}, "name 0 scales"),
        ({"unit": (1e-4, "[hnsf'U]")}, "name 0 scales"),
        ({"unit": (1e-4, "/mm")}, UNTOLD),
        ({"unit": (1e-4, "/m")}, UNTOLD),
        ({"siemens_factor": 1000.0}, UNTOLD),
        ({"rescale": 1e-3}, UNTOLD),
        ({"rescale": 1e-5}, UNTOLD),
    ],
)
def test_a_unit_that_does_not_fit_a_patient_is_refused(told, message):
    with pytest.raises(UnsupportedStudyError, match=message):
        read(map_dataset(**told))


def test_two_scales_are_refused():
    ds = map_dataset(unit=(1e-4, "/cm"))
    other = Dataset()
    other.RealWorldValueSlope, other.RealWorldValueIntercept = 2e-4, 0.0
    other.MeasurementUnitsCodeSequence = [code("/cm", "UCUM", "unit")]
    ds.RealWorldValueMappingSequence.append(other)
    with pytest.raises(UnsupportedStudyError, match="name 2 scales"):
        read(ds)


@pytest.mark.parametrize("factor", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_factor_is_refused(factor):
    with pytest.raises(DicomError, match="SiemensPixelScaleFactor is"):
        read(map_dataset(siemens_factor=factor))


def test_the_factor_of_another_maker_is_not_taken():
    ds = map_dataset()
    block = ds.private_block(0x0033, "SOMEBODY ELSE", create=True)
    block.add_new(0x38, "FL", 10_000.0)
    with pytest.raises(UnsupportedStudyError, match=UNTOLD):
        read(ds)


def test_a_little_noise_below_zero_becomes_zero_with_a_caution():
    frames = body_frames()
    frames[0, 0, 0] = -200
    item = read(map_dataset(frames, unit=(1e-4, "/cm")))
    assert item.data.per_cm[0, 0, 0] == 0
    assert codes(item) == {"attenuation-negative"}


def test_much_below_zero_is_refused():
    frames = body_frames()
    frames[0, 0, 0] = -2000
    with pytest.raises(GeometryError, match=r"falls to -0\.2 1/cm"):
        read(map_dataset(frames, unit=(1e-4, "/cm")))


def test_a_map_of_air_is_refused():
    with pytest.raises(GeometryError, match="map is empty: every value is 0"):
        read(map_dataset(np.zeros((6, 8, 8), np.int64), unit=(1e-4, "/cm")))


def test_a_map_without_a_place_says_so():
    ds = map_dataset(unit=(1e-4, "/cm"))
    head = ds.DetectorInformationSequence[0]
    del head.ImagePositionPatient
    assert codes(read(ds)) == {"attenuation-place-assumed"}


def test_a_map_cut_along_the_heart_is_refused():
    ds = map_dataset(unit=(1e-4, "/cm"))
    ds.SeriesDescription = "AC map short axis"
    with pytest.raises(UnsupportedStudyError, match="cut along the heart"):
        read(ds)


@pytest.mark.parametrize("kind", ["TOMO", "GATED TOMO", "RECON GATED TOMO", "STATIC"])
def test_raw_and_gated_transmission_scans_are_refused(kind):
    ds = map_dataset(unit=(1e-4, "/cm"))
    ds.ImageType = ["ORIGINAL", "PRIMARY", kind, "TRANSMISSION"]
    with pytest.raises(UnsupportedStudyError) as caught:
        read(ds)
    assert str(caught.value) == MAP_ALONE


def test_a_map_of_two_energy_windows_is_refused():
    ds = map_dataset(unit=(1e-4, "/cm"))
    ds.FrameIncrementPointer = [0x00540010, 0x00540080]
    ds.EnergyWindowVector = [1, 1, 1, 2, 2, 2]
    ds.SliceVector = [1, 2, 3, 1, 2, 3]
    ds.NumberOfEnergyWindows, ds.NumberOfSlices = 2, 3
    with pytest.raises(DicomError, match="divided by more than slice"):
        read(ds)


def test_a_map_cut_anywhere_is_refused():
    data = file_bytes(map_dataset(siemens_factor=1e4), ExplicitVRLittleEndian)
    for end in range(0, len(data), 37):
        with pytest.raises(MyomapError):
            read_dicom(data[:end])
