"""Limits of simulated healthy patients: what comes with the package."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import resources
from typing import Final

import numpy as np

from myomap.errors import ConfigError
from myomap.phantom import Disease, SimulatedPatient, draw_patient, quick_maps
from myomap.quantification.building import FEWEST_CASES, CaseSource, build_limits
from myomap.quantification.limits_file import LimitsFile, limits_from_bytes
from myomap.quantification.normal_limits import NormalLimits, Population
from myomap.reconstruction import DEFAULT_PROTOCOL, named_protocol
from myomap.records import PolarMap, Sex, State

__all__ = [
    "SHIPPED_FILE",
    "SIMULATED_CAMERA",
    "SIMULATED_SEED",
    "shipped_limits",
    "simulated_limits",
]

SHIPPED_FILE: Final = "simulated_normals.json"
"""Beside this module; written by ``tools/build_simulated_limits.py``."""

SIMULATED_SEED: Final = 20_261_124
"""Of the patients that the shipped limits stand on: test with any other one."""

SIMULATED_CAMERA: Final = "simulated, LEHR, 180 degrees"

_MOST_DRAWS = 1_000_000
_Kind = tuple[Sex, State, bool]


@lru_cache(maxsize=1)
def shipped_limits() -> LimitsFile:
    """Return the limits that come with the package.

    Returns
    -------
    LimitsFile
        Of simulated women, men and both, at stress and at rest, with attenuation
        corrected and not.

    Examples
    --------
    >>> len(shipped_limits().sets)
    12
    """
    place = resources.files("myomap.quantification") / SHIPPED_FILE
    return limits_from_bytes(place.read_bytes())


def simulated_limits(
    n_each: int,
    *,
    myomap: str,
    seed: int = SIMULATED_SEED,
    on_patient: Callable[[int], None] | None = None,
) -> tuple[NormalLimits, ...]:
    """Return the limits of simulated healthy patients.

    Patients whose study would be repeated or left out, for motion, hot gut, few
    counts, a misplaced attenuation map or a field too small, do not enter.

    Parameters
    ----------
    n_each : int
        Women and men each, at least 10; both sexes together take half of each.
    myomap : str
        Version, for the provenance.
    seed : int
        The same seed gives the same limits.
    on_patient : callable, optional
        Called with the number of patients that were taken.

    Returns
    -------
    tuple of NormalLimits
        Twelve: women, men, both; stress, rest; corrected, not.

    Raises
    ------
    ConfigError
        If there would be too few cases.
    """
    if n_each < FEWEST_CASES:
        raise ConfigError(
            f"There would be too few simulated cases: found {n_each}, expected at "
            f"least {FEWEST_CASES} of each sex."
        )
    maps: dict[_Kind, list[PolarMap]] = {}
    for number, patient in enumerate(_patients(n_each, seed), start=1):
        for corrected in (True, False):
            found = quick_maps(patient, attenuation_corrected=corrected)
            for state, polar_map in found.items():
                kind = (patient.person.sex, state, corrected)
                maps.setdefault(kind, []).append(polar_map)
        if on_patient is not None:
            on_patient(number)
    source = CaseSource(
        told=(
            f"Simulated healthy patients without artefacts, seed {seed}, maps "
            "estimated from the truth."
        ),
        myomap=myomap,
    )
    return tuple(
        build_limits(
            _cases(maps, sex, state, corrected),
            _population(sex, state, attenuation_corrected=corrected),
            source=source,
        )
        for corrected in (True, False)
        for state in State
        for sex in (Sex.FEMALE, Sex.MALE, None)
    )


def _patients(n_each: int, seed: int) -> Iterator[SimulatedPatient]:
    """Yield women and men without artefacts, until there are enough of both."""
    wanted = dict.fromkeys(Sex, n_each)
    for index in range(_MOST_DRAWS):
        if not any(wanted.values()):
            return
        rng = np.random.default_rng([seed, index])
        try:
            patient = draw_patient(rng, disease=Disease.NORMAL)
        except ConfigError:
            # Rarely, borders of coronary territories are drawn too close together.
            continue
        if patient.artefacts or not wanted[patient.person.sex]:
            continue
        wanted[patient.person.sex] -= 1
        yield patient


def _cases(
    maps: dict[_Kind, list[PolarMap]], sex: Sex | None, state: State, corrected: bool
) -> list[PolarMap]:
    if sex is not None:
        return maps[sex, state, corrected]
    women, men = (maps[each, state, corrected] for each in (Sex.FEMALE, Sex.MALE))
    half = len(women) // 2
    return [*women[:half], *men[:half]]


def _population(
    sex: Sex | None, state: State, *, attenuation_corrected: bool
) -> Population:
    return Population(
        sex=sex,
        state=state,
        tracer="Tc-99m",
        attenuation_corrected=attenuation_corrected,
        reconstruction=named_protocol(DEFAULT_PROTOCOL).protocol,
        camera=SIMULATED_CAMERA,
        is_simulated=True,
    )
