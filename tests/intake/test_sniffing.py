"""A file is what its bytes say, whatever it is called."""

import gzip

import pytest

from intake_files import DIRECTORY_CLASS, dicom_bytes, nifti_bytes, npy_bytes, zip_bytes
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff


def nifti_2_head() -> bytes:
    return (540).to_bytes(4, "little") + b"n+2\0\r\n\x1a\n" + bytes(528)


SAMPLES = [
    pytest.param(b"", FileKind.EMPTY, id="empty"),
    pytest.param(dicom_bytes(), FileKind.DICOM, id="dicom"),
    pytest.param(dicom_bytes()[132:], FileKind.DICOM, id="dicom-without-preamble"),
    pytest.param(
        b"\x08\x00\x16\x00\x1a\x00\x00\x001.2.840.10008", FileKind.DICOM, id="implicit"
    ),
    pytest.param(dicom_bytes(DIRECTORY_CLASS), FileKind.DICOMDIR, id="dicomdir"),
    pytest.param(nifti_bytes(), FileKind.NIFTI, id="nifti"),
    pytest.param(nifti_2_head(), FileKind.NIFTI, id="nifti-2"),
    pytest.param(gzip.compress(nifti_bytes()), FileKind.NIFTI_GZIP, id="nifti-gz"),
    pytest.param(gzip.compress(b"text" * 200), FileKind.UNKNOWN, id="other-gz"),
    pytest.param(b"\x1f\x8b\x08broken", FileKind.UNKNOWN, id="broken-gz"),
    pytest.param(npy_bytes(), FileKind.NPY, id="npy"),
    pytest.param(zip_bytes({"a": b"a"}), FileKind.ZIP, id="zip"),
    pytest.param(zip_bytes({}), FileKind.ZIP, id="empty-zip"),
    pytest.param(b"\x89PNG\r\n\x1a\n....", FileKind.PICTURE, id="png"),
    pytest.param(b"\xff\xd8\xff\xe0 JFIF", FileKind.PICTURE, id="jpeg"),
    pytest.param(b"BM" + bytes(60), FileKind.PICTURE, id="bmp"),
    pytest.param(b"%PDF-1.7", FileKind.UNKNOWN, id="pdf"),
    pytest.param(b"\x08\x00", FileKind.UNKNOWN, id="two-bytes"),
    pytest.param(b"\x08\x00\x16\x00" + b"\xff" * 20, FileKind.UNKNOWN, id="noise"),
]


@pytest.mark.parametrize(("data", "kind"), SAMPLES)
def test_a_file_is_what_its_bytes_say(data: bytes, kind: FileKind) -> None:
    assert sniff(data[:HEAD_BYTES]) is kind


@pytest.mark.parametrize("dress", [b"PK\x03\x04", b"\x93NUMPY", b"\x89PNG\r\n\x1a\n"])
def test_a_dressed_up_preamble_does_not_hide_dicom(dress: bytes) -> None:
    data = dress + dicom_bytes()[len(dress) :]
    assert sniff(data[:HEAD_BYTES]) is FileKind.DICOM
