"""The whole journey on one screen: paths in, one `Reading` out.

`read` gathers the study, finds the ventricle of each state and maps its wall;
`describe_reading` puts the result into the JSON schema ``myomap.reading/1`` and
`write_reading` into a folder of maps (ring, angle) in percent, pictures and JSON.
`case_arrays` holds what pages and reports draw of it: maps (ring, angle), slices
(slice, row, column) and contours; `pack_arrays` makes one small file of that.
"""

from myomap.reading.affected import affected_mask
from myomap.reading.beat import BeatReading
from myomap.reading.case_arrays import CaseArrays, StateArrays, case_arrays
from myomap.reading.case_packing import pack_arrays, unpack_arrays
from myomap.reading.cautions import map_cautions
from myomap.reading.describe import describe_reading
from myomap.reading.document import Artifacts, ReadingDocument
from myomap.reading.features import reading_features
from myomap.reading.files import (
    ALWAYS_WRITTEN,
    EVER_WRITTEN,
    polar_map_panels,
    write_reading,
    write_reading_and,
)
from myomap.reading.further import FurtherFiles
from myomap.reading.heart_slices import HeartSlices
from myomap.reading.journey import (
    Reading,
    ReadOptions,
    StateReading,
    read,
    read_inputs,
)
from myomap.reading.judged_drawing import judged_panels
from myomap.reading.judgement import Judgement, judge_reading, judged_if_possible
from myomap.reading.learned import read_learned
from myomap.reading.slice_contours import ContourLine
from myomap.reading.told_once import ToldCaution, told_once

__all__ = [
    "ALWAYS_WRITTEN",
    "EVER_WRITTEN",
    "Artifacts",
    "BeatReading",
    "CaseArrays",
    "ContourLine",
    "FurtherFiles",
    "HeartSlices",
    "Judgement",
    "ReadOptions",
    "Reading",
    "ReadingDocument",
    "StateArrays",
    "StateReading",
    "ToldCaution",
    "affected_mask",
    "case_arrays",
    "describe_reading",
    "judge_reading",
    "judged_if_possible",
    "judged_panels",
    "map_cautions",
    "pack_arrays",
    "polar_map_panels",
    "read",
    "read_inputs",
    "read_learned",
    "reading_features",
    "told_once",
    "unpack_arrays",
    "write_reading",
    "write_reading_and",
]
