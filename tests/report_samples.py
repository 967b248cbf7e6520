"""Contents of reports: simulated patients read, judged and told by the network."""

from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from journeys import input_with, study_with
from myomap.language import Language
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading import (
    CaseArrays,
    Reading,
    ReadingDocument,
    case_arrays,
    describe_reading,
    judge_reading,
    read_inputs,
    read_learned,
)
from myomap.records import SIMULATED_DATA, State
from myomap.report import ReportContent, report_content


@cache
def reading_of(disease: Disease, *states: State, seed: int = 3) -> Reading:
    """Return the reading of a simulated patient's maps."""
    patient = draw_patient(np.random.default_rng([12, seed]), disease=disease)
    maps = quick_maps(patient)
    inputs = [input_with(maps[state], state) for state in states or tuple(State)]
    facts: dict[str, Any] = {"sex": patient.person.sex, "cautions": (SIMULATED_DATA,)}
    return read_inputs(replace(study_with(*inputs), **facts))


@cache
def case_of(
    disease: Disease, *states: State, seed: int = 3, by: str = "network"
) -> tuple[ReadingDocument, CaseArrays]:
    """Return document and arrays; ``by`` is ``network``, ``rule`` or ``nobody``."""
    reading = reading_of(disease, *states, seed=seed)
    judgement = None if by == "nobody" else judge_reading(reading)
    learned = read_learned(reading) if by == "network" else None
    document = describe_reading(reading, judgement=judgement, learned=learned)
    return document, case_arrays(reading, judgement, learned)


def content_of(
    disease: Disease = Disease.MIXED,
    *states: State,
    seed: int = 3,
    by: str = "network",
    **given: Any,
) -> ReportContent:
    """Return a report's content, with what is given besides."""
    document, arrays = case_of(disease, *states, seed=seed, by=by)
    return report_content(document, arrays, **given)


def with_document(content: ReportContent, **changes: Any) -> ReportContent:
    """Return a content whose document is changed."""
    return replace(content, document=content.document.model_copy(update=changes))


RUSSIAN = Language.RUSSIAN
ENGLISH = Language.ENGLISH
