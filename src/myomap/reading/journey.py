"""The whole journey: paths in, one `Reading` out."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from myomap.errors import ConfigError, VentricleNotFoundError
from myomap.intake import IntakeOptions, PictureOptions, read_study
from myomap.polarmap import (
    DifferenceMap,
    SamplingOptions,
    difference_map,
    sample_polar_map,
)
from myomap.reading.as_told import alone_cautions, with_correction
from myomap.reading.beat import BeatReading, read_beat, ungated
from myomap.reading.cautions import (
    cautions_of_state,
    map_cautions,
    pair_cautions,
    ventricle_missed,
)
from myomap.reading.lung import read_lung
from myomap.reading.selection import Selection, select_inputs
from myomap.reconstruction import (
    DEFAULT_PROTOCOL,
    Progress,
    ReconstructedInput,
    ReconstructionOptions,
    named_protocol,
    reconstruct_input,
)
from myomap.records import (
    Caution,
    PolarMap,
    Projections,
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

__all__ = ["OnStep", "ReadOptions", "Reading", "StateReading", "read", "read_inputs"]

OnStep: TypeAlias = Callable[[State, str], None]
"""Told what begins: ``"reconstruction"``, ``"ventricle"`` or ``"map"`` of a state."""

logger = logging.getLogger(__name__)


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
    protocol : ReconstructionOptions
        By which raw projections are reconstructed.
    attenuation_map : Path or None
        A CT or a map in 1/cm; None takes the study's own.
    attenuation_corrected : bool or None
        Of volumes and maps that do not say so themselves.
    any_frame : bool
        Whether a map that names another frame of reference than the projections may
        be used.
    pictures : PictureOptions
        What is known better of pictures of polar maps than they show.
    measures_function : bool
        Whether gates are reconstructed and traced. For maps of many patients they
        would take most of the time.
    """

    stress: tuple[Path, ...] = ()
    rest: tuple[Path, ...] = ()
    sex: Sex | None = None
    age_years: float | None = None
    placements: Mapping[State, ManualPlacement] = field(default_factory=dict)
    find: FindOptions = field(default_factory=FindOptions)
    sampling: SamplingOptions = field(default_factory=SamplingOptions)
    protocol: ReconstructionOptions = field(
        default_factory=lambda: named_protocol(DEFAULT_PROTOCOL)
    )
    attenuation_map: Path | None = None
    attenuation_corrected: bool | None = None
    any_frame: bool = False
    pictures: PictureOptions = field(default_factory=PictureOptions)
    measures_function: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class StateReading:
    """What was found in one state.

    Parameters
    ----------
    source : StudyInput
        What was read, as it was given.
    ventricle : Ventricle or None
        None when the input was a ready map.
    polar_map : PolarMap
        Its map.
    reconstructed : ReconstructedInput or None
        Where the source holds raw projections: the volume made of them, and how.
    beat : BeatReading or None
        Where it is gated: what the ventricle does over the beat.
    lung_heart_ratio : float or None
        Of raw projections, where it can be measured.
    """

    source: StudyInput
    ventricle: Ventricle | None
    polar_map: PolarMap
    reconstructed: ReconstructedInput | None = None
    beat: BeatReading | None = None
    lung_heart_ratio: float | None = None

    @property
    def attenuation_corrected(self) -> bool | None:
        """Whether attenuation was corrected; None where nothing tells."""
        used = self.reconstructed.volume_input if self.reconstructed else self.source
        return used.facts.attenuation_corrected


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

    @property
    def difference(self) -> DifferenceMap | None:
        """Stress minus rest; None unless some sample is valid in both."""
        if self.stress is None or self.rest is None:
            return None
        stress, rest = self.stress.polar_map, self.rest.polar_map
        if not (stress.valid & rest.valid).any():
            return None
        return difference_map(stress, rest)


def read(
    paths: Sequence[Path],
    options: ReadOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> Reading:
    """Read a study from files, folders and zips.

    Parameters
    ----------
    paths : sequence of Path
        Any mix of DICOM, NIfTI, `.npy` maps and pictures of one patient.
    options : ReadOptions, optional
        What overrules the files.
    on_progress : callable, optional
        Called after every step of a reconstruction.

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
    ConfigError
        If a ventricle is placed by hand where no volume is read.

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
        attenuation_map=options.attenuation_map,
        pictures=options.pictures,
    )
    study = read_study(paths, options=intake)
    return read_inputs(study, options, on_progress=on_progress)


def read_inputs(
    study: Study,
    options: ReadOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
    on_step: OnStep | None = None,
) -> Reading:
    """Read a study that was gathered already.

    Parameters
    ----------
    study : Study
        The inputs of one patient.
    options : ReadOptions, optional
        How each step works; the paths in it are not looked at.
    on_progress : callable, optional
        Called after every step of a reconstruction.
    on_step : callable, optional
        Called before each part of the way, with its state and name.

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
    ConfigError
        If a ventricle is placed by hand where no volume is read, or an input says of
        its attenuation what the options deny.
    """
    options = options or ReadOptions()
    begin = on_step or _tell_nobody
    chosen = select_inputs(study)
    _require_volumes_for(options.placements, chosen)
    found: dict[State, StateReading] = {}
    cautions = [*study.cautions, *chosen.cautions]
    missed: VentricleNotFoundError | None = None
    for state, given in ((State.STRESS, chosen.stress), (State.REST, chosen.rest)):
        if given is None:
            continue
        source = with_correction(given, options.attenuation_corrected)
        if isinstance(source.data, Projections):
            begin(state, "reconstruction")
        made = _reconstructed(study, source, options, on_progress)
        used = made.volume_input if made else source
        cautions += cautions_of_state(state, used.cautions)
        try:
            read_state = _read_state(state, used, options, begin)
            beat = None
            if options.measures_function:
                beside = chosen.gated.get(state)
                beat = read_beat(used, made, read_state.ventricle, beside)
            ratio, unmeasured = read_lung(made, read_state.ventricle)
            cautions += cautions_of_state(state, unmeasured)
            found[state] = replace(
                read_state,
                source=source,
                reconstructed=made,
                beat=beat,
                lung_heart_ratio=ratio,
            )
        except VentricleNotFoundError as error:
            missed = error
            cautions += cautions_of_state(state, [ventricle_missed(error)])
    if missed is not None and not found:
        raise missed
    return Reading(
        study=study,
        stress=found.get(State.STRESS),
        rest=found.get(State.REST),
        cautions=(*cautions, *alone_cautions(study, found), *_cautions_of(found)),
        options=options,
    )


def _cautions_of(found: Mapping[State, StateReading]) -> tuple[Caution, ...]:
    """Return what to know of the ventricles and maps that were found."""
    cautions: list[Caution] = []
    for state, reading in found.items():
        if reading.ventricle is not None:
            cautions += cautions_of_state(state, reading.ventricle.quality.cautions)
        cautions += cautions_of_state(state, map_cautions(reading.polar_map))
        if reading.beat is not None:
            cautions += cautions_of_state(state, reading.beat.cautions)
    if len(found) == 2:
        cautions += pair_cautions(found[State.STRESS], found[State.REST])
    return tuple(cautions)


def _require_volumes_for(
    placements: Mapping[State, ManualPlacement], chosen: Selection
) -> None:
    """Refuse a placement that would not be followed, rather than pass it over."""
    sources = {State.STRESS: chosen.stress, State.REST: chosen.rest}
    for state in placements:
        source = sources[state]
        if source is None or not isinstance(source.data, Volume | Projections):
            raise ConfigError(
                f"A ventricle was placed by hand at {state.value}, and no volume is "
                "read there. Expected one: give the volume, or leave out the placement."
            )


def _reconstructed(
    study: Study,
    source: StudyInput,
    options: ReadOptions,
    on_progress: Callable[[Progress], None] | None,
) -> ReconstructedInput | None:
    """Return the volume of raw projections; None where there are none."""
    if not isinstance(source.data, Projections):
        return None
    if not options.measures_function:
        source = replace(source, data=ungated(source.data))
    return reconstruct_input(
        study,
        source,
        options.protocol,
        any_frame=options.any_frame,
        on_progress=on_progress,
    )


def _tell_nobody(_state: State, _name: str) -> None:
    """Stand in where nobody asked to be told."""


def _read_state(
    state: State, source: StudyInput, options: ReadOptions, begin: OnStep
) -> StateReading:
    """Return the ventricle and the map of one input."""
    if isinstance(source.data, PolarMap):
        polar_map = replace(source.data, state=state)
        return StateReading(source=source, ventricle=None, polar_map=polar_map)
    volume = source.data
    if not isinstance(volume, Volume):
        raise TypeError(f"a volume or a map was selected, not {type(volume).__name__}")
    placement = options.placements.get(state)
    begin(state, "ventricle")
    if placement is None:
        ventricle = find_ventricle(volume, options.find)
    else:
        ventricle = place_ventricle(volume, placement, options.find)
    begin(state, "map")
    polar_map = sample_polar_map(
        ventricle.volume, ventricle, options.sampling, state=state
    )
    logger.info("%s read, quality %.2f", state.value, ventricle.quality.score)
    return StateReading(source=source, ventricle=ventricle, polar_map=polar_map)
