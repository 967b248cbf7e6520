"""Folds kept while a study runs, so that it can be killed at any time.

One line a fold, written at once and flushed to the disk; a line that a kill cut short
is dropped. Numbers are written so that reading them gives the same bits.
"""

import fcntl
import json
import os
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from myomap.errors import OutputError, OutputExistsError
from myomap.learning.fold import FoldResult

__all__ = ["FoldJournal"]

_Key = str


class FoldJournal:
    """The folds of one study, done now or before.

    Parameters
    ----------
    path : Path or None
        The file; None keeps everything in memory.
    title : dict
        What decides the predictions: folds of another title are not mixed with these.
    force : bool
        Whether folds of another title are thrown away.

    Raises
    ------
    OutputExistsError
        If the file holds folds of another study and `force` is False.
    OutputError
        If it cannot be written, or another run is writing it.
    """

    def __init__(
        self, path: Path | None, title: dict[str, Any], *, force: bool = False
    ) -> None:
        self._path = path
        self._title = json.loads(json.dumps(title))
        self._force = force
        self._descriptor = -1
        self.results: dict[_Key, FoldResult] = {}

    def __enter__(self) -> "FoldJournal":
        if self._path is None:
            return self
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(
                self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600
            )
            self._claim()
        except BlockingIOError as error:
            self._close()
            raise OutputError(
                "Another run is writing the same results. Wait for it, or choose "
                "another folder."
            ) from error
        except OutputError:
            self._close()
            raise
        except OSError as error:
            self._close()
            raise OutputError(
                "The folder of the results cannot be written to. Choose another one."
            ) from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def add(self, key: _Key, result: FoldResult) -> None:
        """Keep a fold, in one write.

        Parameters
        ----------
        key : str
            Which fold of which model.
        result : FoldResult
            What it brought.
        """
        self.results[key] = result
        if self._descriptor >= 0:
            self._append({"fold": key, **_document(result)})

    def _claim(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with os.fdopen(os.dup(self._descriptor), "rb") as stream:
            data = stream.read()
        whole = data[: data.rfind(b"\n") + 1]
        kept = self._read(whole.splitlines())
        if kept is None:
            if not self._force:
                raise OutputExistsError(
                    "The output folder holds folds of another study: of other data, "
                    "options or versions. Nothing was changed: choose another folder, "
                    "or start over with --force."
                )
            whole, kept = b"", {}
        self.results = kept
        os.ftruncate(self._descriptor, len(whole))
        os.lseek(self._descriptor, 0, os.SEEK_END)
        if not whole:
            self._append(self._title)

    def _read(self, lines: list[bytes]) -> dict[_Key, FoldResult] | None:
        """Return the folds; None where they are another study's."""
        if not lines:
            return {}
        try:
            title, *folds = [json.loads(line) for line in lines]
            if title != self._title:
                return None
            return {each["fold"]: _result(each) for each in folds}
        except (ValueError, KeyError, TypeError):
            return None

    def _append(self, document: dict[str, Any]) -> None:
        data = f"{json.dumps(document, allow_nan=False)}\n".encode()
        try:
            written = os.write(self._descriptor, data)
            os.fsync(self._descriptor)
        except OSError as error:
            raise _full() from error
        if written != len(data):
            raise _full()

    def _close(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def _full() -> OutputError:
    return OutputError(
        "A fold could not be written: the disk may be full. What is done is kept; make "
        "room and run again."
    )


def _document(result: FoldResult) -> dict[str, Any]:
    return {
        "proba": result.proba.tolist(),
        "threshold": result.threshold,
        "columns": list(result.columns),
        "importances": None if result.importances is None else list(result.importances),
        "seconds": result.seconds,
    }


def _result(document: dict[str, Any]) -> FoldResult:
    importances = document["importances"]
    return FoldResult(
        proba=np.array(document["proba"], dtype=np.float64),
        threshold=float(document["threshold"]),
        columns=tuple(int(each) for each in document["columns"]),
        importances=None
        if importances is None
        else tuple(float(each) for each in importances),
        seconds=float(document["seconds"]),
    )
