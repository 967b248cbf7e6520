"""Files, folders and zips in, everything of use in them out, one file at a time."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from myomap.errors import InputError, LimitExceededError, UnsupportedStudyError
from myomap.intake.archive import Member, list_members, read_member, read_member_head
from myomap.intake.contents import FileContent, content_from_bytes, is_of_use
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.intake.walking import FoundFile, printable_name, walk
from myomap.records import LeftOut, State

__all__ = ["GatherLimits", "Gathered", "Source", "gather"]

_FILE_BYTES = 512 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class GatherLimits:
    """How much is read for one study, over all folders and zips.

    Parameters
    ----------
    total_bytes : int
        Read from files and inflated from zips.
    files : int
        Looked at, inside zips too.
    inputs : int
        Of use; a study has a handful.
    """

    total_bytes: int = 4 << 30
    files: int = 20_000
    inputs: int = 64


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Source:
    """One path that was given.

    Parameters
    ----------
    path : Path
        A file, a folder or a zip.
    called : str
        What to call it in a message: ``"Input 1"``.
    asked_state : State or None
        What the user said it is.
    """

    path: Path
    called: str
    asked_state: State | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Gathered:
    """One file of use.

    Parameters
    ----------
    name : str
        Its path below what was given; never for a message.
    content : FileContent
        What it holds.
    asked_state : State or None
        What the user said it is.
    """

    name: str
    content: FileContent
    asked_state: State | None


def gather(
    sources: Sequence[Source], limits: GatherLimits = GatherLimits()
) -> tuple[list[Gathered], list[LeftOut]]:
    """Return everything of use, and everything else with the reason.

    Parameters
    ----------
    sources : sequence of Source
        What was given.
    limits : GatherLimits
        How much is read.

    Returns
    -------
    gathered : list of Gathered
        In the order of the sources, sorted by name within each.
    left_out : list of LeftOut
        Files of no use.

    Raises
    ------
    InputError
        If a path does not exist, or a file that was named itself is of no use. A
        readable DICOM object of another kind, like a CT beside a study, is left out
        instead, as long as other paths were named too.
    LimitExceededError
        If there is too much.
    """
    gathered: list[Gathered] = []
    left_out: list[LeftOut] = []
    spent = _Spent(limits)
    for source in sources:
        for found in _files(source, left_out, spent):
            try:
                data, kind = _read(found)
                content = content_from_bytes(data, kind)
            except InputError as error:
                is_company = isinstance(error, UnsupportedStudyError)
                if found.is_given and not (is_company and len(sources) > 1):
                    raise
                left_out.append(LeftOut(name=found.name, reason=str(error)))
                continue
            spent.add(n_bytes=len(data), n_inputs=1)
            gathered.append(
                Gathered(
                    name=found.name, content=content, asked_state=source.asked_state
                )
            )
    return gathered, left_out


class _Spent:
    """What was read so far, held against the limits."""

    def __init__(self, limits: GatherLimits) -> None:
        self._limits = limits
        self._bytes = self._files = self._inputs = 0

    def add(self, *, n_bytes: int = 0, n_files: int = 0, n_inputs: int = 0) -> None:
        self._bytes += n_bytes
        self._files += n_files
        self._inputs += n_inputs
        for found, most, what in (
            (self._bytes, self._limits.total_bytes, "bytes"),
            (self._files, self._limits.files, "files"),
            (self._inputs, self._limits.inputs, "volumes and maps"),
        ):
            if found > most:
                raise LimitExceededError(
                    f"There is too much to read: more than {most} {what}. Give the "
                    "files of one study."
                )


def _files(
    source: Source, left_out: list[LeftOut], spent: _Spent
) -> Iterator[FoundFile]:
    """Yield the files of a source, those inside its zips too."""
    for found in walk(source.path, source.called):
        if isinstance(found, LeftOut):
            left_out.append(found)
            continue
        spent.add(n_files=1)
        try:
            members = _members(found)
        except InputError as error:
            if found.is_given:
                raise
            left_out.append(LeftOut(name=found.name, reason=str(error)))
            continue
        if members is None:
            yield found
            continue
        n_bytes = sum(member.inflated_bytes for member in members)
        spent.add(n_files=len(members), n_bytes=n_bytes)
        yield from (_member_file(found, member) for member in members)


def _members(found: FoundFile) -> Sequence[Member] | None:
    """Return the members of a zip, or None for any other file."""
    with found.open() as stream:
        if sniff(_first_bytes(stream)) is not FileKind.ZIP:
            return None
        members = list_members(stream)
    if not members:
        raise InputError("The zip archive holds no files. Give one that does.")
    return members


def _member_file(archive: FoundFile, member: Member) -> FoundFile:
    def open_member() -> BinaryIO:
        with archive.open() as stream:
            return io.BytesIO(read_member(stream, member))

    def head_of_member(size: int) -> bytes:
        with archive.open() as stream:
            return read_member_head(stream, member, size)

    # The archive's own name comes first: it may be called after stress or rest.
    return FoundFile(
        name=f"{archive.name}/{printable_name(member.name)}",
        open=open_member,
        head=head_of_member,
        is_given=False,
    )


def _read(found: FoundFile) -> tuple[bytes, FileKind]:
    """Return a file's bytes and kind; of a file of no use only the first bytes."""
    if found.head is not None:
        head = found.head(HEAD_BYTES)
        if not is_of_use(sniff(head)):
            return head, sniff(head)
    with found.open() as stream:
        head = _first_bytes(stream)
        kind = sniff(head)
        if not is_of_use(kind):
            return head, kind
        size = stream.seek(0, io.SEEK_END)
        if size > _FILE_BYTES:
            raise LimitExceededError(
                f"The file is too large: found {size} bytes, expected at most "
                f"{_FILE_BYTES}. Give one volume or one acquisition a file."
            )
        stream.seek(0)
        try:
            return stream.read(size), kind
        except OSError as error:
            raise _failed_read() from error


def _first_bytes(stream: BinaryIO) -> bytes:
    try:
        stream.seek(0)
        return stream.read(HEAD_BYTES)
    except OSError as error:
        raise _failed_read() from error


def _failed_read() -> InputError:
    return InputError(
        "The file could not be read: its disk reports a failure. Copy it to another "
        "disk."
    )
