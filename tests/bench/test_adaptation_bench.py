"""The learning curve, on few patients."""

import numpy as np
import pytest

from myomap.bench import BenchOptions, adaptation
from myomap.bench.adaptation_cohort import own_clinic


@pytest.fixture(scope="module")
def clinic():
    return own_clinic(5, n_own=40, n_asked=60)


def test_a_clinic_s_patients_went_through_files_and_kept_their_classes(clinic) -> None:
    assert clinic.classes.n_samples == clinic.classes.n_patients == 100
    assert set(np.unique(clinic.classes.y)) == {0, 1, 2, 3}
    np.testing.assert_array_equal(clinic.abnormal.y, clinic.classes.y > 0)
    assert clinic.deficit.shape == clinic.asked.shape == (60,)
    ill = clinic.abnormal.y[clinic.asked] == 1
    assert np.median(clinic.deficit[ill]) > np.median(clinic.deficit[~ill])


def test_every_draw_holds_every_class_and_nobody_who_is_asked(clinic) -> None:
    for own in adaptation._draws(clinic, 12, seed=0):
        assert len(np.unique(own)) == 12
        assert own.max() < clinic.n_own
        assert np.bincount(clinic.classes.y[own], minlength=4).min() >= 2


def test_every_size_and_model_is_told_of(monkeypatch) -> None:
    monkeypatch.setattr(adaptation, "SIZES", (16, 48))
    monkeypatch.setattr(adaptation, "AS_IN_THE_PAPER", 40)
    monkeypatch.setattr(adaptation, "_MOST_DRAWS", 1)
    monkeypatch.setattr(adaptation, "MODELS_SHOWN", ("reading", "logistic"))
    monkeypatch.setattr(adaptation, "_TO_BEAT", ("logistic",))
    found = {
        each.name: each for each in adaptation.run(BenchOptions(n_cases=60)).figures
    }
    for words in ("Reading network, adapted", "Logistic regression, 17 segments"):
        for size in (16, 48):
            figure = found[f"{words}, {size} patients · ROC AUC abnormal"]
            low, high = figure.interval
            assert 0.0 <= low <= figure.value <= high <= 1.0
    beaten = [name for name in found if name.endswith("low end")]
    assert len(beaten) == 1
    assert found[beaten[0]].target is not None
