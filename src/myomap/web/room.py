"""What a running reading room holds: its cases, its jobs, and who may come in."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from myomap.cases import CaseStore, has_users, open_cases
from myomap.dicom.results import load_character_sets
from myomap.web.folder_lock import FolderLock
from myomap.web.jobs import JobQueue
from myomap.web.login_rate import LoginRate
from myomap.web.options import WebOptions
from myomap.web.reader import Reader, ReaderProcess

__all__ = ["MakeReader", "ReadingRoom"]

MakeReader = Callable[[], Reader]

_INCOMING: Final = "incoming"


class ReadingRoom:
    """Everything that requests share.

    Parameters
    ----------
    options : WebOptions
        How it is run.
    make_reader : callable, optional
        Gives whoever reads; a process of its own if not given.

    Raises
    ------
    StoreError, OutputError
        If the folder cannot be used, or another server has it.
    """

    def __init__(
        self, options: WebOptions, make_reader: MakeReader | None = None
    ) -> None:
        self.options = options
        self.store: CaseStore = open_cases(options.folder)
        try:
            self._lock = FolderLock(options.folder)
        except BaseException:
            self.store.close()
            raise
        # What a server that was killed had not read yet is of no use to anybody.
        shutil.rmtree(options.folder / _INCOMING, ignore_errors=True)
        made = make_reader or (lambda: ReaderProcess(options.memory_bytes))
        self.jobs = JobQueue(
            [made() for _ in range(options.n_workers)],
            most_waiting=options.most_waiting,
            most_s=options.reading_s,
        )
        self.logins = LoginRate()
        self.setup_token = self._first_token()

    def __repr__(self) -> str:
        return "ReadingRoom()"

    def start(self) -> None:
        """Begin to work."""
        load_character_sets()
        self.jobs.start()

    def close(self) -> None:
        """End all work; what was kept is kept."""
        self.jobs.close()
        self.store.close()
        self._lock.release()

    def new_folder(self) -> Path:
        """Return an empty folder for one job.

        Returns
        -------
        Path
            Nobody else's; the job removes it.
        """
        folder = self.options.folder / _INCOMING / secrets.token_hex(16)
        # The rights that are asked for hold for the last folder alone.
        folder.parent.mkdir(mode=0o700, exist_ok=True)
        folder.mkdir(mode=0o700)
        return folder

    def _first_token(self) -> str | None:
        if not self.options.has_accounts or has_users(self.store):
            return None
        return secrets.token_urlsafe(18)
