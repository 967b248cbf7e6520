"""DICOM files found again by their hash, wherever they lie."""

import hashlib
import zipfile

import pytest

from journeys import dicom_at
from myomap.errors import InputError
from myomap.intake import dicom_by_hash
from myomap.records import State


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_files_are_found_in_folders_and_zips(tmp_path):
    stress, rest = dicom_at(State.STRESS), dicom_at(State.REST)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "IM1").write_bytes(stress)
    (tmp_path / "notes.txt").write_bytes(b"nothing")
    with zipfile.ZipFile(tmp_path / "rest.zip", "w") as archive:
        archive.writestr("IM2", rest)
    wanted = {_sha256(stress), _sha256(rest)}
    assert dicom_by_hash([tmp_path], wanted) == {
        _sha256(stress): stress,
        _sha256(rest): rest,
    }


def test_what_is_no_dicom_is_not_read_though_its_hash_is_wanted(tmp_path):
    (tmp_path / "notes.txt").write_bytes(b"nothing")
    assert dicom_by_hash([tmp_path], {_sha256(b"nothing")}) == {}


def test_nothing_wanted_is_nothing_found(tmp_path):
    (tmp_path / "IM1").write_bytes(dicom_at(State.REST))
    assert dicom_by_hash([tmp_path], set()) == {}


def test_a_path_that_is_gone_is_an_error(tmp_path):
    with pytest.raises(InputError, match="Input 1"):
        dicom_by_hash([tmp_path / "gone"], {"0" * 64})
