"""Placed by hand: the map of the automatic axis, and refusals in sentences."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest

from myomap.errors import ConfigError, GeometryError, VentricleNotFoundError
from myomap.geometry import FloatArray, angle_between_deg
from myomap.polarmap import sample_polar_map, segment_means, segments_17
from myomap.records import Frame, Ventricle, VentricleSource, Volume
from myomap.ventricle import (
    ManualPlacement,
    ReorientOptions,
    find_ventricle,
    place_ventricle,
    short_axis_volume,
)
from ventricle_samples import HEART_MM, USUAL_SHELL, blank_volume, ordinary_patient

CASES = (0, 1, 2)
FIELD = ReorientOptions(half_width_mm=90.0, margin_mm=45.0, spacing_mm=5.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class Patient:
    volume: Volume
    found: Ventricle
    placement: ManualPlacement


def radius_of(ventricle: Ventricle) -> float:
    """Mid-wall radius where the ventricle is widest, mm."""
    _, _, apical = ventricle.long_axis.axes
    away = ventricle.midwall.points_mm - ventricle.long_axis.base_mm
    across = away - (away @ apical)[..., np.newaxis] * apical
    return float(np.linalg.norm(across, axis=-1).mean(axis=1).max())


@pytest.fixture(scope="module", params=CASES)
def patient(request: pytest.FixtureRequest) -> Patient:
    volume, _ = ordinary_patient(request.param)
    found = find_ventricle(volume)
    placement = ManualPlacement(
        apex_mm=found.long_axis.apex_mm,
        base_mm=found.long_axis.base_mm,
        radius_mm=radius_of(found),
    )
    return Patient(volume=volume, found=found, placement=placement)


def segments_of(ventricle: Ventricle) -> FloatArray:
    uptake = sample_polar_map(ventricle.volume, ventricle)
    means = segment_means(uptake, segments_17())
    return np.array([one.uptake_percent for one in means])


def test_the_automatic_axis_placed_by_hand_gives_its_map(patient: Patient) -> None:
    placed = place_ventricle(patient.volume, patient.placement)
    change = segments_of(placed) - segments_of(patient.found)
    # By hand the valve plane stands across the axis; found, it is tilted.
    assert np.abs(change).max() < 8
    assert placed.source is VentricleSource.MANUAL


def test_apex_and_base_lie_where_they_were_put(patient: Patient) -> None:
    axis = place_ventricle(patient.volume, patient.placement).long_axis
    assert np.linalg.norm(axis.base_mm - patient.placement.base_mm) < 0.01
    assert np.linalg.norm(axis.apex_mm - patient.placement.apex_mm) < 4


def in_frame(patient: Patient, frame: Frame, *, base_first: bool) -> Volume:
    """Short-axis slices without their place in the patient."""
    slices = short_axis_volume(patient.volume, patient.found.long_axis, FIELD)
    counts = slices.counts[::-1] if base_first else slices.counts
    affine = np.diag([*slices.voxel_size_mm, 1.0])
    return Volume(counts=counts, affine=affine, frame=frame)


@pytest.mark.parametrize(
    ("frame", "base_first"),
    [
        (Frame.SHORT_AXIS_FROM_APEX, False),
        (Frame.SHORT_AXIS_FROM_BASE, True),
        (Frame.SHORT_AXIS, False),
        (Frame.SHORT_AXIS, True),
    ],
)
def test_short_axis_slices_take_points_in_their_own_mm(
    frame: Frame, base_first: bool, patient: Patient
) -> None:
    volume = in_frame(patient, frame, base_first=base_first)
    n = np.array(volume.counts.shape)
    to_apex_mm, length = FIELD.margin_mm, patient.found.long_axis.length_mm
    along = np.array([to_apex_mm, to_apex_mm + length])
    if base_first:
        along = (n[0] - 1) * 5.0 - along
    middle = (n[1] // 2) * 5.0
    placed = place_ventricle(
        volume,
        ManualPlacement(
            apex_mm=np.array([along[0], middle, middle]),
            base_mm=np.array([along[1], middle, middle]),
            radius_mm=patient.placement.radius_mm,
        ),
    )
    assert placed.short_axis.frame is Frame.SHORT_AXIS_FROM_APEX
    assert placed.long_axis.length_mm == pytest.approx(length, abs=4)
    change = segments_of(placed) - segments_of(patient.found)
    # By hand the valve plane stands across the axis; found, it is tilted.
    assert np.abs(change).max() < 8


USUAL: dict[str, Any] = {
    "apex_mm": HEART_MM + 45.0 * USUAL_SHELL.long_axis,
    "base_mm": HEART_MM - 25.0 * USUAL_SHELL.long_axis,
    "radius_mm": 27.0,
}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"apex_mm": np.array([1.0, np.nan, 0.0])}, "apex_mm is no point: expected"),
        ({"base_mm": np.zeros(2)}, "base_mm is no point: expected three finite"),
        ({"base_mm": USUAL["apex_mm"]}, "is 0 mm long, expected 20 to 200 mm"),
        ({"base_mm": USUAL["apex_mm"] + 300.0}, "is 520 mm long, expected 20 to 200"),
        ({"radius_mm": 3.0}, "The radius is 3 mm, expected 8 to 80 mm"),
        ({"radius_mm": 200.0}, "The radius is 200 mm, expected 8 to 80 mm"),
        ({"radius_mm": float("nan")}, "The radius is nan mm, expected 8 to 80 mm"),
    ],
)
def test_impossible_placements_are_refused(
    changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(ConfigError, match=sentence):
        ManualPlacement(**{**USUAL, **changed})


def test_a_placement_cannot_be_changed_afterwards() -> None:
    placement = ManualPlacement(**USUAL)
    with pytest.raises(ValueError, match="read-only"):
        placement.apex_mm[0] = 0.0


@pytest.mark.parametrize("level", [0.0, -3.0])
def test_a_wall_without_counts_is_no_ventricle(level: float) -> None:
    volume = blank_volume()
    empty = volume.with_counts(np.full(volume.counts.shape, level))
    with pytest.raises(VentricleNotFoundError, match="no counts along the wall"):
        place_ventricle(empty, ManualPlacement(**USUAL))


def test_a_wall_outside_of_the_volume_is_no_ventricle(patient: Patient) -> None:
    away = {name: USUAL[name] + 2000.0 for name in ("apex_mm", "base_mm")}
    with pytest.raises(VentricleNotFoundError, match="left, back and head"):
        place_ventricle(patient.volume, ManualPlacement(**{**USUAL, **away}))


def test_an_axis_along_the_body_has_no_anterior_wall(patient: Patient) -> None:
    upright = ManualPlacement(
        apex_mm=HEART_MM - np.array([0.0, 0.0, 40.0]),
        base_mm=HEART_MM + np.array([0.0, 0.0, 40.0]),
        radius_mm=27.0,
    )
    with pytest.raises(GeometryError, match="check the apex and base points"):
        place_ventricle(patient.volume, upright)


def test_any_other_direction_can_be_placed(patient: Patient) -> None:
    backwards = replace(
        patient.placement,
        apex_mm=patient.placement.base_mm,
        base_mm=patient.placement.apex_mm,
    )
    axis = place_ventricle(patient.volume, backwards).long_axis
    wanted = backwards.apex_mm - backwards.base_mm
    assert angle_between_deg(axis.apex_mm - axis.base_mm, wanted) < 4
