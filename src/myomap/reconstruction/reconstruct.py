"""Projections to a volume: the steps in their order."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.camera import (
    Acquisition,
    SystemModel,
    acquisition_of,
    slices_from_activity,
    views_from_pictures,
    volume_affine,
)
from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.reconstruction.attenuation import require_same_frame, resample_map
from myomap.reconstruction.corrections import view_weights
from myomap.reconstruction.energy_windows import WindowRoles, find_window_roles
from myomap.reconstruction.fbp import filtered_back_projection
from myomap.reconstruction.filters import apply_filter
from myomap.reconstruction.motion import (
    ViewMotion,
    check_motion,
    detect_motion,
    shift_views,
)
from myomap.reconstruction.options import (
    Algorithm,
    ReconstructionOptions,
    ScatterMethod,
)
from myomap.reconstruction.osem import Measurement, SubsetPlan, osem, plan_subsets
from myomap.reconstruction.presets import DEFAULT_PROTOCOL, named_protocol
from myomap.reconstruction.registration import check_coverage, check_registration
from myomap.reconstruction.relative_difference import bsrem
from myomap.reconstruction.result import (
    Placement,
    Progress,
    Reconstruction,
    placement_of,
)
from myomap.reconstruction.scatter import scatter_from_source, scatter_from_windows
from myomap.reconstruction.usable_views import usable_views
from myomap.records import AttenuationMap, Caution, Projections, Volume

__all__ = ["reconstruct"]

Views = NDArray[np.float32]
Activity = NDArray[np.float32]

FIRST_LOOK_ITERATIONS = 2
"""Enough of a picture to tell where photons scatter."""


def reconstruct(
    projections: Projections,
    options: ReconstructionOptions | None = None,
    attenuation_map: AttenuationMap | None = None,
    *,
    placement: Placement | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Reconstruction:
    """Return the volume that projections were taken of.

    Gates share geometry, attenuation and scatter; beside them the sum of all gates is
    reconstructed, which has less noise than the sum of their volumes.

    Parameters
    ----------
    projections : Projections
        Raw counts, with scatter windows where there are any.
    options : ReconstructionOptions or None
        A protocol; None for the default one.
    attenuation_map : AttenuationMap or None
        In the coordinates of `placement`; on any grid.
    placement : Placement or None
        Where the axis of rotation lies; None takes what the projections tell, and
        the origin where they do not.
    on_progress : callable or None
        Called after every step.

    Returns
    -------
    Reconstruction
        With cautions for everything that could not be corrected.

    Raises
    ------
    GeometryError
        If views are missing or empty, no window holds the photopeak, or the
        attenuation map lies elsewhere.
    ConfigError
        If an option does not fit the study.

    Examples
    --------
    >>> from myomap.records import EnergyWindow
    >>> projections = Projections(
    ...     counts=np.ones((1, 1, 20, 4, 8)), angle_deg=np.arange(20) * 9.0,
    ...     radius_mm=np.full(20, 200.0), detector=np.zeros(20),
    ...     pixel_size_mm=[6.4, 6.4], frame_duration_ms=np.full(20, 25_000.0),
    ...     energy_windows=(EnergyWindow(lower_keV=126, upper_keV=154),))
    >>> result = reconstruct(projections)
    >>> result.volume
    Volume(4 x 8 x 8, 6.40 x 6.40 x 6.40 mm, patient)
    >>> [caution.code for caution in result.cautions]
    ['attenuation-not-corrected', 'scatter-not-corrected']
    """
    asked = options or named_protocol(DEFAULT_PROTOCOL)
    where = placement or placement_of(projections)
    roles = find_window_roles(projections.energy_windows, asked.photopeak_keV)
    usable, cautions = usable_views(projections, roles.photopeak)
    acquisition = acquisition_of(usable)
    chosen = asked.for_views(acquisition.n_views)
    weight, weight_cautions = view_weights(usable, chosen.half_life_h)
    on_grid, map_cautions = _map_on_grid(acquisition, chosen, attenuation_map, where)
    blurs = chosen.collimator is not None and chosen.algorithm is not Algorithm.FBP
    blur_cautions: tuple[Caution, ...] = ()
    if blurs and acquisition.radius_mm is None:
        blurs, blur_cautions = False, (_NO_RADIUS,)
    model = SystemModel(
        acquisition,
        collimator=chosen.collimator if blurs else None,
        attenuation_map=on_grid,
        view_weight=weight,
    )
    job = _Job(
        options=chosen,
        model=model,
        plan=plan_subsets(model, chosen.subsets),
        projections=usable,
        roles=roles,
        attenuation_map=on_grid,
        weight=weight,
        steps=_Steps(on_progress, chosen, usable),
    )
    motion, motion_cautions = _motion(job)
    scatter, method, scatter_cautions = _scatter(job, motion)
    affine = volume_affine(acquisition, where.centre_mm)
    volume, gates = _volumes(job, motion, scatter, affine)
    fit_cautions = check_registration(volume, on_grid) if on_grid is not None else ()
    return Reconstruction(
        volume=volume,
        gates=gates,
        protocol=chosen,
        cautions=(
            *cautions,
            *weight_cautions,
            *map_cautions,
            *blur_cautions,
            *motion_cautions,
            *scatter_cautions,
            *fit_cautions,
        ),
        attenuation_corrected=on_grid is not None,
        blur_corrected=blurs,
        decay_corrected=chosen.half_life_h is not None and not weight_cautions,
        scatter=method,
        motion=motion,
    )


class _Steps:
    """Counts the steps and tells them."""

    def __init__(
        self,
        on_progress: Callable[[Progress], None] | None,
        options: ReconstructionOptions,
        projections: Projections,
    ) -> None:
        n_gates = projections.counts.shape[0]
        n_volumes = 1 + (n_gates if n_gates > 1 else 0)
        passes = 1 if options.algorithm is Algorithm.FBP else options.iterations
        self._on_progress = on_progress
        self._total = 1 + int(options.detects_motion) + n_volumes * passes
        self._done = 0

    def advance(self, stage: str) -> None:
        """Tell that one step more is done."""
        self._done += 1
        if self._on_progress is not None:
            self._on_progress(Progress(done=self._done, total=self._total, stage=stage))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Job:
    """What every step needs."""

    options: ReconstructionOptions
    model: SystemModel
    plan: SubsetPlan
    projections: Projections
    roles: WindowRoles
    attenuation_map: AttenuationMap | None
    weight: FloatArray
    steps: _Steps

    def summed(self, window: int) -> Views:
        """Return (view, column, z): all gates of one energy window."""
        pictures = self.projections.counts[:, window].sum(axis=0, dtype=np.float32)
        return views_from_pictures(pictures)


def _map_on_grid(
    acquisition: Acquisition,
    options: ReconstructionOptions,
    given: AttenuationMap | None,
    placement: Placement,
) -> tuple[AttenuationMap | None, tuple[Caution, ...]]:
    wanted = options.attenuation and options.algorithm is not Algorithm.FBP
    if given is None or not wanted:
        return None, (_NOT_CORRECTED,)
    require_same_frame(given, placement.frame_of_reference_uid)
    affine = volume_affine(acquisition, placement.centre_mm)
    n = acquisition.n_columns
    shape = (acquisition.n_rows, n, n)
    cautions = check_coverage(given, affine, shape)
    return resample_map(given, affine, shape), cautions


def _motion(job: _Job) -> tuple[ViewMotion | None, tuple[Caution, ...]]:
    if not (job.options.detects_motion or job.options.corrects_motion):
        return None, ()
    found = detect_motion(job.model, job.plan, job.summed(job.roles.photopeak))
    job.steps.advance("looking for motion")
    return found, check_motion(found, corrected=job.options.corrects_motion)


def _settled(job: _Job, motion: ViewMotion | None, views: Views) -> Views:
    """Return views with the shifts along the body taken out, if that is wanted."""
    if motion is None or not job.options.corrects_motion:
        return views
    return shift_views(views, -motion.vertical_mm / job.model.acquisition.row_mm)


def _scatter(
    job: _Job, motion: ViewMotion | None
) -> tuple[Views | None, ScatterMethod, tuple[Caution, ...]]:
    """Return the scatter of all gates together and where it came from."""
    method = job.options.scatter
    if method is ScatterMethod.AUTO:
        method = ScatterMethod.WINDOWS
        if job.roles.lower is None:
            job.steps.advance("scatter")
            return None, ScatterMethod.NONE, (_SCATTER_LEFT,)
    if method is ScatterMethod.NONE or job.options.algorithm is Algorithm.FBP:
        job.steps.advance("scatter")
        return None, ScatterMethod.NONE, ()
    if method is ScatterMethod.WINDOWS:
        windows = job.projections.energy_windows
        views = tuple(_settled(job, motion, job.summed(i)) for i in range(len(windows)))
        estimate = scatter_from_windows(
            views,
            windows,
            job.roles,
            dual_window_factor=job.options.dual_window_factor,
        )
    else:
        estimate = _scatter_of_source(job, motion)
    job.steps.advance("scatter")
    return estimate, method, ()


def _scatter_of_source(job: _Job, motion: ViewMotion | None) -> Views:
    if job.attenuation_map is None:
        raise ConfigError(
            "scatter = 'source' needs an attenuation map, to know where the body is. "
            "Give one, or choose 'auto' or 'none'."
        )
    counts = _settled(job, motion, job.summed(job.roles.photopeak))
    measured = Measurement(counts=counts)
    first_look = osem(job.model, job.plan, measured, FIRST_LOOK_ITERATIONS)
    return scatter_from_source(
        job.model,
        first_look,
        job.attenuation_map,
        float(counts.sum(dtype=np.float64)),
        scatter_to_primary=job.options.scatter_to_primary,
    )


def _volumes(
    job: _Job, motion: ViewMotion | None, scatter: Views | None, affine: FloatArray
) -> tuple[Volume, tuple[Volume, ...]]:
    """Return the volume of all gates together and those of every gate."""
    counts = job.projections.counts[:, job.roles.photopeak]
    total = float(counts.sum(dtype=np.float64))
    all_gates = _solved(
        job, _settled(job, motion, job.summed(job.roles.photopeak)), scatter
    )
    volumes = [_finished(job, all_gates, affine)]
    n_gates = counts.shape[0]
    for i_gate in range(n_gates if n_gates > 1 else 0):
        share = float(counts[i_gate].sum(dtype=np.float64)) / total
        if share == 0:
            volumes.append(volumes[0].with_counts(np.zeros_like(volumes[0].counts)))
            continue
        views = _settled(job, motion, views_from_pictures(counts[i_gate]))
        part = None if scatter is None else scatter * np.float32(share)
        volumes.append(_finished(job, _solved(job, views, part), affine))
    return volumes[0], tuple(volumes[1:])


def _solved(job: _Job, counts: Views, scatter: Views | None) -> Activity:
    options = job.options
    if options.algorithm is Algorithm.FBP:
        weight: Views = job.weight.astype(np.float32)
        even = counts / weight[:, None, None]
        activity = filtered_back_projection(job.model.acquisition, even)
        job.steps.advance("reconstruction")
        return np.maximum(activity, 0.0)

    def after_iteration(_number: int, _estimate: Activity) -> None:
        job.steps.advance("reconstruction")

    measured = Measurement(counts=counts, scatter=scatter)
    if options.algorithm is Algorithm.BSREM:
        return bsrem(
            job.model,
            job.plan,
            measured,
            options.iterations,
            options.prior,
            on_iteration=after_iteration,
        )
    return osem(
        job.model,
        job.plan,
        measured,
        options.iterations,
        on_iteration=after_iteration,
    )


def _finished(job: _Job, activity: Activity, affine: FloatArray) -> Volume:
    volume = Volume(counts=slices_from_activity(activity), affine=affine)
    return apply_filter(volume, job.options.post_filter)


_NOT_CORRECTED = Caution(
    code="attenuation-not-corrected",
    message="The volume is not attenuation corrected: compare it with normal limits "
    "made without correction only.",
)
_NO_RADIUS = Caution(
    code="radius-unknown",
    message="The radius of rotation is not known, so the collimator's blur was not "
    "modelled.",
)
_SCATTER_LEFT = Caution(
    code="scatter-not-corrected",
    message="The study has no scatter window that can be used; scatter was left in.",
)
