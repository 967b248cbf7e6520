"""Random patients: parameters are drawn here and applied elsewhere.

The ranges follow published proportions of the chest and of tracer uptake where such
exist, and are wide where they do not. A hard patient leaves the ranges that a
ventricle finder would like: dilated or tiny hearts, steep axes, hot liver or bowel at
the inferior wall, large and complete defects, shapes that are no ellipsoid.
"""

from dataclasses import replace

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import (
    Defect,
    HeartParameters,
    Organs,
    PatientParameters,
    RightVentricle,
    Torso,
)
from myomap.phantom.grid import GridOptions
from myomap.phantom.imaging import ImagingOptions
from myomap.phantom.shell import outer_points_mm
from myomap.phantom.solids import Ellipsoid, Point

__all__ = ["draw_grid", "draw_hard", "draw_imaging", "draw_normal", "draw_ordinary"]

LARGEST_TORSO_MM = (200.0, 165.0)
"""Half-axes that still fit a grid of 64 voxels of 6.4 mm."""

FULLEST_TORSO = 0.82
"""How far out the ventricle may lie: the torso's surface is 1."""


def draw_normal(rng: np.random.Generator) -> PatientParameters:
    """Draw an ordinary patient without a defect.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same patient.

    Returns
    -------
    PatientParameters
        Of usual size and position.
    """
    torso = _draw_torso(rng)
    heart = _draw_ordinary_heart(rng)
    torso = _torso_around(torso, heart)
    return PatientParameters(
        torso=torso,
        organs=_draw_organs(rng, torso, heart),
        heart=heart,
        right_ventricle=RightVentricle(
            activity=_draw(rng, 0.15, 0.4), reach_mm=_draw(rng, 20, 34)
        ),
    )


def draw_ordinary(rng: np.random.Generator) -> PatientParameters:
    """Draw a usual patient: half without a defect, half with one or two.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same patient.

    Returns
    -------
    PatientParameters
        Of usual size and position.
    """
    patient = draw_normal(rng)
    n_defects = int(rng.choice([0, 0, 1, 2]))
    defects = tuple(
        Defect(
            angle_deg=_draw(rng, 0, 360),
            half_angle_deg=_draw(rng, 20, 50),
            from_fraction=_draw(rng, 0, 0.5),
            to_fraction=_draw(rng, 0.55, 1),
            uptake=_draw(rng, 0.1, 0.7),
        )
        for _ in range(n_defects)
    )
    return replace(patient, defects=defects)


def draw_hard(rng: np.random.Generator) -> PatientParameters:
    """Draw a patient at and beyond the edge of what is usual.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance; the same state gives the same patient.

    Returns
    -------
    PatientParameters
        The torso is widened, and the heart moved inwards, until it holds the heart.
    """
    torso = _draw_torso(rng)
    heart = _draw_hard_heart(rng)
    torso, heart = _fitted(torso, heart)
    organs = _draw_organs(rng, torso, heart)
    return PatientParameters(
        torso=torso,
        organs=_with_hot_neighbour(rng, organs, heart),
        heart=heart,
        right_ventricle=RightVentricle(
            activity=_draw(rng, 0.15, 0.6), reach_mm=_draw(rng, 15, 40)
        ),
        defects=tuple(
            Defect(
                angle_deg=_draw(rng, 0, 360),
                half_angle_deg=_draw(rng, 30, 75),
                from_fraction=_draw(rng, 0, 0.5),
                uptake=_draw(rng, 0, 0.5),
                border_mm=_draw(rng, 3, 10),
            )
            for _ in range(int(rng.integers(0, 3)))
        ),
    )


def draw_imaging(rng: np.random.Generator) -> ImagingOptions:
    """Draw a camera and a reconstruction as they are in use.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ImagingOptions
        With or without correction of attenuation, 0.3 to 0.8 million counts.
    """
    return ImagingOptions(
        fwhm_mm=_draw(rng, 10, 15),
        filter_fwhm_mm=_draw(rng, 7, 9.5),
        lv_counts=_draw(rng, 300_000, 800_000),
        attenuation_corrected=bool(rng.random() < 0.5),
        noise_seed=int(rng.integers(2**31)),
    )


def draw_grid(rng: np.random.Generator) -> GridOptions:
    """Draw a usual grid: 64 x 64 x 64 voxels of 6.4 to 6.6 mm.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    GridOptions
        Of cubic voxels.
    """
    return GridOptions(voxel_mm=_draw(rng, 6.4, 6.6))


def _draw(rng: np.random.Generator, lowest: float, highest: float) -> float:
    return float(rng.uniform(lowest, highest))


def _draw_torso(rng: np.random.Generator) -> Torso:
    return Torso(
        half_width_mm=_draw(rng, 155, 198),
        half_depth_mm=_draw(rng, 105, 135),
        activity=_draw(rng, 0.04, 0.10),
    )


def _draw_ordinary_heart(rng: np.random.Generator) -> HeartParameters:
    return HeartParameters(
        azimuth_deg=_draw(rng, 25, 60),
        elevation_deg=_draw(rng, 5, 40),
        centre_mm=(_draw(rng, 25, 45), _draw(rng, -45, -20), _draw(rng, -15, 15)),
        midwall_radius_mm=_draw(rng, 22, 32),
        wall_mm=_draw(rng, 9, 13),
        length_mm=_draw(rng, 70, 95),
        exponent=_draw(rng, 1.9, 2.3),
        apical_wall_fraction=_draw(rng, 0.6, 0.9),
        valve_tilt_deg=_draw(rng, 0, 8),
        blood_activity=_draw(rng, 0.05, 0.15),
    )


def _draw_hard_heart(rng: np.random.Generator) -> HeartParameters:
    radius = _draw(rng, 20, 60)
    dilated = max(0.0, (radius - 36.0) / 24.0)
    return HeartParameters(
        azimuth_deg=_draw(rng, 10, 80),
        elevation_deg=_draw(rng, -5, 55),
        centre_mm=(_draw(rng, 15, 55), _draw(rng, -55, -10), _draw(rng, -25, 25)),
        midwall_radius_mm=radius,
        wall_mm=_draw(rng, 8, 13),
        length_mm=_draw(rng, 70 + 50 * dilated, 95 + 41 * dilated),
        exponent=_draw(rng, 1.5, 3.0),
        apical_wall_fraction=_draw(rng, 0.5, 1.0),
        valve_tilt_deg=_draw(rng, 0, 15),
        valve_tilt_angle_deg=_draw(rng, 120, 240),
        blood_activity=_draw(rng, 0.05, 0.2),
    )


def _draw_organs(
    rng: np.random.Generator, torso: Torso, heart: HeartParameters
) -> Organs:
    """Draw the organs of an ordinary patient, scaled with the torso."""
    under_mm = _lowest_mm(heart)

    def solid(centre: Point, radii: Point, activity: float) -> Ellipsoid:
        wide, deep = torso.half_width_mm / 178.0, torso.half_depth_mm / 120.0
        return Ellipsoid(
            centre_mm=(centre[0] * wide, centre[1] * deep, centre[2]),
            radii_mm=(radii[0] * wide, radii[1] * deep, radii[2]),
            activity=activity,
        )

    air = _draw(rng, 0.03, 0.08)
    liver_top = min(-25.0, under_mm + 22.0) + _draw(rng, -12, 6)
    loops: tuple[Ellipsoid, ...] = ()
    if rng.random() < 0.5:
        loops = _draw_gut(rng, under_mm - _draw(rng, 12, 40), _draw(rng, 0.3, 1.2))
    stomach = None
    if rng.random() < 0.3:
        middle = (62.0, -12.0, under_mm - _draw(rng, 45, 60))
        stomach = solid(middle, (36.0, 30.0, 32.0), _draw(rng, 0.1, 0.5))
    return Organs(
        right_lung=solid((-78.0, 5.0, 60.0), (62.0, 88.0, 150.0), air),
        left_lung=solid((82.0, 5.0, 60.0), (58.0, 88.0, 150.0), air),
        diaphragm_mm=under_mm + _draw(rng, -6, 10),
        liver=solid(
            (-62.0, -8.0, liver_top - 75.0), (88.0, 82.0, 75.0), _draw(rng, 0.25, 0.9)
        ),
        spleen=solid((92.0, 50.0, -95.0), (28.0, 35.0, 50.0), _draw(rng, 0.3, 0.6)),
        stomach=stomach,
        gut=loops,
    )


def _draw_gut(
    rng: np.random.Generator, top_mm: float, activity: float
) -> tuple[Ellipsoid, ...]:
    """Draw one to three loops below a height; the first one touches it."""
    loops = []
    for index in range(int(rng.integers(1, 4))):
        radii = (_draw(rng, 18, 38), _draw(rng, 14, 22), _draw(rng, 12, 22))
        sink = 0.0 if index == 0 else _draw(rng, 10, 50)
        aside = _draw(rng, 20, 70) if index == 0 else _draw(rng, -40, 90)
        centre = (aside, _draw(rng, -60, -10), top_mm - radii[2] - sink)
        heat = activity * (1.0 if index == 0 else _draw(rng, 0.4, 1.0))
        loops.append(Ellipsoid(centre_mm=centre, radii_mm=radii, activity=heat))
    return tuple(loops)


def _with_hot_neighbour(
    rng: np.random.Generator, organs: Organs, heart: HeartParameters
) -> Organs:
    """Lay a hot liver, hot bowel, or both, against the inferior wall."""
    kind = int(rng.integers(0, 4))
    under_mm = _lowest_mm(heart)
    if kind in (1, 3):
        radii = organs.liver.radii_mm
        x, y, _ = organs.liver.centre_mm
        top = under_mm + _draw(rng, 5, 30)
        liver = Ellipsoid(
            centre_mm=(x + _draw(rng, 0, 25), y, top - radii[2]),
            radii_mm=radii,
            activity=_draw(rng, 0.5, 1.5),
        )
        organs = replace(organs, liver=liver)
    if kind in (2, 3):
        top = under_mm + _draw(rng, -3, 10)
        organs = replace(organs, gut=_draw_gut(rng, top, _draw(rng, 0.5, 2.0)))
    return organs


def _lowest_mm(heart: HeartParameters) -> float:
    """Return the height of the ventricle's lowest point, mm."""
    return float(outer_points_mm(heart)[:, 2].min())


def _fullness(torso: Torso, heart: HeartParameters) -> float:
    """Return how far out the ventricle lies; 1 touches the skin."""
    points: FloatArray = outer_points_mm(heart)
    x, y = points[:, 0] / torso.half_width_mm, points[:, 1] / torso.half_depth_mm
    return float(np.hypot(x, y).max())


def _torso_around(torso: Torso, heart: HeartParameters) -> Torso:
    """Widen a torso, up to what the grid holds, until it holds the heart."""
    scale = max(1.0, _fullness(torso, heart) / FULLEST_TORSO)
    widest, deepest = LARGEST_TORSO_MM
    return replace(
        torso,
        half_width_mm=max(
            torso.half_width_mm, min(torso.half_width_mm * scale, widest)
        ),
        half_depth_mm=min(torso.half_depth_mm * scale, deepest),
    )


def _fitted(torso: Torso, heart: HeartParameters) -> tuple[Torso, HeartParameters]:
    """Widen the torso, then move the heart inwards, until it lies inside."""
    torso = _torso_around(torso, heart)
    for _ in range(60):
        if _fullness(torso, heart) <= FULLEST_TORSO:
            break
        x, y, z = heart.centre_mm
        heart = replace(heart, centre_mm=(0.95 * x, 0.95 * y, z))
    return torso, heart
