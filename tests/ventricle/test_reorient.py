"""Reoriented volumes: what lies where, seen with a spot on a known wall."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.geometry import FloatArray, apply_affine
from myomap.records import Frame, LongAxis, Volume
from myomap.ventricle import ReorientOptions, axis_slices, short_axis_volume
from ventricle_samples import HEART_MM, USUAL_SHELL, blank_volume, with_spot

OPTIONS = ReorientOptions()
AXIS = LongAxis(
    apex_mm=HEART_MM + 45.0 * USUAL_SHELL.long_axis,
    base_mm=HEART_MM - 30.0 * USUAL_SHELL.long_axis,
)
MIDDLE = (AXIS.apex_mm + AXIS.base_mm) / 2
LATERAL, ANTERIOR, APICAL = AXIS.axes
ACROSS_MM = 28.0

WALLS = {
    "lateral": LATERAL,
    "anterior": ANTERIOR,
    "septal": -LATERAL,
    "inferior": -ANTERIOR,
}


def spot_at(place_mm: FloatArray) -> Volume:
    return with_spot(blank_volume(50, 4.0), place_mm, 100.0, 6.0)


def brightest(volume: Volume) -> tuple[int, ...]:
    """How many voxels the maximum lies from the grid's middle."""
    index = np.unravel_index(np.argmax(volume.counts), volume.counts.shape)
    return tuple(
        int(at) - n // 2 for at, n in zip(index, volume.counts.shape, strict=True)
    )


@pytest.mark.parametrize("wall", WALLS)
def test_a_spot_appears_at_its_wall_of_the_short_axis(wall: str) -> None:
    volume = spot_at(MIDDLE + ACROSS_MM * WALLS[wall])
    _, row, column = brightest(short_axis_volume(volume, AXIS, OPTIONS))
    right = {"lateral": 7, "septal": -7}.get(wall, 0)
    down = {"inferior": 7, "anterior": -7}.get(wall, 0)
    assert (row, column) == pytest.approx((down, right), abs=1)


def test_slices_run_from_apex_to_base() -> None:
    apex, base = (
        short_axis_volume(spot_at(place), AXIS, OPTIONS)
        for place in (AXIS.apex_mm, AXIS.base_mm)
    )
    at_apex, at_base = (int(np.argmax(v.counts.max(axis=(1, 2)))) for v in (apex, base))
    assert at_apex == pytest.approx(OPTIONS.margin_mm / 4.0, abs=1)
    assert at_base - at_apex == pytest.approx(AXIS.length_mm / 4.0, abs=1)
    assert apex.counts.shape[0] - at_base >= OPTIONS.margin_mm / 4.0 - 1


@pytest.mark.parametrize("wall", WALLS)
def test_the_affine_leads_back_to_the_patient(wall: str) -> None:
    place = MIDDLE + ACROSS_MM * WALLS[wall] + 12.0 * APICAL
    found = short_axis_volume(spot_at(place), AXIS, OPTIONS)
    index = np.unravel_index(np.argmax(found.counts), found.counts.shape)
    off = apply_affine(found.affine, np.array(index)) - place
    assert np.abs(off).max() < 4.0
    assert found.frame is Frame.PATIENT


def test_voxels_are_cubes_of_the_sources_finest_edge() -> None:
    volume = blank_volume(20, 4.0)
    flat = replace(volume, affine=volume.affine @ np.diag([2.0, 1.0, 1.0, 1.0]))
    found = short_axis_volume(flat, AXIS, OPTIONS)
    np.testing.assert_allclose(found.voxel_size_mm, 4.0)
    finer = short_axis_volume(flat, AXIS, replace(OPTIONS, spacing_mm=3.0))
    np.testing.assert_allclose(finer.voxel_size_mm, 3.0)


def test_the_axes_of_the_grid_are_those_of_the_heart() -> None:
    found = short_axis_volume(blank_volume(), AXIS, OPTIONS)
    wanted = np.stack([-APICAL, -ANTERIOR, LATERAL], axis=1)
    np.testing.assert_allclose(found.affine[:3, :3] / 4.0, wanted, atol=1e-12)


def test_the_long_axis_runs_through_the_middle_of_every_slice() -> None:
    found = short_axis_volume(blank_volume(), AXIS, OPTIONS)
    n = found.counts.shape
    ends = np.array([[0, n[1] // 2, n[2] // 2], [n[0] - 1, n[1] // 2, n[2] // 2]])
    away = apply_affine(found.affine, ends) - AXIS.apex_mm
    np.testing.assert_allclose(np.cross(away, APICAL), 0.0, atol=1e-9)


def test_a_reoriented_volume_can_be_reoriented_again() -> None:
    place = MIDDLE + ACROSS_MM * ANTERIOR
    once = short_axis_volume(spot_at(place), AXIS, OPTIONS)
    twice = short_axis_volume(once, AXIS, OPTIONS)
    np.testing.assert_allclose(twice.affine, once.affine, atol=1e-9)
    np.testing.assert_allclose(twice.counts, once.counts, atol=1e-3)


SLICES = {
    "short": {"lateral": (0, 28), "anterior": (-28, 0)},
    "vertical_long": {"apical": (0, 28), "anterior": (-28, 0)},
    "horizontal_long": {"lateral": (0, 28), "apical": (-28, 0)},
}


@pytest.mark.parametrize(
    ("name", "towards"), [(name, way) for name, ways in SLICES.items() for way in ways]
)
def test_a_spot_appears_where_a_reader_looks_for_it(name: str, towards: str) -> None:
    directions = {"lateral": LATERAL, "anterior": ANTERIOR, "apical": APICAL}
    volume = spot_at(MIDDLE + ACROSS_MM * directions[towards])
    plane: Volume = getattr(axis_slices(volume, AXIS, OPTIONS), name)
    assert plane.counts.shape[0] == 1
    _, down, right = brightest(plane)
    assert (down, right) == pytest.approx(SLICES[name][towards], abs=3)


@pytest.mark.parametrize("name", SLICES)
def test_standard_slices_cut_through_the_middle_of_the_axis(name: str) -> None:
    plane: Volume = getattr(axis_slices(blank_volume(), AXIS, OPTIONS), name)
    np.testing.assert_allclose(plane.centre_mm, MIDDLE, atol=1e-9)
    np.testing.assert_allclose(plane.voxel_size_mm, 1.0)
