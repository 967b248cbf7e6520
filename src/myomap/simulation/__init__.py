"""Simulated patients as studies on disk: a seed -> files, a manifest, and the truth.

Input: `SimulationOptions`. Output: a folder with DICOM projections or volumes, polar
maps (32 rings, 72 angles, percent) or pictures of patients whose disease is known at
every sample, ``manifest.csv``, and the truth beside each: uptake as a fraction of the
normal one, mask of the defects, axis in LPS millimetres, volumes in ml, and all
parameters that were drawn.
"""

from myomap.simulation.cohort import SimulationSummary, simulate_cohort
from myomap.simulation.options import SimulationOptions, Stage
from myomap.simulation.patient_files import patient_files, patient_id_of, patient_of
from myomap.simulation.recipes import RECIPES, CohortRecipe, recipe_options
from myomap.simulation.truth import defect_mask, true_maps, truth_document

__all__ = [
    "RECIPES",
    "CohortRecipe",
    "SimulationOptions",
    "SimulationSummary",
    "Stage",
    "defect_mask",
    "patient_files",
    "patient_id_of",
    "patient_of",
    "recipe_options",
    "simulate_cohort",
    "true_maps",
    "truth_document",
]
