"""What was found so far of a study, held against the limits of what is read."""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from myomap.dicom import CtSlice
from myomap.errors import InputError, LimitExceededError, UnsupportedStudyError
from myomap.intake.contents import (
    FileContent,
    FileContents,
    ShownPictures,
    content_from_bytes,
    is_of_use,
    map_from_bytes,
    maps_of_pictures,
)
from myomap.intake.ct_series import CtLimits, FoundSlice, FoundSlices
from myomap.intake.picture_options import PictureOptions
from myomap.intake.picture_parts import maps_asked_for
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.intake.walking import FoundFile
from myomap.records import LeftOut, State

__all__ = [
    "Basket",
    "GatherLimits",
    "Gathered",
    "Source",
    "Spent",
    "first_bytes",
    "read_found",
]

_FILE_BYTES = 512 << 20
_CT_LIMITS = CtLimits()
_NO_OPTIONS = PictureOptions()
_OF_STUDIES = {FileKind.DICOM, FileKind.NIFTI, FileKind.NIFTI_GZIP, FileKind.NPY}
_BESIDE = (
    "A picture beside other data is not read: they show what it was made of. Give it "
    "by itself."
)


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
    pictures : PictureOptions
        What the user knows better of pictures in it.
    """

    path: Path
    called: str
    asked_state: State | None = None
    is_map: bool = False
    pictures: PictureOptions = _NO_OPTIONS


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Gathered:
    """One input of a file of use.

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

    @property
    def telling_name(self) -> str:
        """The name as far as it speaks of this input: not where it has others."""
        return self.name if self.content.n_parts == 1 else ""

    @property
    def telling_state(self) -> State | None:
        """What the user said, as far as it overrules what this input shows.

        Of a file with several maps it chose among them and is evidence already.
        """
        return self.asked_state if self.content.n_parts == 1 else None


class Basket:
    """What was found so far.

    Pictures that nobody named are looked at last, and only where nothing else shows
    uptake: what lies beside a study are screens made of it.
    """

    def __init__(self, limits: GatherLimits, *, n_sources: int) -> None:
        self.gathered: list[Gathered] = []
        self.left_out: list[LeftOut] = []
        self.slices = FoundSlices(limits=limits.ct)
        self.spent = Spent(limits)
        self._pictures: list[tuple[FoundFile, Source]] = []
        self._n_sources = n_sources

    @property
    def shows_uptake(self) -> bool:
        """Whether there is anything else than maps of attenuation."""
        return any(item.content.input.kind.shows_uptake for item in self.gathered)

    def take(self, found: FoundFile, source: Source) -> None:
        """Read one file, or say why it is left out."""
        is_named = found.is_given or source.asked_state is not None
        self._take(found, source, looks_at_pictures=is_named)

    def take_pictures(self) -> None:
        """Look at the pictures that lay in folders and zips."""
        is_beside = self.shows_uptake
        for found, source in self._pictures:
            if is_beside:
                self.left_out.append(LeftOut(name=found.name, reason=_BESIDE))
            else:
                self._take(found, source, looks_at_pictures=True)

    def _take(
        self, found: FoundFile, source: Source, *, looks_at_pictures: bool
    ) -> None:
        kind = FileKind.UNKNOWN
        try:
            data, kind = read_found(found)
            reader = map_from_bytes if source.is_map else content_from_bytes
            contents = reader(data, kind)
            if isinstance(contents, ShownPictures):
                if not looks_at_pictures:
                    self._pictures.append((found, source))
                    return
                contents = maps_of_pictures(contents, data, source.pictures)
            if not isinstance(contents, CtSlice):
                contents = maps_asked_for(contents, source.asked_state)
        except InputError as error:
            if found.is_given and not self._is_company(error, source):
                raise
            self._leave_out(found, kind, error)
            return
        self._keep(found, source, contents, n_bytes=len(data))

    def _leave_out(self, found: FoundFile, kind: FileKind, error: InputError) -> None:
        is_other = kind not in _OF_STUDIES or isinstance(error, UnsupportedStudyError)
        self.left_out.append(
            LeftOut(name=found.name, reason=str(error), is_fault=not is_other)
        )

    def _keep(
        self,
        found: FoundFile,
        source: Source,
        contents: FileContents | CtSlice,
        *,
        n_bytes: int,
    ) -> None:
        if isinstance(contents, CtSlice):
            self.spent.add(n_bytes=n_bytes)
            self.slices.add(_found_slice(found, contents, source))
            return
        self.spent.add(n_bytes=n_bytes, n_inputs=len(contents))
        self.gathered.extend(
            Gathered(
                name=found.name,
                content=content,
                asked_state=source.asked_state,
                is_map=source.is_map,
            )
            for content in contents
        )

    def _is_company(self, error: InputError, source: Source) -> bool:
        """Tell an object of no use that lay beside a study from a broken one."""
        is_other = isinstance(error, UnsupportedStudyError)
        return is_other and self._n_sources > 1 and not source.is_map


class Spent:
    """What was read so far, held against the limits."""

    def __init__(self, limits: GatherLimits) -> None:
        self._limits = limits
        self._bytes = self._files = self._inputs = 0

    def add(self, *, n_bytes: int = 0, n_files: int = 0, n_inputs: int = 0) -> None:
        """Count what was read, and refuse where it becomes too much."""
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


def _found_slice(found: FoundFile, content: CtSlice, source: Source) -> FoundSlice:
    return FoundSlice(
        name=found.name,
        content=content,
        asked_state=source.asked_state,
        is_map=source.is_map,
    )


def read_found(found: FoundFile) -> tuple[bytes, FileKind]:
    """Return a file's bytes and kind; of a file of no use only the first bytes.

    Parameters
    ----------
    found : FoundFile
        A file.

    Returns
    -------
    data : bytes
        All of it, or its first bytes.
    kind : FileKind
        By its bytes.

    Raises
    ------
    InputError
        If it cannot be read.
    LimitExceededError
        If it is larger than is read.
    """
    if found.head is not None:
        head = found.head(HEAD_BYTES)
        if not is_of_use(sniff(head)):
            return head, sniff(head)
    with found.open() as stream:
        head = first_bytes(stream)
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


def first_bytes(stream: BinaryIO) -> bytes:
    """Return as much of a file as tells its kind."""
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
