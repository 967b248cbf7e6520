"""A reading room killed while it saves: nothing it acknowledged may be lost."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from myomap.bench.web_instant import OUTCOME
from myomap.bench.web_room import ServedRoom
from myomap.web.messages import write_message
from myomap.web.tasks import Outcome

__all__ = ["KillReport", "killed_while_saving"]

_INSTANT: Final = ("-m", "myomap.bench.web_instant")
_N_EDITORS: Final = 3
_LATEST_KILL_S: Final = 0.6
_PICTURE: Final = b"\x89PNG\r\n\x1a\n"


@dataclass(slots=True, kw_only=True)
class KillReport:
    """What came of it.

    Parameters
    ----------
    n_kills : int
        How often it was killed.
    n_acknowledged : int
        Edits and cases that it said were saved.
    n_lost : int
        Those of them that were not there afterwards, or were others.
    restarts_s : list of float, s
        From the start of the process to its first page.
    """

    n_kills: int = 0
    n_acknowledged: int = 0
    n_lost: int = 0
    restarts_s: list[float] = field(default_factory=list)


def killed_while_saving(
    folder: Path, outcome: Outcome, port: int, *, n_kills: int, seed: int
) -> KillReport:
    """Kill a server again and again while several people save.

    Parameters
    ----------
    folder : Path
        Of the cases; empty.
    outcome : Outcome
        What every upload is read as.
    port : int
        A free one.
    n_kills : int
        How often.
    seed : int
        Of the moments.

    Returns
    -------
    KillReport
        What was said to be saved, and what was found.
    """
    with (folder / OUTCOME).open("wb") as stream:
        write_message(stream, outcome.message())
    rng = np.random.default_rng(seed)
    report = KillReport()
    room = ServedRoom(folder, port, _INSTANT)
    cases = [_uploaded(room) for _ in range(_N_EDITORS)]
    for _ in range(n_kills):
        editors = [_Editor(room, case) for case in cases]
        uploader = _Uploader(room)
        for each in (*editors, uploader):
            each.start()
        time.sleep(float(rng.uniform(0.0, _LATEST_KILL_S)))
        room.kill()
        for each in (*editors, uploader):
            each.join()
        room = ServedRoom(folder, port, _INSTANT)
        report.n_kills += 1
        report.restarts_s.append(room.first_page_s)
        _count(report, room, editors, uploader)
    room.close()
    return report


class _Editor(threading.Thread):
    """Somebody who writes one comment after the other."""

    def __init__(self, room: ServedRoom, case: int) -> None:
        super().__init__()
        self.room, self.case = room, case
        self.saved: tuple[int, str] | None = None
        self.n_saved = 0

    def run(self) -> None:
        """Save until nobody answers."""
        try:
            version = int(
                self.room.ask("GET", f"/api/v1/cases/{self.case}").json()["version"]
            )
            while True:
                comment = f"comment {version}"
                answer = self.room.ask(
                    "PATCH",
                    f"/api/v1/cases/{self.case}",
                    {"expected_version": version, "comment": comment},
                )
                if answer.status != 200:
                    return
                version = int(answer.json()["version"])
                self.saved = (version, comment)
                self.n_saved += 1
        except (OSError, ValueError):
            return


class _Uploader(threading.Thread):
    """Somebody who drops one study after the other."""

    def __init__(self, room: ServedRoom) -> None:
        super().__init__()
        self.room = room
        self.cases: list[int] = []

    def run(self) -> None:
        """Upload until nobody answers."""
        try:
            while True:
                self.cases.append(_uploaded(self.room))
        except (OSError, ValueError, KeyError, TypeError):
            return


def _uploaded(room: ServedRoom) -> int:
    return int(room.end_of(room.upload({"study.png": _PICTURE}))["case"])


def _count(
    report: KillReport,
    room: ServedRoom,
    editors: Sequence[_Editor],
    uploader: _Uploader,
) -> None:
    for editor in editors:
        report.n_acknowledged += editor.n_saved
        if editor.saved is None:
            continue
        version, comment = editor.saved
        path = f"/api/v1/cases/{editor.case}/versions/{version}"
        answer = room.ask("GET", path)
        kept = answer.json()["physician"] if answer.status == 200 else None
        report.n_lost += kept is None or kept["comment"] != comment
    report.n_acknowledged += len(uploader.cases)
    for case in uploader.cases:
        report.n_lost += room.ask("GET", f"/api/v1/cases/{case}/maps").status != 200
