"""Random bodies: torso, bones, breasts and organs around a drawn heart."""

from dataclasses import dataclass, replace

import numpy as np

from myomap.phantom.anatomy import HeartParameters, Organs, Torso
from myomap.phantom.chest import Chest
from myomap.phantom.person import Person
from myomap.phantom.shell import outer_points_mm
from myomap.phantom.solids import Ellipsoid, Rod
from myomap.phantom.tracer import Uptake
from myomap.records import Sex

__all__ = ["Body", "draw_body", "filled", "with_gut_at_wall"]

AREA_CM2_PER_KG_M = 14.3
"""Cross-section of the chest over body mass per height: a man of 80 kg and 176 cm has
half-axes of 175 and 120 mm."""

_FULLEST = 0.86
_GAP_MM = 14.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """Shapes around the heart; activities stand for a share and are filled later.

    Parameters
    ----------
    torso : Torso
        Outline.
    organs : Organs
        Of activity 1; loops of gut of their share of the gut's activity.
    chest : Chest
        Bones and breasts.
    """

    torso: Torso
    organs: Organs
    chest: Chest


def draw_body(rng: np.random.Generator, person: Person, heart: HeartParameters) -> Body:
    """Draw the body around a heart.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    person : Person
        Sex and size.
    heart : HeartParameters
        Placed in the chest.

    Returns
    -------
    Body
        The torso's section follows body mass; fat lies under the skin, 4 mm in slim
        and 45 mm in very stout people; the diaphragm's domes lie about the heart's
        lowest point, up to 30 mm above it in one of seven, and higher in stout people.

    Notes
    -----
    Volumes of breasts have a median of 550 ml at a body mass index of 26 and grow with
    it [1]_. In the supine patient with raised arms they fall to the sides and upwards,
    so that the shadow's lower edge crosses the heart and the anterior wall is dimmed
    more than the inferior one.

    References
    ----------
    .. [1] Coltman CE, Steele JR, McGhee DE. Breast volume is affected by body mass
       index but not age. Ergonomics 2017;60:1576-1585.
    """
    torso = _draw_torso(rng, person, heart)
    fat_mm = float(np.clip(4.0 + 1.3 * (person.body_mass_index - 20.0), 4.0, 45.0))
    inner = (
        torso.half_width_mm - fat_mm - _GAP_MM,
        torso.half_depth_mm - 0.7 * fat_mm - _GAP_MM,
    )
    under_mm = float(outer_points_mm(heart)[:, 2].min())
    raised = float(rng.uniform(12, 30)) if rng.random() < 0.15 else 0.0
    stout = max(person.body_mass_index - 27.5, 0.0)
    dome_mm = under_mm + float(rng.normal(0.0, 5.0)) + raised + 0.5 * stout
    spine = Rod(
        x_mm=0.0,
        y_mm=torso.half_depth_mm - 0.7 * fat_mm - 32.0,
        half_width_mm=float(rng.uniform(18, 23)),
        half_depth_mm=float(rng.uniform(16, 20)),
        per_cm=float(rng.uniform(0.17, 0.20)),
    )
    sternum = Rod(
        x_mm=0.0,
        y_mm=-(torso.half_depth_mm - 0.5 * fat_mm - 10.0),
        half_width_mm=float(rng.uniform(16, 22)),
        half_depth_mm=float(rng.uniform(5, 7)),
        per_cm=float(rng.uniform(0.17, 0.19)),
    )
    breasts: tuple[Ellipsoid, ...] = ()
    if person.sex is Sex.FEMALE:
        breasts = _draw_breasts(rng, person, torso, heart)
    return Body(
        torso=torso,
        organs=_draw_organs(rng, inner, dome_mm=dome_mm, under_mm=under_mm),
        chest=Chest(spine=spine, sternum=sternum, breasts=breasts),
    )


def filled(body: Body, uptake: Uptake) -> tuple[Torso, Organs, Chest]:
    """Return a body with the activities of one injection.

    Parameters
    ----------
    body : Body
        Shapes.
    uptake : Uptake
        Concentrations.

    Returns
    -------
    torso, organs, chest : Torso, Organs, Chest
        Empty gut and stomach are left out.
    """
    organs = body.organs
    stomach = organs.stomach
    if stomach is not None:
        stomach = replace(stomach, activity=uptake.stomach) if uptake.stomach else None
    gut = tuple(
        replace(loop, activity=loop.activity * uptake.gut) for loop in organs.gut
    )
    return (
        replace(body.torso, activity=uptake.soft),
        replace(
            organs,
            right_lung=replace(organs.right_lung, activity=uptake.lung),
            left_lung=replace(organs.left_lung, activity=uptake.lung),
            liver=replace(organs.liver, activity=uptake.liver),
            spleen=replace(organs.spleen, activity=uptake.spleen),
            stomach=stomach,
            gut=gut if uptake.gut else (),
        ),
        replace(
            body.chest,
            breasts=tuple(
                replace(breast, activity=0.8 * uptake.soft)
                for breast in body.chest.breasts
            ),
        ),
    )


def with_gut_at_wall(body: Body, heart: HeartParameters, gap_mm: float) -> Body:
    """Return a body whose first loop of gut lies close under the inferior wall.

    Parameters
    ----------
    body : Body
        With at least one loop.
    heart : HeartParameters
        What it comes close to.
    gap_mm : float, mm
        Between the loop's top and the ventricle's lowest point.

    Returns
    -------
    Body
        The other loops stay.
    """
    points = outer_points_mm(heart)
    lowest = points[int(np.argmin(points[:, 2]))]
    first, *others = body.organs.gut
    centre = (
        float(lowest[0]),
        float(lowest[1]),
        float(lowest[2]) - gap_mm - first.radii_mm[2],
    )
    moved = replace(first, centre_mm=centre, activity=1.0)
    return replace(body, organs=replace(body.organs, gut=(moved, *others)))


def _draw_torso(
    rng: np.random.Generator, person: Person, heart: HeartParameters
) -> Torso:
    area_cm2 = AREA_CM2_PER_KG_M * person.weight_kg / (person.height_cm / 100.0)
    flat = float(np.clip(rng.normal(0.69, 0.035), 0.6, 0.8))
    flat += 0.004 * (person.body_mass_index - 27.5)
    width = float(np.sqrt(100.0 * area_cm2 / (np.pi * flat)))
    width = float(np.clip(width, 130.0, 240.0))
    points = outer_points_mm(heart)
    depth = flat * width
    reach = np.hypot(points[:, 0] / width, points[:, 1] / depth).max()
    scale = max(1.0, float(reach) / _FULLEST)
    return Torso(half_width_mm=scale * width, half_depth_mm=scale * depth, activity=1.0)


def _draw_breasts(
    rng: np.random.Generator, person: Person, torso: Torso, heart: HeartParameters
) -> tuple[Ellipsoid, ...]:
    volume_ml = 550.0 * (person.body_mass_index / 26.0) ** 1.5
    volume_ml = float(np.clip(volume_ml * np.exp(0.5 * rng.normal()), 80.0, 2000.0))
    flat = float(rng.uniform(0.35, 0.55))
    radius = float((1000.0 * volume_ml * 3.0 / (2.0 * np.pi * flat)) ** (1 / 3))
    aside = float(rng.uniform(0.58, 0.88))
    height = heart.centre_mm[2] + float(rng.normal(45.0, 20.0))
    x, y = aside * torso.half_width_mm, -np.sqrt(1 - aside**2) * torso.half_depth_mm
    radii = _on_skin(torso, aside, radius, flat * radius)
    return tuple(
        Ellipsoid(
            centre_mm=(side * x, float(y), height),
            radii_mm=(radii[0], radii[1], radius),
            activity=1.0,
        )
        for side in (-1.0, 1.0)
    )


def _on_skin(
    torso: Torso, aside: float, radius_mm: float, thickness_mm: float
) -> tuple[float, float]:
    """Return half-axes along x and y of what lies flat on the torso's slanting skin.

    The shape is the box of a turned ellipse, shrunk to the ellipse's own area.
    """
    along = np.array([np.sqrt(1 - aside**2) * torso.half_width_mm, 0.0])
    along[1] = aside * torso.half_depth_mm
    along /= np.linalg.norm(along)
    wide = np.hypot(radius_mm * along[0], thickness_mm * along[1])
    deep = np.hypot(radius_mm * along[1], thickness_mm * along[0])
    shrink = np.sqrt(radius_mm * thickness_mm / (wide * deep))
    return float(wide * shrink), float(deep * shrink)


def _draw_organs(
    rng: np.random.Generator,
    inner_mm: tuple[float, float],
    *,
    dome_mm: float,
    under_mm: float,
) -> Organs:
    """Draw the organs within half-axes of the inside of the rib cage."""
    wide, deep = inner_mm[0] / 152.0, inner_mm[1] / 96.0

    def solid(
        centre: tuple[float, float, float], radii: tuple[float, float, float]
    ) -> Ellipsoid:
        return Ellipsoid(
            centre_mm=(centre[0] * wide, centre[1] * deep, centre[2]),
            radii_mm=(radii[0] * wide, radii[1] * deep, radii[2]),
            activity=1.0,
        )

    liver_top = min(-22.0, under_mm + 24.0) + float(rng.uniform(-10, 6))
    left = float(rng.uniform(-68, -56))
    return Organs(
        right_lung=solid((-78.0, 5.0, 60.0), (62.0, 88.0, 150.0)),
        left_lung=solid((82.0, 5.0, 60.0), (58.0, 88.0, 150.0)),
        diaphragm_mm=dome_mm,
        liver=solid((left, -8.0, liver_top - 75.0), (86.0, 82.0, 75.0)),
        spleen=solid((92.0, 50.0, under_mm - 45.0), (28.0, 35.0, 50.0)),
        stomach=solid(
            (60.0, -12.0, under_mm - float(rng.uniform(42, 60))), (36.0, 30.0, 32.0)
        ),
        gut=_draw_gut(rng, under_mm - float(rng.uniform(12, 40))),
    )


def _draw_gut(rng: np.random.Generator, top_mm: float) -> tuple[Ellipsoid, ...]:
    """Draw one to three loops below a height; the first one touches it."""
    loops = []
    for index in range(int(rng.integers(1, 4))):
        first = index == 0
        radii = (
            float(rng.uniform(18, 38)),
            float(rng.uniform(14, 22)),
            float(rng.uniform(12, 22)),
        )
        sink = 0.0 if first else float(rng.uniform(10, 50))
        centre = (
            float(rng.uniform(20, 70) if first else rng.uniform(-40, 90)),
            float(rng.uniform(-60, -10)),
            top_mm - radii[2] - sink,
        )
        share = 1.0 if first else float(rng.uniform(0.4, 1.0))
        loops.append(Ellipsoid(centre_mm=centre, radii_mm=radii, activity=share))
    return tuple(loops)
