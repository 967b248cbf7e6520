"""One small valid sample of every record, for the tests that bend them."""

from datetime import UTC, datetime
from typing import Any

import numpy as np

from myomap.records import (
    AcquisitionFacts,
    AttenuationMap,
    ContourQuality,
    CtVolume,
    EnergyWindow,
    Evidence,
    InputKind,
    LeftOut,
    LongAxis,
    MapSource,
    PolarMap,
    Projections,
    Sex,
    State,
    Study,
    StudyInput,
    Surface,
    Ventricle,
    Volume,
)

MAP_SHAPE = (32, 72)


def polar_map(**changes: Any) -> PolarMap:
    """Return a flat map at 80 %."""
    values: dict[str, Any] = {
        "uptake_percent": np.full(MAP_SHAPE, 80.0),
        "area_cm2": np.full(MAP_SHAPE, 0.05),
        "valid": np.ones(MAP_SHAPE, dtype=bool),
        "state": State.STRESS,
        "source": MapSource.VOLUME,
        "reference_percentile": 98.0,
    }
    return PolarMap(**{**values, **changes})


def volume(**changes: Any) -> Volume:
    """Return a volume of 2 x 3 x 4 voxels of 4 mm."""
    values: dict[str, Any] = {
        "counts": np.arange(24.0).reshape(2, 3, 4),
        "affine": np.diag([4.0, 4.0, 4.0, 1.0]),
    }
    return Volume(**{**values, **changes})


def attenuation_map(**changes: Any) -> AttenuationMap:
    """Return a map of 2 x 3 x 4 voxels of 4 mm, all soft tissue."""
    values: dict[str, Any] = {
        "per_cm": np.full((2, 3, 4), 0.15),
        "affine": np.diag([4.0, 4.0, 4.0, 1.0]),
    }
    return AttenuationMap(**{**values, **changes})


def ct_volume(**changes: Any) -> CtVolume:
    """Return a CT of 2 x 3 x 4 voxels of 2 mm, all water."""
    values: dict[str, Any] = {
        "hounsfield": np.zeros((2, 3, 4)),
        "affine": np.diag([5.0, 2.0, 2.0, 1.0]),
    }
    return CtVolume(**{**values, **changes})


def projections(**changes: Any) -> Projections:
    """Return eight views of 4 x 5 pixels, ungated, in one energy window."""
    values: dict[str, Any] = {
        "counts": np.ones((1, 1, 8, 4, 5)),
        "angle_deg": np.arange(8) * 45.0,
        "radius_mm": np.full(8, 240.0),
        "detector": np.zeros(8, dtype=int),
        "pixel_size_mm": [6.4, 6.4],
        "frame_duration_ms": np.full(8, 25_000.0),
        "energy_windows": (EnergyWindow(lower_keV=126, upper_keV=154),),
    }
    return Projections(**{**values, **changes})


def surface(n_latitudes: int = 3, n_angles: int = 4) -> Surface:
    """Return a cone around the body axis."""
    points = np.zeros((n_latitudes, n_angles, 3))
    turn = 2 * np.pi * np.arange(n_angles) / n_angles
    for latitude in range(n_latitudes):
        points[latitude, :, 0] = 10 * latitude * np.cos(turn)
        points[latitude, :, 1] = 10 * latitude * np.sin(turn)
        points[latitude, :, 2] = 20 * latitude
    return Surface(points_mm=points)


def ventricle(**changes: Any) -> Ventricle:
    """Return a ventricle of 60 mm whose surfaces all coincide."""
    values: dict[str, Any] = {
        "volume": volume(),
        "long_axis": LongAxis(apex_mm=[0, -60, 0], base_mm=[0, 0, 0]),
        "endocardium": surface(),
        "midwall": surface(),
        "epicardium": surface(),
        "normals": np.ones((3, 4, 3)),
        "short_axis": volume(),
        "quality": ContourQuality(
            score=0.9, contrast=1.5, supported_percent=95.0, residual_mm=1.0
        ),
    }
    return Ventricle(**{**values, **changes})


def study_input(**changes: Any) -> StudyInput:
    """Return a stress volume with the evidence for its state."""
    values: dict[str, Any] = {
        "data": volume(),
        "kind": InputKind.TRANSAXIAL_VOLUME,
        "state": State.STRESS,
        "evidence": (
            Evidence(source="SeriesDescription", found="STRESS", state=State.STRESS),
        ),
        "facts": AcquisitionFacts(acquired_at=datetime(2001, 2, 3, tzinfo=UTC)),
        "sha256": "0" * 64,
        "sop_instance_uid": "1.2.3",
    }
    return StudyInput(**{**values, **changes})


def study(**changes: Any) -> Study:
    """Return a study of one stress input, with one file left out."""
    values: dict[str, Any] = {
        "inputs": (study_input(),),
        "left_out": (LeftOut(name="DOE_JANE/notes.txt", reason="It is no image."),),
        "sex": Sex.FEMALE,
        "age_years": 61.0,
    }
    return Study(**{**values, **changes})
