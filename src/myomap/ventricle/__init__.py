"""Volume in, left ventricle out: place, long axis, surfaces, valve plane.

Input: a `Volume` (slice, row, column) of counts in any scale, LPS millimetres or a
short-axis frame. Output: a `Ventricle` with surfaces on a grid of (33 latitudes, 72
angles) in millimetres, and how far its contours can be trusted.

The journey inside: `templates` and `search` (where may it lie?) → `refit` (bounded
fit of a shell) → `wall` and `valve_plane` (what the profiles say) → `surfaces` →
`quality`.
"""

from myomap.ventricle.drawing import SliceDrawing, SliceRow, draw_axis_slices
from myomap.ventricle.find import (
    FindOptions,
    find_ventricle,
    place_ventricle,
)
from myomap.ventricle.mesh_files import (
    closed_mesh,
    enclosed_volume_ml,
    stl_bytes,
    vtk_polydata_bytes,
)
from myomap.ventricle.placement import ManualPlacement
from myomap.ventricle.reorient import (
    AxisSlices,
    ReorientOptions,
    axis_slices,
    short_axis_volume,
)

__all__ = [
    "AxisSlices",
    "FindOptions",
    "ManualPlacement",
    "ReorientOptions",
    "SliceDrawing",
    "SliceRow",
    "axis_slices",
    "closed_mesh",
    "draw_axis_slices",
    "enclosed_volume_ml",
    "find_ventricle",
    "place_ventricle",
    "short_axis_volume",
    "stl_bytes",
    "vtk_polydata_bytes",
]
