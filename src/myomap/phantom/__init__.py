"""Simulated patients: parameters -> projections or volume, and the truth.

Input: parameter records (millimetres in LPS, degrees, activities with healthy
myocardium = 1), drawn at random from a passed generator or written by hand. Output:
`Projections` in counts with the `AttenuationMap` in 1/cm; or, past the camera, a
`Volume` (slice, row, column) in patient coordinates; and the true ventricle with its
map (ring, angle). Chance ends where the parameters begin: the same parameters give
the same bytes.
"""

from myomap.phantom.acquire import AcquiredStudy, acquire
from myomap.phantom.activity import activity_volume
from myomap.phantom.anatomy import (
    Defect,
    HeartParameters,
    Organs,
    PapillaryMuscles,
    PatientParameters,
    RightVentricle,
    Torso,
)
from myomap.phantom.attenuation import Attenuation, attenuation_map
from myomap.phantom.beating import Beat, beating
from myomap.phantom.chest import Chest
from myomap.phantom.coronaries import Coronaries, draw_coronaries
from myomap.phantom.grid import GridOptions
from myomap.phantom.imaging import ImagingOptions
from myomap.phantom.lesion import Lesion
from myomap.phantom.no_ventricle import (
    Scene,
    SceneKind,
    draw_without_ventricle,
    render_scene,
)
from myomap.phantom.parameter_json import parameters_from_json, parameters_to_json
from myomap.phantom.person import Person
from myomap.phantom.population import (
    draw_grid,
    draw_hard,
    draw_imaging,
    draw_normal,
    draw_ordinary,
)
from myomap.phantom.quick_map import (
    ExplainedMap,
    QuickMapModel,
    explained_maps,
    load_quick_map_model,
    quick_maps,
    require_fitted,
)
from myomap.phantom.render import render_volume
from myomap.phantom.scan import Motion, Protocol, Scan, Windows
from myomap.phantom.simulated_patient import (
    Artefact,
    SimulatedPatient,
    draw_patient,
)
from myomap.phantom.solids import Ellipsoid, Rod
from myomap.phantom.tracer import Stressor, Tracer
from myomap.phantom.true_map import TrueMap, true_map
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
    "AcquiredStudy",
    "Artefact",
    "Attenuation",
    "Beat",
    "Chest",
    "Coronaries",
    "Defect",
    "Disease",
    "Ellipsoid",
    "ExplainedMap",
    "GridOptions",
    "HeartParameters",
    "ImagingOptions",
    "Lesion",
    "Motion",
    "Organs",
    "PapillaryMuscles",
    "PatientParameters",
    "Person",
    "Protocol",
    "QuickMapModel",
    "RightVentricle",
    "Rod",
    "Scan",
    "Scene",
    "SceneKind",
    "SimulatedPatient",
    "SimulatedStudy",
    "Stressor",
    "Torso",
    "Tracer",
    "TrueMap",
    "TrueVentricle",
    "TwoStates",
    "Windows",
    "acquire",
    "activity_volume",
    "attenuation_map",
    "beating",
    "demo_patient",
    "draw_coronaries",
    "draw_grid",
    "draw_hard",
    "draw_imaging",
    "draw_normal",
    "draw_ordinary",
    "draw_patient",
    "draw_two_states",
    "draw_without_ventricle",
    "explained_maps",
    "load_quick_map_model",
    "parameters_from_json",
    "parameters_to_json",
    "polar_map_of_truth",
    "quick_maps",
    "render_scene",
    "render_study",
    "render_truth",
    "render_volume",
    "require_fitted",
    "shell_volume",
    "true_map",
]
