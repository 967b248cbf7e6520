"""How long people wait for the reading room, and whether it loses anything."""

import socket
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_most,
    without_target,
)
from myomap.bench.measure import cpu_seconds
from myomap.bench.web_browser import seen_times
from myomap.bench.web_kills import killed_while_saving
from myomap.bench.web_room import ServedRoom
from myomap.cases import CaseFile, NewCase, add_cases, open_cases, put_file
from myomap.phantom import draw_patient, quick_maps
from myomap.reading import ReadingDocument
from myomap.screens import UNSPOILED, ScreenOptions, draw_screen, known_tables
from myomap.web.reading_job import run_task
from myomap.web.tasks import Outcome, Task, TaskFile, TaskKind

__all__ = ["run"]

N_KILLS: Final = 200
N_CASES: Final = 10_000
_N_PICTURES: Final = 10
_N_LISTS: Final = 30
_WORDS: Final = ("heart", "study", "camera", "north", "south", "stress", "old", "new")


def run(options: BenchOptions) -> BenchResult:
    """Measure a reading room as the browser of one person does.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` kills while saving; two hundred unless told.

    Returns
    -------
    BenchResult
        Seconds of the clock: they depend on what else the machine does.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pictures = [_screen(options.seed + i) for i in range(_N_PICTURES)]
        outcome = _outcome(folder / "outcome", pictures[0])
        _, cpu_s = cpu_seconds(lambda: _outcome(folder / "again", pictures[0]))
        return BenchResult(
            bench="web",
            figures=(
                *_waiting(folder / "few", pictures),
                without_target("picture to verdict, processor time", cpu_s, "s"),
                *_listing(folder / "many", outcome, options.seed),
                *_killing(folder / "killed", outcome, options),
            ),
        )


def _waiting(folder: Path, pictures: Sequence[bytes]) -> list[Figure]:
    room = ServedRoom(folder, _free_port())
    try:
        # The first one waits until the reading process is ready.
        room.end_of(room.upload({"screen.png": pictures[0]}))
        pages = [_seconds(lambda: room.ask("GET", "/")) for _ in range(_N_LISTS)]
        read = [_read(room, picture) for picture in pictures]
        dropped = folder.with_suffix(".png")
        dropped.write_bytes(next(each.picture for each in read if each.is_read))
        seen = seen_times(room.port, dropped)
    finally:
        room.close()
    verdicts = [each.seconds for each in read]
    return [
        without_target(
            "first page from the start of the process", room.first_page_s, "s"
        ),
        at_most("first page of a server that runs", max(pages), "s", 1.0),
        at_most("first page in Chromium", seen.first_page_s, "s", 1.0),
        at_most(
            "picture to verdict over HTTP, median",
            statistics.median(verdicts),
            "s",
            2.0,
        ),
        at_most("picture to verdict over HTTP, slowest", max(verdicts), "s", 2.0),
        at_most("picture dropped to verdict in Chromium", seen.verdict_s, "s", 2.0),
        at_most("another window, 95 % of the frames within", seen.frame_ms, "ms", 16.0),
    ]


class _Read(NamedTuple):
    picture: bytes
    seconds: float
    is_read: bool


def _read(room: ServedRoom, picture: bytes) -> _Read:
    """Drop a picture; a refusal is an answer too, and takes as long."""
    began = time.perf_counter()
    ended = room.end_of(room.upload({"screen.png": picture}))
    seconds = time.perf_counter() - began
    return _Read(picture, seconds, ended["state"] == "done")


def _listing(folder: Path, outcome: Outcome, seed: int) -> list[Figure]:
    _fill(folder, outcome, seed)
    room = ServedRoom(folder, _free_port())
    try:
        first = _list_ms(room, "")
        last = _list_ms(room, "&offset=9900&sort=study")
        searched = _list_ms(room, "&search=heart%20north")
        filtered = _list_ms(room, "&unread=true&since=2020-01-01&sort=added")
    finally:
        room.close()
    return [
        at_most("10,000 cases: first part of the list", first, "ms", 200.0),
        at_most("10,000 cases: last part by date", last, "ms", 200.0),
        at_most("10,000 cases: search for two words", searched, "ms", 200.0),
        at_most("10,000 cases: unread since a day", filtered, "ms", 200.0),
        without_target("10,000 cases: first page of a start", room.first_page_s, "s"),
    ]


def _list_ms(room: ServedRoom, more: str) -> float:
    path = f"/api/v1/cases?limit=100{more}"
    times = [_seconds(lambda: room.ask("GET", path)) for _ in range(_N_LISTS)]
    return 1000.0 * float(np.percentile(times, 95))


def _killing(folder: Path, outcome: Outcome, options: BenchOptions) -> list[Figure]:
    folder.mkdir()
    report = killed_while_saving(
        folder,
        outcome,
        _free_port(),
        n_kills=options.n_cases or N_KILLS,
        seed=options.seed,
    )
    return [
        without_target("killed while saving", report.n_kills, "times"),
        without_target("acknowledged edits and cases", report.n_acknowledged, ""),
        at_most("acknowledged and lost", report.n_lost, "", 0),
        at_most("restart after a kill, slowest", max(report.restarts_s), "s", 5.0),
    ]


def _outcome(folder: Path, picture: bytes) -> Outcome:
    folder.mkdir()
    place = folder / "given"
    place.write_bytes(picture)
    files = (TaskFile(place=place, name="screen.png"),)
    task = Task(kind=TaskKind.READ, folder=folder, files=files)
    return run_task(task, lambda _stage, _fraction: None)


def _screen(seed: int) -> bytes:
    """Return a station's screen of a patient, as it would be saved and dropped."""
    rng = np.random.default_rng([seed, 7])
    screen = draw_screen(
        rng,
        quick_maps(draw_patient(rng)),
        tables=known_tables(),
        options=ScreenOptions(
            layout="side by side", diameter_px=(200.0, 400.0), spoiling=UNSPOILED
        ),
    )
    return screen.file


def _fill(folder: Path, outcome: Outcome, seed: int) -> None:
    """Keep ten thousand cases of other names, dates and patients."""
    rng = np.random.default_rng(seed)
    with open_cases(folder) as store:
        document = ReadingDocument.model_validate(outcome.document)
        arrays = put_file(store, outcome.arrays)
        picture = put_file(store, outcome.files[0].data)
        plain = NewCase(
            document=document,
            source="picture",
            arrays_sha256=arrays,
            files=(CaseFile(sha256=picture, kind="picture", is_picture=True),),
        )
        cases = [
            replace(
                plain,
                name=" ".join(rng.choice(_WORDS, 3)) + f" {number}",
                identity=f"patient {int(rng.integers(N_CASES // 2))}",
                study_date=_day(rng),
            )
            for number in range(N_CASES)
        ]
        add_cases(store, cases, "bench")


def _day(rng: np.random.Generator) -> date:
    return date(2015, 1, 1) + timedelta(days=int(rng.integers(4000)))


def _seconds(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
