"""`myomap bench` prints figures and writes the documented JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myomap import bench
from myomap.bench import BenchOptions, BenchResult, at_most, without_target
from myomap.cli.app import app


def result_with_one_miss(options: BenchOptions) -> BenchResult:
    return BenchResult(
        bench="sample",
        figures=(
            at_most("angle error, median", 5.25, "deg", 4),
            at_most("memory", 12, "MB", 1500),
            without_target("cases", options.n_cases or 200, ""),
            at_most("wall overlap", float("nan"), "", 1),
        ),
        commit="0123abc",
        machine={"date": "2026-01-02", "cores": 2},
    )


@pytest.fixture
def sample(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setitem(bench.BENCHES, "sample", result_with_one_miss)
    return "sample"


def test_the_table_shows_figures_targets_and_where_they_were_measured(
    sample: str,
) -> None:
    result = CliRunner().invoke(app, ["bench", sample, "--cases", "7"])
    assert result.exit_code == 0
    rows = {
        line.split("│")[1].strip(): line
        for line in result.stdout.splitlines()[3:8]
        if "│" in line
    }
    assert "5.25" in rows["angle error, median"]
    assert "missed" in rows["angle error, median"]
    assert "met" in rows["memory"]
    assert "7" in rows["cases"]
    assert "not known" in rows["wall overlap"]
    assert "commit 0123abc" in result.stdout
    assert "cores 2" in result.stdout


def test_the_json_has_the_documented_keys_and_null_for_the_unknown(
    sample: str, tmp_path: Path
) -> None:
    target = tmp_path / "figures.json"
    result = CliRunner().invoke(app, ["bench", sample, "--json", str(target)])
    assert result.exit_code == 0
    document = json.loads(target.read_text(encoding="utf-8"))
    assert list(document) == ["bench", "commit", "machine", "figures"]
    assert document["figures"][0] == {
        "name": "angle error, median",
        "value": 5.25,
        "unit": "deg",
        "target": "at most 4",
        "met": False,
    }
    assert document["figures"][3]["value"] is None
    assert document["figures"][3]["met"] is None


def test_a_dash_prints_the_json_and_nothing_else(sample: str) -> None:
    result = CliRunner().invoke(app, ["bench", sample, "--json", "-"])
    assert json.loads(result.stdout)["bench"] == "sample"


def test_a_file_that_is_there_is_kept_unless_forced(
    sample: str, tmp_path: Path
) -> None:
    target = tmp_path / "figures.json"
    target.write_text("mine")
    words = ["bench", sample, "--json", str(target)]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 1
    assert "--force" in refused.stderr
    assert target.read_text() == "mine"
    assert CliRunner().invoke(app, [*words, "--force"]).exit_code == 0
    assert json.loads(target.read_text(encoding="utf-8"))["bench"] == "sample"
