"""Filters on the reconstructed volume: less noise for less resolution."""

from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.records import Volume

__all__ = [
    "ButterworthFilter",
    "GaussianFilter",
    "PostFilter",
    "apply_filter",
    "frequency_response",
]

FWHM_OF_SIGMA: Final = float(2.0 * np.sqrt(2.0 * np.log(2.0)))
PADDING: Final = 16
MM_PER_CM: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ButterworthFilter:
    """Passes what is coarser than a cut-off, the same way in all directions.

    Parameters
    ----------
    cutoff_per_cm : float, cycles/cm
        Where the amplitude falls to 0.71. Some stations state a fraction of the
        Nyquist frequency instead: 1 / (2 x pixel in cm).
    order : float
        How steep it falls. Some stations state the power, which is twice the order.

    Raises
    ------
    ConfigError
        If a value is not above zero.

    Notes
    -----
    Amplitude ``1 / sqrt(1 + (f / cutoff)^(2 order))``. Stations that leave out the
    root reach the same curve at half of the order, nearly.
    """

    cutoff_per_cm: float = 0.6
    order: float = 5.0

    def __post_init__(self) -> None:
        if not (0 < self.cutoff_per_cm < 100 and 0 < self.order <= 50):
            raise ConfigError(
                "The Butterworth filter makes no sense: found a cut-off of "
                f"{self.cutoff_per_cm:g} cycles/cm and an order of {self.order:g}. "
                "Expected both above 0, usually 0.4 to 0.8 and 5 to 10."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class GaussianFilter:
    """Blurs by a Gaussian, the same way in all directions.

    Parameters
    ----------
    fwhm_mm : float, mm
        Full width at half maximum.

    Raises
    ------
    ConfigError
        If it is not above zero.
    """

    fwhm_mm: float = 8.0

    def __post_init__(self) -> None:
        if not 0 < self.fwhm_mm <= 100:
            raise ConfigError(
                f"The Gaussian filter makes no sense: found {self.fwhm_mm:g} mm, "
                "expected above 0 and up to 100. Leave the filter out to go without."
            )


PostFilter: TypeAlias = ButterworthFilter | GaussianFilter


def frequency_response(chosen: PostFilter, frequency_per_cm: ArrayLike) -> FloatArray:
    """Return how much of a frequency's amplitude passes.

    Parameters
    ----------
    chosen : PostFilter
        The filter.
    frequency_per_cm : any shape, cycles/cm
        At least 0.

    Returns
    -------
    same shape
        From 1 at frequency 0 downwards.

    Examples
    --------
    >>> frequency_response(ButterworthFilter(cutoff_per_cm=0.5), [0, 0.5]).round(3)
    array([1.   , 0.707])
    """
    frequency = np.asarray(frequency_per_cm, dtype=np.float64)
    if isinstance(chosen, GaussianFilter):
        sigma_cm = chosen.fwhm_mm / FWHM_OF_SIGMA / MM_PER_CM
        passed: FloatArray = np.exp(-2.0 * (np.pi * sigma_cm * frequency) ** 2)
        return passed
    ratio = frequency / chosen.cutoff_per_cm
    return 1.0 / np.sqrt(1.0 + ratio ** (2.0 * chosen.order))


def apply_filter(volume: Volume, chosen: PostFilter | None) -> Volume:
    """Return a filtered volume.

    The volume is continued by zeros, and what falls below zero is set to zero: a
    Butterworth filter swings at edges, and counts are not negative.

    Parameters
    ----------
    volume : Volume
        Any grid; the filter is the same in millimetres along all axes.
    chosen : PostFilter or None
        None returns the volume as it is.

    Returns
    -------
    Volume
        On the same grid.
    """
    if chosen is None:
        return volume
    from scipy import fft

    shape = volume.counts.shape
    padded = [fft.next_fast_len(size + PADDING, real=True) for size in shape]
    spectrum = fft.rfftn(volume.counts, s=padded)
    steps_cm = volume.voxel_size_mm / MM_PER_CM
    axes = [
        np.fft.fftfreq(padded[0], steps_cm[0])[:, None, None],
        np.fft.fftfreq(padded[1], steps_cm[1])[None, :, None],
        np.fft.rfftfreq(padded[2], steps_cm[2])[None, None, :],
    ]
    frequency = np.sqrt(sum(axis**2 for axis in axes))
    spectrum *= frequency_response(chosen, frequency).astype(np.float32)
    filtered = fft.irfftn(spectrum, s=padded, overwrite_x=True)
    kept = filtered[: shape[0], : shape[1], : shape[2]]
    return volume.with_counts(np.maximum(kept, 0.0))
