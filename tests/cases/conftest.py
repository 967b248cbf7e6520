"""A folder of cases, empty and open."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kept_cases import Clock
from myomap.cases import CaseStore, open_cases


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[CaseStore]:
    with open_cases(tmp_path / "cases", clock=clock) as opened:
        yield opened
