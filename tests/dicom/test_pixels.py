"""Transfer syntaxes, pixel depths, and an independent reader as oracle."""

import io
import struct
import subprocess
import sys

import numpy as np
import pydicom
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from myomap.dicom import read_dicom
from myomap.dicom.attributes import ATTRIBUTES
from myomap.dicom.pixels import read_pixels
from myomap.dicom.source import read_header
from myomap.errors import DicomError, UnsupportedStudyError
from nm_files import READABLE, SYNTAXES, coded_frames, file_bytes, recon, study_bytes


@pytest.mark.parametrize(("name", "syntax"), READABLE)
def test_every_structure_reads_the_same_in_every_syntax(name, syntax):
    plain = read_dicom(study_bytes(name)).input.data
    other = read_dicom(study_bytes(name, SYNTAXES[syntax])).input.data
    assert_array_equal(other.counts, plain.counts)


@pytest.mark.parametrize(("name", "syntax"), READABLE)
def test_pydicom_reads_the_same_pixels(name, syntax):
    data = study_bytes(name, SYNTAXES[syntax])
    header, _ = read_header(data)
    oracle = pydicom.dcmread(io.BytesIO(data)).pixel_array
    assert_array_equal(read_pixels(header), oracle)


def test_the_table_of_attributes_is_that_of_the_standard():
    for keyword, (tag, vr) in ATTRIBUTES.items():
        if pydicom.tag.Tag(tag).is_private:
            continue
        assert pydicom.datadict.tag_for_keyword(keyword) == tag
        assert vr in pydicom.datadict.dictionary_VR(tag)


def test_the_private_attributes_are_those_that_siemens_documents():
    private = {
        keyword: (pydicom.tag.Tag(tag), vr)
        for keyword, (tag, vr) in ATTRIBUTES.items()
        if pydicom.tag.Tag(tag).is_private
    }
    tag, vr = private.pop("SiemensPixelScaleFactor")
    creator, _ = private.pop("PrivateCreator0033")
    assert private == {}
    assert creator.is_private_creator
    assert tag.element >> 8 == creator.element
    known = pydicom.datadict.get_private_entry(tag, "SIEMENS MED NM")
    assert (known[0], known[2]) == (vr, "Pixel scale factor")


def test_negative_values_of_signed_pixels_are_kept():
    frames = coded_frames(4) - 5
    volume = read_dicom(file_bytes(recon(frames, signed=True))).input.data
    assert_allclose(volume.counts, frames)
    assert volume.counts.min() < 0


@pytest.mark.parametrize("signed", [False, True])
def test_bits_above_those_stored_are_dropped(signed):
    frames = np.abs(coded_frames(4)) % 1000
    ds = recon(frames, signed=signed)
    ds.BitsStored, ds.HighBit = 12, 11
    ds.PixelData = (frames | 0xA000).astype("<u2").tobytes()
    assert_allclose(read_dicom(file_bytes(ds)).input.data.counts, frames)


def test_twelve_stored_bits_carry_a_sign():
    frames = coded_frames(4)
    ds = recon(frames)
    ds.BitsStored, ds.HighBit = 12, 11
    values = frames.copy()
    values[0, 0, 0] = -3
    ds.PixelData = (values & 0xFFF).astype("<u2").tobytes()
    assert_allclose(read_dicom(file_bytes(ds)).input.data.counts, values)


def test_compressed_pictures_are_refused_by_name():
    data = study_bytes("ge-recon", SYNTAXES["explicit"])
    jpeg = data.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.4.50", 1)
    position = jpeg.index(b"UI", jpeg.index(b"\x02\0\x10\0")) + 2
    jpeg = jpeg[:position] + struct.pack("<H", 22) + jpeg[position + 2 :]
    with pytest.raises(UnsupportedStudyError, match=r"JPEG Baseline.*gdcmconv"):
        read_dicom(jpeg)


@pytest.mark.parametrize(
    ("position", "value", "message"),
    [
        (0, b"\x05", "byte planes instead of"),
        (4, b"\x41", "overlap or are empty"),
        (8, b"\x02", "overlap or are empty"),
    ],
)
def test_damaged_run_length_headers_are_refused(position, value, message):
    data = bytearray(study_bytes("ge-recon", SYNTAXES["rle"]))
    start = data.index(b"\x02\0\0\0\x40\0\0\0")
    data[start + position : start + position + 1] = value
    with pytest.raises(DicomError, match=message):
        read_dicom(bytes(data))


def test_run_length_code_cannot_grow_past_its_frame():
    data = bytearray(study_bytes("ge-recon", SYNTAXES["rle"]))
    start = data.index(b"\x02\0\0\0\x40\0\0\0")
    data[start + 64] = 129  # a run of 128 bytes in a plane of 64
    with pytest.raises(DicomError, match="run-length coded pixels are damaged"):
        read_dicom(bytes(data))


def test_importing_the_room_loads_no_general_reader():
    script = "import sys, myomap.dicom; assert 'pydicom' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)
