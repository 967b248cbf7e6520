"""A figure knows whether it reaches its target, and what is not known stays unknown."""

import math
import os
import platform
import re
import sys
from pathlib import Path

import pytest

from myomap.bench import (
    BENCHES,
    BenchOptions,
    BenchResult,
    at_least,
    at_most,
    cpu_seconds,
    describe_machine,
    source_commit,
    usage_of_child,
    without_target,
)


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        pytest.param(at_most("error", 4.0, "deg", 4.0), True, id="at-the-limit"),
        pytest.param(at_most("error", 4.1, "deg", 4.0), False, id="above-at-most"),
        pytest.param(at_least("found", 99.0, "%", 99.0), True, id="at-least-reached"),
        pytest.param(at_least("found", 98.9, "%", 99.0), False, id="below-at-least"),
        pytest.param(without_target("cases", 3, ""), None, id="no-target"),
        pytest.param(at_most("error", math.nan, "mm", 1), None, id="nan"),
        pytest.param(at_least("found", math.inf, "%", 1), None, id="infinite"),
    ],
)
def test_a_target_is_met_missed_or_open(figure, met) -> None:
    assert figure.met is met


def test_what_could_not_be_measured_is_none() -> None:
    assert at_most("error", math.nan, "mm", 1).value is None


def test_the_target_reads_as_words() -> None:
    assert at_most("error", 1, "deg", 4).target == "at most 4"
    assert at_least("found", 1, "%", 99.5).target == "at least 99.5"


def test_an_interval_is_told_where_both_ends_are_known() -> None:
    known = without_target("area", 0.9, "", interval=(0.85, 0.94))
    assert known.to_json()["interval"] == [0.85, 0.94]
    unknown = without_target("area", 0.9, "", interval=(math.nan, 0.94))
    assert "interval" not in unknown.to_json()


def test_a_result_fills_in_commit_and_machine() -> None:
    document = BenchResult(bench="sample", figures=()).to_json()
    assert list(document) == ["bench", "commit", "machine", "figures"]
    assert document["machine"] == describe_machine()


def test_the_machine_is_described_without_names_or_paths() -> None:
    described = " ".join(str(value) for value in describe_machine().values())
    assert platform.python_version() in described
    assert platform.node() not in described.split()
    assert str(Path.home()) not in described
    assert os.sep + "usr" not in described
    assert sys.prefix not in described


def test_the_commit_is_a_hash_or_unknown() -> None:
    commit = source_commit()
    assert commit is None or re.fullmatch(r"[0-9a-f]{40}(\+changes)?", commit)


def test_cpu_time_counts_work_and_not_sleep() -> None:
    _, busy_s = cpu_seconds(lambda: sum(i * i for i in range(400_000)))
    assert busy_s > 0


def test_a_child_s_memory_is_its_own() -> None:
    small = usage_of_child(["-c", "pass"])
    large = usage_of_child(["-c", "b = bytearray(200_000_000)"])
    assert large.peak_mb - small.peak_mb > 150


def test_a_child_that_fails_is_not_taken_for_quick() -> None:
    assert usage_of_child(["-c", "raise SystemExit(3)"]).exit_status == 3


def test_the_startup_bench_measures_both_starts() -> None:
    result = BENCHES["startup"](BenchOptions(n_cases=1))
    assert result.bench == "startup"
    assert [figure.name for figure in result.figures] == [
        "import myomap, CPU",
        "myomap --help, CPU",
        "myomap --help, peak memory",
    ]
    assert all(
        figure.value is not None and figure.value > 0 for figure in result.figures
    )
