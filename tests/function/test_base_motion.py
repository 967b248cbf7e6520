"""The valve plane of a gate, told against that of the sum of all."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from beating_hearts import beat, gates, summed
from myomap.errors import VentricleNotFoundError
from myomap.function import trace_gates
from myomap.function.base_motion import (
    BasePlane,
    base_shifts_mm,
    plane_in_shell,
    plane_of_ventricle,
)
from myomap.function.gate_walls import start_of, wall_from
from myomap.phantom.heart_frame import local_points
from myomap.records import Ventricle
from myomap.ventricle import find_ventricle
from myomap.ventricle.wall import Wall


@cache
def _known() -> tuple[Ventricle, Wall, BasePlane]:
    found = find_ventricle(summed(gates()))
    return (
        found,
        wall_from(found.volume, start_of(found)),
        plane_of_ventricle(found),
    )


def _carried(wall: Wall, way_mm: np.ndarray) -> Wall:
    return replace(
        wall, shell=replace(wall.shell, centre_mm=wall.shell.centre_mm + way_mm)
    )


def test_the_plane_of_a_ventricle_holds_its_rim_and_looks_to_the_apex():
    found, _, plane = _known()
    away = (found.midwall.points_mm[-1] - plane.middle_mm) @ plane.direction
    assert np.abs(away).max() < 1.0
    assert (found.long_axis.apex_mm - plane.middle_mm) @ plane.direction > 50.0


@pytest.mark.parametrize("way_mm", [-6.0, -1.3, 0.0, 4.2, 9.0])
def test_a_wall_that_is_carried_along_is_told_by_how_far(way_mm):
    _, wall, plane = _known()
    moved = _carried(wall, way_mm * plane.direction)
    assert base_shifts_mm([moved], wall, plane)[0] == pytest.approx(way_mm, abs=0.15)


def test_a_third_of_the_wall_that_is_dim_in_one_gate_hardly_moves_the_plane():
    _, wall, plane = _known()
    moved = _carried(wall, 5.0 * plane.direction)
    dim = moved.brightness.copy()
    dim[np.ix_(moved.latitude_deg >= 70, np.arange(12))] *= 0.3
    found = base_shifts_mm([replace(moved, brightness=dim)], wall, plane)
    assert found[0] == pytest.approx(5.0, abs=1.5)


def test_a_plane_in_the_frame_of_a_shell_is_the_same_plane():
    _, wall, plane = _known()
    there = plane_in_shell(wall, plane, 3.0)
    across = np.cross(plane.direction, [0.3, -0.2, 1.0])
    points = plane.middle_mm + 3.0 * plane.direction + np.outer([-20.0, 0, 30], across)
    height = there.height_mm(wall.shell.to_local(points))
    np.testing.assert_allclose(height, 0.0, atol=1e-6)


@pytest.mark.parametrize("counts", [None, 80_000.0])
def test_every_gate_is_cut_near_its_own_valve_plane(counts):
    traced = trace_gates(gates(counts))
    away = [
        float(local_points(truth.heart, cut.midwall.points_mm[-1]).along_mm.mean())
        for truth, cut in zip(beat().gates, traced.gates, strict=True)
    ]
    assert np.abs(away).max() < 4.0


def test_a_volume_without_a_wall_is_refused():
    found, _, _ = _known()
    empty = found.volume.with_counts(np.zeros_like(found.volume.counts))
    with pytest.raises(VentricleNotFoundError, match="shows no wall"):
        wall_from(empty, start_of(found))
