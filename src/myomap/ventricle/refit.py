"""Fit a half-ellipsoid to the wall near a candidate, within bounds.

The wall is where a profile along the shell's normal peaks. Peaks that are too dim
(a defect) have no say, counts far above the wall's (gut, liver) are cut off before
they can pull, and no parameter may leave its bounds.
"""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.records import Volume
from myomap.ventricle.profiles import (
    angles_around_deg,
    nearest_good_peak,
    profiles_along,
    prominence_of,
    refined_offset_mm,
    symmetric_offsets_mm,
)
from myomap.ventricle.shell import Shell
from myomap.ventricle.shell_distance import shell_distance
from myomap.ventricle.templates import half_length_for_radius_mm

__all__ = ["Bounds", "RefitOptions", "ShellFit", "refit_shell"]

MAX_STEPS = 12
SMALL_STEP = np.array([0.05, 0.05, 0.05, 0.1, 0.1, 0.05, 0.05, 0.02])
"""Steps in mm, degrees and the exponent below which nothing more is gained."""

ERROR_SHARE = 0.33
"""Of what one unit of the loss would turn the axis by: the root mean square error of
simulated patients, between 0.27 and 0.48 for tightly and loosely held axes alike."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between what values the shell's parameters may lie.

    Parameters
    ----------
    shift_mm : float, mm
        How far the centre may move from where the search put it, along each axis.
    azimuth_deg, elevation_deg : (low, high), degrees
        Direction base → apex.
    radius_mm, half_length_mm : (low, high), mm
        Size of the mid-wall.
    exponent : (low, high)
        Bluntness of the shell.
    """

    shift_mm: float = 25.0
    azimuth_deg: tuple[float, float] = (-15.0, 110.0)
    elevation_deg: tuple[float, float] = (-25.0, 75.0)
    radius_mm: tuple[float, float] = (13.0, 68.0)
    half_length_mm: tuple[float, float] = (26.0, 105.0)
    exponent: tuple[float, float] = (1.5, 3.5)

    def around(self, start: Shell) -> tuple[FloatArray, FloatArray]:
        """Return the lowest and highest parameters, (8,) each."""
        ranges = (
            self.azimuth_deg,
            self.elevation_deg,
            self.radius_mm,
            self.half_length_mm,
            self.exponent,
        )
        low = [*(start.centre_mm - self.shift_mm), *(low for low, _ in ranges)]
        high = [*(start.centre_mm + self.shift_mm), *(high for _, high in ranges)]
        return np.array(low), np.array(high)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefitOptions:
    """How the refit looks at the wall.

    Parameters
    ----------
    n_rounds : int
        Profiles are taken anew and fitted this many times.
    reach_mm : (first, last), mm
        Half-length of the profiles in the first and the last round.
    step_mm : float, mm
        Step along a profile.
    latitude_deg : (first, last, step), degrees
        Where profiles are taken, from the apex (0°).
    n_angles : int
        Profiles around each latitude.
    clip : float
        Counts are cut at this multiple of the wall's reference.
    dim : (none, full), in units of the wall's reference
        A peak below the first has no say in the fit, one above the second a full
        one.
    prominence : float, in units of the wall's reference
        A peak that stands this far above the troughs on both its sides has a full
        say. It lets a dim wall speak that has an edge of its own, and silences the
        glow of a bright one.
    """

    n_rounds: int = 4
    reach_mm: tuple[float, float] = (15.0, 11.0)
    step_mm: float = 1.5
    latitude_deg: tuple[float, float, float] = (4.0, 122.0, 6.0)
    n_angles: int = 36
    clip: float = 1.3
    dim: tuple[float, float] = (0.25, 0.55)
    prominence: float = 0.6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShellFit:
    """A fitted shell and what the fit thought of it.

    Parameters
    ----------
    shell : Shell
        Place, pose and size.
    residual_mm : float, mm
        Median distance of the accepted peaks from the shell.
    supported_percent : float, percent
        Share of the profiles that had a peak worth fitting.
    at_bound : tuple of str
        Names of the parameters that ended on a bound.
    axis_error_deg : float, degrees
        Expected error of the long axis: large where defects leave too little wall to
        hold it.
    """

    shell: Shell
    residual_mm: float
    supported_percent: float
    at_bound: tuple[str, ...]
    axis_error_deg: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Peaks:
    points_mm: FloatArray
    weights: FloatArray
    n_profiles: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Linearised:
    """The loss at some parameters, its gradient (8,) and its curvature (8, 8)."""

    cost: float
    gradient: FloatArray
    curvature: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Misfit:
    """How badly a shell fits points, with what is usual of a ventricle as a prior."""

    points_mm: FloatArray
    scale: FloatArray
    steepness: FloatArray

    def at(self, parameters: FloatArray) -> _Linearised:
        shell = Shell.from_parameters(parameters)
        distance = shell_distance(shell.to_local(self.points_mm), shell, self.steepness)
        prior, prior_slopes = _prior(shell)
        residual = np.concatenate([self.scale * distance.value_mm, prior])
        slopes = np.concatenate(
            [self.scale[:, np.newaxis] * distance.slopes, prior_slopes]
        )
        root = np.sqrt(1.0 + residual**2)
        weighted = slopes / root[:, np.newaxis]
        curvature = weighted.T @ slopes
        # Peaks that do not hold a parameter at all must not make it singular.
        least = 1e-9 * float(np.trace(curvature))
        return _Linearised(
            cost=float(np.sum(root - 1.0)),
            gradient=weighted.T @ residual,
            curvature=curvature + least * np.eye(len(curvature)),
        )


def _prior(shell: Shell) -> tuple[FloatArray, FloatArray]:
    """Return how unusual a shell's length and bluntness are, and the slopes (2, 8)."""
    a, length = shell.radius_mm, shell.half_length_mm
    usual = half_length_for_radius_mm(a) / a
    unusual = np.array([(length / a - usual) / 0.3, (shell.exponent - 2.2) / 0.4])
    slopes = np.zeros((2, 8))
    # The usual ratio L / a hardly changes with a: its own slope is left out.
    slopes[0, 5], slopes[0, 6] = -length / a**2 / 0.3, 1.0 / a / 0.3
    slopes[1, 7] = 1.0 / 0.4
    return unusual, slopes


def refit_shell(
    volume: Volume,
    start: Shell,
    bounds: Bounds,
    options: RefitOptions,
) -> ShellFit | None:
    """Fit the shell to the wall's count maxima, starting from a candidate.

    Parameters
    ----------
    volume : Volume
        Lightly smoothed counts in the patient's frame.
    start : Shell
        From the search, or from the user.
    bounds : Bounds
        Limits of the parameters.
    options : RefitOptions
        Where and how often to look.

    Returns
    -------
    ShellFit or None
        None when fewer than one profile in eight has a peak: there is no wall here.
    """
    low, high = bounds.around(start)
    parameters = np.clip(start.parameters, low + 1e-6, high - 1e-6)
    reaches = np.linspace(*options.reach_mm, options.n_rounds)
    peaks, misfit = None, None
    for reach_mm in reaches:
        shell = Shell.from_parameters(parameters)
        peaks = _find_peaks(volume, shell, float(reach_mm), options)
        if np.count_nonzero(peaks.weights) < peaks.n_profiles // 8:
            return None
        parameters, misfit = _fit(parameters, peaks, low, high)
    if peaks is None or misfit is None:
        return None
    return _judge(Shell.from_parameters(parameters), peaks, misfit, (low, high))


def _find_peaks(
    volume: Volume, shell: Shell, reach_mm: float, options: RefitOptions
) -> _Peaks:
    """Return each profile's maximum and how much say it has."""
    latitude = np.arange(*options.latitude_deg)
    angle = angles_around_deg(options.n_angles)
    points, normals = shell.grid(latitude, angle)
    offsets = symmetric_offsets_mm(reach_mm, options.step_mm)
    profiles = profiles_along(volume, points, normals, offsets).reshape(
        -1, offsets.size
    )
    reference = float(np.percentile(profiles.max(axis=1), 75))
    if reference <= 0:
        return _Peaks(
            points_mm=np.zeros((1, 3)), weights=np.zeros(1), n_profiles=len(profiles)
        )
    cut = np.minimum(profiles, options.clip * reference)
    best = nearest_good_peak(cut, offsets, 0.013 * reference)
    peak = cut[np.arange(len(cut)), best] / reference
    inside = (best > 0) & (best < offsets.size - 1)
    # Around the apex the grid's angles crowd together: each latitude gets the say
    # of its circumference.
    crowding = np.repeat(np.sin(np.radians(np.minimum(latitude, 90.0))), angle.size)
    none, full = options.dim
    stands_out = prominence_of(cut, best) / reference / options.prominence
    weights = crowding * inside * np.clip((peak - none) / (full - none), 0.0, 1.0)
    weights *= np.clip(stands_out, 0.0, 1.0)
    flat_points, flat_normals = points.reshape(-1, 3), normals.reshape(-1, 3)
    offset = refined_offset_mm(cut, best, offsets)
    return _Peaks(
        points_mm=flat_points + offset[:, np.newaxis] * flat_normals,
        weights=weights,
        n_profiles=len(profiles),
    )


def _fit(
    parameters: FloatArray, peaks: _Peaks, low: FloatArray, high: FloatArray
) -> tuple[FloatArray, _Linearised]:
    """Return the parameters that bring the shell closest to the peaks, and the loss.

    Damped Gauss-Newton steps on the soft L1 loss: the distances are nearly linear in
    the parameters, and a few steps on eight normal equations do.
    """
    used = peaks.weights > 0
    points, weights = peaks.points_mm[used], peaks.weights[used]
    start = Shell.from_parameters(parameters)
    misfit = _Misfit(
        points_mm=points,
        scale=6.0 * weights / np.sqrt(len(points)),
        steepness=shell_distance(start.to_local(points), start).steepness,
    )
    best, damping = misfit.at(parameters), 1e-3
    for _ in range(MAX_STEPS):
        step = _bounded_step(best, parameters, damping, (low, high))
        tried = misfit.at(parameters + step)
        if tried.cost > best.cost:
            damping *= 20.0
            continue
        parameters, best, damping = parameters + step, tried, damping / 5.0
        if np.all(np.abs(step) < SMALL_STEP):
            break
    return parameters, best


def _bounded_step(
    misfit: _Linearised,
    parameters: FloatArray,
    damping: float,
    bounds: tuple[FloatArray, FloatArray],
) -> FloatArray:
    """Return a step that leaves no bound; a parameter on one may only come back."""
    low, high = bounds
    gradient = misfit.gradient
    stuck = ((parameters <= low) & (gradient > 0)) | (
        (parameters >= high) & (gradient < 0)
    )
    free = ~stuck
    curvature = misfit.curvature + damping * np.diag(np.diag(misfit.curvature))
    step = np.zeros_like(parameters)
    step[free] = np.linalg.solve(curvature[np.ix_(free, free)], -gradient[free])
    bounded: FloatArray = np.clip(parameters + step, low, high) - parameters
    return bounded


def _judge(
    shell: Shell,
    peaks: _Peaks,
    misfit: _Linearised,
    bounds: tuple[FloatArray, FloatArray],
) -> ShellFit:
    """Return the fit with its residual, support, bounds touched and slack."""
    low, high = bounds
    used = peaks.weights > 0
    local = shell.to_local(peaks.points_mm[used])
    distance = shell_distance(local, shell).value_mm
    names = ("x", "y", "z", "azimuth", "elevation", "radius", "length", "exponent")
    parameters = shell.parameters
    near = 0.005 * (high - low)
    near[-1] = -1.0
    touched = (parameters < low + near) | (parameters > high - near)
    return ShellFit(
        shell=shell,
        residual_mm=float(np.median(np.abs(distance))),
        supported_percent=100.0 * float(np.count_nonzero(used)) / peaks.n_profiles,
        at_bound=tuple(n for n, t in zip(names, touched, strict=True) if t),
        axis_error_deg=_axis_error_deg(shell, misfit),
    )


def _axis_error_deg(shell: Shell, misfit: _Linearised) -> float:
    """Return the expected error of the long axis, degrees, from the loss' curvature."""
    spread = np.linalg.inv(misfit.curvature)
    across = float(np.cos(np.radians(shell.elevation_deg)))
    squared = float(spread[3, 3] * across**2 + spread[4, 4])
    turned = np.sqrt(squared) if squared >= 0 else np.inf
    return ERROR_SHARE * float(turned)
