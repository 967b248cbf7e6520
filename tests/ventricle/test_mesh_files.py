"""Meshes that other programs open, read back by another program and by hand."""

import io

import numpy as np
import pytest
import trimesh

from myomap.records import Surface
from myomap.ventricle import (
    closed_mesh,
    enclosed_volume_ml,
    find_ventricle,
    stl_bytes,
    vtk_polydata_bytes,
)
from ventricle_samples import half_ellipsoid, ordinary_patient

HEADER_BYTES = 80


@pytest.fixture(scope="module")
def surfaces() -> dict[str, Surface]:
    found = find_ventricle(ordinary_patient(0)[0])
    return {
        "half ellipsoid": half_ellipsoid(),
        "endocardium": found.endocardium,
        "midwall": found.midwall,
        "epicardium": found.epicardium,
    }


@pytest.fixture(params=["half ellipsoid", "endocardium", "midwall", "epicardium"])
def surface(request: pytest.FixtureRequest, surfaces: dict[str, Surface]) -> Surface:
    return surfaces[request.param]


def mesh_of(surface: Surface) -> trimesh.Trimesh:
    vertices, triangles = closed_mesh(surface)
    return trimesh.Trimesh(vertices, triangles, process=False)


def test_the_mesh_is_closed_and_turns_one_way(surface: Surface) -> None:
    mesh = mesh_of(surface)
    assert mesh.is_watertight
    assert mesh.is_winding_consistent
    assert mesh.euler_number == 2
    assert mesh.volume > 0, "counter-clockwise as seen from outside"


def test_every_point_of_the_surface_is_a_vertex(surface: Surface) -> None:
    vertices, triangles = closed_mesh(surface)
    n_rings, n_angles = surface.points_mm.shape[0] - 1, surface.points_mm.shape[1]
    assert len(vertices) == 2 + n_rings * n_angles
    np.testing.assert_array_equal(vertices[0], surface.points_mm[0, 0])
    np.testing.assert_array_equal(vertices[1:-1], surface.points_mm[1:].reshape(-1, 3))
    assert set(triangles.ravel()) == set(range(len(vertices)))


def test_the_volume_is_that_of_another_program(surface: Surface) -> None:
    assert enclosed_volume_ml(surface) == pytest.approx(
        mesh_of(surface).volume / 1000.0, rel=1e-6
    )


@pytest.mark.parametrize(("radius", "length"), [(30.0, 60.0), (20.0, 20.0)])
def test_the_volume_of_a_half_ellipsoid_is_the_analytic_one(
    radius: float, length: float
) -> None:
    surface = half_ellipsoid(radius, length)
    analytic_ml = 2 / 3 * np.pi * radius**2 * length / 1000.0
    assert enclosed_volume_ml(surface) == pytest.approx(analytic_ml, rel=0.005)


def test_the_volume_does_not_depend_on_the_place() -> None:
    surface = half_ellipsoid()
    moved = Surface(points_mm=surface.points_mm + np.array([500.0, -300.0, 200.0]))
    assert enclosed_volume_ml(moved) == pytest.approx(enclosed_volume_ml(surface))


def test_cavity_wall_and_cup_fit_into_each_other(surfaces: dict[str, Surface]) -> None:
    cavity, middle, cup = (
        enclosed_volume_ml(surfaces[name])
        for name in ("endocardium", "midwall", "epicardium")
    )
    assert 0 < cavity < middle < cup < 800


def test_another_program_reads_the_stl(surface: Surface) -> None:
    data = stl_bytes(surface, "surface")
    read = trimesh.load(io.BytesIO(data), file_type="stl")
    assert isinstance(read, trimesh.Trimesh)
    assert read.is_watertight
    assert read.volume / 1000.0 == pytest.approx(enclosed_volume_ml(surface), rel=0.005)


def test_facets_carry_outward_unit_normals() -> None:
    surface = half_ellipsoid()
    data = stl_bytes(surface, "half")
    (n_facets,) = np.frombuffer(data, "<u4", 1, offset=HEADER_BYTES)
    assert n_facets == len(closed_mesh(surface)[1])
    assert len(data) == HEADER_BYTES + 4 + 50 * n_facets
    facet = np.dtype([("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("n", "<u2")])
    facets = np.frombuffer(data, facet, offset=HEADER_BYTES + 4)
    np.testing.assert_allclose(np.linalg.norm(facets["normal"], axis=1), 1.0, atol=1e-5)
    inside = surface.points_mm.mean(axis=(0, 1))
    outwards = facets["corners"].mean(axis=1) - inside
    assert np.sum(facets["normal"] * outwards, axis=1).min() > 0


def test_the_stl_header_tells_space_and_unit() -> None:
    header = stl_bytes(half_ellipsoid(), "left ventricle, " + "x" * 99)[:HEADER_BYTES]
    text = header.decode("ascii")
    assert text.startswith("SPACE=LPS unit=mm left ventricle, xxx")
    # Readers take a file for text that begins with this word.
    assert not text.startswith("solid")


def parsed_vtk(data: bytes) -> dict[str, list[str]]:
    """The lines of each part, by the part's first word."""
    lines = data.decode("ascii").splitlines()
    parts: dict[str, list[str]] = {"head": lines[:4]}
    name = "head"
    for line in lines[4:]:
        word = line.split()[0]
        if word.isupper():
            name = word
            parts[name] = [line]
        else:
            parts[name].append(line)
    return parts


def test_the_vtk_file_is_read_back_line_by_line(surface: Surface) -> None:
    vertices, triangles = closed_mesh(surface)
    parts = parsed_vtk(vtk_polydata_bytes(surface, "midwall"))
    assert parts["head"] == [
        "# vtk DataFile Version 3.0",
        "midwall; LPS mm; research use, not for diagnosis",
        "ASCII",
        "DATASET POLYDATA",
    ]
    assert parts["POINTS"][0] == f"POINTS {len(vertices)} float"
    points = np.array([line.split() for line in parts["POINTS"][1:]], dtype=float)
    np.testing.assert_allclose(points, vertices, atol=1e-4)
    assert parts["POLYGONS"][0] == f"POLYGONS {len(triangles)} {4 * len(triangles)}"
    cells = np.array([line.split() for line in parts["POLYGONS"][1:]], dtype=int)
    assert np.all(cells[:, 0] == 3)
    np.testing.assert_array_equal(cells[:, 1:], triangles)
    assert "POINT_DATA" not in parts


def test_scalars_stand_at_their_vertices() -> None:
    surface = half_ellipsoid()
    uptake = np.arange(33 * 72, dtype=float).reshape(33, 72) / 30.0
    parts = parsed_vtk(vtk_polydata_bytes(surface, "midwall", uptake))
    assert parts["POINT_DATA"] == [f"POINT_DATA {2 + 32 * 72}"]
    assert parts["SCALARS"] == ["SCALARS uptake_percent float 1"]
    assert parts["LOOKUP_TABLE"][0] == "LOOKUP_TABLE default"
    values = np.array(parts["LOOKUP_TABLE"][1:], dtype=float)
    assert values[0] == pytest.approx(uptake[0].mean(), abs=0.01)
    np.testing.assert_allclose(values[1:-1], uptake[1:].ravel(), atol=0.006)
    assert values[-1] == pytest.approx(uptake[-1].mean(), abs=0.01)


def test_the_same_surface_gives_the_same_bytes() -> None:
    assert stl_bytes(half_ellipsoid(), "a") == stl_bytes(half_ellipsoid(), "a")
    assert vtk_polydata_bytes(half_ellipsoid(), "a") == vtk_polydata_bytes(
        half_ellipsoid(), "a"
    )
