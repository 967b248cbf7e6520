"""Which of a study's inputs are read, when there are several that could be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from myomap.errors import InputError
from myomap.records import Caution, InputKind, State, Study, StudyInput

__all__ = ["Selection", "select_inputs"]

_RANK = {
    InputKind.TRANSAXIAL_VOLUME: 0,
    InputKind.SHORT_AXIS_VOLUME: 1,
    InputKind.POLAR_MAP: 2,
    InputKind.PROJECTIONS: 3,
    InputKind.PICTURE: 4,
}
"""A volume can be checked against its contours; a map has to be believed. Raw
projections come after them: what the station made of them is what its reader saw. Of
a picture the colours have to be believed besides."""

_OF_TABLES = "for a table of features give --state, or a manifest"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Selection:
    """What is read.

    Parameters
    ----------
    stress, rest : StudyInput or None
        At least one of them is there.
    cautions : tuple of Caution
        What was passed over, and why.
    gated : mapping of State to StudyInput
        A gated volume of the state, where what is read has no gates itself.
    """

    stress: StudyInput | None
    rest: StudyInput | None
    cautions: tuple[Caution, ...]
    gated: Mapping[State, StudyInput] = field(default_factory=dict)


def select_inputs(study: Study) -> Selection:
    """Choose one stress and one rest input.

    What the user named for a state comes before what the files say. Then a transaxial
    volume is preferred to a short-axis one, that to a ready map, that to raw
    projections, which have to be reconstructed first, and all to pictures. Among equals
    the pair is taken that was treated alike, with attenuation corrected if both are; an
    input of unknown state is never guessed into a place.

    Parameters
    ----------
    study : Study
        The inputs of one patient.

    Returns
    -------
    Selection
        With a caution for everything of use that is not read.

    Raises
    ------
    InputError
        If there is nothing that can be read, or nothing tells stress from rest.
    """
    readable = [item for item in study.inputs if item.kind in _RANK]
    if not readable:
        raise _nothing_to_map(study.inputs)
    known = [item for item in readable if item.state is not None]
    if not known:
        raise _untold(readable)
    stress, rest = _pair(
        [item for item in known if item.state is State.STRESS],
        [item for item in known if item.state is State.REST],
    )
    used = [item for item in (stress, rest) if item is not None]
    gated = _gated_beside(known, used)
    return Selection(
        stress=stress,
        rest=rest,
        cautions=_passed_over(study.inputs, [*used, *gated.values()]),
        gated=gated,
    )


def _gated_beside(
    known: Sequence[StudyInput], used: Sequence[StudyInput]
) -> dict[State, StudyInput]:
    """Return gated volumes for the function of states that are read without gates.

    Raw projections beside a volume are left alone: they would have to be
    reconstructed gate by gate.
    """
    found = {}
    for item in used:
        beside = [each for each in known if each.state is item.state and each.gates]
        if item.state is not None and item.facts.n_gates == 1 and beside:
            found[item.state] = min(beside, key=_preference)
    return found


def _pair(
    stress: Sequence[StudyInput], rest: Sequence[StudyInput]
) -> tuple[StudyInput | None, StudyInput | None]:
    """Return the best stress and rest that were treated alike."""
    if not stress or not rest:
        only = [*stress, *rest]
        best = min(only, key=_preference)
        return (best, None) if stress else (None, best)
    pairs = [(first, second) for first in stress for second in rest]
    return min(
        pairs,
        key=lambda pair: (
            not _is_asked_for(pair[0]),
            not _is_asked_for(pair[1]),
            pair[0].kind is not pair[1].kind,
            pair[0].facts.attenuation_corrected != pair[1].facts.attenuation_corrected,
            _is_torn(pair),
            _preference(pair[0]),
            _preference(pair[1]),
        ),
    )


def _is_torn(pair: tuple[StudyInput, StudyInput]) -> bool:
    """Return whether two maps are of different pictures, which may be of two people."""
    kinds = {item.kind for item in pair}
    return kinds == {InputKind.PICTURE} and pair[0].sha256 != pair[1].sha256


def _preference(item: StudyInput) -> tuple[bool, int, bool, str]:
    """Return a key that is lowest for the input to be read.

    The hash comes last, so that neither names nor their order decide.
    """
    corrected = item.facts.attenuation_corrected is True
    return not _is_asked_for(item), _RANK[item.kind], not corrected, item.sha256


def _is_asked_for(item: StudyInput) -> bool:
    """Return whether the user named this input for its state."""
    return any(each.source == "option" for each in item.evidence)


def _nothing_to_map(inputs: Sequence[StudyInput]) -> InputError:
    """Return the refusal where no input shows reconstructed uptake."""
    kinds = ", ".join(sorted({item.kind.value for item in inputs}))
    return InputError(
        f"The study shows no uptake of the heart: found {kinds or 'nothing'}. Expected "
        "raw projections, a reconstructed volume or a polar map."
    )


def _untold(readable: Sequence[StudyInput]) -> InputError:
    """Return the refusal where no input has a state."""
    if any(item.evidence for item in readable):
        reason = "what the headers and file names say contradicts itself"
    else:
        reason = "no code, description or file name says so"
    if len(readable) == 1:
        return InputError(
            f"Nothing tells whether the input is stress or rest: {reason}. Read it "
            f"again as --stress FILE or as --rest FILE; {_OF_TABLES}."
        )
    return InputError(
        f"Nothing tells which of {len(readable)} inputs is stress and which is rest: "
        f"{reason}. Read them again as --stress FILE --rest FILE; {_OF_TABLES}."
    )


def _passed_over(
    inputs: Sequence[StudyInput], used: Sequence[StudyInput]
) -> tuple[Caution, ...]:
    """Return one caution for each sort of input that is not read."""
    spare = [
        item
        for item in inputs
        if item.kind.shows_uptake and not any(item is one for one in used)
    ]
    cautions = []
    n_unknown = sum(item.state is None for item in spare)
    if n_unknown:
        cautions.append(
            Caution(
                code="state-unknown-unused",
                message=(
                    f"{n_unknown} input(s) of unknown state were not read: name them "
                    "with --stress or --rest."
                ),
            )
        )
    n_raw = sum(
        item.kind is InputKind.PROJECTIONS and item.state is not None for item in spare
    )
    if n_raw:
        cautions.append(
            Caution(
                code="projections-unused",
                message=(
                    f"{n_raw} set(s) of raw projections were not read: a "
                    "reconstructed volume or map of the study was."
                ),
            )
        )
    n_others = len(spare) - n_unknown - n_raw
    if n_others:
        cautions.append(
            Caution(
                code="several-inputs",
                message=(
                    f"{n_others} further input(s) of a known state were not read: "
                    "one of each state is, alike in kind and attenuation correction."
                ),
            )
        )
    return tuple(cautions)
