"""A smooth quantity on the ventricle's wall, fitted to what some profiles say.

Displacements and thicknesses vary slowly over the wall. They are written as a sum
of a few spherical harmonics, fitted by weighted least squares that resist outliers;
where no profile has a say, the field bridges the gap.
"""

from dataclasses import dataclass
from math import factorial

import numpy as np
from scipy.special import lpmv

from myomap.geometry import FloatArray

__all__ = ["SmoothField", "fit_smooth_field"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SmoothField:
    """A sum of spherical harmonics up to a degree.

    Parameters
    ----------
    degree : int
        Highest degree.
    coefficients : ((degree + 1)²,)
        One a harmonic.
    """

    degree: int
    coefficients: FloatArray

    def at(self, latitude_deg: FloatArray, angle_deg: FloatArray) -> FloatArray:
        """Return the field on a grid.

        Parameters
        ----------
        latitude_deg : (n,), degrees
            From the apex.
        angle_deg : (m,), degrees
            Around the axis.

        Returns
        -------
        (n, m)
            In the unit the field was fitted in.
        """
        basis = _basis(self.degree, latitude_deg, angle_deg)
        values: FloatArray = basis @ self.coefficients
        return values.reshape(len(latitude_deg), len(angle_deg))


def fit_smooth_field(
    values: FloatArray,
    weights: FloatArray,
    latitude_deg: FloatArray,
    angle_deg: FloatArray,
    *,
    degree: int,
    stiffness: float,
) -> SmoothField:
    """Fit a smooth field to values that count by their weights.

    Parameters
    ----------
    values, weights : (n, m)
        On the grid of latitudes and angles; a weight of 0 has no say.
    latitude_deg, angle_deg : (n,), (m,), degrees
        The grid.
    degree : int
        Highest spherical harmonic.
    stiffness : float
        How dear fine structure is, relative to the sum of the weights; harmonics of
        degree n cost n²(n + 1)² times this.

    Returns
    -------
    SmoothField
        All zero when no value has a say.
    """
    basis = _basis(degree, latitude_deg, angle_deg)
    crowding = np.sin(np.radians(np.clip(latitude_deg, 2.0, 90.0)))[:, np.newaxis]
    base_weights = (weights * crowding).ravel()
    target = values.ravel()
    total = float(base_weights.sum())
    n_terms = (degree + 1) ** 2
    if total <= 0:
        return SmoothField(degree=degree, coefficients=np.zeros(n_terms))
    orders = np.concatenate([np.full(2 * n + 1, n) for n in range(degree + 1)])
    roughness = np.diag(stiffness * total * (orders * (orders + 1.0)) ** 2)
    coefficients: FloatArray = np.zeros(n_terms)
    robust: FloatArray = np.ones(base_weights.shape)
    for _ in range(4):
        weighted = basis * (base_weights * robust)[:, np.newaxis]
        normal = basis.T @ weighted + roughness + 1e-9 * total * np.eye(n_terms)
        coefficients = np.linalg.solve(normal, weighted.T @ target).astype(np.float64)
        misfit = np.abs(target - basis @ coefficients)
        used = base_weights > 0
        scale = max(1.5 * float(np.median(misfit[used])), 1e-6)
        robust = 1.0 / (1.0 + (misfit / (2.0 * scale)) ** 2)
    return SmoothField(degree=degree, coefficients=coefficients)


def _basis(degree: int, latitude_deg: FloatArray, angle_deg: FloatArray) -> FloatArray:
    """Return real spherical harmonics, (n * m, (degree + 1)²)."""
    cosine = np.cos(np.radians(latitude_deg))[:, np.newaxis]
    angle = np.radians(angle_deg)[np.newaxis, :]
    columns = []
    for n in range(degree + 1):
        for m in range(-n, n + 1):
            k = abs(m)
            norm = np.sqrt((2 * n + 1) * factorial(n - k) / factorial(n + k))
            norm *= np.sqrt(2.0) if k else 1.0
            around = np.sin(k * angle) if m < 0 else np.cos(k * angle)
            columns.append((norm * lpmv(k, n, cosine) * around).ravel())
    return np.stack(columns, axis=1)
