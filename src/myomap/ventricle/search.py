"""Where a left ventricle may lie: correlation of the volume with the templates."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfftn, rfftn

from myomap.geometry import FloatArray, angle_between_deg
from myomap.records import Volume
from myomap.ventricle.profiles import counts_at, smoothed
from myomap.ventricle.shell import Shell
from myomap.ventricle.templates import TemplateBank, template_bank

__all__ = ["Candidate", "SearchOptions", "search_candidates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """How to look for candidates.

    Parameters
    ----------
    spacing_mm : float, mm
        Grid of the correlation; coarse, since the refit makes good for it.
    reach_mm : float, mm
        How far from the expected place a centre may lie, along every axis.
    margin_mm : float, mm
        What the window shows beyond that reach.
    smoothing_mm : float, mm
        Gaussian before sampling.
    place_penalty : float
        Loss of correlation at 60 mm from the expected place; grows by the square.
    n_candidates : int
        How many to keep.
    """

    spacing_mm: float = 10.0
    reach_mm: float = 105.0
    margin_mm: float = 65.0
    smoothing_mm: float = 5.0
    place_penalty: float = 0.03
    n_candidates: int = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """One place and pose, and how well the template fits there.

    Parameters
    ----------
    shell : Shell
        Place and pose.
    correlation : float
        Normalised correlation, −1 to 1, less the penalty of the place.
    """

    shell: Shell
    correlation: float


def expected_centre_mm(volume: Volume) -> FloatArray:
    """Return where the left ventricle is looked for first, mm.

    In a field of view of the whole chest it lies to the left of and in front of the
    middle; a dedicated cardiac camera centres its small field on it.
    """
    extent_mm = np.array(volume.counts.shape) * volume.voxel_size_mm
    chest_wide = float(np.clip((extent_mm.max() - 280.0) / 80.0, 0.0, 1.0))
    return volume.centre_mm + chest_wide * np.array([30.0, -30.0, 0.0])


def search_candidates(volume: Volume, options: SearchOptions) -> tuple[Candidate, ...]:
    """Return the most ventricle-like places of a volume, best first.

    Parameters
    ----------
    volume : Volume
        In the patient's frame.
    options : SearchOptions
        Grid, reach and number.

    Returns
    -------
    tuple of Candidate
        They differ from each other in place (10 mm), pose (30°) or size. Empty when
        the volume is constant.

    Notes
    -----
    With the volume s, a template T (zero mean on its support M, unit norm), the
    correlation is Σ T s / √(Σ_M s² − (Σ_M s)² / |M|), by Fourier transforms. The
    root is kept above a floor taken from the window, so that an even background does
    not correlate.
    """
    centre_mm = expected_centre_mm(volume)
    window = _window(volume, centre_mm, options)
    if window.max() <= 0 or np.ptp(window) <= 1e-6 * float(np.abs(window).max()):
        return ()
    bank = template_bank(window.shape[0], options.spacing_mm)
    penalty, allowed = _place_penalty(window.shape[0], options)
    best_value, best_index = _correlate(window, bank, penalty, allowed)
    order = np.argsort(best_value)[::-1]
    found: list[Candidate] = []
    for template in order:
        place = np.unravel_index(best_index[template], window.shape)
        offset_mm = (np.array(place) - window.shape[0] // 2) * options.spacing_mm
        shell = replace(bank.shells[template], centre_mm=centre_mm + offset_mm[::-1])
        if all(_differ(shell, other.shell) for other in found):
            found.append(
                Candidate(shell=shell, correlation=float(best_value[template]))
            )
        if len(found) == options.n_candidates:
            break
    return tuple(found)


def _window(
    volume: Volume, centre_mm: FloatArray, options: SearchOptions
) -> NDArray[np.float32]:
    """Return counts on the search grid, axes z, y, x; negative counts as 0."""
    half = round((options.reach_mm + options.margin_mm) / options.spacing_mm)
    steps = np.arange(-half, half + 1) * options.spacing_mm
    z, y, x = np.meshgrid(steps, steps, steps, indexing="ij")
    points = np.stack([x, y, z], axis=-1) + centre_mm
    counts = counts_at(smoothed(volume, options.smoothing_mm), points)
    return np.maximum(counts, 0.0).astype(np.float32)


def _place_penalty(
    n_voxels: int, options: SearchOptions
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return the loss by distance from the middle, and where a centre may lie."""
    steps = (np.arange(n_voxels) - n_voxels // 2) * options.spacing_mm
    z, y, x = np.meshgrid(steps, steps, steps, indexing="ij")
    squared = (x**2 + y**2 + z**2) / 60.0**2
    allowed = np.maximum(np.maximum(abs(x), abs(y)), abs(z)) <= options.reach_mm
    return (options.place_penalty * squared).astype(np.float32), allowed


def _correlate(
    window: NDArray[np.float32],
    bank: TemplateBank,
    penalty: NDArray[np.float32],
    allowed: NDArray[np.bool_],
) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return each template's best value and its place in the window."""
    shape = bank.fft_shape
    inner = tuple(slice(0, n) for n in window.shape)
    scaled = window / float(window.max())
    spectrum = rfftn(scaled, s=shape).astype(np.complex64)
    squares = rfftn(scaled**2, s=shape).astype(np.complex64)
    n_templates = len(bank.shells)
    best_value = np.empty(n_templates)
    best_index = np.empty(n_templates, dtype=np.int64)
    for index in range(n_templates):
        matched = irfftn(spectrum * bank.values[index], s=shape)[inner]
        total = irfftn(spectrum * bank.supports[index], s=shape)[inner]
        energy = irfftn(squares * bank.supports[index], s=shape)[inner]
        spread = energy - total**2 / bank.support_sizes[index]
        floor = 1e-3 * float(energy.max())
        value = matched / np.sqrt(np.maximum(spread, floor)) - penalty
        value[~allowed] = -np.inf
        best_index[index] = int(np.argmax(value))
        best_value[index] = float(value.flat[best_index[index]])
    return best_value, best_index


def _differ(first: Shell, second: Shell) -> bool:
    """Tell whether two shells are worth a refit each."""
    apart_mm = float(np.linalg.norm(first.centre_mm - second.centre_mm))
    turned_deg = angle_between_deg(first.long_axis, second.long_axis)
    return apart_mm > 10.0 or turned_deg > 30.0
