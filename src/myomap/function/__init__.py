"""What the ventricle does: gated volumes to volumes, ejection fraction and phase.

Input: the volumes of one beat (slice, row, column), one a gate, on one grid. Output:
`FunctionFigures`: cavity in ml of every gate, ejection fraction, motion in mm and
thickening in percent of every part of the wall (latitude, angle), and how together it
contracts, in degrees of the cycle.

The inner edge of a blurred wall is not where it is seen. The mid-wall is, and muscle
keeps its volume: `estimate_wall` reads that volume off the beat. Nor does one gate
show well where the wall ends: `base_motion` moves the sum's valve plane.
"""

from myomap.function.by_segment import SegmentFunction, on_rings, segment_functions
from myomap.function.gates import FEWEST_GATES, GatedVentricle, trace_gates
from myomap.function.gating import even_gates, gate_shares, gating_cautions
from myomap.function.measure import (
    FunctionFigures,
    figures_of_gates,
    measure_function,
)
from myomap.function.phase import PhaseFigures, phase_figures
from myomap.function.wall_volume import WallEstimate, estimate_wall

__all__ = [
    "FEWEST_GATES",
    "FunctionFigures",
    "GatedVentricle",
    "PhaseFigures",
    "SegmentFunction",
    "WallEstimate",
    "estimate_wall",
    "even_gates",
    "figures_of_gates",
    "gate_shares",
    "gating_cautions",
    "measure_function",
    "on_rings",
    "phase_figures",
    "segment_functions",
    "trace_gates",
]
