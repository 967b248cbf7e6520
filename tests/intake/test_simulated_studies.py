"""A study that is simulated says so first."""

from pathlib import Path

import pytest

from intake_files import dicom_bytes
from myomap.intake import read_study

COMMENT = {"ImageComments": "SIMULATED DATA, drawn by chance: shows no person."}


@pytest.mark.parametrize(
    ("stress", "rest", "message"),
    [
        ({}, {}, None),
        (COMMENT, COMMENT, "The data are simulated and show no person."),
        (COMMENT, {}, "1 of 2 inputs are simulated and show no person; the others"),
    ],
)
def test_a_simulated_study_carries_one_caution(
    tmp_path: Path, stress: dict[str, str], rest: dict[str, str], message: str | None
) -> None:
    (tmp_path / "1").write_bytes(dicom_bytes(SeriesDescription="Stress", **stress))
    (tmp_path / "2").write_bytes(dicom_bytes(SeriesDescription="Rest", **rest))
    study = read_study([tmp_path])
    found = [item for item in study.cautions if item.code == "simulated-data"]
    assert study.is_simulated is bool(message)
    if message is None:
        assert found == []
    else:
        assert len(found) == 1
        assert study.cautions[0] is found[0]
        assert found[0].message.startswith(message)
