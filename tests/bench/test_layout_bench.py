"""What lies wrongly is counted under its name."""

import numpy as np

from myomap.bench import BenchOptions
from myomap.bench.layout import one_state, rest_replaced, run
from myomap.bench.reading_cases import shifted_lessons


def test_a_state_is_taken_away_whole() -> None:
    (shown,) = shifted_lessons(3, 2, corrected=True)
    alone = one_state(shown.pairs, 1)
    assert not alone.known[:, 0].any()
    assert not alone.uptake[:, 0].any()
    assert not alone.area[:, 0].any()
    np.testing.assert_array_equal(alone.uptake[:, 1], shown.pairs.uptake[:, 1])


def test_rest_is_replaced_and_stress_is_not() -> None:
    (shown,) = shifted_lessons(3, 2, corrected=True)
    other = one_state(shown.pairs, 0)
    found = rest_replaced(shown.pairs, other)
    np.testing.assert_array_equal(found.uptake[:, 0], shown.pairs.uptake[:, 0])
    assert not found.known[:, 1].any()


def test_every_kind_has_its_row() -> None:
    figures = {each.name: each.value for each in run(BenchOptions(n_cases=8)).figures}
    rows = {name.partition(" · ")[0] for name in figures}
    assert len(rows) == 2 * (2 * 4 + 4)
    assert all(0.0 <= value <= 100.0 for value in figures.values())
    good = "not corrected, both: good · states differ, %"
    turned = (
        "not corrected, both: rest turned by 60 degrees and more · states differ, %"
    )
    assert figures[turned] > figures[good]
