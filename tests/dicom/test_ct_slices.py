"""CT Image objects: Hounsfield units, block averages, their place, their refusals."""

import dataclasses

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydicom.uid import ExplicitVRLittleEndian

from ct_files import CT_CLASS, SUPINE, ct_dataset, hu_at
from myomap.dicom import CT_ALONE, read_dicom, read_dicom_object
from myomap.errors import (
    DicomError,
    GeometryError,
    LimitExceededError,
    MissingAttributeError,
    MyomapError,
    UnsupportedStudyError,
)
from nm_files import SYNTAXES, file_bytes, study_bytes

LAID = {
    "head-first-supine": SUPINE,
    "head-first-prone": (-1.0, 0.0, 0.0, 0.0, -1.0, 0.0),
    "feet-first-supine": (-1.0, 0.0, 0.0, 0.0, 1.0, 0.0),
    "sagittal": (0.0, 1.0, 0.0, 0.0, 0.0, -1.0),
    "oblique": (0.8, 0.6, 0.0, -0.6, 0.8, 0.0),
}


def read(ds):
    return read_dicom_object(file_bytes(ds, ExplicitVRLittleEndian))


def centres_mm(found):
    rows, columns = (np.arange(size) for size in found.hounsfield.shape)
    row_mm, column_mm = found.pixel_mm
    return (
        found.position_mm
        + rows[:, None, None] * row_mm * found.orientation.row
        + columns[None, :, None] * column_mm * found.orientation.column
    )


@pytest.mark.parametrize("directions", LAID.values(), ids=LAID)
@pytest.mark.parametrize("pixel_mm", [0.5, 0.7, 1.0, 2.0, 2.5])
def test_every_pixel_lies_where_the_header_says(directions, pixel_mm):
    ds = ct_dataset(
        (-10.0, 7.0, 30.0), directions=directions, pixel_mm=pixel_mm, side=24
    )
    found = read(ds)
    assert min(found.pixel_mm) >= 2.0
    assert max(found.pixel_mm) < 2.0 + pixel_mm
    # The first row is air, and holds as many rows as are averaged.
    inner = (slice(1, None), slice(None))
    assert_allclose(found.hounsfield[inner], hu_at(centres_mm(found))[inner], atol=0.51)


@pytest.mark.parametrize("side", [10, 11, 12])
def test_blocks_that_are_not_full_are_filled_with_the_edge(side):
    ds = ct_dataset(pixel_mm=0.7, side=side)
    ds.PixelData = np.full((side, side), 1524, "<u2").tobytes()
    found = read(ds)
    assert found.hounsfield.shape == (4, 4)
    assert_allclose(found.hounsfield, 500)


def test_a_usual_ct_is_averaged_to_a_ninth():
    found = read(ct_dataset(pixel_mm=0.9765625, side=512))
    assert found.hounsfield.shape == (171, 171)
    assert_allclose(found.pixel_mm, 2.9296875)


def test_what_lies_outside_the_scan_is_air():
    ds = ct_dataset()
    ds.PixelRepresentation = 1
    ds.PixelData = np.full((8, 8), -2000, "<i2").tobytes()
    assert_allclose(read(ds).hounsfield, -1024)


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=SYNTAXES)
def test_a_slice_reads_the_same_in_every_syntax(syntax):
    found = read_dicom_object(file_bytes(ct_dataset(), syntax))
    assert_allclose(found.hounsfield, read(ct_dataset()).hounsfield)


def test_what_is_no_ct_is_read_as_ever():
    data = study_bytes("ge-recon")
    expected = read_dicom(data)
    found = read_dicom_object(data)
    assert type(found) is type(expected)
    assert found.input.sha256 == expected.input.sha256


def test_a_ct_is_no_input_by_itself():
    with pytest.raises(UnsupportedStudyError) as caught:
        read_dicom(file_bytes(ct_dataset()))
    assert str(caught.value) == CT_ALONE


def test_a_slice_tells_what_ties_it_to_others():
    ds = ct_dataset()
    found = read(ds)
    assert found.series_instance_uid == ds.SeriesInstanceUID
    assert found.frame_of_reference_uid == ds.FrameOfReferenceUID
    assert found.patient_position == "HFS"
    assert found.thickness_mm == 5.0
    assert found.facts.manufacturer == "Siemens"
    assert (found.age_years, found.sex.value) == (61, "F")


def put(keyword, value):
    return lambda ds: setattr(ds, keyword, value)


def delete(keyword):
    return lambda ds: delattr(ds, keyword)


# fmt: off
HOSTILE = {
    "no-slope": (delete("RescaleSlope"), MissingAttributeError, "RescaleSlope"),
    "no-intercept": (
        delete("RescaleIntercept"), MissingAttributeError, "RescaleIntercept"),
    "slope-zero": (put("RescaleSlope", 0), DicomError, "slope 0"),
    "other-unit": (put("RescaleType", "US"), UnsupportedStudyError, "Rescale Type"),
    "too-dense": (put("RescaleSlope", 100), GeometryError, "not in Hounsfield units"),
    "too-thin": (
        put("RescaleIntercept", -100000), GeometryError, "not in Hounsfield units"),
    "no-position": (
        delete("ImagePositionPatient"), MissingAttributeError,
        "ImagePositionPatient is missing"),
    "no-orientation": (
        delete("ImageOrientationPatient"), MissingAttributeError,
        "ImageOrientationPatient is missing"),
    "not-perpendicular": (
        put("ImageOrientationPatient", [1, 0, 0, 1, 0, 0]), GeometryError,
        "perpendicular"),
    "far-away": (put("ImagePositionPatient", [0, 0, 1e9]), GeometryError, "any room"),
    "no-spacing": (delete("PixelSpacing"), MissingAttributeError, "PixelSpacing"),
    "tiny-spacing": (
        put("PixelSpacing", [0.01, 0.01]), GeometryError, "expected 0.1 to 30"),
    "tilted": (put("GantryDetectorTilt", -12.5), GeometryError, "by -12.5 degrees"),
    "scout": (
        put("ImageType", ["ORIGINAL", "PRIMARY", "LOCALIZER"]), UnsupportedStudyError,
        "scout view"),
    "projection": (
        put("ImageType", ["DERIVED", "SECONDARY", "PROJECTION_IMAGE"]),
        UnsupportedStudyError, "projection of a CT"),
    "wrong-modality": (put("Modality", "NM"), DicomError, "contradicts itself"),
    "frames": (put("NumberOfFrames", 2), DicomError, "several frames"),
    "colour": (put("SamplesPerPixel", 3), UnsupportedStudyError, "colours"),
    "cut-pixels": (put("PixelData", bytes(126)), DicomError, "found 126 bytes"),
    "no-pixels": (delete("PixelData"), MissingAttributeError, "Pixel Data"),
    "huge": (put("Rows", 2048), LimitExceededError, "Rows is out of range"),
    "no-series": (
        delete("SeriesInstanceUID"), MissingAttributeError, "SeriesInstanceUID"),
    "enhanced": (
        put("SOPClassUID", CT_CLASS + ".1"), UnsupportedStudyError, "enhanced CT"),
}
# fmt: on


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_slice_is_refused_with_its_sentence(name):
    change, error, message = HOSTILE[name]
    ds = ct_dataset()
    change(ds)
    with pytest.raises(error, match=message) as caught:
        read(ds)
    assert type(caught.value) is error
    assert "Doe" not in str(caught.value)


def test_a_slice_cut_anywhere_is_refused():
    data = file_bytes(ct_dataset(), ExplicitVRLittleEndian)
    for end in range(0, len(data), 23):
        with pytest.raises(MyomapError):
            read_dicom_object(data[:end])


def test_a_slice_with_flipped_bits_is_read_or_refused():
    data = file_bytes(ct_dataset(), ExplicitVRLittleEndian)
    rng = np.random.default_rng(7)
    n_refused = 0
    for _ in range(300):
        spoilt = bytearray(data)
        for position in rng.integers(len(data), size=3):
            spoilt[position] ^= 1 << int(rng.integers(8))
        try:
            read_dicom_object(bytes(spoilt))
        except MyomapError:
            n_refused += 1
    assert 10 < n_refused < 300


def test_no_person_is_in_a_slice():
    ds = ct_dataset()
    ds.PatientName = ds.SeriesDescription = ds.Manufacturer = "Quillfeather Zenobia"
    ds.ImageComments = ds.ProtocolName = "Quillfeather"
    found = read(ds)
    texts = [repr(found)]
    texts += [repr(getattr(found, field.name)) for field in dataclasses.fields(found)]
    assert not any("uillfeather" in text for text in texts)
