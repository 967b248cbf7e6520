"""Raw projections -> a transaxial volume.

Input: `Projections` (gate, energy window, view, row, column) in counts, and an
`AttenuationMap` in 1/cm where there is one. Output: a `Reconstruction` with a `Volume`
(slice, row, column), LPS millimetres, in *counts a view*: an activity of one, not
attenuated, gives one count in every view of mean duration. `reconstruct` is the whole
way; the other names are its steps.
"""

from myomap.reconstruction.attenuation import (
    attenuation_from_hounsfield,
    require_same_frame,
    resample_map,
)
from myomap.reconstruction.corrections import view_weights
from myomap.reconstruction.energy_windows import WindowRoles, find_window_roles
from myomap.reconstruction.fbp import filtered_back_projection
from myomap.reconstruction.filters import (
    ButterworthFilter,
    GaussianFilter,
    PostFilter,
    apply_filter,
    frequency_response,
)
from myomap.reconstruction.motion import ViewMotion, detect_motion, shift_views
from myomap.reconstruction.options import (
    Algorithm,
    ReconstructionOptions,
    ScatterMethod,
)
from myomap.reconstruction.osem import (
    Measurement,
    SubsetPlan,
    log_likelihood,
    osem,
    plan_subsets,
)
from myomap.reconstruction.presets import (
    DEFAULT_PROTOCOL,
    named_protocol,
    protocol_names,
    read_protocols,
)
from myomap.reconstruction.reconstruct import reconstruct
from myomap.reconstruction.registration import (
    check_coverage,
    check_registration,
    outline_shift_mm,
    uptake_in_lung,
)
from myomap.reconstruction.relative_difference import RelativeDifferencePrior, bsrem
from myomap.reconstruction.result import Placement, Progress, Reconstruction
from myomap.reconstruction.scatter import scatter_from_source, scatter_from_windows
from myomap.reconstruction.study_input import (
    ReconstructedInput,
    attenuation_input_for,
    attenuation_map_of,
    reconstruct_input,
)

__all__ = [
    "DEFAULT_PROTOCOL",
    "Algorithm",
    "ButterworthFilter",
    "GaussianFilter",
    "Measurement",
    "Placement",
    "PostFilter",
    "Progress",
    "ReconstructedInput",
    "Reconstruction",
    "ReconstructionOptions",
    "RelativeDifferencePrior",
    "ScatterMethod",
    "SubsetPlan",
    "ViewMotion",
    "WindowRoles",
    "apply_filter",
    "attenuation_from_hounsfield",
    "attenuation_input_for",
    "attenuation_map_of",
    "bsrem",
    "check_coverage",
    "check_registration",
    "detect_motion",
    "filtered_back_projection",
    "find_window_roles",
    "frequency_response",
    "log_likelihood",
    "named_protocol",
    "osem",
    "outline_shift_mm",
    "plan_subsets",
    "protocol_names",
    "read_protocols",
    "reconstruct",
    "reconstruct_input",
    "require_same_frame",
    "resample_map",
    "scatter_from_source",
    "scatter_from_windows",
    "shift_views",
    "uptake_in_lung",
    "view_weights",
]
