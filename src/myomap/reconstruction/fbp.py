"""Filtered back-projection with the ramp, to compare with."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.camera import Acquisition, SystemModel
from myomap.geometry import FloatArray

__all__ = ["filtered_back_projection", "ramp_kernel"]

HALF_TURN: Final = 180.0


def filtered_back_projection(
    acquisition: Acquisition, counts: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the activity by inverting the line integrals.

    Nothing of the physics is corrected: neither attenuation nor blur nor scatter.

    Parameters
    ----------
    acquisition : Acquisition
        How the camera stood; the angles should cover a half or a full turn.
    counts : (view, column, z), counts
        Already corrected for time and decay of the views.

    Returns
    -------
    (x, y, z), float32, counts a view
        Negative values are left as they are.
    """
    filtered = _ramp_filter(counts)
    weights = _arc_rad(acquisition.angle_deg)
    filtered *= weights[:, None, None].astype(np.float32)
    plain = Acquisition(
        angle_deg=acquisition.angle_deg,
        radius_mm=None,
        n_rows=acquisition.n_rows,
        n_columns=acquisition.n_columns,
        row_mm=acquisition.row_mm,
        column_mm=acquisition.column_mm,
    )
    model = SystemModel(plain)
    activity = model.adjoint(filtered)
    activity[~model.mask] = 0.0
    return activity


def ramp_kernel(n_taps: int) -> FloatArray:
    """Return the ramp filter of a sampled projection.

    Parameters
    ----------
    n_taps : int
        Even; the kernel is periodic with it.

    Returns
    -------
    (n_taps,), 1/pixel
        Distance 0 first. Taken in space and not in frequency, so that the mean of
        the image comes out right.

    References
    ----------
    .. [1] Kak AC, Slaney M. Principles of Computerized Tomographic Imaging, 1988,
       eq. 61.
    """
    distance = np.minimum(np.arange(n_taps), n_taps - np.arange(n_taps))
    kernel = np.zeros(n_taps)
    odd = distance % 2 == 1
    kernel[odd] = -1.0 / (np.pi * distance[odd]) ** 2
    kernel[0] = 0.25
    return kernel


def _ramp_filter(counts: NDArray[np.float32]) -> NDArray[np.float32]:
    from scipy import fft

    n_columns = counts.shape[1]
    n_taps = 2 * fft.next_fast_len(n_columns, real=True)
    response = fft.rfft(ramp_kernel(n_taps)).real.astype(np.float32)
    spectrum = fft.rfft(counts, n=n_taps, axis=1) * response[None, :, None]
    filtered = fft.irfft(spectrum, n=n_taps, axis=1)[:, :n_columns]
    return np.ascontiguousarray(filtered, dtype=np.float32)


def _arc_rad(angle_deg: FloatArray) -> FloatArray:
    """Return how much of the half turn every view stands for."""
    folded = np.mod(angle_deg, HALF_TURN)
    order = np.argsort(folded, kind="stable")
    sorted_deg = folded[order]
    before = sorted_deg - np.roll(sorted_deg, 1)
    before[0] += HALF_TURN
    arcs = np.empty_like(folded)
    arcs[order] = (before + np.roll(before, -1)) / 2
    shared: FloatArray = np.radians(arcs)
    return shared
