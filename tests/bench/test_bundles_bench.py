"""The benchmark of bundles measures what it says."""

from myomap.bench import BENCHES, BenchOptions, bundles


def test_a_regression_meets_every_target(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "_MODELS", ("logistic",))
    monkeypatch.setattr(bundles, "_FLIPPED", "logistic")
    result = BENCHES["bundles"](BenchOptions(n_cases=20))
    found = {figure.name: figure for figure in result.figures}
    assert found["logistic, 20 flipped bits noticed"].value == 100.0
    assert found["logistic, largest difference"].value < 1e-9
    assert found["logistic, same bytes twice"].met
    assert len(found) == 5


def test_damage_that_nobody_notices_would_be_seen(monkeypatch) -> None:
    monkeypatch.setattr(bundles, "bundle_from_bytes", lambda data: None)
    assert bundles._share_noticed(bytes(100), 10, seed=0) == 0.0
