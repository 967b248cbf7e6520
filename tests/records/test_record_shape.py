"""What all records share: they cannot be changed, and they tell no names."""

import copy
import dataclasses
from typing import Any

import numpy as np
import pytest

import records_samples as samples
from myomap import records

SAMPLES = [
    samples.polar_map(),
    samples.volume(),
    samples.attenuation_map(),
    samples.ct_volume(),
    samples.projections(),
    samples.surface(),
    samples.ventricle(),
    samples.study_input(),
    samples.study(),
]
CLASSES = [
    member
    for name in records.__all__
    if isinstance(member := getattr(records, name), type)
    and dataclasses.is_dataclass(member)
]


@pytest.mark.parametrize("record", CLASSES, ids=lambda record: record.__name__)
def test_a_record_is_frozen_slotted_and_keyword_only(record: Any) -> None:
    assert record.__dataclass_params__.frozen
    assert "__slots__" in vars(record)
    assert all(field.kw_only for field in dataclasses.fields(record))


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_no_field_can_be_set(record: object) -> None:
    for field in dataclasses.fields(record):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(record, field.name, None)


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_no_array_of_a_record_can_be_written_to(record: object) -> None:
    for field in dataclasses.fields(record):
        value = getattr(record, field.name)
        if isinstance(value, np.ndarray):
            with pytest.raises(ValueError, match="read-only"):
                value[...] = 0


@pytest.mark.parametrize("record", SAMPLES, ids=lambda record: type(record).__name__)
def test_a_record_can_be_copied_with_a_change(record: object) -> None:
    assert type(dataclasses.replace(record)) is type(record)
    assert type(copy.copy(record)) is type(record)


def test_a_record_leaves_the_array_it_was_given_writable() -> None:
    mine = np.ones((2, 3, 4), dtype=np.float32)
    samples.volume(counts=mine)
    mine[0, 0, 0] = 5
    assert mine[0, 0, 0] == 5


@pytest.mark.parametrize(
    ("record", "shown"),
    [
        (samples.polar_map(), "PolarMap(stress, from volume, mean 80 %, 100 % valid)"),
        (samples.volume(), "Volume(2 x 3 x 4, 4.00 x 4.00 x 4.00 mm, patient)"),
        (
            samples.projections(),
            "Projections(1 gate, 1 energy window, 8 views of 4 x 5, 6.40 x 6.40 mm)",
        ),
        (
            samples.ventricle(),
            "Ventricle(long axis 60 mm, automatic, quality 0.90)",
        ),
        (samples.ct_volume(), "CtVolume(2 x 3 x 4, 5.00 x 2.00 x 2.00 mm, 0 to 0 HU)"),
        (samples.study(), "Study(stress transaxial volume; 1 left out)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_repr_is_one_line_of_shapes_and_units(record: object, shown: str) -> None:
    assert repr(record) == shown


def test_the_repr_of_a_study_tells_neither_names_nor_dates() -> None:
    shown = repr(samples.study())
    for secret in ("DOE", "2001", "61", "1.2.3"):
        assert secret not in shown
