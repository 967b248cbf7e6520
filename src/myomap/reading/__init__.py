"""The whole journey on one screen: paths in, one `Reading` out.

`read` gathers the study, finds the ventricle of each state and maps its wall;
`describe_reading` puts the result into the JSON schema ``myomap.reading/1`` and
`write_reading` into a folder of maps (ring, angle) in percent, pictures and JSON.
"""

from myomap.reading.cautions import map_cautions
from myomap.reading.describe import describe_reading
from myomap.reading.document import Artifacts, ReadingDocument
from myomap.reading.features import reading_features
from myomap.reading.files import (
    ALWAYS_WRITTEN,
    EVER_WRITTEN,
    polar_map_panels,
    write_reading,
)
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

__all__ = [
    "ALWAYS_WRITTEN",
    "EVER_WRITTEN",
    "Artifacts",
    "Judgement",
    "ReadOptions",
    "Reading",
    "ReadingDocument",
    "StateReading",
    "describe_reading",
    "judge_reading",
    "judged_if_possible",
    "judged_panels",
    "map_cautions",
    "polar_map_panels",
    "read",
    "read_inputs",
    "read_learned",
    "reading_features",
    "write_reading",
]
