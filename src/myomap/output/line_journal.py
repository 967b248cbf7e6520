"""Pieces of a long work kept as lines, so that a run can be killed at any time.

The first line says what the work is. Each piece is one line of JSON, written at once
and flushed to the disk; a line that a kill cut short is dropped. One run at a time
holds the file.
"""

import fcntl
import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, TypeVar

from myomap.errors import OutputError, OutputExistsError

__all__ = ["JournalWords", "LineJournal"]

_Piece = TypeVar("_Piece")


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalWords:
    """What to say when a journal cannot be kept, in the words of its work.

    Parameters
    ----------
    held : str
        Another run is writing it.
    foreign : str
        Its lines are of other work.
    unwritable : str
        Its folder cannot be written to.
    full : str
        A line could not be written.
    """

    held: str
    foreign: str
    unwritable: str
    full: str


class LineJournal(Generic[_Piece]):
    """The pieces of one work, done now or before.

    Parameters
    ----------
    path : Path
        The file; missing folders are made.
    title : dict
        What the work is: lines under another title are not mixed with these.
    restore : callable
        From a line's document to the piece; raises `KeyError`, `TypeError`,
        `ValueError` or `AttributeError` where it is none.
    words : JournalWords
        For the errors.
    starts_over : bool
        Whether everything that is there is thrown away.

    Attributes
    ----------
    kept : list
        The pieces that were there on entering, in their order.

    Raises
    ------
    OutputExistsError
        On entering, if the lines are of other work.
    OutputError
        If the file cannot be written, or another run holds it.

    Examples
    --------
    >>> import tempfile
    >>> words = JournalWords(held="", foreign="", unwritable="", full="")
    >>> home = tempfile.TemporaryDirectory()
    >>> for number in (1, 2):
    ...     place = Path(home.name) / "work.jsonl"
    ...     with LineJournal(place, {"of": "sums"}, restore=int, words=words) as done:
    ...         done.add(number)
    ...         done.kept
    []
    [1]
    >>> home.cleanup()
    """

    def __init__(
        self,
        path: Path,
        title: dict[str, Any],
        *,
        restore: Callable[[Any], _Piece],
        words: JournalWords,
        starts_over: bool = False,
    ) -> None:
        self._path = path
        # As it will be read back: tuples become lists.
        self._title = json.loads(json.dumps(title))
        self._restore = restore
        self._words = words
        self._starts_over = starts_over
        self._descriptor = -1
        self.kept: list[_Piece] = []

    def __enter__(self) -> "LineJournal[_Piece]":
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(
                self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
            self._claim()
        except BlockingIOError as error:
            self._close()
            raise OutputError(self._words.held) from error
        except OutputError:
            self._close()
            raise
        except OSError as error:
            self._close()
            raise OutputError(self._words.unwritable) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def add(self, document: object) -> None:
        """Write one piece, in one line and one write.

        Parameters
        ----------
        document : object
            What JSON has words for; NaN is refused.

        Raises
        ------
        OutputError
            If it could not be written whole.
        """
        line = json.dumps(document, ensure_ascii=False, allow_nan=False)
        data = f"{line}\n".encode()
        try:
            written = os.write(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            raise OutputError(self._words.full) from error
        if written != len(data):
            raise OutputError(self._words.full)

    def remove(self) -> None:
        """Throw the file away: its pieces are kept elsewhere now, or there are none."""
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _claim(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with os.fdopen(os.dup(self._descriptor), "rb") as stream:
            data = b"" if self._starts_over else stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        lines = whole.splitlines()
        if lines:
            self.kept = self._restored(lines)
        os.ftruncate(self._descriptor, len(whole))
        os.lseek(self._descriptor, 0, os.SEEK_END)
        if not lines:
            self.add(self._title)

    def _restored(self, lines: list[bytes]) -> list[_Piece]:
        try:
            title, *pieces = [json.loads(line) for line in lines]
            if title != self._title:
                raise ValueError("another title")
            return [self._restore(piece) for piece in pieces]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise OutputExistsError(self._words.foreign) from error

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
