"""The surfaces as meshes that other programs open: STL and VTK PolyData.

Coordinates are LPS millimetres, DICOM's own, and the headers say so: 3D Slicer and
ParaView then place the mesh on the volume.
"""

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.records import Surface

__all__ = ["closed_mesh", "enclosed_volume_ml", "stl_bytes", "vtk_polydata_bytes"]


def closed_mesh(surface: Surface) -> tuple[FloatArray, NDArray[np.int64]]:
    """Return the cup as triangles, closed by a fan over the valve plane.

    Parameters
    ----------
    surface : Surface
        (latitude, angle) grid; latitude 0 is one point, the apex.

    Returns
    -------
    vertices : (n, 3), mm
        Apex, then the rings from apex to base, then the middle of the base.
    triangles : (m, 3), int
        Vertex numbers, counter-clockwise as seen from outside.
    """
    grid = surface.points_mm
    n_rings, n_angles = grid.shape[0] - 1, grid.shape[1]
    vertices = np.concatenate(
        [grid[:1, 0], grid[1:].reshape(-1, 3), grid[-1].mean(axis=0, keepdims=True)]
    )
    here = 1 + np.arange(n_angles)
    after = 1 + (np.arange(n_angles) + 1) % n_angles
    apex = np.zeros(n_angles, dtype=np.int64)
    parts = [np.stack([apex, here, after], axis=1)]
    for ring in range(n_rings - 1):
        upper, lower = ring * n_angles, (ring + 1) * n_angles
        parts.append(np.stack([here + upper, here + lower, after + upper], axis=1))
        parts.append(np.stack([after + upper, here + lower, after + lower], axis=1))
    last = (n_rings - 1) * n_angles
    middle = np.full(n_angles, len(vertices) - 1)
    parts.append(np.stack([here + last, middle, after + last], axis=1))
    return vertices, np.concatenate(parts)


def enclosed_volume_ml(surface: Surface) -> float:
    """Return the volume between a surface and the valve plane.

    Parameters
    ----------
    surface : Surface
        Endocardium for the cavity, epicardium for cavity and wall.

    Returns
    -------
    float, ml
        Sum of the signed tetrahedra of the closed mesh.
    """
    vertices, triangles = closed_mesh(surface)
    a, b, c = (vertices[triangles[:, k]] - vertices[0] for k in range(3))
    six_volumes = np.einsum("ij,ij->i", a, np.cross(b, c))
    return float(six_volumes.sum()) / 6.0 / 1000.0


def stl_bytes(surface: Surface, name: str) -> bytes:
    """Return the closed surface as binary STL.

    Parameters
    ----------
    surface : Surface
        What to write.
    name : str
        Into the header, ASCII, at most 40 characters.

    Returns
    -------
    bytes
        The file.
    """
    vertices, triangles = closed_mesh(surface)
    corners = vertices[triangles]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    length = np.linalg.norm(normal, axis=1, keepdims=True)
    facet = np.dtype(
        [("normal", "<f4", 3), ("corners", "<f4", (3, 3)), ("attribute", "<u2")]
    )
    facets = np.zeros(len(corners), dtype=facet)
    facets["normal"] = normal / np.maximum(length, 1e-12)
    facets["corners"] = corners
    header = f"SPACE=LPS unit=mm {name[:40]}".encode("ascii").ljust(80)
    return header + np.uint32(len(facets)).tobytes() + facets.tobytes()


def vtk_polydata_bytes(
    surface: Surface, name: str, uptake_percent: FloatArray | None = None
) -> bytes:
    """Return the closed surface as a legacy VTK PolyData file.

    Parameters
    ----------
    surface : Surface
        What to write.
    name : str
        Into the title line, ASCII, at most 200 characters.
    uptake_percent : (latitude, angle), percent, optional
        Scalars for the vertices; the middle of the base gets the basal mean.

    Returns
    -------
    bytes
        The file, text.
    """
    vertices, triangles = closed_mesh(surface)
    lines = [
        "# vtk DataFile Version 3.0",
        f"{name[:200]}; LPS mm; research use, not for diagnosis",
        "ASCII",
        "DATASET POLYDATA",
        f"POINTS {len(vertices)} float",
        *(f"{x:.4f} {y:.4f} {z:.4f}" for x, y, z in vertices),
        f"POLYGONS {len(triangles)} {4 * len(triangles)}",
        *(f"3 {a} {b} {c}" for a, b, c in triangles),
    ]
    if uptake_percent is not None:
        values = np.concatenate(
            [
                uptake_percent[:1].mean(axis=1),
                uptake_percent[1:].ravel(),
                uptake_percent[-1:].mean(axis=1),
            ]
        )
        lines += [
            f"POINT_DATA {len(values)}",
            "SCALARS uptake_percent float 1",
            "LOOKUP_TABLE default",
            *(f"{value:.2f}" for value in values),
        ]
    return ("\n".join(lines) + "\n").encode("ascii")
