"""Named hostile and useless files: each with its error and its sentence."""

import struct

import numpy as np
import pytest
from pydicom.dataelem import DataElement

from myomap.dicom import read_dicom
from myomap.errors import (
    DicomError,
)
from nm_files import STUDIES, SYNTAXES, coded_frames, file_bytes, recon, study_bytes
from nm_hostile import CASES, hostile_bytes


@pytest.mark.parametrize("name", CASES)
def test_a_named_case_is_refused_with_its_sentence(name):
    _, error, message = CASES[name]
    data = hostile_bytes(recon(coded_frames(6)), name)
    with pytest.raises(error, match=message) as caught:
        read_dicom(data)
    assert type(caught.value) is error
    assert str(caught.value).endswith((".", "again."))


@pytest.mark.parametrize(
    "data",
    [b"", b"\x89PNG\r\n\x1a\n", b"DICM", bytes(132), b"PK\3\4" * 100, b"x" * 10_000],
    ids=["empty", "png", "mark-at-0", "zeros", "zip", "text"],
)
def test_what_is_not_dicom_is_refused(data):
    with pytest.raises(DicomError, match="not a DICOM file"):
        read_dicom(data)


def test_a_data_set_without_its_file_header_is_refused():
    data = study_bytes("ge-recon")
    with pytest.raises(DicomError, match="mark DICM is missing"):
        read_dicom(data[132:])


def test_an_unknown_transfer_syntax_is_refused():
    data = study_bytes("ge-recon", SYNTAXES["explicit"])
    changed = data.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.9.9.9\0", 1)
    with pytest.raises(DicomError, match="transfer syntax is unknown"):
        read_dicom(changed)


@pytest.mark.parametrize(
    "preamble",
    [b"MZ\x90\0", b"\x7fELF", b"II*\0", b"<html><script>", b"%PDF-1.7", b"PK\3\4"],
)
def test_a_preamble_of_another_format_changes_nothing(preamble):
    data = study_bytes("ge-recon")
    disguised = preamble.ljust(128, b"\0") + data[128:]
    expected = read_dicom(data).input.data.counts
    assert np.array_equal(read_dicom(disguised).input.data.counts, expected)


def test_an_element_that_stands_twice_is_refused():
    data = study_bytes("ge-recon", SYNTAXES["explicit"])
    rows = struct.pack("<HH2sHH", 0x28, 0x10, b"US", 2, 8)
    assert data.count(rows) == 1
    with pytest.raises(DicomError, match=r"\(0028,0010\) stands twice"):
        read_dicom(data.replace(rows, rows + rows))


def test_a_representation_that_does_not_exist_is_refused():
    data = study_bytes("ge-recon", SYNTAXES["explicit"])
    rows = struct.pack("<HH2s", 0x28, 0x10, b"US")
    with pytest.raises(DicomError, match="does not exist"):
        read_dicom(data.replace(rows, rows[:4] + b"ZZ"))


def test_an_unknown_sequence_passed_on_as_un_is_read():
    ds = STUDIES["ge-recon"]()
    data = file_bytes(ds, SYNTAXES["explicit"])
    implicit = file_bytes(ds, SYNTAXES["implicit"])
    tag = struct.pack("<HH", 0x54, 0x22)
    start = implicit.index(tag)
    (length,) = struct.unpack_from("<L", implicit, start + 4)
    value = implicit[start + 8 : start + 8 + length]
    old = data.index(tag + b"SQ")
    (old_length,) = struct.unpack_from("<L", data, old + 8)
    unknown = tag + b"UN\0\0" + struct.pack("<L", length) + value
    changed = data[:old] + unknown + data[old + 12 + old_length :]
    expected = read_dicom(data).input.data.affine
    assert np.array_equal(read_dicom(changed).input.data.affine, expected)


def test_private_bytes_that_look_like_a_sequence_do_no_harm():
    ds = STUDIES["ge-recon"]()
    ds.add(DataElement(0x00110010, "LO", "SOMEBODY"))
    ds.add(DataElement(0x00111001, "UN", b"\xfe\xff\x00\xe0\xff\xff\xff\x7fabcdefgh"))
    assert read_dicom(file_bytes(ds)).input.data.counts.shape == (6, 8, 8)
