"""From a volume to the left ventricle, automatically or with a hand-placed axis."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from myomap.errors import VentricleNotFoundError
from myomap.geometry import apply_affine
from myomap.records import Caution, Frame, Ventricle, VentricleSource, Volume
from myomap.ventricle.border import border_cautions
from myomap.ventricle.contrast import WallContrast, wall_contrast
from myomap.ventricle.doubts import (
    loose_axis_cautions,
    rival_cautions,
    unseen_plane_cautions,
)
from myomap.ventricle.frames import patient_frame_candidates, patient_frame_of_axis
from myomap.ventricle.placement import (
    BASE_SHARE,
    ManualPlacement,
    shell_of_placement,
)
from myomap.ventricle.profiles import smoothed
from myomap.ventricle.quality import (
    REFUSAL_SCORE,
    SECOND_LOOK_SCORE,
    judge_contours,
)
from myomap.ventricle.refit import Bounds, RefitOptions, ShellFit, refit_shell
from myomap.ventricle.reorient import ReorientOptions, short_axis_volume
from myomap.ventricle.search import Candidate, SearchOptions, search_candidates
from myomap.ventricle.shell import Shell
from myomap.ventricle.surfaces import cut_surfaces
from myomap.ventricle.valve_plane import (
    ValvePlane,
    ValvePlaneOptions,
    find_valve_plane,
)
from myomap.ventricle.wall import WallOptions, trace_wall

__all__ = ["FindOptions", "find_ventricle", "place_ventricle"]

logger = logging.getLogger(__name__)

CORRELATION_SHARE = 0.5
"""What the search's correlation counts for beside the contrast of the wall."""

FIRST_FIT = RefitOptions(
    n_rounds=2, step_mm=2.0, latitude_deg=(4.0, 122.0, 10.0), n_angles=18
)
"""A quick look, enough to tell which candidates deserve a full refit."""

SECOND_SEARCH = SearchOptions(spacing_mm=10.0, margin_mm=45.0)
"""Where a small ventricle fell between the places of the first grid."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOptions:
    """Options of every step; the defaults are those that were validated.

    Parameters
    ----------
    search, second_search : SearchOptions
        Where to look, and how many candidates to keep; the second, on another grid,
        is made only when the first finds nothing.
    bounds : Bounds
        Of both fits.
    n_first_fits : int
        Candidates that are fitted at all: those whose wall stands out most.
    first_fit, refit : RefitOptions
        Of these candidates, and of the best `n_refits` of them.
    n_refits : int
        Candidates that are fitted in full.
    wall, valve_plane, reorient : options of the modules of these names
        Of what follows the fit.
    smoothing_mm, wall_smoothing_mm : float, mm
        Gaussian before profiles are taken for the fit, and for tracing the wall: the
        fit looks for a shape in noise, the wall for its own place.
    """

    search: SearchOptions = field(default_factory=SearchOptions)
    second_search: SearchOptions = field(default_factory=lambda: SECOND_SEARCH)
    bounds: Bounds = field(default_factory=Bounds)
    n_first_fits: int = 4
    first_fit: RefitOptions = field(default_factory=lambda: FIRST_FIT)
    refit: RefitOptions = field(default_factory=RefitOptions)
    n_refits: int = 2
    wall: WallOptions = field(default_factory=WallOptions)
    valve_plane: ValvePlaneOptions = field(default_factory=ValvePlaneOptions)
    reorient: ReorientOptions = field(default_factory=ReorientOptions)
    smoothing_mm: float = 3.5
    wall_smoothing_mm: float = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Located:
    volume: Volume
    counts: Volume
    fit: ShellFit
    contrast: WallContrast
    rank: float
    rivals: tuple[tuple[ShellFit, float], ...]


def find_ventricle(volume: Volume, options: FindOptions | None = None) -> Ventricle:
    """Find the left ventricle in a transaxial or short-axis volume.

    The volume is correlated with open shells of many poses; the best few places are
    refitted within bounds, and the one whose wall stands out most is taken. The
    volume's maximum plays no part: it often lies in the liver, in gut or at the
    edge.

    Parameters
    ----------
    volume : Volume
        Any grid and frame.
    options : FindOptions, optional
        Every step's options.

    Returns
    -------
    Ventricle
        With the cautions of its contours.

    Raises
    ------
    VentricleNotFoundError
        If nothing in the volume looks like a left ventricle.

    Examples
    --------
    >>> from myomap.phantom import demo_patient
    >>> find_ventricle(demo_patient().rest)
    Ventricle(long axis 7... mm, automatic, quality 1.00)
    """
    options = options or FindOptions()
    best_score = 0.0
    looks = (
        (options.search, REFUSAL_SCORE),
        (options.second_search, SECOND_LOOK_SCORE),
    )
    for search, least_score in looks:
        ventricle = _best_ventricle(volume, options, search)
        if ventricle is None:
            continue
        if ventricle.quality.score >= least_score:
            logger.info("ventricle found, quality %.2f", ventricle.quality.score)
            return ventricle
        best_score = max(best_score, ventricle.quality.score)
    raise VentricleNotFoundError(
        f"No left ventricle was found: the best place scores {best_score:.2f} of 1, "
        f"expected at least {SECOND_LOOK_SCORE:g}. Check that the heart is in the "
        "field of view; if it is, give apex, base and radius by hand."
    )


def _best_ventricle(
    volume: Volume, options: FindOptions, search: SearchOptions
) -> Ventricle | None:
    """Return what looks most like a ventricle, be it ever so little."""
    located = [
        found
        for candidate in patient_frame_candidates(volume)
        if (found := _locate(candidate, options, search)) is not None
    ]
    if not located:
        return None
    best = max(located, key=lambda found: found.rank)
    ventricle = _build(best.volume, best.counts, best.fit.shell, options, best)
    return _in_frame_of(volume, ventricle)


def place_ventricle(
    volume: Volume, placement: ManualPlacement, options: FindOptions | None = None
) -> Ventricle:
    """Take the long axis and size from a person, and trace the wall around them.

    Nothing is searched or refitted; the valve plane is put through the given base,
    perpendicular to the axis.

    Parameters
    ----------
    volume : Volume
        In the frame of the given points.
    placement : ManualPlacement
        Apex, base and radius.
    options : FindOptions, optional
        Of the wall and the short-axis volume.

    Returns
    -------
    Ventricle
        Its source is `VentricleSource.MANUAL`.

    Raises
    ------
    VentricleNotFoundError
        If there are no counts along the given wall.
    """
    options = options or FindOptions()
    laid = patient_frame_of_axis(volume, placement.apex_mm - placement.base_mm)
    to_laid = laid.affine @ np.linalg.inv(volume.affine)
    shell = shell_of_placement(
        apply_affine(to_laid, placement.apex_mm),
        apply_affine(to_laid, placement.base_mm),
        placement.radius_mm,
    )
    counts = smoothed(laid, options.smoothing_mm)
    if wall_contrast(counts, shell).reference <= 0:
        raise VentricleNotFoundError(
            "There are no counts along the wall that was given by hand. Check the "
            "points: millimetres to the patient's left, back and head."
        )
    return _in_frame_of(volume, _build(laid, counts, shell, options))


def _in_frame_of(volume: Volume, ventricle: Ventricle) -> Ventricle:
    """Return the ventricle with its short axis in a frame that is not made up."""
    if volume.frame is Frame.PATIENT:
        return ventricle
    short_axis = replace(ventricle.short_axis, frame=Frame.SHORT_AXIS_FROM_APEX)
    return replace(ventricle, short_axis=short_axis)


def _locate(
    volume: Volume, options: FindOptions, search: SearchOptions
) -> _Located | None:
    """Return the best refitted candidate of a volume in the patient's frame."""
    counts = smoothed(volume, options.smoothing_mm)
    candidates = search_candidates(volume, search)
    starts = _most_promising(counts, candidates, options.n_first_fits)
    first = _ranked_fits(counts, starts, options.bounds, options.first_fit)
    best_starts = tuple(
        Candidate(shell=fit.shell, correlation=correlation)
        for fit, _, _, correlation in first[: options.n_refits]
    )
    fits = _ranked_fits(counts, best_starts, options.bounds, options.refit)
    if not fits:
        return None
    fit, contrast, rank, _ = fits[0]
    return _Located(
        volume=volume,
        counts=counts,
        fit=fit,
        contrast=contrast,
        rank=rank,
        rivals=tuple((other, rank) for other, _, rank, _ in fits[1:]),
    )


def _most_promising(
    counts: Volume, candidates: Sequence[Candidate], n_kept: int
) -> list[Candidate]:
    """Return the candidates around whose own shells the wall stands out most.

    Correlation alone finds many places in a loop of hot gut; few of them have a
    cavity darker than their wall.
    """

    def promise(candidate: Candidate) -> float:
        contrast = wall_contrast(counts, candidate.shell)
        return _rank(contrast, candidate.correlation)

    return sorted(candidates, key=promise, reverse=True)[:n_kept]


def _rank(contrast: WallContrast, correlation: float) -> float:
    """Return how much a place looks like a ventricle, to be compared with others."""
    return contrast.score + CORRELATION_SHARE * correlation


def _ranked_fits(
    counts: Volume,
    starts: Sequence[Candidate],
    bounds: Bounds,
    options: RefitOptions,
) -> list[tuple[ShellFit, WallContrast, float, float]]:
    """Return fit, contrast, rank and correlation of each start, best rank first."""
    fits = []
    for start in starts:
        fit = refit_shell(counts, start.shell, bounds, options)
        if fit is not None:
            contrast = wall_contrast(counts, fit.shell)
            rank = _rank(contrast, start.correlation)
            fits.append((fit, contrast, rank, start.correlation))
    return sorted(fits, key=lambda item: item[2], reverse=True)


def _build(
    volume: Volume,
    counts: Volume,
    shell: Shell,
    options: FindOptions,
    located: _Located | None = None,
) -> Ventricle:
    """Trace the wall around a shell, found or placed, and put the record together."""
    wall = trace_wall(smoothed(volume, options.wall_smoothing_mm), shell, options.wall)
    if located is None:
        plane = ValvePlane(
            axial_mm=-BASE_SHARE * shell.half_length_mm,
            slope_lateral=0.0,
            slope_anterior=0.0,
            n_sectors=0,
        )
        doubts: tuple[Caution, ...] = ()
    else:
        plane = find_valve_plane(wall, options.valve_plane)
        doubts = (
            *rival_cautions(located.fit, located.rank, located.rivals),
            *loose_axis_cautions(located.fit),
            *unseen_plane_cautions(plane),
        )
    cut = cut_surfaces(wall, plane)
    quality = judge_contours(
        wall_contrast(counts, shell),
        wall,
        located.fit if located else None,
        (*doubts, *border_cautions(volume, cut.epicardium)),
    )
    return Ventricle(
        volume=volume,
        long_axis=cut.long_axis,
        endocardium=cut.endocardium,
        midwall=cut.midwall,
        epicardium=cut.epicardium,
        normals=cut.normals,
        short_axis=short_axis_volume(volume, cut.long_axis, options.reorient),
        quality=quality,
        source=VentricleSource.AUTOMATIC if located else VentricleSource.MANUAL,
    )
