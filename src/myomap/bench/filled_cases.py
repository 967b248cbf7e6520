"""A folder with as many cases as a large department reads in years."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import numpy as np

from myomap.cases import (
    CaseStore,
    Edit,
    NewCase,
    add_cases,
    save_version,
)
from myomap.reading import ReadingDocument
from myomap.report import PhysicianReading

__all__ = ["fill_cases", "made_document"]

_LABELS = ("normal", "ischemia", "infarction", "mixed", "abstained")
_FIRST_DAY = date(2020, 1, 1)
_N_DAYS = 2400
_STUDIES_A_PATIENT = 2
_SIGNED_ONE_IN = 50
_COMMENTS = ("", "Артефакт от диафрагмы", "Breast attenuation, no defect")


def fill_cases(store: CaseStore, *, n_cases: int, seed: int = 1) -> list[int]:
    """Add made-up cases with readings of a usual size, and sign one in fifty.

    Parameters
    ----------
    store : CaseStore
        Where to.
    n_cases : int
        How many.
    seed : int
        Of the chance they are made by.

    Returns
    -------
    list of int
        Their numbers, in the order they were added.
    """
    rng = np.random.default_rng(seed)
    ids = add_cases(store, list(_made_cases(rng, n_cases)), "bench")
    for number in ids[::_SIGNED_ONE_IN]:
        said = PhysicianReading(
            label="normal" if number % 2 else None,
            agrees=number % 2 == 0,
            comment=_COMMENTS[number % len(_COMMENTS)],
            author="bench",
            signed_at=datetime.now(UTC),
        )
        edit = Edit(expected_version=1, author="bench", what="signed")
        save_version(store, number, said, edit)
    return ids


def made_document(label: str = "ischemia", seed: int = 1) -> ReadingDocument:
    """Return a made-up reading of a usual size.

    Parameters
    ----------
    label : str
        Its verdict.
    seed : int
        Of the chance it is made by.

    Returns
    -------
    ReadingDocument
        With both states and no maps.
    """
    return _made_document(label, np.random.default_rng(seed))


def _made_cases(rng: np.random.Generator, n_cases: int) -> Iterator[NewCase]:
    documents = [_made_document(label, rng) for label in _LABELS for _ in range(40)]
    for number in range(n_cases):
        day = _FIRST_DAY + timedelta(days=int(rng.integers(_N_DAYS)))
        yield NewCase(
            document=documents[int(rng.integers(len(documents)))],
            source="volumes",
            identity=f"patient {number // _STUDIES_A_PATIENT}",
            study_date=day,
            sex="FM"[number % 2],
            age_years=float(rng.integers(35, 90)),
            site="bench",
            is_simulated=True,
        )


def _made_document(label: str, rng: np.random.Generator) -> ReadingDocument:
    chance = float(rng.uniform(0.0, 0.4) if label == "normal" else rng.uniform(0.5, 1))
    deficit = float(rng.uniform(0.0, 4.0) if label == "normal" else rng.uniform(5, 30))
    states = {state: _made_state(deficit, rng) for state in ("stress", "rest")}
    return ReadingDocument.model_validate(
        {
            "verdict": {
                "label": label,
                "probability": {"abnormal": chance},
                "interval": {"abnormal": (chance * 0.8, min(chance * 1.2, 1.0))},
            },
            "perfusion": states,
            "difference": {"ischemic_tpd_percent": deficit / 2.0},
            "defects": (),
            "quality": {
                "contour": {"stress": None, "rest": None},
                "cautions": [{"code": "bench", "message": "Made up for a benchmark."}],
            },
            "artifacts": {},
            "provenance": {"myomap": "bench", "options": {}, "inputs": []},
        }
    )


def _made_state(deficit: float, rng: np.random.Generator) -> dict[str, object]:
    territory = {"uptake_percent": 80.0}
    return {
        "tpd_percent": deficit,
        "segments": [
            {
                "segment": number,
                "name": f"segment {number}",
                "uptake_percent": float(rng.uniform(40.0, 100.0)),
                "deviation": float(rng.normal()),
                "score": int(rng.integers(0, 5)),
            }
            for number in range(1, 18)
        ],
        "territories": {"LAD": territory, "LCX": territory, "RCA": territory},
    }
