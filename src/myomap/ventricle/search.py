"""Where a left ventricle may lie: correlation of the volume with the templates."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.fft import irfftn, rfftn

from myomap.geometry import FloatArray
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

    spacing_mm: float = 12.0
    reach_mm: float = 105.0
    margin_mm: float = 48.0
    smoothing_mm: float = 3.0
    place_penalty: float = 0.03
    n_candidates: int = 30
    apart_mm: float = 25.0
    apart_deg: float = 45.0


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
        They differ from each other in place or pose. Empty when the volume is
        constant.

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
    steps_mm = _steps_mm(options.reach_mm, options.spacing_mm)
    z, y, x = np.meshgrid(steps_mm, steps_mm, steps_mm, indexing="ij")
    places_mm = np.stack([x, y, z], axis=-1)
    penalty = options.place_penalty * (places_mm**2).sum(axis=-1) / 60.0**2
    value = _correlate(window, bank, steps_mm.size) - penalty.ravel()
    return tuple(
        Candidate(
            shell=replace(
                bank.shells[pose], centre_mm=centre_mm + places_mm.reshape(-1, 3)[place]
            ),
            correlation=correlation,
        )
        for pose, place, correlation in _highest_apart(
            value, bank, places_mm.reshape(-1, 3), options
        )
    )


def _highest_apart(
    value: FloatArray, bank: TemplateBank, places_mm: FloatArray, options: SearchOptions
) -> list[tuple[int, int, float]]:
    """Return pose, place and value of maxima that differ, highest first.

    What lies near a maximum in both place and pose is struck out before the next is
    taken: a pose may come again elsewhere, and a place with another pose.
    """
    axes = np.array([shell.long_axis for shell in bank.shells])
    least_cosine = np.cos(np.radians(options.apart_deg))
    found = []
    for _ in range(options.n_candidates):
        pose, place = np.unravel_index(int(np.argmax(value)), value.shape)
        found.append((int(pose), int(place), float(value[pose, place])))
        is_near = ((places_mm - places_mm[place]) ** 2).sum(
            axis=1
        ) <= options.apart_mm**2
        is_alike = axes @ axes[pose] >= least_cosine
        value[np.ix_(is_alike, is_near)] = -np.inf
    return found


def _steps_mm(reach_mm: float, spacing_mm: float) -> FloatArray:
    """Return the places of the search grid along one axis, the middle at 0."""
    n_steps = round(reach_mm / spacing_mm)
    return spacing_mm * np.arange(-n_steps, n_steps + 1, dtype=np.float64)


def _window(
    volume: Volume, centre_mm: FloatArray, options: SearchOptions
) -> NDArray[np.float32]:
    """Return counts on the search grid, axes z, y, x; negative counts as 0."""
    steps = _steps_mm(options.reach_mm + options.margin_mm, options.spacing_mm)
    z, y, x = np.meshgrid(steps, steps, steps, indexing="ij")
    points = np.stack([x, y, z], axis=-1) + centre_mm
    counts = counts_at(smoothed(volume, options.smoothing_mm), points)
    return np.maximum(counts, 0.0).astype(np.float32)


def _correlate(
    window: NDArray[np.float32], bank: TemplateBank, n_places: int
) -> FloatArray:
    """Return each template's correlation (template, place) at the middle places."""
    shape = bank.fft_shape
    margin = (window.shape[0] - n_places) // 2
    inner = (slice(None), *(slice(margin, margin + n_places),) * 3)
    scaled = window / float(window.max())
    spectrum = rfftn(scaled, s=shape).astype(np.complex64)
    squares = rfftn(scaled**2, s=shape).astype(np.complex64)
    correlation = np.empty((len(bank.shells), n_places**3))
    for index, size in enumerate(bank.support_sizes):
        products = np.stack(
            [
                spectrum * bank.values[index],
                spectrum * bank.supports[index],
                squares * bank.supports[index],
            ]
        )
        matched, total, energy = irfftn(products, s=shape, axes=(1, 2, 3))[inner]
        floor = 1e-3 * float(energy.max())
        spread = np.maximum(energy - total**2 / size, floor)
        correlation[index] = (matched / np.sqrt(spread)).ravel()
    return correlation
