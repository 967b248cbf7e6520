"""What the reader knows of an input where the input itself says nothing."""

from collections.abc import Iterable
from dataclasses import replace

from myomap.errors import ConfigError
from myomap.records import Caution, Projections, State, Study, StudyInput

__all__ = ["alone_cautions", "with_correction"]


def with_correction(source: StudyInput, corrected: bool | None) -> StudyInput:
    """Return an input with what the reader says of its attenuation.

    Parameters
    ----------
    source : StudyInput
        A volume, a map or projections.
    corrected : bool or None
        Whether attenuation was corrected; None where the reader does not say.

    Returns
    -------
    StudyInput
        The same where nobody says, or for projections, which are yet to be corrected.

    Raises
    ------
    ConfigError
        If the input says otherwise.
    """
    told = source.facts.attenuation_corrected
    if corrected is None or isinstance(source.data, Projections):
        return source
    if told is not None and told is not corrected:
        raise ConfigError(
            f"The input says that attenuation was {'' if told else 'not '}corrected, "
            "and the option says otherwise. Leave out --attenuation and "
            "--no-attenuation."
        )
    return replace(source, facts=replace(source.facts, attenuation_corrected=corrected))


def alone_cautions(study: Study, states: Iterable[State]) -> tuple[Caution, ...]:
    """Return what to know where one state was read and files were left out.

    Parameters
    ----------
    study : Study
        What was gathered.
    states : iterable of State
        Those that were read.

    Returns
    -------
    tuple of Caution
        One, if the state that is missing may be among the files that were not read.
    """
    read = list(states)
    doubted = [each for each in study.left_out if each.is_fault or each.is_copy]
    if len(read) != 1 or not doubted:
        return ()
    (state,) = read
    missing = State.REST if state is State.STRESS else State.STRESS
    return (
        Caution(
            code="other-state-not-read",
            message=f"Only {state.value} was read, and the files that were left out "
            f"may have held {missing.value}: {doubted[0].reason}",
        ),
    )
