"""An upload's bytes in, files in a folder of their own out; nothing waits in memory.

The parts of the form are written as they come. A file is kept under a plain number;
the path that the browser gave, which tells stress from rest and can name a patient, is
kept beside as words and is never a path here.
"""

import hashlib
import unicodedata
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from myomap.errors import OutputError
from myomap.web.answers import refused
from myomap.web.options import UploadLimits

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

__all__ = ["Received", "ReceivedFile", "plain_name", "receive_form"]

_LONGEST_PART: Final = 100
_MOST_FOLDERS: Final = 12
_MOST_HEADERS: Final = 8
_HEADER_BYTES: Final = 4096
_PARSED_HEADER_BYTES: Final = 1 << 20
_FILES: Final = "files"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReceivedFile:
    """One file of an upload.

    Parameters
    ----------
    place : Path
        Where its bytes lie.
    name : str
        What the browser called it, made plain; can name a patient.
    sha256 : str
        Of its bytes.
    n_bytes : int
        How many.
    """

    place: Path
    name: str
    sha256: str
    n_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Received:
    """An upload.

    Parameters
    ----------
    files : tuple of ReceivedFile
        In the order they came.
    fields : dict of str to str
        The form's other fields.
    """

    files: tuple[ReceivedFile, ...]
    fields: dict[str, str]


async def receive_form(
    chunks: AsyncIterator[bytes],
    content_type: str,
    folder: Path,
    limits: UploadLimits,
) -> Received:
    """Write the files of a multipart form and return what came.

    Parameters
    ----------
    chunks : async iterator of bytes
        The body.
    content_type : str
        The header, which names the boundary.
    folder : Path
        Empty; files are written into it.
    limits : UploadLimits
        How much is taken.

    Returns
    -------
    Received
        At least one file.

    Raises
    ------
    HTTPException
        If it is no such form, holds no file or too much.
    OutputError
        If it cannot be written.
    """
    kind, options = parse_options_header(content_type.encode("latin-1", "replace"))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not 1 <= len(boundary) <= 70:
        raise refused(
            415, "wrong-type", "An upload is a form of files (multipart/form-data)."
        )
    writer = _FormWriter(folder, limits)
    try:
        # The writer's own limit comes first, and says what is too long.
        parser = MultipartParser(
            boundary, writer.callbacks(), max_header_size=_PARSED_HEADER_BYTES
        )
        async for chunk in chunks:
            parser.write(chunk)
        parser.finalize()
    except MultipartParseError:
        raise _broken() from None
    except OSError as error:
        raise OutputError(
            "The upload cannot be written: the disk may be full. Make room, and send "
            "it again."
        ) from error
    finally:
        writer.close()
    return writer.received()


def plain_name(name: str) -> str:
    """Return a file's path as words that can do no harm.

    Parameters
    ----------
    name : str
        Whatever a browser sent.

    Returns
    -------
    str
        Parts joined by ``/``, never one that climbs, each of printable letters.

    Examples
    --------
    >>> plain_name("../../etc/passwd"), plain_name("C:" + chr(92) + "rest" + chr(0))
    ('etc/passwd', 'C_/rest')
    """
    parts = []
    for part in unicodedata.normalize("NFC", name).replace("\\", "/").split("/"):
        letters = ["_" if letter in '<>:"|?*' else letter for letter in part]
        plain = "".join(letter for letter in letters if letter.isprintable()).strip()
        if plain.strip("."):
            parts.append(plain[-_LONGEST_PART:])
    return "/".join(parts[-_MOST_FOLDERS:]) or "file"


@dataclass(slots=True, kw_only=True)
class _Part:
    """The part of the form that is being read."""

    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    header_name: bytes = b""
    header_value: bytes = b""
    field_name: str = ""
    file_name: str | None = None
    stream: BinaryIO | None = None
    text: bytes = b""
    n_bytes: int = 0


class _FormWriter:
    """What the parser calls as it goes."""

    def __init__(self, folder: Path, limits: UploadLimits) -> None:
        self._folder = folder
        self._limits = limits
        self._part = _Part()
        self._sum = hashlib.sha256()
        self._files: list[ReceivedFile] = []
        self._fields: dict[str, str] = {}
        self._total = 0
        self._has_ended = False

    def callbacks(self) -> "MultipartCallbacks":
        """Return the functions by the names that the parser knows."""
        return {
            "on_part_begin": self._begin,
            "on_header_field": self._header_field,
            "on_header_value": self._header_value,
            "on_header_end": self._header_end,
            "on_headers_finished": self._open,
            "on_part_data": self._data,
            "on_part_end": self._finish,
            "on_end": self._end,
        }

    def received(self) -> Received:
        """Return what came, once all of it has."""
        if not self._has_ended:
            raise _broken()
        if not self._files:
            raise refused(
                400, "no-files", "The upload holds no files. Expected at least one."
            )
        return Received(files=tuple(self._files), fields=dict(self._fields))

    def close(self) -> None:
        """Close what is still open."""
        if self._part.stream is not None:
            self._part.stream.close()

    def _begin(self) -> None:
        self._part = _Part()
        self._sum = hashlib.sha256()

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._part.header_name += data[start:end]
        self._require_short_header()

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._part.header_value += data[start:end]
        self._require_short_header()

    def _require_short_header(self) -> None:
        part = self._part
        if len(part.header_name) + len(part.header_value) > _HEADER_BYTES:
            is_name = b"filename" in part.header_value
            raise _long_name() if is_name else _broken()

    def _header_end(self) -> None:
        part = self._part
        part.headers.append((part.header_name.lower(), part.header_value))
        part.header_name = part.header_value = b""
        if len(part.headers) > _MOST_HEADERS:
            raise _broken()

    def _open(self) -> None:
        part = self._part
        disposition = dict(part.headers).get(b"content-disposition", b"")
        _, options = parse_options_header(disposition)
        part.field_name = options.get(b"name", b"").decode("utf-8", "replace")
        raw_name = options.get(b"filename")
        if not raw_name and part.field_name == _FILES:
            raise refused(
                400, "no-name", "A file was sent without a name. Send it with its name."
            )
        if not raw_name:
            self._require_room_for_field()
            return
        if len(raw_name) > self._limits.name_bytes:
            raise _long_name()
        if part.field_name != _FILES:
            raise refused(
                400,
                "wrong-field",
                "A file was sent in a field of another name. Send every file in the "
                "field 'files'.",
            )
        if len(self._files) >= self._limits.files:
            raise refused(
                413,
                "too-many-files",
                "The upload holds too many files: expected at most "
                f"{self._limits.files}. Send them in parts, one patient at a time.",
            )
        part.file_name = raw_name.decode("utf-8", "replace")
        part.stream = self._place().open("xb")

    def _place(self) -> Path:
        return self._folder / f"{len(self._files):06d}"

    def _require_room_for_field(self) -> None:
        if len(self._fields) >= self._limits.fields:
            raise refused(400, "too-many-fields", "The form has too many fields.")

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.n_bytes += end - start
        if part.stream is None:
            if part.n_bytes > self._limits.field_bytes:
                raise refused(400, "long-field", "A field is longer than is taken.")
            part.text += data[start:end]
            return
        self._total += end - start
        limits = self._limits
        if part.n_bytes > limits.file_bytes or self._total > limits.total_bytes:
            raise refused(
                413,
                "too-large",
                f"The upload is too large: expected at most {limits.file_bytes >> 20} "
                f"MiB a file and {limits.total_bytes >> 20} MiB in all.",
            )
        piece = memoryview(data)[start:end]
        part.stream.write(piece)
        self._sum.update(piece)

    def _finish(self) -> None:
        part = self._part
        if part.stream is None:
            self._fields[part.field_name[:64]] = part.text.decode("utf-8", "replace")
            return
        part.stream.close()
        part.stream = None
        self._files.append(
            ReceivedFile(
                place=self._place(),
                name=plain_name(part.file_name or ""),
                sha256=self._sum.hexdigest(),
                n_bytes=part.n_bytes,
            )
        )

    def _end(self) -> None:
        self._has_ended = True


def _long_name() -> Exception:
    return refused(
        400,
        "long-name",
        "A file's name is longer than is taken. Give it a shorter name.",
    )


def _broken() -> Exception:
    return refused(
        400, "broken-form", "The upload broke off or is no form. Send it again."
    )
