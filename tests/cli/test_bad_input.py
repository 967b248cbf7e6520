"""Whatever is given, it ends in a result or in one sentence that says what to do."""

import gzip
import itertools
import stat
import struct
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from command_line import refuse, succeed
from intake_files import (
    CT_CLASS,
    Entry,
    dicom_bytes,
    forged_zip,
    nifti_bytes,
    npy_bytes,
    zip_bytes,
)
from journeys import dicom_at, volume_without_ventricle
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.intake import write_nifti
from myomap.phantom import SceneKind, draw_without_ventricle, render_scene
from myomap.records import State
from nm_files import STUDIES, SYNTAXES, file_bytes, study_bytes
from nm_hostile import CASES, hostile_bytes

# A CT has a way of its own, and a test of its own below.
SPOILT = [name for name in CASES if name != "ct"]
COMMANDS = ("read", "ventricle", "polarmap")
RECON = study_bytes("ge-recon", SYNTAXES["explicit"])
GOOD_MAP = npy_bytes()
LINK = stat.S_IFLNK | 0o777


def refuse_file(command: str, folder: Path, data: bytes, sentence: str) -> str:
    """Check that a file is refused with a sentence and leaves nothing behind."""
    (folder / "file").write_bytes(data)
    began = time.process_time()
    said = refuse(3, sentence, command, folder / "file", "-o", folder / "out")
    assert time.process_time() - began < 5
    assert not (folder / "out").exists()
    assert str(folder) not in said
    return said


@contextmanager
def peak_bytes_below(most: int) -> Iterator[None]:
    """Check how much memory Python and its arrays take in the block."""
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < most
    finally:
        tracemalloc.stop()


def with_nan(value: float) -> bytes:
    counts = np.arange(1, 121, dtype=np.float32).reshape(6, 5, 4)
    counts[3, 2, 1] = value
    return nifti_bytes(counts)


def nested_sequences(depth: int) -> bytes:
    """Return a study that holds sequences inside each other."""
    opening = b"\x09\0\x10\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    closing = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    start = RECON.index(struct.pack("<HH2s", 8, 5, b"CS"))
    return RECON[:start] + opening * depth + closing * depth + RECON[start:]


def deflated_bomb(n_bytes: int) -> bytes:
    """Return a deflated DICOM file of a few hundred kB that inflates to `n_bytes`."""
    whole = study_bytes("ge-recon", SYNTAXES["deflated"])
    length = struct.unpack_from("<L", whole, 140)[0]
    start = 144 + length
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = struct.pack("<HH2sHL", 9, 0x1010, b"OB", 0, n_bytes)
    opening = deflater.compress(head) + deflater.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block stands by itself: one will do for all.
    block = deflater.compress(bytes(1 << 20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    return whole[:start] + opening + block * (n_bytes >> 20) + deflater.flush()


def zips_inside_zips(levels: int) -> bytes:
    data = zip_bytes({"stress.npy": GOOD_MAP})
    for level in range(levels):
        data = zip_bytes({f"{level}-{i}.zip": data for i in range(4)})
    return data


def overlapping_members() -> bytes:
    entries = [Entry(name=b"%d" % i, data=bytes(99), deflate=True) for i in range(9)]
    for entry in entries[1:]:
        entry.at = 0
    return forged_zip(*entries)


# --- DICOM --------------------------------------------------------------------


@pytest.mark.parametrize("name", SPOILT)
def test_a_spoilt_dicom_file_is_refused_with_its_sentence(
    tmp_path: Path, name: str
) -> None:
    data = hostile_bytes(STUDIES["ge-recon"](), name)
    refuse_file("read", tmp_path, data, CASES[name][2])


@pytest.mark.parametrize("command", COMMANDS[1:])
@pytest.mark.parametrize(
    "name",
    [
        "whole-body",
        "dynamic",
        "no-spacing",
        "zero-spacing",
        "negative-spacing",
        "absurd-spacing",
        "fewer-frames-than-vector",
        "frame-missing-in-pixels",
        "2**31-1-frames",
    ],
)
def test_every_command_refuses_alike(tmp_path: Path, command: str, name: str) -> None:
    data = hostile_bytes(STUDIES["ge-recon"](), name)
    refuse_file(command, tmp_path, data, CASES[name][2])


@pytest.mark.parametrize("cut", [1, 131, 132, 200, 511, 1000, 2000, 262_144, -1])
def test_a_volume_that_is_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    refuse_file("read", tmp_path, dicom_at(State.REST)[:cut], r"[A-Z].*\.")


def test_no_cut_of_a_small_file_is_read(tmp_path: Path) -> None:
    for cut in range(0, len(RECON), 128):
        refuse_file("read", tmp_path, RECON[:cut], r"[A-Z].*\.")


@pytest.mark.parametrize("depth", [33, 300, 2000])
def test_sequences_nested_too_deeply_are_refused(tmp_path: Path, depth: int) -> None:
    refuse_file("read", tmp_path, nested_sequences(depth), "nested too deeply")


def test_a_deflated_bomb_is_refused_in_bounded_memory(tmp_path: Path) -> None:
    (tmp_path / "bomb").write_bytes(deflated_bomb(1 << 30))
    assert (tmp_path / "bomb").stat().st_size < 2 << 20
    with peak_bytes_below(300 << 20):
        refuse(3, "deflated data set is too large", "read", tmp_path / "bomb")


def test_a_raw_acquisition_of_a_tenth_of_a_turn_is_refused(tmp_path: Path) -> None:
    ds = STUDIES["ge-tomo"]()
    ds.PixelSpacing = [30, 30]  # 8 columns have to be as wide as a camera
    refuse_file("read", tmp_path, file_bytes(ds), "Views are missing")


def test_a_ct_alone_is_refused(tmp_path: Path) -> None:
    refuse_file("read", tmp_path, dicom_bytes(CT_CLASS), "CT")


# --- no heart -----------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_a_field_of_view_without_a_heart_is_refused(
    tmp_path: Path, command: str
) -> None:
    header = SeriesHeader(patient_id="P", state=State.REST)
    data = write_recon_tomo(volume_without_ventricle(), header)
    refuse_file(command, tmp_path, data, "(?i)left ventricle")


@pytest.mark.parametrize("kind", [SceneKind.NOISE, SceneKind.BRAIN])
def test_neither_noise_nor_a_brain_is_a_heart(tmp_path: Path, kind: SceneKind) -> None:
    scene = draw_without_ventricle(np.random.default_rng(3), kind)
    (tmp_path / "rest.nii").write_bytes(write_nifti(render_scene(scene)))
    refuse(3, "(?i)left ventricle", "read", tmp_path / "rest.nii")


# --- other kinds of files -----------------------------------------------------

OTHERS = {
    "empty": (b"", "is empty"),
    "text": (b"dear colleague,\n" * 99, "of no kind that is read here"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "PNG picture is damaged"),
    "noise": (bytes(np.random.default_rng(1).bytes(4096)), "no kind that is read"),
    "preamble alone": (bytes(128) + b"DICM", r"[A-Z].*\."),
    "nan nifti": (with_nan(np.nan), "(?i)nan|finite|not a number"),
    "infinite nifti": (with_nan(np.inf), "(?i)infinite|finite|not a number"),
    "cut nifti": (nifti_bytes()[:-9], r"(?i)cut short|bytes"),
    "nifti of zeros": (nifti_bytes(np.zeros((6, 5, 4))), "(?i)counts|zero|empty"),
    "gzip bomb": (gzip.compress(nifti_bytes() + bytes(64 << 20)), "far more bytes"),
    "swapped map": (npy_bytes(np.full((72, 32), 50.0)), "Its axes look swapped"),
    "map of fractions": (npy_bytes(np.full((32, 72), 0.5)), "a fraction or a mask"),
    "map of zeros": (npy_bytes(np.zeros((32, 72))), "holds no uptake: every valid"),
    "negative map": (npy_bytes(np.full((32, 72), -5.0)), "not in percent"),
    "map of nothing": (npy_bytes(np.full((32, 72), np.nan)), "No sample.*is valid"),
    "pickle": (npy_bytes(np.full((32, 72), None, dtype=object)), "real numbers"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_of_no_use_is_refused_with_its_sentence(
    tmp_path: Path, name: str
) -> None:
    data, sentence = OTHERS[name]
    refuse_file("read", tmp_path, data, sentence)


# --- zips ---------------------------------------------------------------------

ZIPS = {
    "up": (zip_bytes({"../../evil.npy": GOOD_MAP}), "unsafe name"),
    "absolute": (zip_bytes({"/evil.npy": GOOD_MAP}), "unsafe name"),
    "drive": (forged_zip(Entry(name=b"C:\\evil.npy", data=GOOD_MAP)), "unsafe name"),
    "link": (
        forged_zip(Entry(name=b"a", data=b"/etc/passwd", mode=LINK)),
        "link or a device",
    ),
    "password": (forged_zip(Entry(name=b"a", data=GOOD_MAP, flags=1)), "password"),
    "overlap": (overlapping_members(), "share the same bytes"),
    "bomb": (zip_bytes({"a": bytes(64 << 20)}), "compressed beyond belief"),
    "nest": (zips_inside_zips(5), "zip inside a zip"),
    "forged size": (
        forged_zip(
            Entry(
                name=b"a.npy",
                data=GOOD_MAP,
                deflate=True,
                says_inflated=900,
                crc=zlib.crc32(GOOD_MAP[:900]),
            )
        ),
        "lies about a size",
    ),
    "checksum": (forged_zip(Entry(name=b"a.npy", data=GOOD_MAP, crc=1)), "checksum"),
    "many": (zip_bytes({str(i): b"" for i in range(10_001)}), "found 10001"),
    "cut": (zip_bytes({"a.npy": GOOD_MAP})[:-30], "damaged or cut short"),
    "no files": (zip_bytes({}), "holds no files"),
}


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_is_refused_and_nothing_is_unpacked(
    tmp_path: Path, name: str
) -> None:
    data, sentence = ZIPS[name]
    folder = tmp_path / "deep" / "in"
    folder.mkdir(parents=True)
    refuse_file("read", folder, data, sentence)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["file"]


@pytest.mark.parametrize("name", ZIPS)
def test_a_hostile_zip_does_not_harm_the_study_beside_it(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / "export.zip").write_bytes(ZIPS[name][0])
    (tmp_path / "rest.npy").write_bytes(GOOD_MAP)
    shown = succeed("read", tmp_path).stdout
    assert "apical lateral" in shown
    assert "left out export.zip" in shown
    assert ZIPS[name][1] in " ".join(shown.split())


# --- folders ------------------------------------------------------------------


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    for command in COMMANDS:
        refuse(3, "holds no files.*check the path", command, tmp_path, "-o", "out")


def test_a_folder_of_junk_says_what_was_found(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("note")
    refuse(3, "Nothing of use was found; 2 files were left out: 2 ×", "read", tmp_path)


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    for command in COMMANDS:
        refuse(3, "Input 1 was not found", command, tmp_path / "x", "-o", "out")
    refuse(3, "Rest input 1 was not found", "read", "--rest", tmp_path / "x")


@pytest.mark.parametrize("command", COMMANDS)
def test_two_patients_in_one_folder_are_refused(tmp_path: Path, command: str) -> None:
    for number in (1, 2):
        header = SeriesHeader(patient_id=f"P-{number}", state=State.REST)
        data = write_recon_tomo(volume_without_ventricle(), header)
        (tmp_path / f"{number}.dcm").write_bytes(data)
    refuse(3, "The files are of 2 patients. Expected one", command, tmp_path, "-o", "o")


def test_two_patients_in_two_arguments_are_refused(tmp_path: Path) -> None:
    for number, state in enumerate(State):
        header = SeriesHeader(patient_id=f"P-{number}", state=state)
        data = write_recon_tomo(volume_without_ventricle(), header)
        (tmp_path / f"{state.value}.dcm").write_bytes(data)
    words = ["--stress", tmp_path / "stress.dcm", "--rest", tmp_path / "rest.dcm"]
    refuse(3, "of 2 patients", "read", *words)


def test_too_many_inputs_are_refused(tmp_path: Path) -> None:
    for number in range(65):
        data = npy_bytes(np.full((32, 72), 20.0 + number))
        (tmp_path / f"rest {number}.npy").write_bytes(data)
    refuse(3, "too much to read: more than 64 volumes", "read", tmp_path)


def test_folders_too_deep_are_refused(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*itertools.repeat("d", 18))
    deep.mkdir(parents=True)
    (deep / "rest.npy").write_bytes(GOOD_MAP)
    refuse(3, "folders more than 16 deep", "read", tmp_path)


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "rest.nii").open("wb") as stream:
        stream.write(nifti_bytes())
        stream.truncate(600 << 20)
    with peak_bytes_below(16 << 20):
        refuse(3, "file is too large", "read", tmp_path / "rest.nii")


def test_a_device_is_not_read() -> None:
    refuse(3, "neither a file nor a folder", "read", "/dev/zero")


def test_a_refusal_in_a_process_of_its_own_is_the_same_line(tmp_path: Path) -> None:
    (tmp_path / "DOE_JANE").write_bytes(RECON[:700])
    done = subprocess.run(
        [sys.executable, "-m", "myomap", "read", str(tmp_path / "DOE_JANE")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("myomap: ")
    assert done.stderr.count("\n") == 1
    assert "JANE" not in done.stderr
