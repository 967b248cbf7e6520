"""Stress or rest: what the header says, and how far it agrees with itself."""

from dataclasses import dataclass
from typing import Final

from myomap.dicom.header import Header
from myomap.dicom.words import find_words
from myomap.records import Caution, Evidence, State

__all__ = ["StateFinding", "find_state"]

_PATIENT_STATE: Final = ("DCM", "109054")

_STATE_CODES: Final = {
    ("SCT", "128975004"): State.REST,
    ("SRT", "F-01604"): State.REST,
    ("SNM3", "F-01604"): State.REST,
    ("99SDM", "F-01604"): State.REST,
    ("SCT", "432655005"): State.STRESS,
    ("SRT", "F-05019"): State.STRESS,
    ("SNM3", "F-05019"): State.STRESS,
    ("DCM", "109091"): State.STRESS,
    ("SCT", "434161005"): State.STRESS,
    ("DCM", "109095"): State.STRESS,
    ("DCM", "109093"): State.REST,
    ("DCM", "109094"): State.REST,
}
"""Codes of CID 3101 and 3102; thallium's redistribution stands for rest."""

_SOURCES: Final = (
    "SeriesDescription",
    "ImageID",
    "ProtocolName",
    "PerformedProcedureStepDescription",
    "ImageComments",
)
"""Descriptions of this very series; the study's names both states as a rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateFinding:
    """The state of an input with everything that speaks for and against it.

    Parameters
    ----------
    state : State or None
        None when nothing tells or the header contradicts itself.
    evidence : tuple of Evidence
        Every code and word that was found.
    cautions : tuple of Caution
        Contradictions.
    """

    state: State | None
    evidence: tuple[Evidence, ...]
    cautions: tuple[Caution, ...] = ()


def find_state(header: Header) -> StateFinding:
    """Return whether an object is stress or rest, with the reasons.

    A code of the patient's state outweighs words. Of the words only a description
    that names one state counts; one that names both ("rest stress one day") is the
    protocol's name. Descriptions that contradict each other leave the state open.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    StateFinding
        State, evidence and cautions.

    References
    ----------
    .. [1] DICOM PS3.16 CID 3101, CID 3102.
    """
    coded = _coded_evidence(header)
    worded = _worded_evidence(header)
    evidence = (*coded, *(item for group in worded for item in group))
    code_states = {item.state for item in coded}
    clear = [{item.state for item in group} for group in worded]
    word_states = {next(iter(states)) for states in clear if len(states) == 1}
    deciding = code_states or word_states
    if len(deciding) == 1:
        (state,) = deciding
        disputed = bool(word_states - deciding)
        return StateFinding(
            state=state,
            evidence=evidence,
            cautions=(_DISPUTED,) if disputed else (),
        )
    cautions = (_CONTRADICTORY,) if evidence else ()
    return StateFinding(state=None, evidence=evidence, cautions=cautions)


_CONTRADICTORY: Final = Caution(
    code="state-contradictory",
    message="The header speaks of both stress and rest; which one this is must be "
    "told by the reader.",
)
_DISPUTED: Final = Caution(
    code="state-disputed",
    message="The header's code of the patient's state contradicts a description; "
    "the code was followed.",
)


def _coded_evidence(header: Header) -> list[Evidence]:
    found: list[Evidence] = []
    for context in header.items("AcquisitionContextSequence"):
        names = [_code(item) for item in context.items("ConceptNameCodeSequence")]
        if _PATIENT_STATE not in names:
            continue
        for item in context.items("ConceptCodeSequence"):
            state = _STATE_CODES.get(_code(item))
            if state:
                scheme, value = _code(item)
                found.append(
                    Evidence(
                        source="AcquisitionContextSequence",
                        found=f"{value} ({scheme})",
                        state=state,
                    )
                )
    return found


def _code(item: Header) -> tuple[str, str]:
    return item.text("CodingSchemeDesignator"), item.text("CodeValue")


def _worded_evidence(header: Header) -> list[list[Evidence]]:
    groups: list[list[Evidence]] = []
    for source in _SOURCES:
        text = " ".join(header.texts(source))
        group = [
            Evidence(source=source, found=word, state=state)
            for word, state in find_words(text).items()
        ]
        if group:
            groups.append(group)
    return groups
