"""A zip is checked before it is inflated, and inflated no further than it said."""

import io
import os
import stat
import struct
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_files import Entry, forged_zip, zip_bytes
from myomap.errors import ArchiveError, InputError, LimitExceededError
from myomap.intake.archive import (
    ArchiveLimits,
    list_members,
    read_member,
    read_member_head,
)

USUAL = ArchiveLimits()
SMALL = ArchiveLimits(
    members=5,
    total_bytes=3000,
    member_bytes=2000,
    ratio=20,
    ratio_from_bytes=500,
    directory_bytes=2000,
)


def unzip(data: bytes, limits: ArchiveLimits = USUAL) -> dict[str, bytes]:
    stream = io.BytesIO(data)
    return {
        member.name: read_member(stream, member)
        for member in list_members(stream, limits)
    }


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@given(
    contents=st.lists(st.binary(max_size=300), max_size=6), prefix=st.binary(max_size=9)
)
def test_an_honest_zip_gives_back_its_files(
    compression: int, contents: list[bytes], prefix: bytes
) -> None:
    members = {f"folder/{i}.bin": data for i, data in enumerate(contents)}
    assert unzip(prefix + zip_bytes(members, compression)) == members


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@given(data=st.binary(max_size=300), size=st.integers(1, 200))
def test_the_head_of_a_member_is_how_it_begins(
    compression: int, data: bytes, size: int
) -> None:
    stream = io.BytesIO(zip_bytes({"a": data}, compression))
    (member,) = list_members(stream)
    head = read_member_head(stream, member, size)
    assert data.startswith(head)
    assert len(head) <= size
    assert head or not data or size < 20


def test_the_head_of_no_compressed_data_is_refused() -> None:
    entry = Entry(name=b"a", data=b"\xff" * 30, method=8, says_inflated=100)
    stream = io.BytesIO(forged_zip(entry))
    (member,) = list_members(stream)
    with pytest.raises(ArchiveError, match="damaged"):
        read_member_head(stream, member, 50)


def test_a_streamed_zip_with_sizes_behind_the_data_is_read() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: int) -> int:
            raise io.UnsupportedOperation

        def tell(self) -> int:
            raise io.UnsupportedOperation

    buffer = Unseekable()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", b"first" * 50)
        archive.writestr("b", b"second" * 50)
    assert unzip(buffer.getvalue()) == {"a": b"first" * 50, "b": b"second" * 50}


def test_a_zip64_is_read() -> None:
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w") as archive,
        archive.open("a", "w", force_zip64=True) as member,
    ):
        member.write(b"payload")
    assert unzip(buffer.getvalue()) == {"a": b"payload"}


def test_folders_are_passed_over() -> None:
    assert unzip(zip_bytes({"folder/": b"", "folder/a": b"a"})) == {"folder/a": b"a"}


def test_an_empty_zip_has_no_members() -> None:
    assert unzip(zip_bytes({})) == {}


UNSAFE_NAMES = [
    b"../up",
    b"a/../../up",
    b"..",
    b"/etc/passwd",
    b"\\\\server\\share\\x",
    b"C:\\windows\\x",
    b"c:x",
    b"..\\up",
    b"a\\..\\..\\up",
    b"nul\0.dcm",
    b"a\nb",
    b"\x1b[2J",
    b"",
]


@pytest.mark.parametrize("name", UNSAFE_NAMES)
def test_an_unsafe_name_condemns_the_archive(name: bytes) -> None:
    data = forged_zip(Entry(name=b"good", data=b"x"), Entry(name=name, data=b"x"))
    with pytest.raises(ArchiveError, match="unsafe name"):
        unzip(data)


@pytest.mark.parametrize(
    "names",
    [
        (b"a", b"a"),
        (b"Map.npy", b"map.NPY"),
        (b"folder/", b"folder"),
        ("é".encode(), "e\u0301".encode()),
    ],
    ids=["same", "case", "folder-and-file", "accent"],
)
def test_a_name_that_comes_twice_is_refused(names: tuple[bytes, bytes]) -> None:
    utf_8 = 0x800
    entries = [Entry(name=name, flags=utf_8) for name in names]
    with pytest.raises(ArchiveError, match="same name twice"):
        unzip(forged_zip(*entries))


@pytest.mark.parametrize(
    "mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK]
)
def test_links_and_devices_are_refused(mode: int) -> None:
    with pytest.raises(ArchiveError, match="link or a device"):
        unzip(forged_zip(Entry(name=b"a", data=b"/etc/passwd", mode=mode)))


@pytest.mark.parametrize(
    ("flags", "local"), [(1, 1), (0x41, 0x41), (0x2000, 0x2000), (0, 1)]
)
def test_a_zip_with_a_password_is_refused(flags: int, local: int) -> None:
    entry = Entry(name=b"a", data=b"x", flags=flags, local_flags=local)
    with pytest.raises(ArchiveError, match="password"):
        unzip(forged_zip(entry))


@pytest.mark.parametrize("method", [1, 9, 12, 14, 93, 99])
def test_other_compressions_are_refused(method: int) -> None:
    with pytest.raises(ArchiveError, match=f"found method {method}"):
        unzip(forged_zip(Entry(name=b"a", data=b"x", method=method)))


def test_members_that_share_bytes_are_refused() -> None:
    kernel = Entry(name=b"a", data=bytes(300), deflate=True)
    quoted = [Entry(name=b"%d" % i, data=bytes(300), deflate=True) for i in range(3)]
    for entry in quoted:
        entry.at = 0
    with pytest.raises(ArchiveError, match="share the same bytes"):
        unzip(forged_zip(kernel, *quoted))


def test_a_member_that_quotes_another_one_is_refused() -> None:
    inner = forged_zip(Entry(name=b"in", data=bytes(50)))
    body = inner[: inner.index(b"PK\1\2")]
    outer = Entry(name=b"out", data=body)
    data = forged_zip(outer, Entry(name=b"in", data=bytes(50), at=30 + len(b"out")))
    with pytest.raises(ArchiveError, match="share the same bytes"):
        unzip(data)


def test_a_member_that_reaches_into_the_directory_is_refused() -> None:
    data = bytearray(forged_zip(Entry(name=b"a", data=b"x" * 40)))
    at = data.index(b"PK\1\2")
    struct.pack_into("<II", data, at + 20, 60, 60)
    with pytest.raises(ArchiveError, match="share the same bytes"):
        unzip(bytes(data))


def test_an_empty_member_that_never_ends_is_noticed() -> None:
    entry = Entry(name=b"a", data=b"", method=8, says_inflated=0, crc=0)
    with pytest.raises(ArchiveError, match="lies about a size"):
        unzip(forged_zip(entry))


@pytest.mark.parametrize("says", [10, 999, 1001, 5000])
@pytest.mark.parametrize("honest_crc", [True, False])
def test_a_forged_size_is_noticed(says: int, honest_crc: bool) -> None:
    data = os.urandom(500) + bytes(500)
    crc = zlib.crc32(data if honest_crc else data[:says])
    entry = Entry(name=b"a", data=data, deflate=True, says_inflated=says, crc=crc)
    with pytest.raises(ArchiveError, match="lies about a size"):
        unzip(forged_zip(entry))


def test_a_stored_member_of_two_sizes_is_refused() -> None:
    with pytest.raises(ArchiveError, match="damaged"):
        unzip(forged_zip(Entry(name=b"a", data=b"x" * 40, says_inflated=30)))


def test_a_forged_size_costs_no_more_memory_than_it_says() -> None:
    entry = Entry(name=b"a", data=bytes(64 << 20), deflate=True, says_inflated=1000)
    data = forged_zip(entry)
    entry.data = b""
    tracemalloc.start()
    with pytest.raises(ArchiveError, match="lies about a size"):
        unzip(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 << 20


def test_bytes_behind_the_end_of_the_compressed_data_are_noticed() -> None:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    stored = deflater.compress(b"hello") + deflater.flush() + b"hidden"
    entry = Entry(
        name=b"a", data=stored, method=8, says_inflated=5, crc=zlib.crc32(b"hello")
    )
    assert unzip(forged_zip(Entry(name=b"a", data=b"hello", deflate=True)))
    with pytest.raises(ArchiveError, match="lies about a size"):
        unzip(forged_zip(entry))


@pytest.mark.parametrize("deflate", [False, True])
def test_a_wrong_checksum_is_refused(deflate: bool) -> None:
    entry = Entry(name=b"a", data=b"hello", deflate=deflate, crc=1)
    with pytest.raises(ArchiveError, match="checksum"):
        unzip(forged_zip(entry))


def test_bytes_that_are_no_compressed_data_are_refused() -> None:
    entry = Entry(name=b"a", data=b"\xff" * 30, method=8, says_inflated=100)
    with pytest.raises(ArchiveError, match="damaged"):
        unzip(forged_zip(entry))


def test_too_many_members_are_refused() -> None:
    members = {str(i): b"" for i in range(6)}
    with pytest.raises(LimitExceededError, match="found 6, expected at most 5"):
        unzip(zip_bytes(members), SMALL)


def test_a_hundred_thousand_members_are_refused_cheaply() -> None:
    record = struct.pack(
        "<4s3H3H3I2HHHHII",
        b"PK\1\2",
        *(0x314, 20, 0, 0, 0, 0x21, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0),
    )
    directory = (record + b"a") * 100_000
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0, 0, len(directory), 0, 0)
    tracemalloc.start()
    with pytest.raises(LimitExceededError, match="directory of the zip"):
        unzip(directory + end)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 << 20


def test_a_directory_that_claims_gigabytes_is_refused() -> None:
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 1, 1, 4_000_000_000, 0, 0)
    with pytest.raises(ArchiveError, match="damaged"):
        unzip(b"PK\3\4" + bytes(60) + end)


@pytest.mark.parametrize(
    ("sizes", "sentence"),
    [
        ([2001], "file that is too large: found 2001"),
        ([1900, 1900], "holds too much: found 3800"),
    ],
)
def test_too_much_is_refused(sizes: list[int], sentence: str) -> None:
    members = {str(i): os.urandom(size) for i, size in enumerate(sizes)}
    with pytest.raises(LimitExceededError, match=sentence):
        unzip(zip_bytes(members), SMALL)


def test_compression_beyond_belief_is_refused_above_the_floor() -> None:
    assert unzip(zip_bytes({"a": bytes(500)}), SMALL)
    with pytest.raises(LimitExceededError, match="beyond belief"):
        unzip(zip_bytes({"a": bytes(1500)}), SMALL)


def test_a_bomb_that_says_its_size_is_refused_unopened() -> None:
    entry = Entry(name=b"a", data=b"x" * 100, method=8, says_inflated=(1 << 32) - 2)
    with pytest.raises(LimitExceededError, match="too large"):
        unzip(forged_zip(entry))


def test_every_truncation_is_refused() -> None:
    whole = zip_bytes({"a": os.urandom(40), "b": b"text" * 20})
    for size in range(4, len(whole)):
        with pytest.raises(ArchiveError, match="damaged"):
            unzip(whole[:size])


def test_any_changed_byte_gives_the_files_or_a_refusal() -> None:
    members = {"a": b"text" * 20, "b/c": bytes(range(60))}
    whole = zip_bytes(members)
    for i in range(len(whole)):
        for flip in (0x01, 0x80, 0xFF):
            changed = bytearray(whole)
            changed[i] ^= flip
            try:
                found = unzip(bytes(changed))
            except InputError:
                continue
            # Names, dates and rights may change; contents carry a checksum.
            assert set(found.values()) <= set(members.values())


def test_a_local_header_that_is_none_is_refused() -> None:
    data = forged_zip(Entry(name=b"a", data=b"x"))
    with pytest.raises(ArchiveError, match="damaged"):
        unzip(b"XX" + data[2:])


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    unzip(zip_bytes({"a/b": b"x"}))
    assert list(tmp_path.iterdir()) == []
