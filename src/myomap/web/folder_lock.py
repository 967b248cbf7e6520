"""One server a folder: a lock that the system takes back however a server ends."""

import fcntl
import os
from pathlib import Path
from typing import Final

from myomap.errors import OutputError

__all__ = ["FolderLock"]

_NAME: Final = "serve.lock"


class FolderLock:
    """Holds a folder of cases for one server.

    Parameters
    ----------
    folder : Path
        Of the cases; it is there.

    Raises
    ------
    OutputError
        If another server holds it, or it cannot be written to.
    """

    def __init__(self, folder: Path) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
        try:
            self._file = os.open(folder / _NAME, flags, 0o600)
        except OSError as error:
            raise OutputError(
                "The folder of cases cannot be written to: this user may not, or the "
                "disk is read-only or full. Name another folder with --folder."
            ) from error
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise OutputError(
                "Another reading room is open on this folder of cases. Use that one, "
                "close it, or name another folder with --folder."
            ) from None

    def release(self) -> None:
        """Let another server have the folder."""
        os.close(self._file)
