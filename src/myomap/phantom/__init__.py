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
    HeartParameters,
    Organs,
    PatientParameters,
    RightVentricle,
    Torso,
)
from myomap.phantom.grid import GridOptions
from myomap.phantom.imaging import ImagingOptions
from myomap.phantom.no_ventricle import (
    Scene,
    SceneKind,
    draw_without_ventricle,
    render_scene,
)
from myomap.phantom.parameter_json import parameters_from_json, parameters_to_json
from myomap.phantom.population import (
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_normal,
    draw_ordinary,
)
from myomap.phantom.render import render_volume
from myomap.phantom.solids import Ellipsoid
from myomap.phantom.truth import TrueVentricle, polar_map_of_truth, render_truth
from myomap.phantom.two_states import (
    Disease,
    SimulatedStudy,
    TwoStates,
    demo_patient,
    draw_two_states,
    render_study,
)
from myomap.phantom.uniform_shell import shell_volume

__all__ = [
    "Defect",
    "Disease",
    "Ellipsoid",
    "GridOptions",
    "HeartParameters",
    "ImagingOptions",
    "Organs",
    "PatientParameters",
    "RightVentricle",
    "Scene",
    "SceneKind",
    "SimulatedStudy",
    "Torso",
    "TrueVentricle",
    "TwoStates",
    "activity_volume",
    "demo_patient",
    "draw_grid",
    "draw_hard",
    "draw_imaging",
    "draw_normal",
    "draw_ordinary",
    "draw_two_states",
    "draw_without_ventricle",
    "parameters_from_json",
    "parameters_to_json",
    "polar_map_of_truth",
    "render_scene",
    "render_study",
    "render_truth",
    "render_volume",
    "shell_volume",
]
