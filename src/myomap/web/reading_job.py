"""A task in, what a case keeps out: the work of the process that reads.

Runs apart from the server. Everything hostile is opened here, and nothing here knows
of cases, users or pages.
"""

import hashlib
import io
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from PIL import Image

from myomap.dicom import ScreenCapture, read_dicom_object
from myomap.dicom.identity import patient_identity
from myomap.errors import ConfigError
from myomap.inference import LearnedReading
from myomap.intake import IntakeOptions, read_study
from myomap.intake.sniffing import HEAD_BYTES, FileKind, sniff
from myomap.reading import (
    Judgement,
    Reading,
    case_arrays,
    describe_reading,
    judged_if_possible,
    pack_arrays,
    read_inputs,
    read_learned,
)
from myomap.reconstruction import Progress
from myomap.records import SIMULATED_DATA, InputKind, State, Study, StudyInput
from myomap.screenshot import decode_pictures
from myomap.web.laid_out import LaidOut, lay_out
from myomap.web.tasks import Outcome, OutcomeFile, Stage, Task, TaskKind
from myomap.web.told import read_options

__all__ = ["Tell", "outcome_of", "run_task"]

Tell: TypeAlias = Callable[[Stage, float | None], None]
"""Told of every stage, and how much of it is done, 0 to 1, where that is known."""

_SOURCES: Final = {
    InputKind.PICTURE: "picture",
    InputKind.POLAR_MAP: "maps",
    InputKind.PROJECTIONS: "projections",
    InputKind.TRANSAXIAL_VOLUME: "volumes",
    InputKind.SHORT_AXIS_VOLUME: "volumes",
}
_STEPS: Final = {"ventricle": Stage.VENTRICLE, "map": Stage.MAPPING}
_RECONSTRUCTING: Final = {
    State.STRESS: Stage.RECONSTRUCTING_STRESS,
    State.REST: Stage.RECONSTRUCTING_REST,
}


def run_task(task: Task, tell: Tell) -> Outcome:
    """Return what was found.

    Parameters
    ----------
    task : Task
        What to do.
    tell : callable
        Told of every stage.

    Returns
    -------
    Outcome
        All that a case keeps.

    Raises
    ------
    MyomapError
        If it cannot be read, with the reason.
    """
    name = ""
    if task.kind is TaskKind.EXAMPLE:
        from myomap.web.examples import write_example

        tell(Stage.SIMULATING, None)
        made = write_example(task.example, task.folder)
        name = made.title
        task = replace(task, files=made.files)
    tell(Stage.GATHERING, None)
    laid = lay_out(task.files, task.folder / "study")
    study = _gathered(laid, task)
    reading = _read(study, task, tell)
    if task.kind is TaskKind.EXAMPLE:
        reading = _called_simulated(reading)
    with ThreadPoolExecutor(max_workers=1) as beside:
        # The network computes outside of Python: both are done in the time of one.
        asked = beside.submit(read_learned, reading, explains=True)
        tell(Stage.JUDGING, None)
        judged, judgement = judged_if_possible(reading)
        tell(Stage.NETWORK, None)
        learned = asked.result()
    is_example = task.kind is TaskKind.EXAMPLE
    found = outcome_of(laid, judged, judgement, learned, is_example=is_example)
    return replace(found, facts={**found.facts, "name": name})


def outcome_of(
    laid: LaidOut,
    reading: Reading,
    judgement: Judgement | None,
    learned: LearnedReading | None,
    *,
    is_example: bool = False,
) -> Outcome:
    """Return what a case keeps of a reading.

    Parameters
    ----------
    laid : LaidOut
        The files that it was read from.
    reading : Reading
        What was found.
    judgement : Judgement or None
        Against normal limits.
    learned : LearnedReading or None
        By the network.
    is_example : bool
        Whether the patient was simulated on the spot.

    Returns
    -------
    Outcome
        With no name of its own.
    """
    document = describe_reading(reading, judgement=judgement, learned=learned)
    return Outcome(
        document=document.to_json(),
        arrays=pack_arrays(case_arrays(reading, judgement, learned)),
        files=_files(laid, reading.study),
        facts=_facts(laid, reading, is_example=is_example) | {"name": ""},
    )


def _gathered(laid: LaidOut, task: Task) -> Study:
    options = read_options(task.told, task.placements)
    pictures, given = options.pictures, laid.given
    named: dict[State | None, tuple[Path, ...]] = {}
    if pictures.states and not any(_is_picture(place) for place, _ in laid.files):
        named = _named_by_state(laid, pictures.states)
        pictures, given = replace(pictures, states=()), named.get(None, ())
    study = read_study(
        given,
        options=IntakeOptions(
            stress=named.get(State.STRESS, ()),
            rest=named.get(State.REST, ()),
            sex=options.sex,
            age_years=options.age_years,
            pictures=pictures,
        ),
    )
    shows_picture = any(item.kind is InputKind.PICTURE for item in study.inputs)
    if not (pictures.is_empty or shows_picture):
        raise ConfigError(
            "Colour table, range and states tell about a picture of polar maps, and "
            "none is read here. Leave them out."
        )
    return study


def _named_by_state(
    laid: LaidOut, states: Sequence[State | None]
) -> dict[State | None, tuple[Path, ...]]:
    """Return the files of each state, where the user said it file by file."""
    places = [place for place, _ in laid.files]
    if len(places) != len(states):
        raise ConfigError(
            f"{len(states)} states were given for {len(places)} files. Give one for "
            "every file, in their order: stress, rest, or - where a file tells itself."
        )
    pairs = list(zip(places, states, strict=True))
    return {
        state: tuple(place for place, each in pairs if each is state)
        for state in set(states)
    }


def _read(study: Study, task: Task, tell: Tell) -> Reading:
    told = _Told(tell=tell)
    return read_inputs(
        study,
        read_options(task.told, task.placements),
        on_progress=told.progress,
        on_step=told.step,
    )


def _called_simulated(reading: Reading) -> Reading:
    """Return a reading that says of itself that it shows no person."""
    if any(caution.code == SIMULATED_DATA.code for caution in reading.cautions):
        return reading
    return replace(reading, cautions=(SIMULATED_DATA, *reading.cautions))


@dataclass(slots=True, kw_only=True)
class _Told:
    """The stage that goes on, for the steps that do not know it."""

    tell: Tell
    stage: Stage = Stage.GATHERING

    def step(self, state: State, name: str) -> None:
        """Say that a part of the way begins."""
        self.stage = _STEPS.get(name) or _RECONSTRUCTING[state]
        self.tell(self.stage, None)

    def progress(self, progress: Progress) -> None:
        """Say how far a reconstruction is."""
        self.tell(self.stage, min(1.0, progress.done / max(progress.total, 1)))


def _files(laid: LaidOut, study: Study) -> tuple[OutcomeFile, ...]:
    """Return the files that were of use, with what they turned out to be."""
    by_hash: dict[str, list[StudyInput]] = {}
    for item in study.inputs:
        by_hash.setdefault(item.sha256, []).append(item)
    kept = []
    for place, name in laid.files:
        data = place.read_bytes()
        found = by_hash.get(hashlib.sha256(data).hexdigest(), [])
        # The slices of a CT are read as one; each belongs to it.
        if found or sniff(data[:HEAD_BYTES]) is FileKind.DICOM:
            kept.append(_file(data, name, found))
            kept += _captured(kept[-1], found)
    return tuple(kept)


def _captured(file: OutcomeFile, found: list[StudyInput]) -> list[OutcomeFile]:
    """Return the picture that a DICOM object holds, as one that a page can show."""
    if file.is_picture or file.kind != InputKind.PICTURE.value:
        return []
    capture = read_dicom_object(file.data)
    if not isinstance(capture, ScreenCapture) or len(capture.pictures) != 1:
        return []
    stream = io.BytesIO()
    Image.fromarray(capture.pictures[0].rgb).save(stream, format="png")
    shown = stream.getvalue()
    return [replace(file, data=shown, is_picture=True, details=_shown(shown, found))]


def _file(data: bytes, name: str, found: list[StudyInput]) -> OutcomeFile:
    states = {item.state for item in found}
    only = next(iter(states)) if len(states) == 1 else None
    is_picture = sniff(data[:HEAD_BYTES]) is FileKind.PICTURE
    return OutcomeFile(
        data=data,
        name=name,
        kind=found[0].kind.value if found else "ct slice",
        state=only.value if only else None,
        is_picture=is_picture,
        details=_shown(data, found) if is_picture else {},
    )


def _shown(data: bytes, found: list[StudyInput]) -> dict[str, Any]:
    """Return what a page draws over a picture."""
    height, width, _ = decode_pictures(data)[0].rgb.shape
    discs = [_disc(item, item.place_px) for item in found if item.place_px is not None]
    return {"size_px": [width, height], "discs": discs}


def _disc(item: StudyInput, place_px: Sequence[float]) -> dict[str, Any]:
    x, y, across, up = (round(number, 2) for number in place_px)
    return {
        "centre_px": [x, y],
        "radius_px": [across, up],
        "state": item.state.value if item.state else None,
    }


def _facts(laid: LaidOut, reading: Reading, *, is_example: bool) -> dict[str, Any]:
    study, used = reading.study, [state.source for state in reading.states.values()]
    days = [day for item in used if (day := item.facts.acquired_on) is not None]
    return {
        "source": _SOURCES[used[0].kind],
        "identity": _identity(laid),
        "study_date": min(days).isoformat() if days else None,
        "sex": study.sex.value if study.sex else "",
        "age_years": study.age_years,
        "is_simulated": is_example or study.is_simulated,
    }


def _identity(laid: LaidOut) -> str | None:
    """Return the identity that the first header names which names any."""
    for place, _ in laid.files:
        if _is_dicom(place):
            found = patient_identity(place.read_bytes())
            if found is not None:
                return found
    return None


def _is_dicom(place: Path) -> bool:
    return _kind(place) is FileKind.DICOM


def _is_picture(place: Path) -> bool:
    return _kind(place) is FileKind.PICTURE


def _kind(place: Path) -> FileKind:
    with place.open("rb") as stream:
        return sniff(stream.read(HEAD_BYTES))
