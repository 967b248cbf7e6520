"""What of a patient decides how evenly an even ventricle is seen."""

from typing import Final

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.scan import Scan
from myomap.phantom.shell import outer_points_mm
from myomap.phantom.simulated_patient import Artefact, SimulatedPatient
from myomap.phantom.solids import Ellipsoid
from myomap.records import Sex, State

__all__ = ["FEATURE_NAMES", "map_features"]

_NEAR_MM: Final = 12.0

FEATURE_NAMES: Final = (
    "one",
    "woman",
    "body mass index",
    "breast size",
    "breast thickness",
    "breast height",
    "breast aside",
    "azimuth",
    "elevation",
    "left",
    "back",
    "wall",
    "radius",
    "length",
    "apical wall",
    "blood",
    "soft tissue",
    "liver",
    "liver nearness",
    "gut nearness",
    "diaphragm",
    "counts",
    "map to left",
    "map to back",
    "map to head",
    "motion to head",
    "motion size",
    "field",
    "stress",
)
"""Each about between -2 and 2."""


def map_features(patient: SimulatedPatient, state: State) -> FloatArray:
    """Return the numbers that the evenness of a map depends on.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.
    state : State
        Of the map.

    Returns
    -------
    (feature,)
        In the order of `FEATURE_NAMES`.
    """
    seen, scan = patient.of(state), patient.scan_of(state)
    shift = np.asarray(patient.map_shift_mm) / 10.0
    return np.array(
        [
            1.0,
            float(patient.person.sex is Sex.FEMALE),
            (patient.person.body_mass_index - 27.5) / 5.0,
            *_breast(seen),
            *_heart(seen),
            *_neighbours(seen),
            np.log(scan.lv_counts / 5e5),
            *shift,
            *_motion(scan),
            float(Artefact.TRUNCATED_FIELD in patient.artefacts),
            float(state is State.STRESS),
        ]
    )


def _breast(seen: PatientParameters) -> tuple[float, ...]:
    breasts = seen.chest.breasts if seen.chest is not None else ()
    if not breasts:
        return 0.0, 0.0, 0.0, 0.0
    left = max(breasts, key=lambda breast: breast.centre_mm[0])
    wide, deep, tall = left.radii_mm
    height = left.centre_mm[2] - seen.heart.centre_mm[2]
    aside = left.centre_mm[0] / seen.torso.half_width_mm
    thickness = wide * deep / tall
    return (
        (tall - 75.0) / 20.0,
        (thickness - 35.0) / 12.0,
        (height - 45.0) / 20.0,
        (aside - 0.73) / 0.09,
    )


def _heart(seen: PatientParameters) -> tuple[float, ...]:
    heart = seen.heart
    return (
        (heart.azimuth_deg - 48.0) / 10.0,
        (heart.elevation_deg - 22.0) / 10.0,
        (heart.centre_mm[0] - 36.0) / 8.0,
        (heart.centre_mm[1] + 30.0) / 8.0,
        (heart.wall_mm - 10.0) / 2.0,
        (heart.midwall_radius_mm - 27.0) / 3.0,
        (heart.length_mm - 86.0) / 8.0,
        (heart.apical_wall_fraction - 0.7) / 0.15,
        (heart.blood_activity - 0.1) / 0.04,
    )


def _neighbours(seen: PatientParameters) -> tuple[float, ...]:
    points = outer_points_mm(seen.heart)
    lowest = points[int(np.argmin(points[:, 2]))]
    organs = seen.organs
    liver = organs.liver.activity * _nearness(organs.liver, lowest)
    gut = sum(loop.activity * _nearness(loop, lowest) for loop in organs.gut)
    return (
        (seen.torso.activity - 0.07) / 0.02,
        organs.liver.activity - 0.6,
        liver,
        gut,
        (organs.diaphragm_mm - float(lowest[2]) - 5.0) / 10.0,
    )


def _nearness(solid: Ellipsoid, point_mm: FloatArray) -> float:
    """Return 1 for a solid that touches a point and less the farther it is."""
    offset = (point_mm - np.asarray(solid.centre_mm)) / np.asarray(solid.radii_mm)
    level = float(np.linalg.norm(offset))
    gap_mm = max(level - 1.0, 0.0) * float(np.mean(solid.radii_mm))
    return float(np.exp(-gap_mm / _NEAR_MM))


def _motion(scan: Scan) -> tuple[float, float]:
    if scan.motion is None:
        return 0.0, 0.0
    middle = (scan.motion.from_fraction + scan.motion.to_fraction) / 2
    # Moving half-way through the views hurts most.
    weight = 4.0 * middle * (1.0 - middle) / 10.0
    return scan.motion.head_mm * weight, abs(scan.motion.head_mm) * weight
