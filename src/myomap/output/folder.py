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

import errno
import os
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

__all__ = ["OutputFolder", "write_file"]

_Result = TypeVar("_Result")

_STAGING_PREFIX = ".myomap-"
_STAGING_SUFFIX = ".partial"
_DAY_S = 86_400.0

_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}
_NO_LINKS = {errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS}
_REASONS = {
    errno.EACCES: "This user may not write there. Choose another folder.",
    errno.EPERM: "This user may not write there. Choose another folder.",
    errno.EROFS: "The disk is mounted read-only. Choose another folder.",
    errno.EIO: "The disk reported a read or write failure. Check the disk.",
    errno.EFBIG: "A file would be larger than this system allows. Raise the limit.",
    errno.EMFILE: "Too many files are open. Close some and try again.",
    errno.ENFILE: "Too many files are open. Close some and try again.",
    errno.ENOTDIR: "A file stands where a folder is needed. Choose another folder.",
    errno.EEXIST: "A file stands where a folder is needed. Choose another folder.",
    errno.ENAMETOOLONG: "The name is too long for this disk. Choose a shorter one.",
    errno.ELOOP: "Links lead round in a circle. Choose another folder.",
}


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
                raise _explained(error, self._target) from error
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
        taken = [name for name in names if _is_taken(self._target / name)]
        odd = [name for name in taken if not _is_replaceable(self._target / name)]
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
            _flush(staging / name)
        self._require_free(list(self._asked))
        backups = Path(tempfile.mkdtemp(dir=staging))
        move = _replace if self._force else _add
        stale = [name for name in self._stale if name not in self._asked]
        try:
            for name in self._asked:
                move(staging / name, self._target / name, backups / name)
            for name in stale:
                _remove(self._target / name, backups / name)
            _flush(self._target)
        except BaseException:
            for name in self._asked:
                _take_back(staging / name, self._target / name, backups / name)
            for name in stale:
                _bring_back(self._target / name, backups / name)
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
            raise _explained(error, self._target) from error

    def _is_ours(self, error: OSError) -> bool:
        """Whether the block failed at writing to this folder."""
        if isinstance(error, MyomapError):
            return False
        if isinstance(error.filename, str):
            return error.filename.startswith(str(self._staging))
        # A write through an open file names none, and array writers that run out
        # of room raise an OSError without a number.
        return error.errno is None or _has_reason(error)


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
    if _is_taken(target) and not target.is_dir():
        raise OutputError(
            "The output folder cannot be used: a file stands in its place. Choose a "
            "folder, or a name that is not taken."
        )
    nearest = next((above for above in target.parents if _is_taken(above)), None)
    if nearest is not None and not nearest.is_dir():
        raise OutputError(
            "The output folder cannot be made: a file stands where a folder above it "
            "should be. Choose another folder."
        )


def _require_written(staged: Path) -> None:
    if not _is_taken(staged) or not stat.S_ISREG(staged.lstat().st_mode):
        raise OutputError(
            "A result was announced and not written as a file. Nothing was changed: "
            "please report this."
        )


def _is_taken(path: Path) -> bool:
    return os.path.lexists(path)


def _is_replaceable(path: Path) -> bool:
    mode = path.lstat().st_mode
    return stat.S_ISREG(mode) or stat.S_ISLNK(mode)


def _make_folders(target: Path) -> list[Path]:
    """Make a folder and its parents; return those that were not there."""
    missing = [folder for folder in (target, *target.parents) if not _is_taken(folder)][
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


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network disks cannot flush a folder and say so with EINVAL.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


def _replace(staged: Path, target: Path, backup: Path) -> None:
    if _is_taken(target):
        _keep_copy(target, backup)
    staged.replace(target)


def _remove(target: Path, backup: Path) -> None:
    """Move a file of an earlier run out of the way; anything else is left alone."""
    if _is_taken(target) and _is_replaceable(target):
        target.replace(backup)


def _bring_back(target: Path, backup: Path) -> None:
    with suppress(OSError):
        if _is_taken(backup):
            backup.replace(target)


def _add(staged: Path, target: Path, _backup: Path) -> None:
    try:
        # Unlike a move, a link never replaces a file that has just appeared.
        os.link(staged, target, follow_symlinks=False)
    except FileExistsError as error:
        raise OutputExistsError(
            "A result's name was taken while the results were being made. Nothing "
            "was changed: choose another folder, or overwrite with --force."
        ) from error
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        staged.replace(target)


def _keep_copy(target: Path, backup: Path) -> None:
    try:
        os.link(target, backup, follow_symlinks=False)
    except OSError:
        copy = Path(tempfile.mkdtemp(dir=backup.parent)) / backup.name
        shutil.copy2(target, copy, follow_symlinks=False)
        copy.replace(backup)


def _take_back(staged: Path, target: Path, backup: Path) -> None:
    """Undo a move, going by what lies where: the move may not have happened."""
    with suppress(OSError):
        if _is_taken(backup):
            backup.replace(target)
        elif not _is_taken(staged) or staged.samefile(target):
            target.unlink(missing_ok=True)


def _has_reason(error: OSError) -> bool:
    return error.errno in _NO_SPACE or error.errno in _REASONS


def _explained(error: OSError, target: Path) -> OutputError:
    start = "The results could not be written and nothing was changed."
    free = _free_space(target)
    if error.errno in _NO_SPACE:
        known = free or "an unknown number of MB"
        return OutputError(
            f"{start} The disk or the quota is full: {known} are free. Make room or "
            "choose another folder."
        )
    unnamed = (
        f"The system refused; {free} are free. Choose another folder."
        if free
        else "The system refused. Choose another folder."
    )
    return OutputError(f"{start} {_REASONS.get(error.errno or 0, unnamed)}")


def _free_space(target: Path) -> str | None:
    """Return the free space; None where the file system has no size, as /proc."""
    for folder in (target, *target.parents):
        with suppress(OSError):
            usage = shutil.disk_usage(folder)
            return f"{usage.free / 1e6:.1f} MB" if usage.total else None
    return None
