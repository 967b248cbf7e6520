"""The checks of module size and docstrings find what they are there to find."""

import sys
from pathlib import Path

import pytest

import check_docstrings
import check_module_size


@pytest.mark.parametrize(
    ("n_lines", "status", "said"),
    [
        pytest.param(400, 0, "", id="usual"),
        pytest.param(401, 0, "401 lines, long", id="long"),
        pytest.param(600, 0, "600 lines, long", id="at-the-end"),
        pytest.param(601, 1, "601 lines, too long", id="too-long"),
    ],
)
def test_a_module_may_have_600_lines(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    n_lines: int,
    status: int,
    said: str,
) -> None:
    (tmp_path / "module.py").write_text("x = 1\n" * n_lines)
    assert check_module_size.main([str(tmp_path)]) == status
    assert said in capsys.readouterr().out


SAMPLE = '''"""A module."""

from dataclasses import dataclass
from enum import Enum

__all__ = ["Kind", "Record", "told", "untold"]


class Kind(Enum):
    """A kind."""

    ONE = 1


@dataclass(frozen=True)
class Record:
    """A record.

    Parameters
    ----------
    first : int
        Described.
    """

    first: int
    second: int


def told(value: int) -> int:
    """Return the value.

    Parameters
    ----------
    value : int
        What to return.

    Returns
    -------
    int
        The same.
    """
    return value


def untold(value: int) -> int:
    """Return the value."""
    return value
'''


def test_parameters_and_results_have_to_be_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "docstring_sample.py").write_text(SAMPLE)
    monkeypatch.syspath_prepend(tmp_path)
    found = list(check_docstrings.faults(tmp_path, {"PR01", "RT01", "GL08"}))
    monkeypatch.delitem(sys.modules, "docstring_sample")
    named = [line.split(" (")[0] + line.partition(":")[2][:5] for line in found]
    assert named == [
        "docstring_sample.Record PR01",
        "docstring_sample.untold PR01",
        "docstring_sample.untold RT01",
    ]
