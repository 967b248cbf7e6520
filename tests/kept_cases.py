"""Made-up readings, physicians' words and clocks for the tests of kept cases."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from myomap.cases import CaseStore, Edit, NewCase, put_file
from myomap.reading import CaseArrays, ReadingDocument, StateArrays, pack_arrays
from myomap.records import N_ANGLES, N_RINGS
from myomap.report import PhysicianReading

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class Clock:
    """A clock that goes on a second with every look."""

    def __init__(self, start: datetime = NOON) -> None:
        self.time = start

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def made_document(
    label: str = "ischemia",
    *,
    probability: float | None = 0.9,
    ischemic_tpd_percent: float | None = None,
    n_cautions: int = 0,
) -> ReadingDocument:
    """Return a reading with little in it."""
    chance = {"abnormal": probability}
    document: dict[str, Any] = {
        "verdict": {
            "label": label,
            "probability": chance,
            "interval": {"abnormal": (0.5, 0.95)},
        },
        "perfusion": {"stress": None, "rest": None},
        "difference": {"ischemic_tpd_percent": ischemic_tpd_percent},
        "defects": None,
        "quality": {
            "contour": {"stress": None, "rest": None},
            "cautions": [
                {"code": f"c{number}", "message": f"Look at {number}."}
                for number in range(n_cautions)
            ],
        },
        "artifacts": {},
        "provenance": {"myomap": "0", "options": {}, "inputs": []},
    }
    return ReadingDocument.model_validate(document)


def made_case(**changes: Any) -> NewCase:
    """Return a new case; changes are fields of `NewCase`."""
    fields: dict[str, Any] = {
        "document": made_document(),
        "source": "maps",
        "study_date": date(2026, 5, 1),
    }
    return NewCase(**{**fields, **changes})


def edit_of(version: int, author: str = "Dr A.", what: str = "scores") -> Edit:
    """Return an edit of a version."""
    return Edit(expected_version=version, author=author, what=what)


def said(
    comment: str = "", *, is_signed: bool = False, **more: Any
) -> PhysicianReading:
    """Return a physician's words."""
    return PhysicianReading(
        comment=comment, signed_at=NOON if is_signed else None, **more
    )


def made_arrays(seed: int = 1, *, states: str = "stress rest") -> CaseArrays:
    """Return maps that no other seed gives."""
    rng = np.random.default_rng(seed)

    def state() -> StateArrays:
        uptake = rng.uniform(40.0, 100.0, (N_RINGS, N_ANGLES)).astype(np.float32)
        return StateArrays(
            uptake_percent=uptake,
            area_cm2=np.ones_like(uptake),
            deviation=None,
            is_below=None,
            slices=None,
        )

    affected = np.zeros((N_RINGS, N_ANGLES), np.uint8)
    affected[:8, seed % N_ANGLES] = 1
    return CaseArrays(
        stress=state() if "stress" in states else None,
        rest=state() if "rest" in states else None,
        difference=None,
        change_kinds=None,
        affected=affected,
        chance=None,
        contributions=None,
    )


def put_arrays(store: CaseStore, seed: int = 1, *, states: str = "stress rest") -> str:
    """Keep maps, and return their hash."""
    return put_file(store, pack_arrays(made_arrays(seed, states=states)))
