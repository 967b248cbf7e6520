"""The three cups: one apex, one valve plane, even arcs, no fold."""

from collections.abc import Callable

import numpy as np
import pytest

from myomap.bench.inside_mesh import is_inside_mesh
from myomap.geometry import FloatArray, angle_between_deg
from myomap.records import N_ANGLES, N_RINGS, Surface
from myomap.ventricle.mesh_files import closed_mesh
from myomap.ventricle.shell import Shell
from myomap.ventricle.surfaces import CutSurfaces, cut_surfaces
from myomap.ventricle.valve_plane import ValvePlane
from myomap.ventricle.wall import WallOptions, trace_wall
from ventricle_samples import HEART_MM, USUAL_SHELL, blank_volume, wall_volume

PLANE = ValvePlane(axial_mm=-17.0, slope_lateral=-0.2, slope_anterior=0.1, n_sectors=30)

SHELLS = {
    "usual": USUAL_SHELL,
    "small and thick": Shell.from_parameters([*HEART_MM, 60, 40, 16, 32, 2.0]),
    "pointed": Shell.from_parameters([*HEART_MM, 30, 10, 24, 60, 1.6]),
    "dilated and blunt": Shell.from_parameters([*HEART_MM, 45, 20, 45, 65, 3.0]),
}


def cut(shell: Shell) -> CutSurfaces:
    grid = blank_volume(50, 4.0)
    wall = trace_wall(wall_volume(shell, on=grid), shell, WallOptions())
    return cut_surfaces(wall, PLANE)


@pytest.fixture(scope="module")
def cups() -> dict[str, CutSurfaces]:
    return {name: cut(shell) for name, shell in SHELLS.items()}


@pytest.fixture(scope="module", params=list(SHELLS))
def case(
    request: pytest.FixtureRequest, cups: dict[str, CutSurfaces]
) -> tuple[Shell, CutSurfaces]:
    return SHELLS[request.param], cups[request.param]


Case = tuple[Shell, CutSurfaces]


def three(cups: CutSurfaces) -> tuple[Surface, Surface, Surface]:
    return cups.endocardium, cups.midwall, cups.epicardium


def test_all_surfaces_share_one_grid(case: Case) -> None:
    _, cups = case
    shape = (N_RINGS + 1, N_ANGLES, 3)
    assert {surface.points_mm.shape for surface in three(cups)} == {shape}
    assert cups.normals.shape == shape


def test_the_apex_is_one_point(case: Case) -> None:
    _, cups = case
    for surface in three(cups):
        assert np.ptp(surface.points_mm[0], axis=0).max() < 1e-6
    np.testing.assert_allclose(cups.midwall.points_mm[0, 0], cups.long_axis.apex_mm)


def test_the_last_latitude_lies_on_the_valve_plane(case: Case) -> None:
    shell, cups = case
    local = shell.to_local(cups.midwall.points_mm)
    assert np.abs(PLANE.height_mm(local[-1])).max() < 0.3
    assert PLANE.height_mm(local[:-1]).min() > 0


def test_latitudes_are_evenly_spaced_along_each_angle(case: Case) -> None:
    _, cups = case
    steps = np.linalg.norm(np.diff(cups.midwall.points_mm, axis=0), axis=-1)
    # The common apex is the mean of all angles', so the first step may differ.
    later = steps[1:]
    np.testing.assert_allclose(later, later.mean(axis=0) + 0 * later, rtol=0.04)


def test_angles_are_those_of_the_polar_map(case: Case) -> None:
    shell, cups = case
    local = shell.to_local(cups.midwall.points_mm[8:])
    angle = np.degrees(np.arctan2(local[..., 1], local[..., 0])) % 360
    off = (angle - 5.0 * np.arange(N_ANGLES) + 180) % 360 - 180
    assert np.abs(off).max() < 1.0


def test_the_midwall_is_that_of_the_shell(case: Case) -> None:
    shell, cups = case
    local = shell.to_local(cups.midwall.points_mm[1:])
    across = np.hypot(local[..., 0], local[..., 1]) / shell.radius_mm
    along = np.abs(local[..., 2]) / shell.half_length_mm
    off = (across**2 + along**shell.exponent - 1) * shell.radius_mm / 2
    assert np.abs(off).max() < 2.0


def test_the_long_axis_is_the_shells(case: Case) -> None:
    shell, cups = case
    axis = cups.long_axis
    assert angle_between_deg(axis.apex_mm - axis.base_mm, shell.long_axis) < 2
    np.testing.assert_allclose(
        shell.to_local(axis.base_mm), [0, 0, PLANE.axial_mm], atol=1e-9
    )


def test_normals_are_unit_and_point_out_of_the_wall(case: Case) -> None:
    _, cups = case
    np.testing.assert_allclose(np.linalg.norm(cups.normals, axis=-1), 1.0, atol=1e-9)
    across = cups.epicardium.points_mm - cups.endocardium.points_mm
    assert np.sum(across * cups.normals, axis=-1).min() > 0


def test_the_midwall_lies_between_the_edges(case: Case) -> None:
    _, cups = case
    for surface, sign in ((cups.endocardium, -1), (cups.epicardium, 1)):
        away = surface.points_mm - cups.midwall.points_mm
        assert (sign * np.sum(away * cups.normals, axis=-1)).min() > 1.0


def test_the_endocardium_lies_inside_the_epicardium(case: Case) -> None:
    _, cups = case
    inner = cups.endocardium.points_mm[:-2:3, ::6].reshape(-1, 3)
    assert np.all(is_inside_mesh(inner, *closed_mesh(cups.epicardium)))


def facing(surface: Surface, outwards: FloatArray) -> FloatArray:
    """(latitude, angle): cosine of the surface's own normals and given directions."""
    points = surface.points_mm
    down = points[1:] - points[:-1]
    along = np.roll(points, -1, axis=1) - np.roll(points, 1, axis=1)
    normal = np.cross(down, along[1:])
    normal = normal / np.linalg.norm(normal, axis=-1, keepdims=True)
    cosine: FloatArray = np.sum(normal * outwards[1:], axis=-1)
    return cosine


@pytest.mark.parametrize(
    "surface_of",
    [
        lambda cups: cups.endocardium,
        lambda cups: cups.midwall,
        lambda cups: cups.epicardium,
    ],
    ids=["endocardium", "midwall", "epicardium"],
)
def test_no_surface_folds(
    surface_of: Callable[[CutSurfaces], Surface], case: Case
) -> None:
    _, cups = case
    assert facing(surface_of(cups), cups.normals).min() > 0.3


def test_a_higher_plane_shortens_all_angles(cups: dict[str, CutSurfaces]) -> None:
    grid = blank_volume(50, 4.0)
    wall = trace_wall(wall_volume(on=grid), USUAL_SHELL, WallOptions())
    flat = {"slope_lateral": 0.0, "slope_anterior": 0.0, "n_sectors": 36}
    low, high = (
        cut_surfaces(wall, ValvePlane(axial_mm=axial, **flat))
        for axial in (-20.0, -12.0)
    )
    assert low.long_axis.length_mm - high.long_axis.length_mm == pytest.approx(8.0)
    lengths = [
        np.linalg.norm(np.diff(one.midwall.points_mm, axis=0), axis=-1).sum(axis=0)
        for one in (low, high)
    ]
    assert np.all(lengths[0] > lengths[1] + 6)
