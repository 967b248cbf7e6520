"""The validation page holds what the benchmark's file says, and nothing else."""

import json
from pathlib import Path

import pytest

import write_validation


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    (tmp_path / "docs" / "bench").mkdir(parents=True)
    document = {
        "bench": "sample",
        "commit": "0123abc",
        "machine": {"date": "2026-01-02", "cores": 2},
        "figures": [
            {
                "name": "angle error",
                "value": 5.25,
                "unit": "deg",
                "target": "at most 4",
                "met": False,
            },
            {
                "name": "overlap",
                "value": None,
                "unit": "",
                "target": None,
                "met": None,
            },
        ],
    }
    (tmp_path / "docs/bench/sample.json").write_text(json.dumps(document))
    (tmp_path / write_validation.FRAME).write_text("# Page\n\n{sample}\n\nEnd {x}\n")
    (tmp_path / write_validation.PAGE).write_text(write_validation.page(tmp_path))
    return tmp_path


def test_a_missed_target_and_an_unknown_value_are_shown(docs: Path) -> None:
    page = write_validation.page(docs)
    assert "| angle error | 5.25 | deg | at most 4 | **missed** |" in page
    assert "| overlap | – |  |  |  |" in page
    assert "Measured on 2026-01-02, commit `0123abc`: cores 2." in page
    assert "myomap bench sample" in page
    assert page.endswith("End {x}\n")


def test_a_page_that_agrees_passes(docs: Path) -> None:
    assert list(write_validation.faults(docs)) == []


def test_a_page_that_was_written_by_hand_is_found(docs: Path) -> None:
    path = docs / write_validation.PAGE
    path.write_text(path.read_text().replace("5.25", "3.25"))
    assert len(list(write_validation.faults(docs))) == 1


def test_figures_that_stand_nowhere_are_found(docs: Path) -> None:
    (docs / "docs/bench/other.json").write_text("{}")
    assert "other: in only one of" in next(write_validation.faults(docs))
