"""Whether the attenuation map lies where the heart does.

A map that is shifted lays lung over the lateral wall and dims it. Three checks: the map
must reach the heart at all, what takes up the tracer must not lie in the lung, and the
body must end in the emission where it ends in the map.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.geometry import AffineArray, FloatArray, apply_affine
from myomap.records import AttenuationMap, Caution, Volume

__all__ = ["check_coverage", "check_registration", "outline_shift_mm", "uptake_in_lung"]

HEART_MM: Final = (35.0, -35.0, 0.0)
"""Usual middle of the left ventricle from the middle of the axis of rotation, LPS."""

HEART_REACH_MM: Final = 60.0
SEARCH_REACH_MM: Final = 80.0

LEAST_COVERED: Final = 0.5

LUNG_BELOW_PER_CM: Final = 0.075
"""Half of soft tissue."""

HOT_FROM: Final = 0.5
"""Of the wall's uptake, where its border is seen."""

LARGEST_IN_LUNG: Final = 0.01
"""Aligned maps of simulated patients give 0.000; two pixels to the right 0.02 to 0.09,
two along the body 0.00 to 0.04."""

TISSUE_PER_CM: Final = 0.15
BODY_FROM: Final = 0.06
"""Of the hottest: about what muscle takes up."""

LARGEST_OUTLINE_SHIFT_MM: Final = 4.0
"""Aligned maps of simulated patients give up to 0.7; a shift of 8 mm in the plane gives
5.5 to 7.5, in one of eight patients 2 to 4."""


def check_coverage(
    given: AttenuationMap, affine: AffineArray, shape: tuple[int, int, int]
) -> tuple[Caution, ...]:
    """Return a caution where a map ends within the heart's surroundings.

    Parameters
    ----------
    given : AttenuationMap
        As it came, before resampling.
    affine : (4, 4)
        Of the reconstruction's grid.
    shape : (slice, row, column)
        Of the reconstruction's grid.

    Returns
    -------
    tuple of Caution
        Empty when the heart's place is covered whole.

    Raises
    ------
    GeometryError
        If the map covers less than half of the place where hearts lie.
    """
    middle = apply_affine(affine, (np.array(shape) - 1) / 2) + np.array(HEART_MM)
    steps = np.linspace(-HEART_REACH_MM, HEART_REACH_MM, 13)
    box = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1) + middle
    to_index: FloatArray = np.linalg.inv(given.affine).astype(np.float64)
    index = apply_affine(to_index, box)
    size = np.array(given.per_cm.shape)
    covered = float(np.mean(np.all((index > -0.5) & (index < size - 0.5), axis=-1)))
    if covered < LEAST_COVERED:
        raise GeometryError(
            "The attenuation map does not cover the heart: found "
            f"{100 * covered:.0f} % of its usual place inside the map. Expected all of "
            "it: give the map of this acquisition, or go without."
        )
    if covered > 0.999:
        return ()
    return (
        Caution(
            code="attenuation-map-short",
            message=f"The attenuation map covers {100 * covered:.0f} % of the heart's "
            "usual place; its border was continued beyond.",
        ),
    )


def uptake_in_lung(volume: Volume, attenuation_map: AttenuationMap) -> float:
    """Return how much of what looks like myocardium lies in the lung.

    Parameters
    ----------
    volume : Volume
        The reconstruction, filtered.
    attenuation_map : AttenuationMap
        On the same grid.

    Returns
    -------
    float, 0 to 1
        Part of the voxels near the heart with half of the uptake there or more.
    """
    near = _near_heart(volume)
    uptake = volume.counts[near]
    if uptake.size == 0 or float(uptake.max()) <= 0:
        return 0.0
    hot = uptake >= HOT_FROM * float(np.percentile(uptake, 99.0))
    in_lung = attenuation_map.per_cm[near] < LUNG_BELOW_PER_CM
    return float(np.mean(in_lung[hot]))


def outline_shift_mm(
    volume: Volume, attenuation_map: AttenuationMap
) -> tuple[float, float]:
    """Return how far the body in the emission lies beside the body in the map.

    Whatever is hotter than the body is cut to its level, so that outline and lungs
    are compared and not the heart. Along the body nothing is compared: outlines there
    change too little.

    Parameters
    ----------
    volume : Volume
        The reconstruction, corrected with this map.
    attenuation_map : AttenuationMap
        On the same grid.

    Returns
    -------
    left_mm, back_mm : float, mm
        Shift of the emission against the map. Since the emission was corrected with
        the map, two thirds to nine tenths of a shift are seen.
    """
    from scipy import fft
    from scipy.ndimage import gaussian_filter

    counts = volume.counts
    filled = counts[counts > 0]
    if filled.size == 0:
        return 0.0, 0.0
    level = BODY_FROM * float(np.percentile(filled, 99.5))
    smooth = [
        gaussian_filter(np.minimum(counts, level), 1.0),
        gaussian_filter(np.minimum(attenuation_map.per_cm, TISSUE_PER_CM), 1.0),
    ]
    spectra = [
        fft.rfft2(part - part.mean(axis=(1, 2), keepdims=True)) for part in smooth
    ]
    product = np.sum(spectra[0] * np.conj(spectra[1]), axis=0)
    fit = np.fft.fftshift(fft.irfft2(product, s=counts.shape[1:]))
    _, row_mm, column_mm = volume.voxel_size_mm
    row, column = np.unravel_index(int(fit.argmax()), fit.shape)
    return (
        column_mm * _top(fit[row, :], int(column)),
        row_mm * _top(fit[:, column], int(row)),
    )


def _top(line: NDArray[np.floating], best: int) -> float:
    """Return where a parabola through the best three has its top, from the middle."""
    best = int(np.clip(best, 1, line.size - 2))
    before, top, after = (float(line[best + step]) for step in (-1, 0, 1))
    bend = before - 2 * top + after
    part = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return best - line.size // 2 + part


def check_registration(
    volume: Volume, attenuation_map: AttenuationMap
) -> tuple[Caution, ...]:
    """Return a caution if emission and attenuation map seem shifted.

    Parameters
    ----------
    volume : Volume
        The reconstruction, filtered.
    attenuation_map : AttenuationMap
        On the same grid.

    Returns
    -------
    tuple of Caution
        Empty when they seem to fit.

    References
    ----------
    .. [1] Chen J et al. Automated quality control of emission-transmission
       misalignment for attenuation correction in myocardial perfusion imaging with
       SPECT-CT systems. J Nucl Cardiol 2006;13:43-49.
    """
    cautions = []
    share = uptake_in_lung(volume, attenuation_map)
    if share > LARGEST_IN_LUNG:
        cautions.append(
            f"{100 * share:.0f} % of what looks like myocardium lies in the lung of "
            "the map"
        )
    left_mm, back_mm = outline_shift_mm(volume, attenuation_map)
    if max(abs(left_mm), abs(back_mm)) > LARGEST_OUTLINE_SHIFT_MM:
        cautions.append(
            "the body in the emission lies "
            f"{abs(left_mm):.0f} mm to the {'left' if left_mm > 0 else 'right'} and "
            f"{abs(back_mm):.0f} mm to the {'back' if back_mm > 0 else 'front'} of the "
            "body in the map, or further"
        )
    if not cautions:
        return ()
    found = ", and ".join(cautions)
    return (
        Caution(
            code="attenuation-map-misregistered",
            message=f"Map and emission may be shifted: {found}. Look at their overlay "
            "before trusting the corrected image.",
        ),
    )


def _near_heart(volume: Volume) -> tuple[NDArray[np.intp], ...]:
    shape = np.array(volume.counts.shape)
    middle = apply_affine(volume.affine, (shape - 1) / 2) + np.array(HEART_MM)
    index = np.indices(volume.counts.shape).reshape(3, -1).T
    apart: FloatArray = np.abs(apply_affine(volume.affine, index) - middle)
    inside = np.all(apart <= SEARCH_REACH_MM, axis=1)
    return tuple(index[inside].T)
