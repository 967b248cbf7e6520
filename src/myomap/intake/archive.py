"""A zip in, its members out as bytes, checked before a single byte is inflated.

Nothing is ever written to the disk. The standard library parses the directory;
what it leaves open is checked here: names, links, passwords, sizes, and that no
two members share bytes, which Python up to 3.11.7 does not notice.

References
----------
.. [1] PKWARE, APPNOTE.TXT, .ZIP File Format Specification, 4.3 and 4.4.
.. [2] CVE-2024-0450: quoted-overlap zip bombs in Python's zipfile.
"""

import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from myomap.errors import ArchiveError, InputError, LimitExceededError

__all__ = [
    "ArchiveLimits",
    "Member",
    "list_members",
    "read_member",
    "read_member_head",
]

_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_ENCRYPTED_FLAGS = 0x1 | 0x40 | 0x2000
_CHUNK_BYTES = 1 << 20
_DAMAGED = (
    zipfile.BadZipFile,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    OverflowError,
    UnicodeDecodeError,
    ValueError,
    struct.error,
    zlib.error,
)
_ADVICE = "Unpack it yourself and give the folder."


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """How much a zip may hold.

    The ratio of 200 is far above what images reach and far below the 1032 that
    deflate can: only members above 1 MiB are judged by it, so that small empty
    files pass.

    Parameters
    ----------
    members : int
        Entries of the directory.
    total_bytes, member_bytes : int
        Inflated, of all members and of one.
    ratio : float
        Inflated to stored bytes of one member.
    ratio_from_bytes : int
        Inflated size from which the ratio counts.
    directory_bytes : int
        Of the directory at the end, which is read in one piece.
    """

    members: int = 10_000
    total_bytes: int = 2 << 30
    member_bytes: int = 512 << 20
    ratio: float = 200.0
    ratio_from_bytes: int = 1 << 20
    directory_bytes: int = 4 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in a zip, located and checked.

    Parameters
    ----------
    name : str
        Its path in the archive; can hold a name, so never for a message.
    start : int
        Offset of its first stored byte.
    stored_bytes, inflated_bytes : int
        Sizes as declared.
    is_deflated : bool
        Whether the stored bytes are compressed.
    crc : int
        CRC-32 of the inflated bytes.
    """

    name: str
    start: int
    stored_bytes: int
    inflated_bytes: int
    is_deflated: bool
    crc: int

    def __repr__(self) -> str:
        return f"Member({self.inflated_bytes} bytes)"


class _SmallReads:
    """A stream that refuses to be read in huge pieces.

    The parser reads the whole directory at the size the archive claims; here that
    claim meets its limit before memory is taken.
    """

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self.seek = stream.seek
        self.tell = stream.tell
        self.seekable = stream.seekable

    def read(self, size: int = -1, /) -> bytes:
        if size > self._most:
            raise LimitExceededError(
                f"The directory of the zip archive is too large: found {size} bytes, "
                f"expected at most {self._most}. {_ADVICE}"
            )
        return self._stream.read(self._most if size < 0 else size)


def list_members(
    stream: BinaryIO, limits: ArchiveLimits = ArchiveLimits()
) -> tuple[Member, ...]:
    """Return the files of a zip after checking that all can be opened safely.

    One unsafe member condemns the archive: nobody makes such a member by accident.

    Parameters
    ----------
    stream : binary file
        The archive, seekable.
    limits : ArchiveLimits
        How much it may hold.

    Returns
    -------
    tuple of Member
        Files in the order of the directory; folders are passed over.

    Raises
    ------
    ArchiveError
        If the archive is damaged, needs a password, uses an unknown compression,
        or holds unsafe names, links, duplicates or overlapping members.
    LimitExceededError
        If it holds more than the limits allow.
    """
    try:
        archive = zipfile.ZipFile(_SmallReads(stream, limits.directory_bytes))
        entries, end = archive.infolist(), archive.start_dir
    except InputError:
        raise
    except _DAMAGED as error:
        raise _damaged() from error
    _check_count(len(entries), limits)
    _check_names([entry.orig_filename for entry in entries])
    for entry in entries:
        _check_entry(entry)
    _check_sizes(entries, limits)
    members = tuple(_locate(stream, entry) for entry in entries)
    _check_no_overlap(members, entries, end)
    return tuple(
        member
        for member, entry in zip(members, entries, strict=True)
        if not entry.is_dir()
    )


def read_member(stream: BinaryIO, member: Member) -> bytes:
    """Return the bytes of one member, never more than it declared.

    Parameters
    ----------
    stream : binary file
        The archive that the member was listed from.
    member : Member
        Which one.

    Returns
    -------
    bytes
        Exactly as many as declared, their checksum verified.

    Raises
    ------
    ArchiveError
        If there are more or fewer bytes than declared or the checksum differs.
    """
    try:
        stream.seek(member.start)
        data = (
            _inflate(stream, member)
            if member.is_deflated
            else stream.read(member.stored_bytes)
        )
    except InputError:
        raise
    except _DAMAGED as error:
        raise _damaged() from error
    if data is None or len(data) != member.inflated_bytes:
        raise ArchiveError(
            "The zip archive lies about a size: a member holds other than the "
            f"{member.inflated_bytes} bytes it declares. It is not opened."
        )
    if zlib.crc32(data) != member.crc:
        raise ArchiveError(
            "The zip archive is damaged: the checksum of a member differs. Copy or "
            "export the archive again."
        )
    return data


def read_member_head(stream: BinaryIO, member: Member, size: int) -> bytes:
    """Return the first bytes of one member, enough to tell what it is.

    Nothing is verified yet: that is done when all of it is read.

    Parameters
    ----------
    stream : binary file
        The archive that the member was listed from.
    member : Member
        Which one.
    size : int
        At most so many bytes.

    Returns
    -------
    bytes
        Fewer if the member is shorter.

    Raises
    ------
    ArchiveError
        If the bytes are no compressed data.
    """
    try:
        stream.seek(member.start)
        stored = stream.read(min(member.stored_bytes, size))
        if not member.is_deflated:
            return stored
        return zlib.decompressobj(wbits=-15).decompress(stored, size)
    except _DAMAGED as error:
        raise _damaged() from error


def _inflate(stream: BinaryIO, member: Member) -> bytes | None:
    """Return the inflated bytes, one too many if there are more than declared.

    None stands for a compressed stream that ends before or after the stored bytes.
    """
    inflater = zlib.decompressobj(wbits=-15)
    pieces: list[bytes] = []
    left, room = member.stored_bytes, member.inflated_bytes + 1
    while left > 0 and not inflater.eof:
        stored = stream.read(min(left, _CHUNK_BYTES))
        if not stored:
            break
        left -= len(stored)
        while stored and not inflater.eof:
            piece = inflater.decompress(stored, room)
            room -= len(piece)
            pieces.append(piece)
            if room <= 0:
                return b"".join(pieces)
            stored = inflater.unconsumed_tail
    is_whole = inflater.eof and not left and not inflater.unused_data
    return b"".join(pieces) if is_whole else None


def _check_count(found: int, limits: ArchiveLimits) -> None:
    if found > limits.members:
        raise LimitExceededError(
            f"The zip archive holds too many files: found {found}, expected at most "
            f"{limits.members}. {_ADVICE}"
        )


def _check_names(names: Sequence[str]) -> None:
    seen: set[str] = set()
    for name in names:
        _check_name(name)
        # What differs only in case or in the spelling of an accent is one file on
        # some systems and two on others.
        folded = unicodedata.normalize("NFC", name).casefold().rstrip("/")
        if folded in seen:
            raise ArchiveError(
                "The zip archive holds the same name twice, so it is not clear which "
                "file is meant. Pack it again with different names."
            )
        seen.add(folded)


def _check_name(name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    is_unsafe = (
        not name
        or any(ord(character) < 32 for character in name)
        or parts[0] == ""
        or ".." in parts
        or re.match("[A-Za-z]:", name) is not None
    )
    if is_unsafe:
        raise ArchiveError(
            "The zip archive holds an unsafe name: one that is empty, absolute, leads "
            "out of the archive or has control characters. It is not opened; ask for "
            "a clean export."
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    mode = stat.S_IFMT(entry.external_attr >> 16)
    if mode not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(
            "The zip archive holds a link or a device. Expected files and folders "
            f"only. {_ADVICE}"
        )
    if entry.flag_bits & _ENCRYPTED_FLAGS:
        raise ArchiveError(f"The zip archive needs a password. {_ADVICE}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ArchiveError(
            "The zip archive uses a compression that is not read here: found method "
            f"{entry.compress_type}, expected 0 (stored) or 8 (deflated). {_ADVICE}"
        )


def _check_sizes(entries: Sequence[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    for entry in entries:
        size = entry.file_size
        if size > limits.member_bytes:
            raise LimitExceededError(
                f"The zip archive holds a file that is too large: found {size} bytes, "
                f"expected at most {limits.member_bytes}. {_ADVICE}"
            )
        is_bomb = size > limits.ratio * max(entry.compress_size, 1)
        if size > limits.ratio_from_bytes and is_bomb:
            raise LimitExceededError(
                "The zip archive holds a file that is compressed beyond belief: "
                f"expected at most {limits.ratio:.0f} to 1. {_ADVICE}"
            )
    total = sum(entry.file_size for entry in entries)
    if total > limits.total_bytes:
        raise LimitExceededError(
            f"The zip archive holds too much: found {total} bytes, expected at most "
            f"{limits.total_bytes}. {_ADVICE}"
        )


def _locate(stream: BinaryIO, entry: zipfile.ZipInfo) -> Member:
    """Follow the directory to the member's own header and read where it starts."""
    try:
        stream.seek(entry.header_offset)
        header = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    except _DAMAGED as error:
        raise _damaged() from error
    signature, _, flags, method = header[:4]
    if signature != b"PK\x03\x04" or method != entry.compress_type:
        raise _damaged()
    if flags & _ENCRYPTED_FLAGS:
        raise ArchiveError(f"The zip archive needs a password. {_ADVICE}")
    if not entry.compress_type and entry.compress_size != entry.file_size:
        raise _damaged()
    return Member(
        name=entry.filename,
        start=entry.header_offset + _LOCAL_HEADER.size + header[-2] + header[-1],
        stored_bytes=entry.compress_size,
        inflated_bytes=entry.file_size,
        is_deflated=entry.compress_type == zipfile.ZIP_DEFLATED,
        crc=entry.CRC,
    )


def _check_no_overlap(
    members: Sequence[Member], entries: Sequence[zipfile.ZipInfo], end: int
) -> None:
    spans = sorted(
        (entry.header_offset, member.start + member.stored_bytes)
        for member, entry in zip(members, entries, strict=True)
    )
    starts = [start for start, _ in spans] + [end]
    if any(stop > start for (_, stop), start in zip(spans, starts[1:], strict=True)):
        raise ArchiveError(
            "The zip archive is built to deceive: its members share the same bytes. "
            "It is not opened."
        )


def _damaged() -> ArchiveError:
    return ArchiveError(
        "The zip archive is damaged or cut short. Copy or export the archive again."
    )
