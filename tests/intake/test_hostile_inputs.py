"""Every hostile input ends in a named refusal, and harms no study beside it."""

import gzip
import os
import stat
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_files import (
    Entry,
    dicom_bytes,
    forged_zip,
    nifti_bytes,
    npy_bytes,
    zip_bytes,
)
from myomap.errors import ArchiveError, InputError, LimitExceededError, MyomapError
from myomap.intake import read_study
from myomap.intake.contents import content_from_bytes
from myomap.intake.sniffing import HEAD_BYTES, sniff
from myomap.records import State, Study

GOOD = dicom_bytes(SeriesDescription="Stress")
LINK = stat.S_IFLNK | 0o777


def nested(levels: int) -> bytes:
    data = zip_bytes({"stress.dcm": GOOD})
    for level in range(levels):
        data = zip_bytes({f"{level}-{i}.zip": data for i in range(4)})
    return data


def quoted_overlap() -> bytes:
    entries = [Entry(name=b"%d" % i, data=bytes(99), deflate=True) for i in range(9)]
    for entry in entries[1:]:
        entry.at = 0
    return forged_zip(*entries)


HOSTILE = {
    "up": (zip_bytes({"../a": GOOD}), ArchiveError, "unsafe name"),
    "absolute": (zip_bytes({"/a": GOOD}), ArchiveError, "unsafe name"),
    "drive": (forged_zip(Entry(name=b"C:\\a")), ArchiveError, "unsafe name"),
    "unc": (forged_zip(Entry(name=b"\\\\h\\s\\a")), ArchiveError, "unsafe name"),
    "nul": (forged_zip(Entry(name=b"a\0b")), ArchiveError, "unsafe name"),
    "link": (
        forged_zip(Entry(name=b"a", data=b"/etc/passwd", mode=LINK)),
        ArchiveError,
        "link or a device",
    ),
    "password": (forged_zip(Entry(name=b"a", flags=1)), ArchiveError, "password"),
    "twice": (
        forged_zip(Entry(name=b"A", data=GOOD), Entry(name=b"a", data=GOOD)),
        ArchiveError,
        "same name twice",
    ),
    "overlap": (quoted_overlap(), ArchiveError, "share the same bytes"),
    "bomb": (
        zip_bytes({"a": bytes(64 << 20)}),
        LimitExceededError,
        "compressed beyond belief",
    ),
    "many": (
        zip_bytes({str(i): b"" for i in range(10_001)}),
        LimitExceededError,
        "found 10001",
    ),
    "too-many": (
        zip_bytes({f"{i:060}": b"" for i in range(45_000)}),
        LimitExceededError,
        "directory of the zip archive is too large",
    ),
    "cut": (zip_bytes({"a": GOOD})[:-30], ArchiveError, "damaged or cut short"),
    "gzip-bomb": (
        gzip.compress(nifti_bytes() + bytes(64 << 20)),
        LimitExceededError,
        "far more bytes",
    ),
    "pickle": (
        npy_bytes(np.full((32, 72), None, dtype=object)),
        InputError,
        "does not hold real numbers",
    ),
}
INSIDE = {
    "nest-1": (nested(1), "zip inside a zip"),
    "nest-5": (nested(5), "zip inside a zip"),
    "checksum": (forged_zip(Entry(name=b"a", data=GOOD, crc=1)), "checksum"),
    "forged": (
        forged_zip(
            Entry(
                name=b"a",
                data=GOOD,
                deflate=True,
                says_inflated=900,
                crc=zlib.crc32(GOOD[:900]),
            )
        ),
        "lies about a size",
    ),
}


def read_beside_a_good_study(folder: Path, name: str, data: bytes) -> Study:
    (folder / "good.dcm").write_bytes(GOOD)
    (folder / name).write_bytes(data)
    before = sorted(folder.rglob("*"))
    study = read_study([folder])
    assert sorted(folder.rglob("*")) == before, "reading writes nothing"
    return study


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_by_name(tmp_path: Path, name: str) -> None:
    data, error, sentence = HOSTILE[name]
    (tmp_path / "a").write_bytes(data)
    began = time.process_time()
    with pytest.raises(error, match=sentence):
        read_study([tmp_path / "a"])
    assert time.process_time() - began < 5


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_does_not_harm_the_study_beside_it(
    tmp_path: Path, name: str
) -> None:
    data, _, sentence = HOSTILE[name]
    study = read_beside_a_good_study(tmp_path, "hostile", data)
    assert [item.state for item in study.inputs] == [State.STRESS]
    (left_out,) = study.left_out
    assert sentence in left_out.reason


@pytest.mark.parametrize("name", INSIDE)
def test_a_hostile_member_is_left_out_by_itself(tmp_path: Path, name: str) -> None:
    data, sentence = INSIDE[name]
    study = read_beside_a_good_study(tmp_path, "hostile", data)
    assert [item.state for item in study.inputs] == [State.STRESS]
    assert study.left_out
    assert all(sentence in item.reason for item in study.left_out)
    (tmp_path / "good.dcm").unlink()
    with pytest.raises(InputError, match=sentence):
        read_study([tmp_path])


def test_pipes_links_and_closed_files_do_not_stop_a_study(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = tmp_path / "study"
    study.mkdir()
    (study / "good.dcm").write_bytes(GOOD)
    (study / "closed.dcm").write_bytes(GOOD)
    (tmp_path / "outside.dcm").write_bytes(dicom_bytes(PatientID="somebody else"))
    (study / "link.dcm").symlink_to(tmp_path / "outside.dcm")
    os.mkfifo(study / "pipe.dcm")
    real = os.open

    def guarded(path: Path, flags: int, *rest: int) -> int:
        if Path(path).name == "closed.dcm":
            raise PermissionError(13, "no")
        return real(path, flags, *rest)

    monkeypatch.setattr(os, "open", guarded)
    found = read_study([study])
    assert len(found.inputs) == 1
    assert {item.name: item.reason.split(":")[0] for item in found.left_out} == {
        "closed.dcm": "A file may not be read by this user. Change its rights.",
        "link.dcm": "A link",
        "pipe.dcm": "Not a regular file",
    }


def test_a_failing_disk_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Failing:
        def __enter__(self) -> "Failing":
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def seek(self, *_: int) -> int:
            return 0

        def read(self, _: int) -> bytes:
            raise OSError(5, "broken")

    (tmp_path / "a").write_bytes(GOOD)

    def opened(descriptor: int, _: str) -> Failing:
        os.close(descriptor)
        return Failing()

    monkeypatch.setattr(os, "fdopen", opened)
    with pytest.raises(InputError, match="disk reports a failure"):
        read_study([tmp_path / "a"])


@pytest.mark.parametrize(
    "whole",
    [GOOD, nifti_bytes(), gzip.compress(nifti_bytes()), npy_bytes()],
    ids=["dicom", "nifti", "nifti-gz", "npy"],
)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1))
def test_a_changed_file_is_read_or_refused_and_nothing_else(
    whole: bytes, changes: list[tuple[float, int]]
) -> None:
    changed = bytearray(whole)
    for where, value in changes:
        # Headers come first and matter most: square the place towards them.
        changed[int(where**2 * (len(whole) - 1))] = value
    data = bytes(changed)
    try:
        contents = content_from_bytes(data, sniff(data[:HEAD_BYTES]))
    except MyomapError:
        return
    assert all(content.input.sha256 for content in contents)


@given(
    data=st.binary(max_size=600), start=st.sampled_from([b"", GOOD[:140], b"PK\3\4"])
)
def test_any_bytes_are_read_or_refused_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, start: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + data)
    with pytest.raises(MyomapError):
        read_study([path])
