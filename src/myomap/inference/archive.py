"""A bundle's bytes: one zip archive that can be written in one way only.

One file moves between hospitals, cannot be copied by half, and has one hash to name it
by. It is a zip, so that anybody can look inside with what every computer has; it is
stored, not packed, so that nothing inside can grow; and it is written by the few lines
below and not by a library, so that the same members give the same bytes for ever.
Reading takes the members out, writes them again and compares: whatever bit was changed
anywhere, the two differ.
"""

import hashlib
import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

from myomap.errors import LimitExceededError, ModelError
from myomap.inference.disguise import name_of_disguise

__all__ = ["MOST_BYTES", "Members", "pack", "unpack"]

MOST_BYTES = 1 << 30
"""Of a bundle."""

_CARD, _GRAPH, _SUMS = "card.json", "model.onnx", "SHA256SUMS"
_NAMES = (_CARD, _GRAPH, _SUMS)

_VERSION = 20
_FIRST_DAY = 0x21
"""1 January 1980, the earliest date a zip can hold: a bundle knows no time."""

_REGULAR_FILE = 0o100644 << 16
_MADE_ON_UNIX = 3 << 8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Members:
    """What a bundle holds.

    Parameters
    ----------
    card : bytes
        The card, JSON in UTF-8.
    graph : bytes
        The model, ONNX.
    """

    card: bytes
    graph: bytes


def pack(members: Members) -> bytes:
    """Return a bundle's bytes.

    Parameters
    ----------
    members : Members
        Card and model.

    Returns
    -------
    bytes
        A zip archive with the two and their SHA-256, the same for the same members.

    References
    ----------
    .. [1] PKWARE, APPNOTE.TXT 6.3, .ZIP File Format Specification.

    Examples
    --------
    >>> unpack(pack(Members(card=b"{}", graph=b"model"))).graph
    b'model'
    """
    contents = {_CARD: members.card, _GRAPH: members.graph, _SUMS: _sums(members)}
    stream, directory = io.BytesIO(), io.BytesIO()
    for name, content in contents.items():
        offset = stream.tell()
        encoded = name.encode("ascii")
        common = struct.pack(
            "<HHHHHLLLHH",
            _VERSION,
            0,
            zipfile.ZIP_STORED,
            0,
            _FIRST_DAY,
            zlib.crc32(content),
            len(content),
            len(content),
            len(encoded),
            0,
        )
        stream.write(b"PK\x03\x04" + common + encoded + content)
        made_by = struct.pack("<H", _MADE_ON_UNIX | _VERSION)
        place = struct.pack("<HHHLL", 0, 0, 0, _REGULAR_FILE, offset)
        directory.write(b"PK\x01\x02" + made_by + common + place + encoded)
    start, listed = stream.tell(), directory.getvalue()
    n = len(contents)
    end = struct.pack("<HHHHLLH", 0, 0, n, n, len(listed), start, 0)
    return stream.getvalue() + listed + b"PK\x05\x06" + end


def _sums(members: Members) -> bytes:
    """Return the hashes as the program `sha256sum` reads them."""
    lines = (
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in ((_CARD, members.card), (_GRAPH, members.graph))
    )
    return "".join(lines).encode("ascii")


def unpack(data: bytes) -> Members:
    """Return what a bundle holds, if every bit of it is as it was written.

    Parameters
    ----------
    data : bytes
        Of a bundle.

    Returns
    -------
    Members
        Card and model.

    Raises
    ------
    ModelError
        If it is something else, or any bit was changed.
    LimitExceededError
        If it is larger than any model.
    """
    if len(data) > MOST_BYTES:
        raise LimitExceededError(
            f"The model's bundle is too large: found {len(data)} bytes, expected at "
            f"most {MOST_BYTES}. Export a smaller model."
        )
    entries = _entries(data)
    names = tuple(entry.filename for entry, _ in entries)
    if names != _NAMES:
        raise _other_file(data, names)
    card, graph, sums = (content for _, content in entries)
    members = Members(card=card, graph=graph)
    if sums != _sums(members) or pack(members) != data:
        raise _damaged()
    return members


def _entries(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    """Return the members of an archive; only those of a bundle are read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = archive.infolist()
            if tuple(entry.filename for entry in found) != _NAMES:
                return [(entry, b"") for entry in found]
            if any(entry.compress_type != zipfile.ZIP_STORED for entry in found):
                return [(entry, b"") for entry in found]
            return [(entry, archive.read(entry)) for entry in found]
    except _NOT_A_ZIP as error:
        raise _other_file(data) from error


_NOT_A_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)
"""All that the zip reader raises on bytes that are no plain archive."""


def _damaged() -> ModelError:
    return ModelError(
        "The model's bundle is damaged: its bytes are not those that were written. "
        "Get it again from whoever trained it; it cannot be repaired."
    )


def _other_file(data: bytes, names: tuple[str, ...] = ()) -> ModelError:
    found = name_of_disguise(data, names)
    if found is None:
        return _damaged()
    return ModelError(
        f"This is no bundle of a model: found {found}, expected the archive that "
        "'myomap train' writes. Nothing of it was run: export the model again."
    )
