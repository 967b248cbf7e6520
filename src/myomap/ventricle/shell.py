"""The half-ellipsoid that stands for the left ventricle while it is looked for.

In the heart's own frame a point has an axial coordinate t (towards the apex) and a
distance ρ from the long axis. The mid-wall is

.. math:: (ρ / a)^2 + |t / L|^q = 1

with radius a, half-length L and exponent q: 2 is an ellipsoid, more is blunter.
Latitude θ runs from the apex (0°) over the widest ring (90°) towards the base, with
ρ = a sin θ and t = L |cos θ|^{2/q}; the angle around the axis is the polar map's.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from myomap.geometry import FloatArray, direction_from_angles
from myomap.records import frozen_array

__all__ = ["Shell", "shell_distance_mm"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shell:
    """A half-ellipsoid in the patient.

    Parameters
    ----------
    centre_mm : (3,), mm, LPS
        Middle of the ellipsoid.
    azimuth_deg, elevation_deg : float, degrees
        Direction base → apex; see `myomap.geometry.direction_from_angles`.
    radius_mm, half_length_mm : float, mm
        Of the mid-wall: a across the axis, L along it.
    exponent : float
        q of the equation above.
    """

    centre_mm: FloatArray
    azimuth_deg: float
    elevation_deg: float
    radius_mm: float
    half_length_mm: float
    exponent: float = 2.0

    def __post_init__(self) -> None:
        object.__setattr__(self, "centre_mm", frozen_array(self.centre_mm, np.float64))

    @property
    def parameters(self) -> FloatArray:
        """(8,): centre (mm), azimuth and elevation (degrees), a and L (mm), q."""
        angles_and_size = (
            self.azimuth_deg,
            self.elevation_deg,
            self.radius_mm,
            self.half_length_mm,
            self.exponent,
        )
        return np.concatenate([self.centre_mm, angles_and_size])

    @classmethod
    def from_parameters(cls, parameters: ArrayLike) -> "Shell":
        """Return the shell that eight numbers stand for; see `parameters`."""
        values = np.asarray(parameters, dtype=np.float64)
        return cls(
            centre_mm=values[:3],
            azimuth_deg=float(values[3]),
            elevation_deg=float(values[4]),
            radius_mm=float(values[5]),
            half_length_mm=float(values[6]),
            exponent=float(values[7]),
        )

    @property
    def long_axis(self) -> FloatArray:
        """(3,): unit vector base → apex."""
        return direction_from_angles(self.azimuth_deg, self.elevation_deg)

    @property
    def frame(self) -> FloatArray:
        """(3, 3): rows are the unit vectors lateral, anterior, apical.

        The closed form of `myomap.geometry.heart_axes` for an axis given by angles.
        """
        azimuth, elevation = np.radians([self.azimuth_deg, self.elevation_deg])
        sin_a, cos_a = np.sin(azimuth), np.cos(azimuth)
        sin_e, cos_e = np.sin(elevation), np.cos(elevation)
        return np.array(
            [
                [cos_a, sin_a, 0.0],
                [sin_a * sin_e, -cos_a * sin_e, cos_e],
                [sin_a * cos_e, -cos_a * cos_e, -sin_e],
            ]
        )

    def to_local(self, points_mm: FloatArray) -> FloatArray:
        """Take points (..., 3) in LPS to lateral, anterior, apical mm."""
        local: FloatArray = (points_mm - self.centre_mm) @ self.frame.T
        return local

    def to_patient(self, local_mm: FloatArray) -> FloatArray:
        """Take points (..., 3) in lateral, anterior, apical mm to LPS."""
        points: FloatArray = local_mm @ self.frame + self.centre_mm
        return points

    def grid(
        self, latitude_deg: FloatArray, angle_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return points of the mid-wall and the normals there.

        Parameters
        ----------
        latitude_deg : (n,), degrees
            From the apex; may exceed 90° towards the base.
        angle_deg : (m,), degrees
            Around the axis.

        Returns
        -------
        points_mm, normals : (n, m, 3) each
            In LPS; the normals have length one and point outwards.
        """
        latitude = np.radians(latitude_deg)[:, np.newaxis]
        angle = np.radians(angle_deg)[np.newaxis, :]
        around = np.stack([np.cos(angle), np.sin(angle), np.zeros_like(angle)], axis=-1)
        along = np.array([0.0, 0.0, 1.0])
        sine, cosine = np.sin(latitude)[..., np.newaxis], np.cos(latitude)[..., None]
        q = self.exponent
        # |cos θ|^{2/q} and |cos θ|^{2 − 2/q} are what t / L and its share of the
        # gradient come to; both keep the sign of cos θ.
        height = np.sign(cosine) * np.abs(cosine) ** (2.0 / q)
        steepness = np.sign(cosine) * np.abs(cosine) ** (2.0 - 2.0 / q)
        local = self.radius_mm * sine * around + self.half_length_mm * height * along
        normal = (
            2.0 * sine * around / self.radius_mm
            + q * steepness * along / self.half_length_mm
        )
        normal /= np.linalg.norm(normal, axis=-1, keepdims=True)
        return self.to_patient(local), normal @ self.frame

    def curvature_radii_mm(
        self, latitude_deg: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """Return the two radii of curvature at latitudes (n,), mm.

        Those of an ellipsoid with the same a and L: of the meridian, and of the ring
        seen along the normal.
        """
        latitude = np.radians(latitude_deg)
        a, length = self.radius_mm, self.half_length_mm
        stretch = np.hypot(a * np.cos(latitude), length * np.sin(latitude))
        return stretch**3 / (a * length), a * stretch / length

    def least_curvature_radius_mm(self, latitude_deg: FloatArray) -> FloatArray:
        """Return the smaller of the two radii of curvature at latitudes (n,), mm."""
        return np.minimum(*self.curvature_radii_mm(latitude_deg))

    def mean_curvature_per_mm(self, latitude_deg: FloatArray) -> FloatArray:
        """Return the mean of the two curvatures at latitudes (n,), 1/mm."""
        meridian, ring = self.curvature_radii_mm(latitude_deg)
        mean: FloatArray = (1.0 / meridian + 1.0 / ring) / 2.0
        return mean


def shell_distance_mm(
    local_mm: FloatArray, radius_mm: float, length_mm: float
) -> FloatArray:
    """Return how far points lie outside the mid-wall, first order in the radius.

    Parameters
    ----------
    local_mm : (..., 3), mm
        Lateral, anterior and apical coordinates.
    radius_mm, length_mm : float, mm
        The ellipsoid's a and L.

    Returns
    -------
    (...), mm
        Negative inside. Exact on the widest ring, a little large at the apex.
    """
    across = np.hypot(local_mm[..., 0], local_mm[..., 1])
    scaled = np.sqrt((across / radius_mm) ** 2 + (local_mm[..., 2] / length_mm) ** 2)
    distance: FloatArray = (scaled - 1.0) * radius_mm
    return distance
