"""Which limits to hold a map against: the nearest set, and what does not fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from myomap.errors import InputError
from myomap.quantification.normal_limits import LimitsMethod, NormalLimits, Population
from myomap.records import Caution, Sex, State

__all__ = ["ChosenLimits", "MapFacts", "choose_limits"]

_FEW_CASES: Final = 40
_UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapFacts:
    """What is known of a map; None where nothing tells.

    Parameters
    ----------
    state : State
        Stress or rest.
    sex : Sex or None
        Of the patient.
    attenuation_corrected : bool or None
        Whether the volume was.
    tracer, reconstruction, camera : str or None
        As `Population` names them.
    is_simulated : bool
        Whether the patient never lived.
    """

    state: State
    sex: Sex | None = None
    attenuation_corrected: bool | None = None
    tracer: str | None = None
    reconstruction: str | None = None
    camera: str | None = None
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChosenLimits:
    """The nearest set and how far it is.

    Parameters
    ----------
    limits : NormalLimits
        What to use.
    cautions : tuple of Caution
        What does not fit; empty when everything does.
    """

    limits: NormalLimits
    cautions: tuple[Caution, ...]


def choose_limits(sets: Iterable[NormalLimits], facts: MapFacts) -> ChosenLimits:
    """Return the set that fits a map best.

    The state must fit. Attenuation weighs most, then sex, tracer, reconstruction and
    camera: this order is a proposal of this library, by how much each moves a map.

    Parameters
    ----------
    sets : iterable of NormalLimits
        To choose from; of equals the first.
    facts : MapFacts
        What is known of the map.

    Returns
    -------
    ChosenLimits
        With a caution for everything that does not fit or is not known.

    Raises
    ------
    InputError
        If no set is of the map's state.
    """
    fitting = [each for each in sets if each.population.state is facts.state]
    if not fitting:
        raise InputError(
            f"The normal limits have no set for {facts.state.value}. Build one from "
            f"{facts.state.value} maps, or take other limits."
        )
    best = min(fitting, key=lambda each: _distance(each.population, facts))
    return ChosenLimits(limits=best, cautions=tuple(_cautions(best, facts)))


def _distance(population: Population, facts: MapFacts) -> int:
    corrected = facts.attenuation_corrected
    # Not to know of a correction usually means that there was none.
    wanted = False if corrected is None else corrected
    return (
        100 * (population.attenuation_corrected is not wanted)
        + 20 * _sex_distance(population.sex, facts.sex)
        + 10 * _differs(population.tracer, facts.tracer)
        + 4 * _differs(population.reconstruction, facts.reconstruction)
        + 2 * _camera_differs(population, facts)
    )


def _sex_distance(found: Sex | None, wanted: Sex | None) -> int:
    if found is wanted:
        return 0
    return 1 if found is None or wanted is None else 2


def _differs(found: str, wanted: str | None) -> bool:
    if wanted is None or _UNKNOWN in (found, wanted):
        return False
    return found.casefold() != wanted.casefold()


def _camera_differs(population: Population, facts: MapFacts) -> bool:
    """Return whether the cameras differ; simulated patients all have the same one."""
    if population.is_simulated and facts.is_simulated:
        return False
    return _differs(population.camera, facts.camera)


def _cautions(limits: NormalLimits, facts: MapFacts) -> Iterable[Caution]:
    state = facts.state.value.capitalize()
    for code, message in _reservations(limits, facts):
        yield Caution(code=code, message=f"{state}: {message}")


def _reservations(limits: NormalLimits, facts: MapFacts) -> Iterable[tuple[str, str]]:
    population = limits.population
    if population.is_simulated and not facts.is_simulated:
        yield (
            "limits-simulated",
            "The normal limits are of simulated patients. For patients of a clinic, "
            "build limits of your own.",
        )
    corrected = facts.attenuation_corrected
    if corrected is None:
        yield (
            "limits-correction-unknown",
            "Nothing tells whether attenuation was corrected: limits "
            f"{'with' if population.attenuation_corrected else 'without'} correction "
            "are used. Say which it is: --attenuation or --no-attenuation.",
        )
    elif corrected is not population.attenuation_corrected:
        yield (
            "limits-other-correction",
            "Map and normal limits differ in attenuation correction.",
        )
    if population.sex is not facts.sex:
        yield "limits-other-sex", _sex_message(population, facts)
    if _differs(population.tracer, facts.tracer):
        yield "limits-other-tracer", "Map and normal limits differ in tracer."
    if _differs(population.reconstruction, facts.reconstruction):
        yield (
            "limits-other-reconstruction",
            "Map and normal limits differ in reconstruction.",
        )
    if _camera_differs(population, facts):
        yield "limits-other-camera", "Map and normal limits differ in camera."
    if limits.n_cases < _FEW_CASES:
        yield (
            "limits-few-cases",
            f"The normal limits stand on {limits.n_cases} cases; {_FEW_CASES} are the "
            "usual least.",
        )
    if limits.provenance.method is LimitsMethod.MIXED:
        yield (
            "limits-mixed-population",
            "The normal limits come from patients of whom many were ill: wide disease "
            "can pass as normal.",
        )


def _sex_message(population: Population, facts: MapFacts) -> str:
    used = {Sex.FEMALE: "women", Sex.MALE: "men", None: "both sexes together"}
    words = used[population.sex]
    if facts.sex is None:
        return f"The patient's sex is not known: limits of {words} are used."
    return f"There are no limits for the patient's sex: those of {words} are used."
