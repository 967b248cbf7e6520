"""What a simulated patient is made of: parameters only, nothing drawn, nothing random.

Positions are millimetres in LPS, measured from the rotation axis of the camera at
the middle of the grid. Activities are concentrations; healthy myocardium is 1.
"""

from dataclasses import dataclass, field

from myomap.phantom.chest import Chest
from myomap.phantom.coronaries import Coronaries
from myomap.phantom.lesion import Lesion
from myomap.phantom.solids import Ellipsoid, Point, require_between

__all__ = [
    "Defect",
    "HeartParameters",
    "Organs",
    "PapillaryMuscles",
    "PatientParameters",
    "RightVentricle",
    "Torso",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Torso:
    """An elliptic cylinder along the body axis.

    Parameters
    ----------
    half_width_mm, half_depth_mm : float, mm
        Half-axes from right to left and from front to back.
    activity : float
        Of soft tissue, healthy myocardium = 1.
    """

    half_width_mm: float = 178.0
    half_depth_mm: float = 120.0
    activity: float = 0.07

    def __post_init__(self) -> None:
        require_between("half_width_mm", self.half_width_mm, 50, 400)
        require_between("half_depth_mm", self.half_depth_mm, 50, 400)
        require_between("activity", self.activity, 0, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Organs:
    """What lies around the heart.

    Parameters
    ----------
    right_lung, left_lung : Ellipsoid
        Cut below by the diaphragm.
    diaphragm_mm : float, mm
        Height of the top of its two domes.
    liver, spleen : Ellipsoid
        Solid organs.
    stomach : Ellipsoid or None
        None when it is empty and cold.
    gut : tuple of Ellipsoid
        Loops that hold tracer; often none.
    """

    right_lung: Ellipsoid
    left_lung: Ellipsoid
    diaphragm_mm: float
    liver: Ellipsoid
    spleen: Ellipsoid
    stomach: Ellipsoid | None = None
    gut: tuple[Ellipsoid, ...] = ()

    def __post_init__(self) -> None:
        require_between("diaphragm_mm", self.diaphragm_mm, -1000, 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartParameters:
    """The left ventricle: a thick shell, open at the valve plane.

    Along the long axis runs s, from 0 where the axis meets the valve plane to the
    length at the epicardial apex; ρ is the distance from the axis. See
    `myomap.phantom.shell` for the formula of the surfaces.

    Parameters
    ----------
    azimuth_deg, elevation_deg : float, degrees
        Direction base → apex, as in `myomap.geometry.direction_from_angles`.
    centre_mm : (3,), mm, LPS
        The point of the axis at half of the length.
    midwall_radius_mm : float, mm
        Largest distance of the mid-wall from the axis.
    wall_mm : float, mm
        Thickness of the wall beside the axis.
    length_mm : float, mm
        From the valve plane to the epicardial apex.
    exponent : float
        2 is an ellipsoid; below it the apex is pointed, above it blunt.
    apical_wall_fraction : float
        Thickness at the apex as a fraction of `wall_mm`.
    valve_tilt_deg : float, degrees
        Tilt of the valve plane against the plane across the axis.
    valve_tilt_angle_deg : float, degrees
        Angle of the wall which the tilt makes shortest; 180 is the septum.
    blood_activity : float
        In the cavities and around the heart, healthy myocardium = 1.
    """

    azimuth_deg: float = 45.0
    elevation_deg: float = 20.0
    centre_mm: Point = (35.0, -35.0, 0.0)
    midwall_radius_mm: float = 27.0
    wall_mm: float = 11.0
    length_mm: float = 82.0
    exponent: float = 2.0
    apical_wall_fraction: float = 1.0
    valve_tilt_deg: float = 0.0
    valve_tilt_angle_deg: float = 180.0
    blood_activity: float = 0.1

    def __post_init__(self) -> None:
        for place in self.centre_mm:
            require_between("centre_mm", place, -1000, 1000)
        require_between("azimuth_deg", self.azimuth_deg, -360, 360)
        require_between("elevation_deg", self.elevation_deg, -80, 80)
        require_between("midwall_radius_mm", self.midwall_radius_mm, 8, 100)
        require_between("wall_mm", self.wall_mm, 2, 1.5 * self.midwall_radius_mm)
        require_between("length_mm", self.length_mm, 3 * self.wall_mm, 250)
        require_between("exponent", self.exponent, 1.2, 6)
        require_between("apical_wall_fraction", self.apical_wall_fraction, 0.2, 1.5)
        require_between("valve_tilt_deg", self.valve_tilt_deg, 0, 25)
        require_between("valve_tilt_angle_deg", self.valve_tilt_angle_deg, -360, 360)
        require_between("blood_activity", self.blood_activity, 0, 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class RightVentricle:
    """A thin crescent on the septal side of the left ventricle.

    Parameters
    ----------
    activity : float
        Of its wall, healthy left ventricular myocardium = 1.
    reach_mm : float, mm
        How far its free wall stands off the septum.
    wall_mm : float, mm
        Thickness of the free wall.
    """

    activity: float = 0.25
    reach_mm: float = 28.0
    wall_mm: float = 4.0

    def __post_init__(self) -> None:
        require_between("activity", self.activity, 0, 100)
        require_between("reach_mm", self.reach_mm, 5, 100)
        require_between("wall_mm", self.wall_mm, 1, 20)


@dataclass(frozen=True, slots=True, kw_only=True)
class PapillaryMuscles:
    """Two muscles that stand in the cavity, anterolateral and inferoseptal.

    Parameters
    ----------
    radius_mm : float, mm
        Half of their thickness.
    activity : float
        Healthy left ventricular wall = 1.
    """

    radius_mm: float = 4.0
    activity: float = 1.0

    def __post_init__(self) -> None:
        require_between("radius_mm", self.radius_mm, 1, 15)
        require_between("activity", self.activity, 0, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A part of the wall that takes up less tracer.

    Parameters
    ----------
    angle_deg : float, degrees
        Its middle: 0 lateral, 90 anterior, 180 septal, 270 inferior.
    half_angle_deg : float, degrees
        How far it goes to either side; 180 is the whole ring.
    from_fraction, to_fraction : float
        Where it begins and ends along the long axis: 0 valve plane, 1 apex.
        With 0 and 1 it has no border there.
    uptake : float
        What remains in it, as a fraction of the normal uptake.
    border_mm : float, mm
        Width over which the uptake falls, half of it on either side of the edge.
    """

    angle_deg: float
    half_angle_deg: float
    from_fraction: float = 0.0
    to_fraction: float = 1.0
    uptake: float = 0.3
    border_mm: float = 8.0

    def __post_init__(self) -> None:
        require_between("angle_deg", self.angle_deg, -360, 360)
        require_between("half_angle_deg", self.half_angle_deg, 1, 180)
        require_between("from_fraction", self.from_fraction, 0, 1)
        require_between("to_fraction", self.to_fraction, self.from_fraction, 1)
        require_between("uptake", self.uptake, 0, 10)
        require_between("border_mm", self.border_mm, 0, 50)


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientParameters:
    """One patient in one state.

    Stress and rest of a patient are two such records that differ in their defects.

    Parameters
    ----------
    torso : Torso
        The body.
    organs : Organs
        What lies around the heart.
    heart : HeartParameters
        The left ventricle.
    right_ventricle : RightVentricle or None
        None when it takes up nothing.
    defects : tuple of Defect
        Anywhere in the wall; where two overlap, the lower uptake counts.
    lesions : tuple of Lesion
        Disease of arteries. In one territory the deepest counts; those of two
        territories add up across their common border.
    coronaries : Coronaries
        Where the territories end; has no effect without lesions.
    papillary : PapillaryMuscles or None
        None when they are not told from the wall.
    chest : Chest or None
        Bones and breasts; None for a torso that attenuates evenly.
    """

    torso: Torso
    organs: Organs
    heart: HeartParameters
    right_ventricle: RightVentricle | None
    defects: tuple[Defect, ...] = ()
    lesions: tuple[Lesion, ...] = ()
    coronaries: Coronaries = field(default_factory=Coronaries)
    papillary: PapillaryMuscles | None = None
    chest: Chest | None = None
