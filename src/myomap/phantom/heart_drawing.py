"""Random hearts: volumes as measured in people, turned into the shell's parameters."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from myomap.phantom.anatomy import (
    HeartParameters,
    PapillaryMuscles,
    RightVentricle,
)
from myomap.phantom.person import Person
from myomap.phantom.shell import BELT_FRACTION, inner_axes_mm, outer_axes_mm
from myomap.records import Sex

__all__ = [
    "DrawnHeart",
    "dilated",
    "draw_heart",
    "shell_of_volumes",
    "shell_volumes_ml",
]

_MM3_OF_ML = 1000.0
_USUAL_SURFACE_M2 = {Sex.MALE: 2.0, Sex.FEMALE: 1.8}
_CAVITY_ML = {Sex.MALE: (95.0, 0.19), Sex.FEMALE: (78.0, 0.18)}
_WALL_ML = {Sex.MALE: (132.0, 0.14), Sex.FEMALE: (103.0, 0.14)}
_FIXED_POINT_STEPS = 25


class DrawnHeart(NamedTuple):
    """A heart of one patient."""

    left: HeartParameters
    right: RightVentricle
    papillary: PapillaryMuscles | None


def draw_heart(
    rng: np.random.Generator, person: Person, *, enlarged: float = 1.0
) -> DrawnHeart:
    """Draw a heart that fits a person.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    person : Person
        Sex and size.
    enlarged : float
        Cavity as a multiple of the healthy one, after an infarction.

    Returns
    -------
    DrawnHeart
        Placed in an average chest.

    Notes
    -----
    Mass of the wall is 139 ± 20 g in men and 108 ± 15 g in women, close to magnetic
    resonance [1]_. The cavity is the mean over the beat, as an ungated study sees it:
    end-diastolic less 0.4 of the stroke volume, less the papillary muscles. Both grow
    with body surface. The apex is 50 to 90 % as thick as the wall: the true apex is
    thinner still, by less than a camera resolves. The long axis points 48 ± 9° to the
    left and 22 ± 9° down, more level in stout people.

    References
    ----------
    .. [1] Maceira AM et al. Normalized left ventricular systolic and diastolic
       function by steady state free precession cardiovascular magnetic resonance.
       Journal of Cardiovascular Magnetic Resonance
       2006;8:417-426.
    """
    size = person.body_surface_m2 / _USUAL_SURFACE_M2[person.sex]
    cavity, wall = (
        mean * size * float(np.exp(np.clip(rng.normal(), -2.2, 2.2) * spread))
        for mean, spread in (_CAVITY_ML[person.sex], _WALL_ML[person.sex])
    )
    cavity *= enlarged
    stout = person.body_mass_index - 27.5
    sketch = HeartParameters(
        azimuth_deg=float(np.clip(rng.normal(48 + 0.3 * stout, 9), 18, 78)),
        elevation_deg=float(np.clip(rng.normal(22 - 0.4 * stout, 9), -3, 48)),
        centre_mm=(
            float(np.clip(rng.normal(36.0, 6.0), 20, 52)),
            float(np.clip(rng.normal(-30.0, 7.0), -48, -14)),
            float(rng.normal(0.0, 8.0)),
        ),
        length_mm=float(
            np.clip(rng.normal(86.0, 4.0), 76, 96) * (cavity / 88.0) ** (1 / 3)
        ),
        exponent=float(rng.uniform(1.85, 2.4)),
        apical_wall_fraction=float(rng.uniform(0.5, 0.9)),
        valve_tilt_deg=float(rng.uniform(0.0, 10.0)),
        valve_tilt_angle_deg=float(rng.normal(180.0, 20.0)),
        blood_activity=float(rng.uniform(0.05, 0.15)),
    )
    papillary = None
    if rng.random() < 0.8:
        papillary = PapillaryMuscles(
            radius_mm=float(rng.uniform(2.5, 4.5)), activity=float(rng.uniform(0.8, 1))
        )
    return DrawnHeart(
        left=shell_of_volumes(sketch, cavity_ml=cavity, wall_ml=wall),
        right=RightVentricle(
            activity=float(rng.uniform(0.15, 0.4)),
            reach_mm=float(rng.uniform(20, 34)),
            wall_mm=float(rng.uniform(3, 5)),
        ),
        papillary=papillary,
    )


def dilated(heart: HeartParameters, ratio: float) -> HeartParameters:
    """Return a heart with a larger or smaller cavity and the same wall volume.

    Parameters
    ----------
    heart : HeartParameters
        At rest.
    ratio : float
        New cavity volume over the old one.

    Returns
    -------
    HeartParameters
        Longer and wider in proportion, with a thinner wall.

    Examples
    --------
    >>> from myomap.phantom.shell import cavity_and_wall_ml
    >>> before = cavity_and_wall_ml(HeartParameters())
    >>> after = cavity_and_wall_ml(dilated(HeartParameters(), 1.3))
    >>> round(after[0] / before[0], 2), round(after[1] / before[1], 2)
    (1.3, 1.0)
    """
    cavity, wall = shell_volumes_ml(heart)
    longer = replace(heart, length_mm=heart.length_mm * ratio ** (1 / 3))
    return shell_of_volumes(longer, cavity_ml=cavity * ratio, wall_ml=wall)


def shell_volumes_ml(heart: HeartParameters) -> tuple[float, float]:
    """Return the volumes of cavity and wall in closed form.

    Parameters
    ----------
    heart : HeartParameters
        Shape; a tilt of the valve plane takes as much on one side as it gives on the
        other, to first order, and is not regarded.

    Returns
    -------
    cavity, wall : float, ml
        Within 1 % of `cavity_and_wall_ml`.
    """
    inner_radius, inner_length = inner_axes_mm(heart)
    outer_radius, outer_length = outer_axes_mm(heart)
    cavity = inner_radius**2 * _mean_square_length(heart, inner_length)
    whole = outer_radius**2 * _mean_square_length(heart, outer_length)
    return (
        float(np.pi * cavity / _MM3_OF_ML),
        float(np.pi * (whole - cavity) / _MM3_OF_ML),
    )


def shell_of_volumes(
    sketch: HeartParameters, *, cavity_ml: float, wall_ml: float
) -> HeartParameters:
    """Return a heart with given volumes and the length of a sketch.

    Parameters
    ----------
    sketch : HeartParameters
        All but radius and thickness of the wall.
    cavity_ml, wall_ml : float, ml
        Above the valve plane.

    Returns
    -------
    HeartParameters
        With radius and wall to fit.
    """
    wall_mm = 10.0
    outer_length = sketch.length_mm * (1.0 - BELT_FRACTION)
    per_outer = np.pi * _mean_square_length(sketch, outer_length) / _MM3_OF_ML
    outer = float(np.sqrt((cavity_ml + wall_ml) / per_outer))
    for _ in range(_FIXED_POINT_STEPS):
        inner_length = outer_length - sketch.apical_wall_fraction * wall_mm
        per_inner = np.pi * _mean_square_length(sketch, inner_length) / _MM3_OF_ML
        wall_mm = outer - float(np.sqrt(cavity_ml / per_inner))
    return replace(sketch, midwall_radius_mm=outer - wall_mm / 2, wall_mm=wall_mm)


def _mean_square_length(heart: HeartParameters, half_length: float) -> float:
    """Return the integral of (ρ / radius)² from valve plane to apex, mm."""
    q = heart.exponent
    below = min(BELT_FRACTION * heart.length_mm / half_length, 1.0)
    return float(half_length * (q / (q + 1) + below - below ** (q + 1) / (q + 1)))
