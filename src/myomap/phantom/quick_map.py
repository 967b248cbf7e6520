"""Maps as a reading would find them, straight from the truth.

What the long way does to a map is put together from parts that were fitted to maps
which went it: blur along the wall and through it; a smooth field that follows from
the patient's build and from chance, part of it common to stress and rest; the place
of the valve plane; and noise. Hundreds of times faster than projecting and
reconstructing, and right in distribution, not for the single patient.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Final, NamedTuple

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom.quick_features import FEATURE_NAMES, map_features
from myomap.phantom.scan import Protocol
from myomap.phantom.simulated_patient import SimulatedPatient
from myomap.phantom.true_map import map_points
from myomap.phantom.uptake import mean_uptake
from myomap.phantom.wall_blur import (
    WallBlur,
    blurred_along_wall,
    recovery_through_wall,
)
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MapSource,
    PolarMap,
    State,
    frozen_array,
    require_shape,
)

__all__ = [
    "ExplainedMap",
    "QuickMapModel",
    "expected_map",
    "explained_maps",
    "field_modes",
    "load_quick_map_model",
    "quick_maps",
    "require_fitted",
]

N_RADIAL: Final = 6
N_ORDERS: Final = 5
APEX_RINGS: Final = 8.0
REFERENCE_PERCENTILE: Final = 99.0
USUAL_COUNTS: Final = 5e5
SHARE_OF_ONE: Final = 0.92

_DATA = {True: "quick_map_corrected.npz", False: "quick_map_uncorrected.npz"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class QuickMapModel:
    """What was fitted to maps that went the long way.

    Parameters
    ----------
    blur : WallBlur
        Along the wall and through it.
    weights : (feature, mode)
        From a patient's features to the field's modes.
    left : (patient, 2, mode)
        What the features left unexplained at stress and at rest, of every patient
        that was fitted.
    reach : (2,)
        Mean and standard deviation of where the map ends, see `blurred_along_wall`.
    noise : (32,)
        Standard deviation of every ring's noise at 500,000 counts, as a share of
        the uptake.
    noise_fwhm_mm : float, mm
        How far along the wall noise is alike.
    """

    blur: WallBlur
    weights: FloatArray
    left: FloatArray
    reach: FloatArray
    noise: FloatArray
    noise_fwhm_mm: float

    def __post_init__(self) -> None:
        n_modes = N_RADIAL * (2 * N_ORDERS - 1)
        shapes: tuple[tuple[str, tuple[int | None, ...]], ...] = (
            ("weights", (len(FEATURE_NAMES), n_modes)),
            ("left", (None, 2, n_modes)),
            ("reach", (2,)),
            ("noise", (N_RINGS,)),
        )
        for name, shape in shapes:
            array = frozen_array(getattr(self, name), np.float64)
            require_shape(name, array, shape)
            object.__setattr__(self, name, array)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExplainedMap:
    """A map, and what it would be without noise and without disease.

    Parameters
    ----------
    found : PolarMap
        As `quick_maps` gives it.
    quiet : (32, 72), float32
        The same without noise, on the scale of `found`.
    healthy : (32, 72), float32
        The quiet map of the same patient under the same physics without disease, on
        the scale of `found`: what is missing in `quiet` is disease alone.
    """

    found: PolarMap
    quiet: MapArray
    healthy: MapArray


def explained_maps(
    patient: SimulatedPatient, model: QuickMapModel
) -> dict[State, ExplainedMap]:
    """Return both maps of a patient with what they would be without disease.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn; chance comes from the seeds of the scans' noise.
    model : QuickMapModel
        The shipped one, or one whose blur, noise or fields were changed to stand for
        another camera.

    Returns
    -------
    dict of State to ExplainedMap
        Stress first. With the shipped model the maps are those of `quick_maps`.

    Examples
    --------
    >>> from myomap.phantom import Disease, draw_patient
    >>> patient = draw_patient(np.random.default_rng(2), disease=Disease.NORMAL)
    >>> model = load_quick_map_model(attenuation_corrected=True)
    >>> explained = explained_maps(patient, model)[State.REST]
    >>> bool(np.array_equal(explained.quiet, explained.healthy))
    True
    """
    healthy = replace(
        patient,
        stress=replace(patient.stress, lesions=(), defects=()),
        rest=replace(patient.rest, lesions=(), defects=()),
    )
    explained = {}
    for state, seen in _seen_states(patient, model).items():
        evenly = expected_map(healthy, state, model.blur, reach=seen.reach)
        percent = 100.0 / _percentile(seen.uptake, seen.area)
        explained[state] = ExplainedMap(
            found=_polar_map(seen, state),
            quiet=(percent * seen.evenly * seen.field).astype(np.float32),
            healthy=(percent * evenly * seen.field).astype(np.float32),
        )
    return explained


def quick_maps(
    patient: SimulatedPatient, *, attenuation_corrected: bool = True
) -> dict[State, PolarMap]:
    """Return both maps of a patient without projecting anything.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn; chance comes from the seeds of the scans' noise.
    attenuation_corrected : bool
        Whether the maps are those of corrected volumes.

    Returns
    -------
    dict of State to PolarMap
        Stress first. The same patient gives the same bytes.

    Raises
    ------
    ConfigError
        If the protocol is not the one that the model was fitted to.

    Examples
    --------
    >>> from myomap.phantom import draw_patient
    >>> maps = quick_maps(draw_patient(np.random.default_rng(2)))
    >>> [found.source.value for found in maps.values()]
    ['simulation', 'simulation']
    """
    require_fitted(patient.protocol)
    model = load_quick_map_model(attenuation_corrected=attenuation_corrected)
    seen = _seen_states(patient, model)
    return {state: _polar_map(seen[state], state) for state in State}


def field_modes() -> FloatArray:
    """Return the smooth patterns that a field is a sum of.

    Returns
    -------
    (mode, 32, 72)
        Cosines from apex to base times waves around the ring, which end at the apex.
    """
    rings = (np.arange(N_RINGS) + 0.5) / N_RINGS
    angles = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)
    rise = np.minimum(1.0, rings * N_RINGS / APEX_RINGS)
    modes = []
    for k in range(N_RADIAL):
        radial = np.cos(np.pi * k * rings)[:, None]
        modes.append(radial * np.ones(N_ANGLES))
        for order in range(1, N_ORDERS):
            grown = radial * (rise**order)[:, None]
            modes += [grown * np.cos(order * angles), grown * np.sin(order * angles)]
    return np.stack(modes)


@lru_cache(maxsize=2)
def load_quick_map_model(*, attenuation_corrected: bool) -> QuickMapModel:
    """Return the model that comes with the package.

    Parameters
    ----------
    attenuation_corrected : bool
        Which of the two.

    Returns
    -------
    QuickMapModel
        Fitted by ``tools/fit_quick_maps.py``.
    """
    place = resources.files("myomap.phantom") / _DATA[attenuation_corrected]
    with place.open("rb") as file, np.load(file, allow_pickle=False) as stored:
        along, through, floor = (float(value) for value in stored["blur"])
        return QuickMapModel(
            blur=WallBlur(along_fwhm_mm=along, through_fwhm_mm=through, floor=floor),
            weights=stored["weights"],
            left=stored["left"],
            reach=stored["reach"],
            noise=stored["noise"],
            noise_fwhm_mm=float(stored["noise_fwhm_mm"]),
        )


def require_fitted(protocol: Protocol) -> None:
    """Raise `ConfigError` for a protocol that the model was not fitted to.

    Parameters
    ----------
    protocol : Protocol
        The number of views and the field of view do not matter.

    Raises
    ------
    ConfigError
        If arc, matrix, collimator or energy windows are not the default ones.
    """
    usual = Protocol()
    for name in ("arc_deg", "matrix", "collimator", "windows"):
        found, expected = getattr(protocol, name), getattr(usual, name)
        if found != expected:
            found, expected = (getattr(x, "value", x) for x in (found, expected))
            raise ConfigError(
                f"Maps of this protocol cannot be estimated: found {name} {found}, "
                f"expected {expected}. Let the maps go the full way."
            )


class _Seen(NamedTuple):
    """What a map is made of: the blurred truth, the field that lies over it, noise."""

    evenly: FloatArray
    field: FloatArray
    uptake: FloatArray
    area: FloatArray
    reach: float


def _seen_states(patient: SimulatedPatient, model: QuickMapModel) -> dict[State, _Seen]:
    seeds = [patient.scan_of(state).noise_seed or 0 for state in State]
    rng = np.random.default_rng(seeds)
    left = _drawn_left(model, rng)
    return {
        state: _seen(patient, state, model, unexplained, rng)
        for state, unexplained in zip(State, left, strict=True)
    }


def _seen(
    patient: SimulatedPatient,
    state: State,
    model: QuickMapModel,
    unexplained: FloatArray,
    rng: np.random.Generator,
) -> _Seen:
    seen = patient.of(state)
    points, steps_mm = map_points(seen.heart)
    step_mm = float(steps_mm.mean())
    reach = float(model.reach[0] + model.reach[1] * np.clip(rng.normal(), -3.0, 3.0))
    evenly = expected_map(patient, state, model.blur, reach=reach)
    modes = map_features(patient, state) @ model.weights + unexplained
    field = np.exp(np.tensordot(modes, _modes(), axes=1))
    white = rng.normal(size=(N_RINGS, N_ANGLES))
    noise = blurred_along_wall(white, points, step_mm, model.noise_fwhm_mm)
    noise = _without_modes(noise)
    noise *= (model.noise / np.maximum(noise.std(axis=1), 1e-9))[:, None]
    scale = np.sqrt(USUAL_COUNTS / patient.scan_of(state).lv_counts)
    uptake = np.maximum(evenly * field * (1.0 + scale * noise), 0.0)
    turn = np.radians(360.0 / N_ANGLES)
    area = points.across_mm * turn * steps_mm / 100.0
    return _Seen(evenly, field, uptake, area, reach)


def _polar_map(seen: _Seen, state: State) -> PolarMap:
    return PolarMap(
        uptake_percent=frozen_array(
            100.0 * seen.uptake / _percentile(seen.uptake, seen.area), np.float32
        ),
        area_cm2=frozen_array(seen.area, np.float32),
        valid=np.ones((N_RINGS, N_ANGLES), np.bool_),
        state=state,
        source=MapSource.SIMULATION,
        reference_percentile=REFERENCE_PERCENTILE,
    )


def _drawn_left(model: QuickMapModel, rng: np.random.Generator) -> FloatArray:
    """Return (2, mode): what is left to chance, at stress and at rest.

    Mostly that of one fitted patient and a little of another one, so that it is never
    the same twice, stress and rest belong together, and what goes wrong for a few
    patients goes wrong for a few.
    """
    one, other = rng.integers(len(model.left), size=2)
    drawn: FloatArray = (
        SHARE_OF_ONE * model.left[one]
        + np.sqrt(1.0 - SHARE_OF_ONE**2) * model.left[other]
    )
    return drawn


def expected_map(
    patient: SimulatedPatient, state: State, blur: WallBlur, *, reach: float
) -> FloatArray:
    """Return the truth as blur alone would show it.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.
    state : State
        Of the map.
    blur : WallBlur
        Its widths.
    reach : float
        Where the map ends, see `blurred_along_wall`.

    Returns
    -------
    (32, 72)
        1 for a thick, even, healthy wall.
    """
    seen = patient.of(state)
    points, steps_mm = map_points(seen.heart)
    uptake = mean_uptake(seen, points)
    if state is State.STRESS and patient.rest_left > 0:
        share = patient.rest_left / (1.0 + patient.rest_left)
        at_rest = patient.rest
        residue = mean_uptake(
            replace(seen, lesions=at_rest.lesions, defects=at_rest.defects), points
        )
        uptake = (1.0 - share) * uptake + share * residue
    through = recovery_through_wall(seen.heart, points, blur.through_fwhm_mm)
    level = through * (blur.floor + (1.0 - blur.floor) * uptake)
    return blurred_along_wall(
        level, points, float(steps_mm.mean()), blur.along_fwhm_mm, reach=reach
    )


@lru_cache(maxsize=1)
def _modes() -> FloatArray:
    return field_modes()


@lru_cache(maxsize=1)
def _mode_basis() -> FloatArray:
    """Return (sample, mode): the modes made perpendicular and of length one."""
    return np.linalg.qr(_modes().reshape(len(_modes()), -1).T)[0]


def _without_modes(noise: FloatArray) -> FloatArray:
    """Return noise without what the field already has its own chance for."""
    basis = _mode_basis()
    rest: FloatArray = noise.ravel() - basis @ (basis.T @ noise.ravel())
    return rest.reshape(noise.shape)


def _percentile(uptake: FloatArray, area: FloatArray) -> float:
    """Return the uptake that all but the brightest hundredth of the area stay below."""
    order = np.argsort(uptake, axis=None)
    below = np.cumsum(area.ravel()[order])
    index = int(np.searchsorted(below, REFERENCE_PERCENTILE / 100.0 * below[-1]))
    return float(uptake.ravel()[order[min(index, order.size - 1)]])
