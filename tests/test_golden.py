"""The numbers of the whole journey stay where they were."""

import json

import pytest

from golden_cases import CASES, GOLDEN_FOLDER


@pytest.mark.parametrize("name", CASES)
def test_the_numbers_have_not_moved(name: str) -> None:
    case = CASES[name]
    kept = json.loads((GOLDEN_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert kept["unit"] == case.unit
    assert case.compute() == pytest.approx(kept["values"], rel=0, abs=case.tolerance)


def test_every_golden_file_has_its_case() -> None:
    assert {path.stem for path in GOLDEN_FOLDER.glob("*.json")} == set(CASES)
