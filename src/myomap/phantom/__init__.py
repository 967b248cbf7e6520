"""Simulated patients: parameters -> volume and truth.

Input: parameter records (millimetres in LPS, degrees, activities with healthy
myocardium = 1), drawn at random from a passed generator or written by hand. Output:
a `Volume` (slice, row, column) of counts in patient coordinates, and the true
ventricle with its map (ring, angle). Chance ends where the parameters begin: the same
parameters give the same bytes.
"""

from myomap.phantom.activity import activity_volume
from myomap.phantom.anatomy import (
    Defect,
    Ellipsoid,
    HeartParameters,
    Organs,
    PatientParameters,
    RightVentricle,
    Torso,
)
from myomap.phantom.grid import GridOptions
from myomap.phantom.imaging import ImagingOptions
from myomap.phantom.population import (
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_normal,
    draw_ordinary,
)
from myomap.phantom.render import render_volume
from myomap.phantom.truth import TrueVentricle, polar_map_of_truth, render_truth

__all__ = [
    "Defect",
    "Ellipsoid",
    "GridOptions",
    "HeartParameters",
    "ImagingOptions",
    "Organs",
    "PatientParameters",
    "RightVentricle",
    "Torso",
    "TrueVentricle",
    "activity_volume",
    "draw_grid",
    "draw_hard",
    "draw_imaging",
    "draw_normal",
    "draw_ordinary",
    "polar_map_of_truth",
    "render_truth",
    "render_volume",
]
