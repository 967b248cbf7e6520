"""Files, folders and zips in, everything of use in them out, one file at a time.

The slices of a CT are the exception: they are collected and stacked at the end, once
it is known that there is a study that they belong to.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from myomap.dicom import CT_ALONE, MAP_ALONE, CtSlice
from myomap.errors import InputError, LimitExceededError, UnsupportedStudyError
from myomap.intake.archive import Member, list_members, read_member, read_member_head
from myomap.intake.contents import (
    FileContent,
    content_from_bytes,
    is_of_use,
    map_from_bytes,
)
from myomap.intake.ct_series import CtLimits, FoundSlice, FoundSlices
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.intake.walking import FoundFile, printable_name, walk
from myomap.records import Caution, LeftOut, State

__all__ = ["GatherLimits", "Gathered", "Source", "gather"]

_FILE_BYTES = 512 << 20
_CT_LIMITS = CtLimits()


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
    ct : CtLimits
        Of CTs; their slices are no inputs of their own.
    """

    total_bytes: int = 4 << 30
    files: int = 20_000
    inputs: int = 64
    ct: CtLimits = _CT_LIMITS


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
    is_map : bool
        Whether the user said that it is an attenuation map.
    """

    path: Path
    called: str
    asked_state: State | None = None
    is_map: bool = False


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
    is_map : bool
        Whether the user said that it is an attenuation map.
    """

    name: str
    content: FileContent
    asked_state: State | None
    is_map: bool = False


def gather(
    sources: Sequence[Source], limits: GatherLimits = GatherLimits()
) -> tuple[list[Gathered], list[LeftOut], tuple[Caution, ...]]:
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
        In the order of the sources, sorted by name within each; CTs last, but first
        of all what the user said is an attenuation map.
    left_out : list of LeftOut
        Files of no use, a CT or an attenuation map without a study among them.
    cautions : tuple of Caution
        That a CT was there and cannot be used.

    Raises
    ------
    InputError
        If a path does not exist, or a file that was named itself is of no use. A
        readable DICOM object of another kind, like a CT beside a study, is left out
        instead, as long as other paths were named too.
    LimitExceededError
        If there is too much.
    PatientMismatchError
        If the slices of one CT are of different patients.
    """
    gathered: list[Gathered] = []
    left_out: list[LeftOut] = []
    slices = FoundSlices(limits=limits.ct)
    spent = _Spent(limits)
    for source in sources:
        for found in _files(source, left_out, spent):
            try:
                data, kind = _read(found)
                reader = map_from_bytes if source.is_map else content_from_bytes
                content = reader(data, kind)
            except InputError as error:
                if found.is_given and not _is_company(error, source, len(sources)):
                    raise
                left_out.append(LeftOut(name=found.name, reason=str(error)))
                continue
            if isinstance(content, CtSlice):
                spent.add(n_bytes=len(data))
                slices.add(_found_slice(found, content, source))
                continue
            spent.add(n_bytes=len(data), n_inputs=1)
            gathered.append(
                Gathered(
                    name=found.name,
                    content=content,
                    asked_state=source.asked_state,
                    is_map=source.is_map,
                )
            )
    left_out.extend(slices.left_out)
    if not any(item.content.input.kind.shows_uptake for item in gathered):
        alone = [
            *(LeftOut(name=item.name, reason=MAP_ALONE) for item in gathered),
            *(LeftOut(name=name, reason=CT_ALONE) for name in slices.names),
        ]
        if len(alone) == 1 and _is_file(sources):
            raise UnsupportedStudyError(alone[0].reason)
        return [], [*left_out, *alone], ()
    series, refused, cautions = slices.stacked()
    spent.add(n_inputs=len(series))
    stacked = [
        Gathered(
            name=each.name,
            content=each.content,
            asked_state=each.asked_state,
            is_map=each.is_map,
        )
        for each in series
    ]
    everything = sorted([*gathered, *stacked], key=lambda item: not item.is_map)
    _require_map(sources, everything)
    return everything, [*left_out, *refused], cautions


def _is_company(error: InputError, source: Source, n_sources: int) -> bool:
    """Tell a readable object of no use that lay beside a study from a broken one."""
    is_other = isinstance(error, UnsupportedStudyError)
    return is_other and n_sources > 1 and not source.is_map


def _is_file(sources: Sequence[Source]) -> bool:
    return len(sources) == 1 and sources[0].path.is_file()


def _require_map(sources: Sequence[Source], everything: Sequence[Gathered]) -> None:
    asked = [source for source in sources if source.is_map]
    if asked and not any(item.is_map for item in everything):
        raise InputError(
            f"{asked[0].called} holds nothing that attenuation can be known from. "
            "Expected a CT, a transmission scan or a NIfTI volume in 1/cm."
        )


def _found_slice(found: FoundFile, content: CtSlice, source: Source) -> FoundSlice:
    return FoundSlice(
        name=found.name,
        content=content,
        asked_state=source.asked_state,
        is_map=source.is_map,
    )


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
