"""From a volume to the left ventricle, automatically or with a hand-placed axis."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import ConfigError, VentricleNotFoundError
from myomap.geometry import (
    FloatArray,
    angle_between_deg,
    apply_affine,
    unit_vector,
)
from myomap.records import (
    Caution,
    Frame,
    Ventricle,
    VentricleSource,
    Volume,
    frozen_array,
)
from myomap.ventricle.border import border_cautions
from myomap.ventricle.contrast import WallContrast, wall_contrast
from myomap.ventricle.frames import patient_frame_candidates, patient_frame_of_axis
from myomap.ventricle.profiles import smoothed
from myomap.ventricle.quality import REFUSAL_SCORE, judge_contours
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

__all__ = ["FindOptions", "ManualPlacement", "find_ventricle", "place_ventricle"]

logger = logging.getLogger(__name__)

BASE_SHARE = 0.35
"""Usual place of the valve plane: this share of L behind the widest ring."""

CORRELATION_SHARE = 0.5
"""What the search's correlation counts for beside the contrast of the wall."""

FIRST_FIT = RefitOptions(
    n_rounds=2, step_mm=2.0, latitude_deg=(4.0, 122.0, 10.0), n_angles=18
)
"""A quick look, enough to tell which candidates deserve a full refit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindOptions:
    """Options of every step; the defaults are those that were validated.

    Parameters
    ----------
    search : SearchOptions
        Where to look, and how many candidates to keep.
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
class ManualPlacement:
    """Where a person put the ventricle.

    Parameters
    ----------
    apex_mm, base_mm : (3,), mm, in the volume's frame
        Mid-wall apex, and the middle of the valve plane.
    radius_mm : float, mm
        Mid-wall radius where the ventricle is widest.

    Raises
    ------
    ConfigError
        If the points are not finite, the axis is not 20 to 200 mm long or the radius
        not 8 to 80 mm.
    """

    apex_mm: FloatArray
    base_mm: FloatArray
    radius_mm: float

    def __post_init__(self) -> None:
        for name in ("apex_mm", "base_mm"):
            point = frozen_array(getattr(self, name), np.float64)
            if point.shape != (3,) or not np.all(np.isfinite(point)):
                raise ConfigError(
                    f"{name} is no point: expected three finite numbers in mm (left, "
                    "back, head)."
                )
            object.__setattr__(self, name, point)
        length = float(np.linalg.norm(self.apex_mm - self.base_mm))
        if not 20.0 <= length <= 200.0:
            raise ConfigError(
                f"The long axis is {length:.0f} mm long, expected 20 to 200 mm: give "
                "the mid-wall apex and the middle of the valve plane."
            )
        if not 8.0 <= self.radius_mm <= 80.0:
            raise ConfigError(
                f"The radius is {self.radius_mm:g} mm, expected 8 to 80 mm."
            )


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
    located = [
        found
        for candidate in patient_frame_candidates(volume)
        if (found := _locate(candidate, options)) is not None
    ]
    if not located:
        raise VentricleNotFoundError(
            "No left ventricle was found: no place in the volume looks like a wall "
            "around a cavity. Expected a reconstructed volume that shows the heart; "
            "if it does, give apex, base and radius by hand."
        )
    best = max(located, key=lambda found: found.rank)
    ventricle = _build(
        best.volume, best.counts, best.fit.shell, options, fit=best.fit, rivals=best
    )
    ventricle = _in_frame_of(volume, ventricle)
    if ventricle.quality.score < REFUSAL_SCORE:
        raise VentricleNotFoundError(
            "No left ventricle was found: the best place scores "
            f"{ventricle.quality.score:.2f} of 1, expected at least "
            f"{REFUSAL_SCORE:g}. Check that the heart is in the field of view; if it "
            "is, give apex, base and radius by hand."
        )
    logger.info("ventricle found, quality %.2f", ventricle.quality.score)
    return ventricle


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
    shell = _shell_from_placement(
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


def _locate(volume: Volume, options: FindOptions) -> _Located | None:
    """Return the best refitted candidate of a volume in the patient's frame."""
    counts = smoothed(volume, options.smoothing_mm)
    candidates = search_candidates(volume, options.search)
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
    *,
    fit: ShellFit | None = None,
    rivals: _Located | None = None,
) -> Ventricle:
    """Trace the wall around a shell and put the record together."""
    wall = trace_wall(smoothed(volume, options.wall_smoothing_mm), shell, options.wall)
    if fit is None:
        plane = ValvePlane(
            axial_mm=-BASE_SHARE * shell.half_length_mm,
            slope_lateral=0.0,
            slope_anterior=0.0,
            n_sectors=0,
        )
        source = VentricleSource.MANUAL
    else:
        plane = find_valve_plane(wall, options.valve_plane)
        source = VentricleSource.AUTOMATIC
    cut = cut_surfaces(wall, plane)
    doubts = _rival_caution(rivals) + border_cautions(volume, cut.epicardium)
    quality = judge_contours(wall_contrast(counts, shell), wall, fit, doubts)
    return Ventricle(
        volume=volume,
        long_axis=cut.long_axis,
        endocardium=cut.endocardium,
        midwall=cut.midwall,
        epicardium=cut.epicardium,
        normals=cut.normals,
        short_axis=short_axis_volume(volume, cut.long_axis, options.reorient),
        quality=quality,
        source=source,
    )


def _rival_caution(located: _Located | None) -> tuple[Caution, ...]:
    """Return a caution when another axis fits almost as well."""
    if located is None:
        return ()
    best = located.fit.shell
    for rival, rank in located.rivals:
        turned = angle_between_deg(rival.shell.long_axis, best.long_axis)
        apart = float(np.linalg.norm(rival.shell.centre_mm - best.centre_mm))
        if rank > located.rank - 0.1 and (turned > 15.0 or apart > 30.0):
            return (
                Caution(
                    code="contour-rival",
                    message=(
                        f"Another long axis, {turned:.0f}° away, fits almost as well: "
                        "check the contours on the slices."
                    ),
                ),
            )
    return ()


def _shell_from_placement(
    apex_mm: FloatArray, base_mm: FloatArray, radius_mm: float
) -> Shell:
    """Return the shell whose apex and usual base are those given."""
    direction = unit_vector(apex_mm - base_mm)
    length = float(np.linalg.norm(apex_mm - base_mm))
    half_length = length / (1.0 + BASE_SHARE)
    azimuth, elevation = _angles(direction)
    return Shell(
        centre_mm=apex_mm - half_length * direction,
        azimuth_deg=azimuth,
        elevation_deg=elevation,
        radius_mm=radius_mm,
        half_length_mm=half_length,
    )


def _angles(direction: ArrayLike) -> tuple[float, float]:
    """Return azimuth and elevation of a direction base → apex, degrees."""
    x, y, z = unit_vector(direction)
    azimuth = float(np.degrees(np.arctan2(x, -y)))
    return azimuth, float(np.degrees(np.arcsin(np.clip(-z, -1.0, 1.0))))
