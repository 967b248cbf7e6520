"""Bombs: refused in bounded time and memory, before anything large is made."""

import struct
import time
import tracemalloc
import zlib

import pytest

from myomap.dicom import limits, read_dicom, source
from myomap.dicom.inflate import inflate
from myomap.errors import DicomError, LimitExceededError
from nm_files import SYNTAXES, coded_frames, file_bytes, recon, study_bytes


def insert_elements(name: str, elements: bytes) -> bytes:
    """Return a study with elements of group 0009 behind its file header."""
    data = study_bytes(name, SYNTAXES["explicit"])
    start = data.index(struct.pack("<HH2s", 8, 5, b"CS"))
    return data[:start] + elements + data[start:]


def nested_undefined(depth: int) -> bytes:
    opening = b"\x09\0\x10\x10SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff"
    closing = b"\xfe\xff\x0d\xe0\0\0\0\0\xfe\xff\xdd\xe0\0\0\0\0"
    return opening * depth + closing * depth


def nested_defined(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        item = b"\xfe\xff\0\xe0" + struct.pack("<L", len(inner)) + inner
        inner = b"\x09\0\x10\x10SQ\0\0" + struct.pack("<L", len(item)) + item
    return inner


def nested_unknown(depth: int) -> bytes:
    inner = b""
    for _ in range(depth):
        item = b"\xfe\xff\0\xe0" + struct.pack("<L", len(inner)) + inner
        inner = b"\x09\0\x10\x10" + struct.pack("<L", len(item)) + item
    return b"\x09\0\x10\x10UN\0\0" + inner[4:]


@pytest.mark.parametrize("depth", [33, 240, 300, 2000])
@pytest.mark.parametrize("nested", [nested_undefined, nested_defined, nested_unknown])
def test_deep_sequences_are_refused_at_once(nested, depth):
    data = insert_elements("ge-recon", nested(depth))
    began = time.process_time()
    with pytest.raises(LimitExceededError, match="nested too deeply"):
        read_dicom(data)
    assert time.process_time() - began < 1


def test_sequences_as_deep_as_allowed_are_read():
    data = insert_elements("ge-recon", nested_defined(limits.MAX_NESTING))
    assert read_dicom(data).input.data.counts.shape == (6, 8, 8)


def test_a_hundred_thousand_elements_are_refused():
    tiny = b"".join(
        struct.pack("<HH2sH", 9 + 2 * (i // 60_000), i % 60_000 + 0x10, b"LO", 0)
        for i in range(limits.MAX_ELEMENTS + 1)
    )
    began = time.process_time()
    with pytest.raises(LimitExceededError, match="too many elements"):
        read_dicom(insert_elements("ge-recon", tiny))
    assert time.process_time() - began < 5


def test_a_hundred_thousand_items_are_refused():
    items = b"\xfe\xff\0\xe0\0\0\0\0" * (limits.MAX_ELEMENTS + 1)
    sequence = b"\x09\0\x10\x10SQ\0\0" + struct.pack("<L", len(items)) + items
    with pytest.raises(LimitExceededError, match="too many elements"):
        read_dicom(insert_elements("ge-recon", sequence))


def deflate_zeros(n_bytes: int) -> bytes:
    """Pack zeros; one flushed block stands for itself however often it is repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(bytes(1 << 24)) + packer.flush(zlib.Z_FULL_FLUSH)
    return block * (n_bytes >> 24) + packer.flush()


def test_a_deflate_bomb_is_refused_without_being_held():
    data = study_bytes("ge-recon", SYNTAXES["deflated"])
    syntax = data.index(b"UI", data.index(b"\x02\0\x10\0"))
    (length,) = struct.unpack_from("<H", data, syntax + 2)
    head = data[: data.index(b"\x02\0\x12\0")]
    assert length == 22
    bomb = head + deflate_zeros(1 << 30)
    assert len(bomb) < 2 << 20
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(LimitExceededError, match="once inflated"):
        read_dicom(bomb)
    assert time.process_time() - began < 5
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20


@pytest.mark.parametrize("cut", [1, 10, 100])
def test_a_cut_deflate_stream_is_refused(cut):
    packed = zlib.compress(bytes(range(256)) * 50, wbits=-15)
    with pytest.raises(DicomError, match=r"cut off|damaged"):
        inflate(memoryview(packed[:-cut]))


def test_a_damaged_deflate_stream_is_refused():
    with pytest.raises(DicomError, match="cannot be inflated"):
        inflate(memoryview(b"\xff" * 50))


def test_a_long_deflate_stream_comes_out_whole():
    plain = bytes(range(256)) * 20_000
    packed = zlib.compress(plain, wbits=-15) + b"\0"
    assert bytes(inflate(memoryview(packed))) == plain


def test_a_file_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(source, "MAX_FILE_BYTES", 1000)
    with pytest.raises(LimitExceededError, match="file is too large"):
        read_dicom(study_bytes("ge-recon"))


def test_pixels_too_many_are_refused_before_they_are_made():
    ds = recon(coded_frames(6))
    ds.Rows = ds.Columns = 1024
    ds.NumberOfFrames = 19_000
    ds.SliceVector = list(range(1, 19_001))
    ds.NumberOfSlices = 19_000
    data = file_bytes(ds)
    tracemalloc.start()
    with pytest.raises(LimitExceededError, match="pixels are too many"):
        read_dicom(data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 16 << 20
