"""The paper's study: every model, both ways, each figure with its interval."""

from dataclasses import replace

import pytest

from myomap.bench import BenchOptions, paper
from myomap.errors import ConfigError
from myomap.learning import Recipe
from myomap.simulation import SimulationOptions, Stage


def few_patients(_name: str, base: SimulationOptions) -> SimulationOptions:
    return replace(base, n_patients=16, stage=Stage.STRESS_SCREEN)


def test_both_ways_are_told_with_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "COHORTS", ("paper-196",))
    monkeypatch.setattr(paper, "recipe_options", few_patients)
    monkeypatch.setattr(
        paper,
        "named_recipe",
        lambda _: Recipe(name="paper", models=("logistic",), n_bootstrap=100),
    )
    figures = paper.run(BenchOptions(n_cases=1)).figures
    rows = {figure.name.partition(" · ")[0] for figure in figures}
    title = "Logistic regression, 17 segments, paper-196"
    assert rows == {f"{title}, leak-free", f"{title}, as published"}
    assert len(figures) == 2 * (len(paper.METRICS_SHOWN) + 1)
    areas = [each for each in figures if each.name.endswith("ROC AUC")]
    for area in areas:
        assert area.value is not None
        assert area.interval is not None
        assert area.interval[0] <= area.value <= area.interval[1]


def test_only_networks_can_stand_beside() -> None:
    with pytest.raises(ConfigError, match="expected networks"):
        paper.run(BenchOptions(against="pytomography"))
