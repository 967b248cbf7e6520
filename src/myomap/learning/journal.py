"""Folds kept while a study runs, so that it can be killed at any time.

One line a fold. Numbers are written so that reading them gives the same bits.
"""

from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from myomap.errors import OutputExistsError
from myomap.learning.fold import FoldResult
from myomap.output import JournalWords, LineJournal

__all__ = ["FoldJournal"]

_Key = str
_WORDS = JournalWords(
    held=(
        "Another run is writing the same results. Wait for it, or choose another "
        "folder."
    ),
    foreign=(
        "The output folder holds folds of another study: of other data, options or "
        "versions. Nothing was changed: choose another folder, or start over with "
        "--force."
    ),
    unwritable="The folder of the results cannot be written to. Choose another one.",
    full=(
        "A fold could not be written: the disk may be full. What is done is kept; make "
        "room and run again."
    ),
)


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
        self._title = title
        self._force = force
        self._lines: LineJournal[tuple[_Key, FoldResult]] | None = None
        self.results: dict[_Key, FoldResult] = {}

    def __enter__(self) -> "FoldJournal":
        if self._path is None:
            return self
        try:
            self._lines = self._opened(self._path, starts_over=False)
        except OutputExistsError:
            if not self._force:
                raise
            self._lines = self._opened(self._path, starts_over=True)
        self.results = dict(self._lines.kept)
        return self

    def _opened(
        self, path: Path, *, starts_over: bool
    ) -> LineJournal[tuple[_Key, FoldResult]]:
        lines = LineJournal(
            path, self._title, restore=_fold, words=_WORDS, starts_over=starts_over
        )
        return lines.__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._lines is not None:
            self._lines.__exit__(kind, error, trace)
            self._lines = None

    def add(self, key: _Key, result: FoldResult) -> None:
        """Keep a fold.

        Parameters
        ----------
        key : str
            Which fold of which model.
        result : FoldResult
            What it brought.
        """
        self.results[key] = result
        if self._lines is not None:
            self._lines.add({"fold": key, **_document(result)})


def _document(result: FoldResult) -> dict[str, Any]:
    return {
        "proba": result.proba.tolist(),
        "threshold": result.threshold,
        "columns": list(result.columns),
        "importances": None if result.importances is None else list(result.importances),
        "seconds": result.seconds,
    }


def _fold(document: dict[str, Any]) -> tuple[_Key, FoldResult]:
    importances = document["importances"]
    result = FoldResult(
        proba=np.array(document["proba"], dtype=np.float64),
        threshold=float(document["threshold"]),
        columns=tuple(int(each) for each in document["columns"]),
        importances=None
        if importances is None
        else tuple(float(each) for each in importances),
        seconds=float(document["seconds"]),
    )
    return document["fold"], result
