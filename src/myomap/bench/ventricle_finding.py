"""Hard patients whose ventricle must be found, and volumes that hold none."""

from dataclasses import dataclass

import numpy as np

from myomap.bench.figures import (
    BenchOptions,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.errors import VentricleNotFoundError
from myomap.geometry import FloatArray, angle_between_deg
from myomap.phantom import (
    SceneKind,
    TrueVentricle,
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_without_ventricle,
    render_scene,
    render_truth,
    render_volume,
)
from myomap.records import Ventricle, Volume
from myomap.ventricle import find_ventricle

__all__ = ["finding_figures", "refusal_figures"]

N_PATIENTS = 200
AXIS_MEDIAN_LIMIT_DEG = 1.3
AXIS_LIMIT_DEG = 10.0
APEX_LIMIT_MM = 3.5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Miss:
    """How far one ventricle was found from where it is.

    Of apex and base, along counts towards the true apex; aside is the distance of the
    found axis' middle from the true axis.
    """

    axis_deg: float
    apex_mm: float
    apex_along_mm: float
    base_along_mm: float
    aside_mm: float
    is_doubtful: bool


def finding_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return how far hard patients' ventricles were found from the truth.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients, 200 unless told.

    Returns
    -------
    tuple of Figure
        Found, axis, apex, base.
    """
    n_patients = options.n_cases or N_PATIENTS
    misses = [
        miss
        for case in range(n_patients)
        if (miss := _miss_of_patient(options.seed, case)) is not None
    ]
    if not misses:
        return (at_least("hard patients, found", 0, "", n_patients),)

    def each(name: str) -> FloatArray:
        return np.array([getattr(miss, name) for miss in misses], dtype=np.float64)

    axis_deg, apex_mm = each("axis_deg"), each("apex_mm")
    apex_along, base_along = each("apex_along_mm"), each("base_along_mm")
    doubtful = 100.0 * float(each("is_doubtful").mean())
    return (
        at_least(f"hard patients found of {n_patients}", len(misses), "", n_patients),
        at_most("axis error, median", _median(axis_deg), "deg", AXIS_MEDIAN_LIMIT_DEG),
        without_target("axis error, 90th percentile", _ninth(axis_deg), "deg"),
        at_most("axis error, largest", float(axis_deg.max()), "deg", AXIS_LIMIT_DEG),
        at_most(
            "axis error above 10°, cases",
            float(np.count_nonzero(axis_deg > AXIS_LIMIT_DEG)),
            "",
            0,
        ),
        without_target(
            "middle of the axis beside the true one, median",
            _median(each("aside_mm")),
            "mm",
        ),
        at_most("distance of the apex, median", _median(apex_mm), "mm", APEX_LIMIT_MM),
        without_target("distance of the apex, 90th percentile", _ninth(apex_mm), "mm"),
        without_target("apex, bias towards the apex", float(apex_along.mean()), "mm"),
        without_target("apex, spread along the axis", float(apex_along.std()), "mm"),
        without_target("base, bias towards the apex", float(base_along.mean()), "mm"),
        without_target("base, spread along the axis", float(base_along.std()), "mm"),
        without_target("contours with a caution", doubtful, "%"),
    )


def refusal_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return in how many volumes without a ventricle one was found.

    Parameters
    ----------
    options : BenchOptions
        Half of `n_cases` volumes, 100 unless told, of all kinds in turn.

    Returns
    -------
    tuple of Figure
        One.
    """
    n_scenes = max(1, (options.n_cases or N_PATIENTS) // 2)
    kinds = list(SceneKind)
    n_found = 0
    for case in range(n_scenes):
        rng = np.random.default_rng([options.seed, 1, case])
        scene = draw_without_ventricle(rng, kinds[case % len(kinds)])
        found = _found(render_scene(scene, draw_grid(rng), draw_imaging(rng)))
        n_found += found is not None
    name = f"ventricles found in {n_scenes} volumes without one"
    return (at_most(name, n_found, "", 0),)


def _miss_of_patient(seed: int, case: int) -> _Miss | None:
    """Return how far one drawn patient's ventricle is missed; None when not found."""
    rng = np.random.default_rng([seed, 0, case])
    patient, imaging, grid = draw_hard(rng), draw_imaging(rng), draw_grid(rng)
    ventricle = _found(render_volume(patient, grid, imaging))
    if ventricle is None:
        return None
    return _miss(ventricle, render_truth(patient, grid))


def _found(volume: Volume) -> Ventricle | None:
    try:
        return find_ventricle(volume)
    except VentricleNotFoundError:
        return None


def _miss(ventricle: Ventricle, truth: TrueVentricle) -> _Miss:
    """Return how far a ventricle lies from its truth."""
    along, axis = truth.long_axis, ventricle.long_axis
    apex_off = axis.apex_mm - truth.apex_mm
    base_off = axis.base_mm - truth.base_mm
    middle_off = (apex_off + base_off) / 2
    return _Miss(
        axis_deg=angle_between_deg(axis.apex_mm - axis.base_mm, along),
        apex_mm=float(np.linalg.norm(apex_off)),
        apex_along_mm=float(apex_off @ along),
        base_along_mm=float(base_off @ along),
        aside_mm=float(np.linalg.norm(middle_off - (middle_off @ along) * along)),
        is_doubtful=ventricle.quality.is_doubtful,
    )


def _median(values: FloatArray) -> float:
    return float(np.median(values))


def _ninth(values: FloatArray) -> float:
    return float(np.percentile(values, 90))
