"""What a physician says is kept as it was said, and nothing else is taken."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from myomap.report import LONGEST_COMMENT, PhysicianReading

SIGNED = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def full_reading() -> PhysicianReading:
    return PhysicianReading.model_validate(
        {
            "scores": {"stress": {"7": 3}, "rest": {"1": 0}},
            "mask_sha256": "0" * 64,
            "label": "ischemia",
            "agrees": False,
            "comment": "apex spared",
            "placements": {
                "stress": {
                    "apex_mm": [1, 2, 3],
                    "base_mm": [4, 5, 60],
                    "radius_mm": 25,
                }
            },
            "author": "Dr A.",
            "signed_at": SIGNED,
        }
    )


def test_json_gives_the_same_reading_back() -> None:
    said = full_reading()
    text = json.dumps(said.to_json(), allow_nan=False)
    assert PhysicianReading.model_validate_json(text) == said


def test_schema_stands_first_and_segments_are_numbers() -> None:
    found = full_reading().to_json()
    assert next(iter(found.items())) == ("schema", "myomap.physician/1")
    assert full_reading().scores.stress == {7: 3}


def test_a_time_without_its_zone_is_refused() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        PhysicianReading(signed_at=SIGNED.replace(tzinfo=None))


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": {"stress": {"18": 1}}},
        {"scores": {"stress": {"1": 5}}},
        {"scores": {"stress": {"1": -1}}},
        {"scores": {"prone": {"1": 1}}},
        {"mask_sha256": "0" * 63},
        {"mask_sha256": "0" * 64 + "\n"},
        {"label": "abstained"},
        {"comment": "a" * (LONGEST_COMMENT + 1)},
        {"author": "a" * 201},
        {"placements": {"stress": {"apex_mm": [0, 0], "base_mm": [0, 0, 9]}}},
        {
            "placements": {
                "rest": {
                    "apex_mm": [0, 0, float("nan")],
                    "base_mm": [0, 0, 90],
                    "radius_mm": 25,
                }
            }
        },
        {"schema": "myomap.physician/2"},
        {"name": "of a patient"},
    ],
)
def test_what_does_not_belong_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        PhysicianReading.model_validate(wrong)


def test_a_reading_is_empty_until_something_is_said() -> None:
    assert PhysicianReading(author="Dr A.").is_empty
    assert not PhysicianReading(author="Dr A.", comment="seen").is_empty
    assert not full_reading().is_empty


def test_only_a_time_signs() -> None:
    assert full_reading().is_signed
    assert not PhysicianReading(author="Dr A.", agrees=True).is_signed
