"""Borders of the arteries: every draw leaves each territory some wall."""

import numpy as np

from myomap.phantom import draw_coronaries


def test_no_draw_leaves_a_territory_without_room() -> None:
    for seed in range(3000):
        drawn = draw_coronaries(np.random.default_rng(seed))
        room = np.subtract(drawn.inferolateral_deg, drawn.inferoseptal_deg)
        assert room.min() >= 20.0 - 1e-9
