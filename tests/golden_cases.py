"""What tests/golden holds: numbers of the whole journey that should not drift.

A golden number says nothing about right or wrong, only that it moved. When it moved on
purpose, ``make golden`` writes it again and the changelog says by how much and why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from feature_samples import demo_features
from journeys import write_study
from myomap.cli.demo_patient import write_demo_study
from myomap.features import FeatureSet
from myomap.phantom import demo_patient, polar_map_of_truth
from myomap.polarmap import segment_means, segments_17
from myomap.reading import read
from myomap.records import PolarMap, State

GOLDEN_FOLDER = Path(__file__).parent / "golden"


@dataclass(frozen=True, kw_only=True)
class GoldenCase:
    """Numbers of one kind, and how far they may wander.

    The tolerance covers what compilers and library versions do to the last digits, and
    nothing that anybody would see on a map.
    """

    compute: Callable[[], dict[str, float]]
    unit: str
    tolerance: float


def by_segment(polar_map: PolarMap, state: str) -> dict[str, float]:
    """Return the segments' means under the names they have in the file."""
    return {
        f"{state} {mean.segment.number} {mean.segment.name}": float(
            mean.uptake_percent or 0.0
        )
        for mean in segment_means(polar_map, segments_17())
    }


def true_segments() -> dict[str, float]:
    """Return the demo patient's true uptake."""
    patient = demo_patient()
    stress = polar_map_of_truth(patient.stress_truth, State.STRESS)
    rest = polar_map_of_truth(patient.rest_truth, State.REST)
    return by_segment(stress, "stress") | by_segment(rest, "rest")


def segments_from_volumes() -> dict[str, float]:
    """Return the demo patient's uptake as read from DICOM volumes."""
    return segments_read_from(write_study)


def segments_from_projections() -> dict[str, float]:
    """Return the uptake of the patient of `myomap demo`, read from projections."""
    return segments_read_from(partial(write_demo_study, seed=1, force=False))


def segments_read_from(write: Callable[[Path], object]) -> dict[str, float]:
    """Return the uptake by segment of a study that a function writes."""
    with TemporaryDirectory() as folder:
        write(Path(folder) / "study")
        reading = read([Path(folder) / "study"])
    found = {state.value: one.polar_map for state, one in reading.states.items()}
    return by_segment(found["stress"], "stress") | by_segment(found["rest"], "rest")


CASES = {
    "demo_patient_truth": GoldenCase(
        compute=true_segments, unit="percent of normal uptake", tolerance=0.01
    ),
    # Counts that differ in their last digits, by a millionth, move a segment by up to
    # 0.0002 points in both; the tables show whole points.
    "demo_patient_reading": GoldenCase(
        compute=segments_from_volumes,
        unit="percent of the map's reference",
        tolerance=0.05,
    ),
    "demo_command_reading": GoldenCase(
        compute=segments_from_projections,
        unit="percent of the map's reference",
        tolerance=0.05,
    ),
    # A pixel whose uptake lies on the border of two colours can fall to either side on
    # another processor: one of about 150 in the smallest part, by one of 256 steps.
    **{
        f"features_{feature_set.value}": GoldenCase(
            compute=partial(demo_features, feature_set),
            unit=unit,
            tolerance=tolerance,
        )
        for feature_set, unit, tolerance in (
            (FeatureSet.PAPER, "colour, 0 to 255", 0.05),
            (FeatureSet.CANONICAL, "colour, 0 to 255", 0.05),
            (FeatureSet.SCALAR, "as docs/features.md says", 0.01),
        )
    },
}
