"""What a left ventricle may look like: a bank of open shells of many poses.

A template is a bright wall around a *dark* cavity inside a dark rim, open at the
base. The cavity and the rim belong to its support, so that a solid liver or a loop
of gut, however bright, matches badly.
"""

from dataclasses import dataclass
from functools import lru_cache
from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.fft import next_fast_len, rfftn

from myomap.geometry import FloatArray
from myomap.ventricle.shell import Shell, shell_distance_mm

__all__ = ["TemplateBank", "half_length_for_radius_mm", "template_bank"]

AZIMUTHS_DEG = (5.0, 25.0, 45.0, 65.0, 85.0)
ELEVATIONS_DEG = (-5.0, 15.0, 35.0, 55.0)
RADII_MM = (19.0, 25.0, 31.0, 39.0, 48.0, 58.0)
WALL_SIGMA_MM = 6.5
RIM_MM = 15.0
BASE_CUT = 0.45


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TemplateBank:
    """Fourier transforms of all templates on one isotropic grid.

    Parameters
    ----------
    spacing_mm : float, mm
        Edge of the grid's voxels.
    fft_shape : (3,)
        Size of the padded grid.
    shells : tuple of Shell
        The pose behind each template, centred on the origin.
    values : (template, ...), complex64
        Transform of the template: zero mean on its support, unit norm.
    supports : (template, ...), complex64
        Transform of the support's indicator.
    support_sizes : (template,)
        Voxels in each support.
    """

    spacing_mm: float
    fft_shape: tuple[int, int, int]
    shells: tuple[Shell, ...]
    values: NDArray[np.complex64]
    supports: NDArray[np.complex64]
    support_sizes: FloatArray


def half_length_for_radius_mm(radius_mm: float) -> float:
    """Return the usual half-length L of a ventricle with mid-wall radius a.

    A heart of ordinary size is long (L ≈ 1.95 a); a dilated one grows round, so that
    beyond a = 31 mm the length grows no faster than the radius.

    Parameters
    ----------
    radius_mm : float, mm
        Mid-wall radius a.

    Returns
    -------
    float, mm
        Half-length L.

    Examples
    --------
    >>> half_length_for_radius_mm(20.0), round(half_length_for_radius_mm(41.0), 2)
    (39.0, 70.45)
    """
    return 1.95 * min(radius_mm, 31.0) + max(radius_mm - 31.0, 0.0)


def bank_shells() -> tuple[Shell, ...]:
    """Return every pose of the bank, centred on the origin."""
    return tuple(
        Shell(
            centre_mm=np.zeros(3),
            azimuth_deg=azimuth,
            elevation_deg=elevation,
            radius_mm=radius,
            half_length_mm=half_length_for_radius_mm(radius),
        )
        for radius, azimuth, elevation in product(
            RADII_MM, AZIMUTHS_DEG, ELEVATIONS_DEG
        )
    )


def draw_template(
    shell: Shell, spacing_mm: float
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the template of a pose and its support, on a cube around its centre.

    Parameters
    ----------
    shell : Shell
        The pose; its centre is the cube's middle voxel.
    spacing_mm : float, mm
        Edge of a voxel.

    Returns
    -------
    values, support : (n, n, n), float32
        Axes z, y, x in LPS; the values have zero mean on the support and unit norm.
    """
    reach = shell.half_length_mm + RIM_MM + spacing_mm
    half = int(np.ceil(reach / spacing_mm))
    steps = np.arange(-half, half + 1) * spacing_mm
    z, y, x = np.meshgrid(steps, steps, steps, indexing="ij")
    local = shell.to_local(np.stack([x, y, z], axis=-1))
    distance = shell_distance_mm(local, shell.radius_mm, shell.half_length_mm)
    inside = (distance < RIM_MM) & (local[..., 2] > -BASE_CUT * shell.half_length_mm)
    values = np.where(inside, np.exp(-(distance**2) / (2 * WALL_SIGMA_MM**2)), 0.0)
    values = np.where(inside, values - values[inside].mean(), 0.0)
    values /= np.linalg.norm(values)
    return values.astype(np.float32), inside.astype(np.float32)


def _transform(
    cube: NDArray[np.float32], fft_shape: tuple[int, int, int]
) -> NDArray[np.complex64]:
    """Return the conjugate transform with the cube's middle moved to the corner."""
    padded = np.zeros(fft_shape, dtype=np.float32)
    n = cube.shape[0]
    padded[:n, :n, :n] = cube
    padded = np.roll(padded, (-(n // 2),) * 3, axis=(0, 1, 2))
    transformed: NDArray[np.complex64] = np.conj(rfftn(padded)).astype(np.complex64)
    return transformed


@lru_cache(maxsize=2)
def template_bank(n_voxels: int, spacing_mm: float) -> TemplateBank:
    """Return the bank for a cubic search window, built once a process.

    Parameters
    ----------
    n_voxels : int
        Edge of the window.
    spacing_mm : float, mm
        Edge of its voxels.

    Returns
    -------
    TemplateBank
        Ready for correlation by products of transforms.
    """
    size = int(next_fast_len(n_voxels, real=True))
    fft_shape = (size, size, size)
    shells = bank_shells()
    half_spectrum = (len(shells), size, size, size // 2 + 1)
    values = np.empty(half_spectrum, dtype=np.complex64)
    supports = np.empty(half_spectrum, dtype=np.complex64)
    sizes = np.empty(len(shells))
    for index, shell in enumerate(shells):
        cube, support = draw_template(shell, spacing_mm)
        values[index] = _transform(cube, fft_shape)
        supports[index] = _transform(support, fft_shape)
        sizes[index] = support.sum()
    return TemplateBank(
        spacing_mm=spacing_mm,
        fft_shape=fft_shape,
        shells=shells,
        values=values,
        supports=supports,
        support_sizes=sizes,
    )
