"""How far points lie from a shell, and how that changes with the shell."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.ventricle.shell import Shell

__all__ = ["ShellDistance", "shell_distance"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ShellDistance:
    """Distances and their slopes.

    Parameters
    ----------
    value_mm : (n,), mm
        Along the shell's normal to first order, negative inside.
    slopes : (n, 8)
        Change of each distance with each of `Shell.parameters`, per mm and degree.
    steepness : (n,), 1/mm
        |∇F| that the distances were divided by.
    """

    value_mm: FloatArray
    slopes: FloatArray
    steepness: FloatArray


def shell_distance(
    local_mm: FloatArray, shell: Shell, steepness: FloatArray | None = None
) -> ShellDistance:
    """Return the distances of points from a shell with their slopes.

    Parameters
    ----------
    local_mm : (n, 3), mm
        Points in the shell's frame: lateral, anterior, apical.
    shell : Shell
        The shell.
    steepness : (n,), 1/mm, optional
        Of a nearby shell. A fit holds it fixed, so that value and slopes belong to
        one function; None takes this shell's own.

    Returns
    -------
    ShellDistance
        Value, slopes and steepness.

    Notes
    -----
    With F = (ρ/a)² + |t/L|^q − 1 the distance is F / |∇F|. The slopes hold
    |∇F| fixed, which is exact on the shell.
    """
    u, v, t = np.moveaxis(local_mm, -1, 0)
    a, length, q = shell.radius_mm, shell.half_length_mm, shell.exponent
    rho = np.maximum(np.hypot(u, v), 1e-6)
    height = np.maximum(np.abs(t) / length, 1e-6)
    power = height**q
    by_rho = 2.0 * rho / a**2
    by_t = q * power / height / length * np.sign(t)
    if steepness is None:
        steepness = np.maximum(np.hypot(by_rho, by_t), 0.5 / a)
    by_u, by_v = by_rho * u / rho, by_rho * v / rho
    sin_e, cos_e = (
        function(np.radians(shell.elevation_deg)) for function in (np.sin, np.cos)
    )
    per_degree = np.pi / 180.0
    by_azimuth = -by_u * (cos_e * t + sin_e * v) + (by_v * sin_e + by_t * cos_e) * u
    by_elevation = by_v * t - by_t * v
    by_centre = -np.stack([by_u, by_v, by_t], axis=1) @ shell.frame
    slopes = np.column_stack(
        [
            by_centre,
            by_azimuth * per_degree,
            by_elevation * per_degree,
            -2.0 * rho**2 / a**3,
            -q * power / length,
            power * np.log(height),
        ]
    )
    value = ((rho / a) ** 2 + power - 1.0) / steepness
    return ShellDistance(
        value_mm=value,
        slopes=slopes / steepness[:, np.newaxis],
        steepness=steepness,
    )
