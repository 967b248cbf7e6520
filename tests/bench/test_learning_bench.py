"""The bench of learning: every figure there, and noise near one half."""

import pytest

from myomap.bench import BenchOptions, learning
from myomap.bench.learning import run


def test_every_figure_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learning, "_PUBLISHED", ("logistic",))
    monkeypatch.setattr(learning, "_JUDGED_ON_NOISE", ("logistic",))
    result = run(BenchOptions(n_cases=5))
    values = {figure.name: figure.value for figure in result.figures}
    assert len(values) == 8
    assert all(value is not None for value in values.values())
    honest = values["ROC AUC of shuffled labels, logistic, leak-free, mean of 5"]
    leaky = values["ROC AUC of shuffled labels, logistic, as published, mean of 5"]
    assert honest == pytest.approx(0.5, abs=0.12)
    assert leaky is not None
    assert honest is not None
    assert leaky > honest + 0.05
