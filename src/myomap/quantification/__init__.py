"""How much is abnormal, where, and does it come back: maps against normal limits.

Input: a `PolarMap` of stress, one of rest or both (ring, angle) in percent, and a file
of normal limits. Output: `StateFigures` of each state (extent, severity, total
perfusion deficit in percent of the wall; grades 0 to 4 of 17 and 20 segments),
`ChangeFigures` of both (reversible, fixed, worsened), a verdict by rule, and intervals
for all of it. `build_limits` makes limits from the maps of any site.
"""

from myomap.quantification.building import FEWEST_CASES, CaseSource, build_limits
from myomap.quantification.change import (
    ChangeFigures,
    ChangeKind,
    TerritoryChange,
    quantify_change,
)
from myomap.quantification.choice import ChosenLimits, MapFacts, choose_limits
from myomap.quantification.deficit import DeficitOptions
from myomap.quantification.intervals import (
    ChangeIntervals,
    Interval,
    SegmentInterval,
    StateIntervals,
    change_intervals,
    state_intervals,
)
from myomap.quantification.limits_file import (
    LimitsFile,
    limits_from_bytes,
    limits_to_bytes,
    load_limits,
    save_limits,
)
from myomap.quantification.lung_heart import LungHeart, lung_heart_ratio
from myomap.quantification.noise import estimate_noise, pooled_by_ring
from myomap.quantification.normal_limits import (
    LimitsMethod,
    NormalLimits,
    Population,
    Provenance,
)
from myomap.quantification.quantify import QuantifyOptions, quantify_map
from myomap.quantification.registration import MapShift, RegistrationOptions
from myomap.quantification.resampling import (
    ResamplingOptions,
    StateDraws,
    resample_map,
)
from myomap.quantification.segment_scores import GradeOptions
from myomap.quantification.shape import VentricleShape, tid_ratio, ventricle_shape
from myomap.quantification.simulated_normals import (
    SIMULATED_CAMERA,
    SIMULATED_SEED,
    shipped_limits,
    simulated_limits,
)
from myomap.quantification.spread import BuildOptions
from myomap.quantification.state_figures import (
    SegmentFigure,
    StateFigures,
    SummedScore,
    TerritoryFigure,
)
from myomap.quantification.verdict import (
    RuleLabel,
    RuleOptions,
    RuleVerdict,
    rule_verdict,
)
from myomap.quantification.words import (
    Band,
    DefectSize,
    band_of_sds,
    band_of_sss,
    band_of_tpd,
    severity_word,
    size_word,
)

__all__ = [
    "FEWEST_CASES",
    "SIMULATED_CAMERA",
    "SIMULATED_SEED",
    "Band",
    "BuildOptions",
    "CaseSource",
    "ChangeFigures",
    "ChangeIntervals",
    "ChangeKind",
    "ChosenLimits",
    "DefectSize",
    "DeficitOptions",
    "GradeOptions",
    "Interval",
    "LimitsFile",
    "LimitsMethod",
    "LungHeart",
    "MapFacts",
    "MapShift",
    "NormalLimits",
    "Population",
    "Provenance",
    "QuantifyOptions",
    "RegistrationOptions",
    "ResamplingOptions",
    "RuleLabel",
    "RuleOptions",
    "RuleVerdict",
    "SegmentFigure",
    "SegmentInterval",
    "StateDraws",
    "StateFigures",
    "StateIntervals",
    "SummedScore",
    "TerritoryChange",
    "TerritoryFigure",
    "VentricleShape",
    "band_of_sds",
    "band_of_sss",
    "band_of_tpd",
    "build_limits",
    "change_intervals",
    "choose_limits",
    "estimate_noise",
    "limits_from_bytes",
    "limits_to_bytes",
    "load_limits",
    "lung_heart_ratio",
    "pooled_by_ring",
    "quantify_change",
    "quantify_map",
    "resample_map",
    "rule_verdict",
    "save_limits",
    "severity_word",
    "shipped_limits",
    "simulated_limits",
    "size_word",
    "state_intervals",
    "tid_ratio",
    "ventricle_shape",
]
