"""What speaks for stress or rest in, the state out, with every doubt named.

The user's word comes first, the header second, the file's name last. Nothing is
told from the order of acquisition: protocols run both ways.
"""

from dataclasses import replace

from myomap.intake.naming import evidence_from_name
from myomap.records import Caution, Evidence, PolarMap, State, StudyInput

__all__ = ["with_state"]


def with_state(item: StudyInput, name: str, asked: State | None) -> StudyInput:
    """Return the input with its state and with all that speaks for and against it.

    Parameters
    ----------
    item : StudyInput
        With the state that its header tells, or None.
    name : str
        Path below what was given.
    asked : State or None
        What the user said; it overrules everything.

    Returns
    -------
    StudyInput
        A header that contradicts the user, or a name that contradicts the header,
        leaves its evidence and a caution. A header that contradicts itself is not
        settled by the name.
    """
    named = evidence_from_name(name)
    if asked is not None:
        return _overruled(item, asked)
    is_said = bool(item.evidence) and item.evidence[0].source == "option"
    if named is None or is_said:
        return _concluded(item, item.state, item.evidence, ())
    evidence = (*item.evidence, named)
    if item.evidence:
        cautions = (_name_caution(named),) if _contradicts(named, item.state) else ()
        return _concluded(item, item.state, evidence, cautions)
    return _concluded(item, named.state, evidence, (_FROM_NAME,))


_FROM_NAME = Caution(
    code="state-from-name",
    message=(
        "Stress or rest was told by a word in the file's name alone. Check it, or name "
        "the files with --stress and --rest where the command has them."
    ),
)
_UNKNOWN = Caution(
    code="state-unknown",
    message=(
        "Nothing tells whether this input is stress or rest. Put one of these words "
        "into the file's name, or name the file with --stress or --rest where the "
        "command has them."
    ),
)


def _overruled(item: StudyInput, asked: State) -> StudyInput:
    option = Evidence(source="option", found=asked.value, state=asked)
    against = [each for each in item.evidence if each.state is not asked]
    cautions: tuple[Caution, ...] = ()
    if against:
        cautions = (
            Caution(
                code="state-overruled",
                message=(
                    f"The input was given as {asked.value}, but its header says "
                    f"{against[0].state.value} ({against[0].source}). It was taken "
                    f"for {asked.value}."
                ),
            ),
        )
    return _concluded(item, asked, (option, *item.evidence), cautions)


def _contradicts(named: Evidence, state: State | None) -> bool:
    return state is not None and named.state is not state


def _name_caution(named: Evidence) -> Caution:
    return Caution(
        code="state-contradicted-by-name",
        message=(
            f"The file's name holds the word {named.found!r}, but its header says "
            "otherwise. The header was followed; check that the files are not swapped."
        ),
    )


def _concluded(
    item: StudyInput,
    state: State | None,
    evidence: tuple[Evidence, ...],
    cautions: tuple[Caution, ...],
) -> StudyInput:
    kept = tuple(each for each in item.cautions if each.code != _UNKNOWN.code)
    # One CT may serve both states; only of uptake must it be known.
    is_open = state is None and item.kind.shows_uptake
    doubts = (*kept, *cautions, _UNKNOWN) if is_open else (*kept, *cautions)
    data = item.data
    if isinstance(data, PolarMap):
        data = replace(data, state=state)
    return replace(item, data=data, state=state, evidence=evidence, cautions=doubts)
