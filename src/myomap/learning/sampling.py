"""Read studies to samples: one a map, as published, or one a study."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

import numpy as np

from myomap.errors import InputError
from myomap.features import (
    FeatureSet,
    definitions_of_map,
    definitions_of_patient,
)
from myomap.geometry import FloatArray
from myomap.learning.age_bands import age_band
from myomap.learning.case_row import CaseRow
from myomap.learning.dataset import Block, Dataset
from myomap.learning.fault import Fault
from myomap.learning.look_alikes import (
    LookAlikes,
    faults_of_look_alikes,
    find_look_alikes,
    merged_patients,
)
from myomap.learning.networks.pictures import PICTURES, picture_block
from myomap.learning.read_case import CaseMap, ReadCase
from myomap.learning.read_cases import CasesRead
from myomap.learning.task import Task

__all__ = [
    "FEATURES",
    "READINGS",
    "SEGMENTS",
    "ReadSample",
    "SamplingPlan",
    "Unit",
    "make_dataset",
]

FEATURES, SEGMENTS, READINGS = "features", "segments", "readings"
"""Names of blocks: the recipe's features, the mean uptake of the 17 segments, what a
reading network says. Drawings are the block `PICTURES`."""

_STATES = ("stress", "rest")
_N_SEGMENTS = 17


class Unit(Enum):
    """What one sample is."""

    MAP = "map"
    """Each map by itself with its features, as published."""

    STUDY = "study"
    """Stress and rest together, with their difference."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadSample:
    """What a reading network is shown of one sample.

    Parameters
    ----------
    maps : mapping of str to (32, 72)
        Uptake in percent by ``"stress"`` and ``"rest"``, NaN where not valid.
    sex : str
        ``"F"`` or ``"M"``, anything else where it is not known.
    is_picture : bool
        Whether the maps come from a picture.
    """

    maps: Mapping[str, FloatArray]
    sex: str = ""
    is_picture: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """What samples are made of.

    Parameters
    ----------
    task : Task
        Which classes; studies of other labels are left out.
    unit : Unit
        What one sample is.
    feature_set : FeatureSet
        Which features.
    has_pictures : bool
        Whether there is a block of drawings too, for networks.
    readings : callable, optional
        Makes the block of what a reading network says; without it there is none.
    """

    task: Task
    unit: Unit
    feature_set: FeatureSet
    has_pictures: bool = False
    readings: Callable[[Sequence[ReadSample]], Block] | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Sample:
    row: CaseRow
    state: str
    shown: str
    features: FloatArray
    segments: FloatArray
    colors: str
    maps: Mapping[str, FloatArray]

    @property
    def uptake(self) -> FloatArray:
        """The map that samples are compared by."""
        return next(iter(self.maps.values()))


def make_dataset(
    read: CasesRead, plan: SamplingPlan
) -> tuple[Dataset, tuple[Fault, ...]]:
    """Return the samples of a task, and maps that two patients seem to share.

    Patients who share a map, or nearly, count as one in the data set: whatever is
    decided about them, no split can part them.

    Parameters
    ----------
    read : CasesRead
        All studies.
    plan : SamplingPlan
        Of what samples are made.

    Returns
    -------
    Dataset
        With the blocks `FEATURES` and `SEGMENTS`.
    tuple of Fault
        Pairs of rows that look alike.

    Raises
    ------
    InputError
        If features are not there, or a class has too few patients.
    """
    samples = [
        sample
        for row, case in zip(read.rows, read.cases, strict=True)
        if plan.task.class_of(row.label) is not None
        for sample in _samples_of(row, case, plan)
    ]
    if not samples:
        raise InputError(
            f"No study belongs to the task '{plan.task.name}'. Expected labels of its "
            f"classes: {', '.join(plan.task.classes)}."
        )
    alike = _look_alikes(samples)
    dataset = _dataset(samples, plan)
    merged = merged_patients(dataset.patients, alike)
    rows = [sample.row.number for sample in samples]
    return replace(dataset, patients=merged), faults_of_look_alikes(alike, rows)


def _samples_of(row: CaseRow, case: ReadCase, plan: SamplingPlan) -> Sequence[_Sample]:
    values = {
        state: _values(found, plan.feature_set) for state, found in case.maps.items()
    }
    if plan.unit is Unit.MAP:
        return [
            _Sample(
                row=row,
                state=state,
                shown=_shown(case),
                features=values[state],
                segments=_segments(case.maps[state]),
                colors=case.maps[state].color_scale,
                maps={state: case.maps[state].uptake},
            )
            for state in _STATES
            if state in case.maps
        ]
    return [_of_study(row, case, values, plan)]


def _of_study(
    row: CaseRow,
    case: ReadCase,
    values: Mapping[str, FloatArray],
    plan: SamplingPlan,
) -> _Sample:
    unknown = np.full(len(definitions_of_map(plan.feature_set)), np.nan)
    stress, rest = (values.get(state, unknown) for state in _STATES)
    parts = [stress, rest, stress - rest]
    if plan.feature_set is FeatureSet.SCALAR:
        parts.append(case.change)
    segments = [
        _segments(case.maps[state])
        if state in case.maps
        else np.full(_N_SEGMENTS, np.nan)
        for state in _STATES
    ]
    maps = {s: case.maps[s].uptake for s in _STATES if s in case.maps}
    return _Sample(
        row=row,
        state="study",
        shown=_shown(case),
        features=np.concatenate(parts),
        segments=np.concatenate(segments),
        colors=" and ".join(dict.fromkeys(m.color_scale for m in case.maps.values())),
        maps=maps,
    )


def _shown(case: ReadCase) -> str:
    return " and ".join(state for state in _STATES if state in case.maps)


def _values(found: CaseMap, feature_set: FeatureSet) -> FloatArray:
    values = found.features.get(feature_set.value)
    if values is None:
        raise InputError(
            "The published features are of the colours of pictures: found maps without "
            "one. Take the canonical set with --features canonical."
        )
    return values


def _segments(found: CaseMap) -> FloatArray:
    """Return the mean uptake of the 17 segments, which lead the scalar set."""
    return found.features[FeatureSet.SCALAR.value][:_N_SEGMENTS]


def _dataset(samples: Sequence[_Sample], plan: SamplingPlan) -> Dataset:
    codes: dict[str, int] = {}
    for sample in samples:
        codes.setdefault(sample.row.patient_id, len(codes))
    y = [plan.task.class_of(sample.row.label) or 0 for sample in samples]
    return Dataset(
        classes=plan.task.classes,
        y=np.array(y, dtype=np.int64),
        patients=np.array([codes[sample.row.patient_id] for sample in samples]),
        sample_ids=tuple(f"row {s.row.number} {s.state}" for s in samples),
        blocks=_blocks(samples, plan),
        subgroups={
            "sex": tuple(sample.row.sex for sample in samples),
            "age": tuple(age_band(sample.row.age_years) for sample in samples),
            "site": tuple(_sites(samples)),
            "state": tuple(s.state if plan.unit is Unit.MAP else "" for s in samples),
            "maps of the study": tuple(sample.shown for sample in samples),
            "colours of the picture": tuple(_colors(samples, plan)),
        },
    )


def _blocks(samples: Sequence[_Sample], plan: SamplingPlan) -> dict[str, Block]:
    states = [""] if plan.unit is Unit.MAP else [f"{state}_" for state in _STATES]
    if plan.unit is Unit.MAP:
        names = [each.name for each in definitions_of_map(plan.feature_set)]
    else:
        names = [each.name for each in definitions_of_patient(plan.feature_set)]
    segments = [
        f"{state}segment_{number}_mean"
        for state in states
        for number in range(1, _N_SEGMENTS + 1)
    ]
    blocks = {
        FEATURES: Block(
            names=tuple(names), values=np.stack([s.features for s in samples])
        ),
        SEGMENTS: Block(
            names=tuple(segments), values=np.stack([s.segments for s in samples])
        ),
    }
    if plan.has_pictures:
        is_paired = plan.unit is Unit.STUDY
        maps = [sample.maps for sample in samples]
        blocks[PICTURES] = picture_block(maps, is_paired=is_paired)
    if plan.readings is not None:
        blocks[READINGS] = plan.readings([_shown_to_network(s) for s in samples])
    return blocks


def _shown_to_network(sample: _Sample) -> ReadSample:
    is_picture = bool(sample.colors)
    return ReadSample(maps=sample.maps, sex=sample.row.sex, is_picture=is_picture)


def _colors(samples: Sequence[_Sample], plan: SamplingPlan) -> Iterator[str]:
    """Yield what pictures were coloured with, where the features are of colours."""
    for sample in samples:
        yield sample.colors if plan.feature_set is FeatureSet.PAPER else ""


def _sites(samples: Sequence[_Sample]) -> list[str]:
    """Return sites by number: their names can tell where a patient was seen."""
    numbers: dict[str, int] = {}
    for sample in samples:
        if sample.row.site:
            numbers.setdefault(sample.row.site, len(numbers) + 1)
    return [
        f"site {numbers[sample.row.site]}" if sample.row.site else ""
        for sample in samples
    ]


def _look_alikes(samples: Sequence[_Sample]) -> LookAlikes:
    codes: dict[str, int] = {}
    patients = [codes.setdefault(s.row.patient_id, len(codes)) for s in samples]
    return find_look_alikes(
        np.stack([sample.uptake for sample in samples]), np.array(patients)
    )
