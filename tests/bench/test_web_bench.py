"""The benchmark of the reading room, on a small scale."""

from pathlib import Path

from myomap.bench import BENCHES
from myomap.bench.web import _free_port
from myomap.bench.web_kills import KillReport, killed_while_saving
from web_rooms import canned_outcome


def test_the_bench_has_a_name() -> None:
    assert "web" in BENCHES


def test_what_was_acknowledged_outlives_a_kill(tmp_path: Path) -> None:
    report = killed_while_saving(
        tmp_path, canned_outcome(), _free_port(), n_kills=2, seed=3
    )
    assert isinstance(report, KillReport)
    assert report.n_kills == len(report.restarts_s) == 2
    assert report.n_lost == 0
