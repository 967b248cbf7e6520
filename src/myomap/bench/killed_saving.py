"""Saving, killed at random moments: what was acknowledged has to be there after it.

A process adds, edits, undoes and puts aside without end and notes each thing once it is
acknowledged. It is killed (SIGKILL) after a random time; the folder is opened again and
compared with the notes. SIGKILL tests what a crash of the program does, not what a
power cut does: that stands on the flushes to the disk alone.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from myomap.bench.filled_cases import made_document
from myomap.cases import (
    CaseFile,
    CaseStore,
    Edit,
    NewCase,
    add_case,
    audit_entries,
    delete_case,
    file_bytes,
    find_case,
    open_cases,
    put_file,
    save_version,
    undelete_case,
    undo,
    version,
)
from myomap.errors import MyomapError
from myomap.report import PhysicianReading

__all__ = ["KilledSaving", "kill_while_saving"]

_LONGEST_LIFE_S = 0.25
_NOTES = "acknowledged.jsonl"
_CASES = "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class KilledSaving:
    """What came of it.

    Parameters
    ----------
    n_kills : int
        How often the process was killed.
    n_acknowledged : int
        Things that were acknowledged in all.
    n_lost : int
        Those of them that were not there, or not as they were.
    n_damaged : int
        After how many kills the database failed its check.
    slowest_restart_s : float, s
        From opening the folder to the first answer.
    """

    n_kills: int
    n_acknowledged: int
    n_lost: int
    n_damaged: int
    slowest_restart_s: float


def kill_while_saving(folder: Path, *, n_kills: int, seed: int = 1) -> KilledSaving:
    """Kill a saving process again and again, and look at what it leaves.

    Parameters
    ----------
    folder : Path
        An empty place to work in.
    n_kills : int
        How often.
    seed : int
        Of the moments and of what is saved.

    Returns
    -------
    KilledSaving
        Nothing lost and nothing damaged, if all is well.
    """
    # A process of its own: only one that never had threads may fork.
    script = "from myomap.bench.killed_saving import main; main()"
    words = [str(folder), str(n_kills), str(seed)]
    done = subprocess.run(
        [sys.executable, "-c", script, *words],
        check=True,
        capture_output=True,
        text=True,
    )
    return KilledSaving(**json.loads(done.stdout))


def main() -> None:
    """Run the kills that the command line asks for; the outcome goes out as JSON."""
    folder, n_kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    outcome = _outcome(folder, n_kills, random.Random(seed))
    sys.stdout.write(json.dumps(asdict(outcome)))


def _outcome(folder: Path, n_kills: int, rng: random.Random) -> KilledSaving:
    slowest_s, n_damaged = 0.0, 0
    for _ in range(n_kills):
        _live_and_die(folder, rng)
        started = time.perf_counter()
        with open_cases(folder / _CASES) as store:
            store.patient_key("")
        slowest_s = max(slowest_s, time.perf_counter() - started)
        n_damaged += not _is_whole(folder / _CASES / "cases.db")
    notes = _noted(folder)
    with open_cases(folder / _CASES) as store:
        n_lost = sum(not _is_there(store, note) for note in notes)
    return KilledSaving(
        n_kills=n_kills,
        n_acknowledged=len(notes),
        n_lost=n_lost,
        n_damaged=n_damaged,
        slowest_restart_s=slowest_s,
    )


def _live_and_die(folder: Path, rng: random.Random) -> None:
    seed = rng.getrandbits(32)
    child = os.fork()
    if child == 0:
        try:
            _save_without_end(folder, random.Random(seed))
        finally:
            # Reached by a fault alone, which the outcome then shows as a loss.
            os._exit(1)
    time.sleep(rng.uniform(0.0, _LONGEST_LIFE_S))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def _save_without_end(folder: Path, rng: random.Random) -> None:
    notes = os.open(folder / _NOTES, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    store = open_cases(folder / _CASES)
    while True:
        data = rng.randbytes(rng.choice([10, 10_000, 300_000]))
        sha256 = put_file(store, data)
        new = NewCase(
            document=made_document(),
            source="maps",
            files=(CaseFile(sha256=sha256, name="killed"),),
        )
        case_id = add_case(store, new, "bench")
        _note(notes, {"case": case_id, "file": sha256})
        for number in range(1, rng.randint(2, 6)):
            words = f"words {rng.getrandbits(64)}"
            said = PhysicianReading(comment=words, signed_at=datetime.now(UTC))
            edit = Edit(expected_version=number, author="bench", what="comment")
            save_version(store, case_id, said, edit)
            _note(notes, {"case": case_id, "version": number + 1, "comment": words})
        last = find_case(store, case_id).row.version
        undo(store, case_id, Edit(expected_version=last, author="b", what="undo"))
        _note(notes, {"case": case_id, "version": last + 1})
        delete_case(store, case_id, "bench")
        _note(notes, {"case": case_id, "was_put_aside": True})
        undelete_case(store, case_id, "bench")


def _note(descriptor: int, note: dict[str, object]) -> None:
    os.write(descriptor, f"{json.dumps(note)}\n".encode())


def _noted(folder: Path) -> list[dict[str, object]]:
    path = folder / _NOTES
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return [json.loads(line) for line in lines]


def _is_there(store: CaseStore, note: dict[str, object]) -> bool:
    case_id = int(str(note["case"]))
    try:
        if "file" in note:
            sha256 = str(note["file"])
            names = [file.sha256 for file in find_case(store, case_id).files]
            return names == [sha256] and bool(file_bytes(store, sha256))
        if "version" in note:
            found = version(store, case_id, int(str(note["version"])))
            comment = note.get("comment")
            words = found.physician.comment if found.physician else None
            return comment is None or words == comment
        done = audit_entries(store, case_id=case_id)
        return "put aside" in [entry.what for entry in done]
    except MyomapError:
        return False


def _is_whole(database: Path) -> bool:
    with closing(sqlite3.connect(database)) as connection:
        checked = connection.execute("PRAGMA integrity_check").fetchall()
        return (
            checked == [("ok",)]
            and not connection.execute("PRAGMA foreign_key_check").fetchall()
        )
