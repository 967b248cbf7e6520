"""The whole journey: paths in, one `Reading` out."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from myomap.errors import VentricleNotFoundError
from myomap.geometry import angle_between_deg
from myomap.intake import IntakeOptions, read_study
from myomap.polarmap import SamplingOptions, sample_polar_map
from myomap.reading.selection import select_inputs
from myomap.records import (
    Caution,
    PolarMap,
    Sex,
    State,
    Study,
    StudyInput,
    Ventricle,
    Volume,
)
from myomap.ventricle import (
    FindOptions,
    ManualPlacement,
    find_ventricle,
    place_ventricle,
)

__all__ = ["ReadOptions", "Reading", "StateReading", "read", "read_inputs"]

logger = logging.getLogger(__name__)

AXES_APART_DEG = 10.0
"""Long axes of stress and rest that differ by more are worth a look."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """What the reader knows better than the files, and how each step works.

    Parameters
    ----------
    stress, rest : tuple of Path
        Inputs whose state is given; they overrule what the files say.
    sex, age_years : Sex, float or None
        Overrule the header.
    placements : mapping from State to ManualPlacement
        Ventricles placed by hand.
    find : FindOptions
        Of the ventricle room.
    sampling : SamplingOptions
        Of the polar map.
    """

    stress: tuple[Path, ...] = ()
    rest: tuple[Path, ...] = ()
    sex: Sex | None = None
    age_years: float | None = None
    placements: Mapping[State, ManualPlacement] = field(default_factory=dict)
    find: FindOptions = field(default_factory=FindOptions)
    sampling: SamplingOptions = field(default_factory=SamplingOptions)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateReading:
    """What was found in one state.

    Parameters
    ----------
    source : StudyInput
        What was read.
    ventricle : Ventricle or None
        None when the input was a ready map.
    polar_map : PolarMap
        Its map.
    """

    source: StudyInput
    ventricle: Ventricle | None
    polar_map: PolarMap


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Reading:
    """Everything found in a study.

    Parameters
    ----------
    study : Study
        All inputs, and all that was left out.
    stress, rest : StateReading or None
        At least one is there.
    cautions : tuple of Caution
        What to know before trusting it.
    options : ReadOptions
        What it was made with.
    """

    study: Study
    stress: StateReading | None
    rest: StateReading | None
    cautions: tuple[Caution, ...]
    options: ReadOptions

    def __repr__(self) -> str:
        maps = [repr(state.polar_map) for state in self.states.values()]
        return f"Reading({'; '.join(maps)}; {len(self.cautions)} cautions)"

    @property
    def states(self) -> dict[State, StateReading]:
        """The states that were read, stress first."""
        pairs = ((State.STRESS, self.stress), (State.REST, self.rest))
        return {state: found for state, found in pairs if found is not None}


def read(paths: Sequence[Path], options: ReadOptions | None = None) -> Reading:
    """Read a study from files, folders and zips.

    Parameters
    ----------
    paths : sequence of Path
        Any mix of DICOM, NIfTI and `.npy` maps of one patient.
    options : ReadOptions, optional
        What overrules the files.

    Returns
    -------
    Reading
        Maps of the states that were given; what cannot be known stays unknown.

    Raises
    ------
    InputError
        If the files cannot be used, belong to several patients, or nothing tells
        stress from rest.
    VentricleNotFoundError
        If no state shows a left ventricle.

    Examples
    --------
    >>> from pathlib import Path
    >>> read([Path("study")])  # doctest: +SKIP
    Reading(PolarMap(stress, ...); PolarMap(rest, ...); 0 cautions)
    """
    options = options or ReadOptions()
    intake = IntakeOptions(
        stress=options.stress,
        rest=options.rest,
        sex=options.sex,
        age_years=options.age_years,
    )
    return read_inputs(read_study(paths, options=intake), options)


def read_inputs(study: Study, options: ReadOptions | None = None) -> Reading:
    """Read a study that was gathered already.

    Parameters
    ----------
    study : Study
        The inputs of one patient.
    options : ReadOptions, optional
        How each step works; the paths in it are not looked at.

    Returns
    -------
    Reading
        See `read`.

    Raises
    ------
    InputError
        If nothing can be read, or nothing tells stress from rest.
    VentricleNotFoundError
        If no state shows a left ventricle.
    """
    options = options or ReadOptions()
    chosen = select_inputs(study)
    found: dict[State, StateReading] = {}
    cautions = [*study.cautions, *chosen.cautions]
    missed: VentricleNotFoundError | None = None
    for state, source in ((State.STRESS, chosen.stress), (State.REST, chosen.rest)):
        if source is None:
            continue
        cautions += _named(state, source.cautions)
        try:
            found[state] = _read_state(state, source, options)
        except VentricleNotFoundError as error:
            missed = error
            cautions.append(
                Caution(
                    code=f"{state.value}-ventricle-not-found",
                    message=f"{state.value.capitalize()}: {error}",
                )
            )
    if missed is not None and not found:
        raise missed
    for state, reading in found.items():
        if reading.ventricle is not None:
            cautions += _named(state, reading.ventricle.quality.cautions)
        cautions += _named(state, _map_cautions(reading.polar_map))
    cautions += _pair_cautions(found)
    return Reading(
        study=study,
        stress=found.get(State.STRESS),
        rest=found.get(State.REST),
        cautions=tuple(cautions),
        options=options,
    )


def _read_state(state: State, source: StudyInput, options: ReadOptions) -> StateReading:
    """Return the ventricle and the map of one input."""
    if isinstance(source.data, PolarMap):
        polar_map = replace(source.data, state=state)
        return StateReading(source=source, ventricle=None, polar_map=polar_map)
    volume = source.data
    if not isinstance(volume, Volume):
        raise TypeError(f"a volume or a map was selected, not {type(volume).__name__}")
    placement = options.placements.get(state)
    if placement is None:
        ventricle = find_ventricle(volume, options.find)
    else:
        ventricle = place_ventricle(volume, placement, options.find)
    polar_map = sample_polar_map(
        ventricle.volume, ventricle, options.sampling, state=state
    )
    logger.info("%s read, quality %.2f", state.value, ventricle.quality.score)
    return StateReading(source=source, ventricle=ventricle, polar_map=polar_map)


def _named(state: State, cautions: Sequence[Caution]) -> list[Caution]:
    """Return cautions that say which state they speak of."""
    name = state.value
    return [
        Caution(
            code=f"{name}-{item.code}", message=f"{name.capitalize()}: {item.message}"
        )
        for item in cautions
    ]


def _map_cautions(polar_map: PolarMap) -> tuple[Caution, ...]:
    """Return what the map's own gaps call for."""
    n_missing = int((~polar_map.valid).sum())
    if not n_missing:
        return ()
    share = 100.0 * n_missing / polar_map.valid.size
    return (
        Caution(
            code="map-incomplete",
            message=(
                f"{share:.0f} % of the map holds no data: the wall leaves the field "
                "of view, or the source marked it invalid."
            ),
        ),
    )


def _pair_cautions(found: Mapping[State, StateReading]) -> list[Caution]:
    """Return what only both states together can show."""
    if len(found) < 2:
        return []
    stress, rest = found[State.STRESS], found[State.REST]
    cautions = []
    if stress.ventricle is not None and rest.ventricle is not None:
        first, second = stress.ventricle.long_axis, rest.ventricle.long_axis
        apart = angle_between_deg(
            first.apex_mm - first.base_mm, second.apex_mm - second.base_mm
        )
        if apart > AXES_APART_DEG:
            cautions.append(
                Caution(
                    code="axes-differ",
                    message=(
                        f"The long axes of stress and rest differ by {apart:.0f}°, "
                        f"expected at most {AXES_APART_DEG:g}°: check both contours."
                    ),
                )
            )
    facts = (stress.source.facts, rest.source.facts)
    corrected = {item.attenuation_corrected for item in facts}
    if corrected == {True, False}:
        cautions.append(
            Caution(
                code="attenuation-correction-differs",
                message=(
                    "Attenuation was corrected in one state and not in the other: "
                    "their difference is not one of perfusion alone."
                ),
            )
        )
    return cautions
