"""The reading network: simulated patients in, a network that reads maps out.

Input: nothing but seeds. Output: a torch module from channels (patient, channel, 32,
72), see `myomap.inference.reading_input`, to class scores, a score of being no map,
features, and maps; and the bundle that holds it. Every step follows from its number: a
training can be interrupted and goes on to the same weights.
"""

from myomap.learning.reading_network.bundling import (
    READER_NAME,
    ReadingBundle,
    packed_reading,
)
from myomap.learning.reading_network.case_pool import Batch, batch_of_cases
from myomap.learning.reading_network.disturbing import Disturbance
from myomap.learning.reading_network.foreign_maps import (
    MISLAID,
    NO_MAPS,
    foreign_pairs,
)
from myomap.learning.reading_network.held_out import AS_FOUND
from myomap.learning.reading_network.lesson import Lesson, Lessons, Targets, lesson
from myomap.learning.reading_network.shifted_case import shifted_cases
from myomap.learning.reading_network.simulated_case import CLASSES, Case, draw_case
from myomap.learning.reading_network.training import TrainingPlan, train_reading

__all__ = [
    "AS_FOUND",
    "CLASSES",
    "MISLAID",
    "NO_MAPS",
    "READER_NAME",
    "Batch",
    "Case",
    "Disturbance",
    "Lesson",
    "Lessons",
    "ReadingBundle",
    "Targets",
    "TrainingPlan",
    "batch_of_cases",
    "draw_case",
    "foreign_pairs",
    "lesson",
    "packed_reading",
    "shifted_cases",
    "train_reading",
]
