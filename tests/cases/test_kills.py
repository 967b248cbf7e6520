"""Killed at random moments, nothing that was acknowledged is lost."""

import os
from pathlib import Path

from myomap.bench.killed_saving import kill_while_saving

# More of them where somebody asks: MYOMAP_KILLS=200.
N_KILLS = int(os.environ.get("MYOMAP_KILLS", "20"))


def test_what_was_acknowledged_outlives_kills(tmp_path: Path) -> None:
    outcome = kill_while_saving(tmp_path, n_kills=N_KILLS)
    assert outcome.n_kills == N_KILLS
    assert outcome.n_acknowledged > N_KILLS
    assert outcome.n_lost == 0
    assert outcome.n_damaged == 0
    assert outcome.slowest_restart_s < 5.0
