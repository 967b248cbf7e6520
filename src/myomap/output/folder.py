"""Results in, files out: all of them whole, or none of them there.

Files are written to a hidden folder inside the destination, flushed to the disk,
and only then moved to their names. Whatever goes wrong before the end, the
destination looks as it did before. A name that is taken is left alone unless
`force` says otherwise.

A power cut or a kill can still fall *between* two moves. Every file is then either
the old one or the new one, never a part of one; files move in the order in which
their paths were asked for, so ask last for the one that speaks of the others. The
hidden folder of a killed run is removed by the next run a day later.
"""

import shutil
import stat
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from myomap.errors import MyomapError, OutputError, OutputExistsError
from myomap.output.disk_errors import explained, has_reason
from myomap.output.moves import (
    add,
    bring_back,
    flush,
    is_replaceable,
    is_taken,
    remove,
    replace,
    take_back,
)

__all__ = ["OutputFolder", "write_file"]

_Result = TypeVar("_Result")

_STAGING_PREFIX = ".myomap-"
_STAGING_SUFFIX = ".partial"
_DAY_S = 86_400.0


class OutputFolder:
    """Write several results so that nothing is half-written or lost.

    Parameters
    ----------
    path : Path
        The destination; made, with its parents, if it is not there.
    force : bool
        Whether files of the same names may be replaced.
    names : sequence of str
        Names that will be asked for, where they are known: a name that is taken is
        then refused before any work is done.
    stale : sequence of str
        Results of an earlier run that this one does not replace. They would be taken
        for results of this run, so they are removed together with the move; without
        `force` they are left alone.

    Raises
    ------
    OutputExistsError
        If a name is taken and `force` is False.
    OutputError
        If the destination cannot be written to, or a name is not a plain file name.

    Examples
    --------
    >>> import tempfile
    >>> home = tempfile.TemporaryDirectory()
    >>> with OutputFolder(Path(home.name) / "out", force=False) as out:
    ...     _ = out.path("answer.txt").write_text("42")
    >>> (Path(home.name) / "out" / "answer.txt").read_text()
    '42'
    >>> home.cleanup()
    """

    def __init__(
        self,
        path: Path,
        *,
        force: bool,
        names: Sequence[str] = (),
        stale: Sequence[str] = (),
    ) -> None:
        self._target = Path(path).absolute()
        self._force = force
        self._asked: dict[str, None] = {}
        self._made: list[Path] = []
        self._staging: Path | None = None
        for name in (*names, *stale):
            _require_plain_name(name)
        self._stale = tuple(stale) if force else ()
        _require_folder_or_nothing(self._target)
        self._require_free(names)

    def __enter__(self) -> "OutputFolder":
        self._attempt(self._open_staging)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and self._staging is not None:
                self._attempt(partial(self._publish, self._staging))
                self._made.clear()
            elif isinstance(error, OSError) and self._is_ours(error):
                raise explained(error, self._target) from error
        finally:
            self._discard()

    def path(self, name: str) -> Path:
        """Return where to write the file that will carry this name.

        Parameters
        ----------
        name : str
            A plain file name, without folders.

        Returns
        -------
        Path
            A place in the hidden folder; the file must be there when the block
            ends.

        Raises
        ------
        OutputExistsError
            If the name is taken and `force` is False.
        OutputError
            If the name is not a plain file name, or the block was not entered.
        """
        if self._staging is None:
            raise OutputError(
                "The output folder is not open. Ask for paths inside its with block."
            )
        _require_plain_name(name)
        self._require_free([name])
        self._asked[name] = None
        return self._staging / name

    def _require_free(self, names: Sequence[str]) -> None:
        taken = [name for name in names if is_taken(self._target / name)]
        odd = [name for name in taken if not is_replaceable(self._target / name)]
        if odd:
            raise OutputExistsError(
                f"The output folder holds {len(odd)} folders or devices under names "
                "of results. Expected files or nothing: choose another folder."
            )
        if taken and not self._force:
            raise OutputExistsError(
                f"The output folder already holds {len(taken)} of the results to be "
                "written. Nothing was changed: choose another folder, or overwrite "
                "them with --force."
            )

    def _open_staging(self) -> None:
        self._made = _make_folders(self._target)
        _remove_leftovers(self._target)
        made = tempfile.mkdtemp(_STAGING_SUFFIX, _STAGING_PREFIX, self._target)
        self._staging = Path(made)

    def _publish(self, staging: Path) -> None:
        for name in self._asked:
            _require_written(staging / name)
            flush(staging / name)
        self._require_free(list(self._asked))
        backups = Path(tempfile.mkdtemp(dir=staging))
        move = replace if self._force else add
        stale = [name for name in self._stale if name not in self._asked]
        try:
            for name in self._asked:
                move(staging / name, self._target / name, backups / name)
            for name in stale:
                remove(self._target / name, backups / name)
            flush(self._target)
        except BaseException:
            for name in self._asked:
                take_back(staging / name, self._target / name, backups / name)
            for name in stale:
                bring_back(self._target / name, backups / name)
            raise

    def _discard(self) -> None:
        if self._staging is not None:
            shutil.rmtree(self._staging, ignore_errors=True)
            self._staging = None
        for folder in reversed(self._made):
            with suppress(OSError):
                folder.rmdir()
        self._made.clear()

    def _attempt(self, step: Callable[[], _Result]) -> _Result:
        try:
            return step()
        except MyomapError:
            self._discard()
            raise
        except OSError as error:
            self._discard()
            raise explained(error, self._target) from error

    def _is_ours(self, error: OSError) -> bool:
        """Whether the block failed at writing to this folder."""
        if isinstance(error, MyomapError):
            return False
        if isinstance(error.filename, str):
            return error.filename.startswith(str(self._staging))
        # A write through an open file names none, and array writers that run out
        # of room raise an OSError without a number.
        return error.errno is None or has_reason(error)


def write_file(path: Path, data: bytes, *, force: bool) -> None:
    """Write one file so that it is whole or not there.

    Parameters
    ----------
    path : Path
        Where to; missing folders are made.
    data : bytes
        What to write.
    force : bool
        Whether a file that is there may be replaced. A link is replaced itself,
        what it points to stays.

    Raises
    ------
    OutputExistsError
        If the file is there and `force` is False.
    OutputError
        If it cannot be written.
    """
    with OutputFolder(path.parent, force=force, names=[path.name]) as out:
        out.path(path.name).write_bytes(data)


def _require_plain_name(name: str) -> None:
    is_plain = (
        name not in ("", ".", "..")
        and not any(c in "/\\" or ord(c) < 32 for c in name)
        and not name.startswith(_STAGING_PREFIX)
    )
    if not is_plain:
        raise OutputError(
            "A result cannot have this name. Expected a plain file name without "
            "folders, separators or control characters: choose another one."
        )


def _require_folder_or_nothing(target: Path) -> None:
    if is_taken(target) and not target.is_dir():
        raise OutputError(
            "The output folder cannot be used: a file stands in its place. Choose a "
            "folder, or a name that is not taken."
        )
    nearest = next((above for above in target.parents if is_taken(above)), None)
    if nearest is not None and not nearest.is_dir():
        raise OutputError(
            "The output folder cannot be made: a file stands where a folder above it "
            "should be. Choose another folder."
        )


def _require_written(staged: Path) -> None:
    if not is_taken(staged) or not stat.S_ISREG(staged.lstat().st_mode):
        raise OutputError(
            "A result was announced and not written as a file. Nothing was changed: "
            "please report this."
        )


def _make_folders(target: Path) -> list[Path]:
    """Make a folder and its parents; return those that were not there."""
    missing = [folder for folder in (target, *target.parents) if not is_taken(folder)][
        ::-1
    ]
    made: list[Path] = []
    try:
        for folder in missing:
            folder.mkdir()
            made.append(folder)
    except OSError:
        for folder in reversed(made):
            folder.rmdir()
        raise
    return made


def _remove_leftovers(target: Path) -> None:
    """Remove what a killed run left behind long ago; a run of today may still go on."""
    for place in target.glob(f"{_STAGING_PREFIX}*{_STAGING_SUFFIX}"):
        with suppress(OSError):
            state = place.lstat()
            if stat.S_ISDIR(state.st_mode) and time.time() - state.st_mtime > _DAY_S:
                shutil.rmtree(place, ignore_errors=True)
