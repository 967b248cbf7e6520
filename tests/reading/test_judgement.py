"""A reading held against normal limits, and the JSON that tells it."""

from dataclasses import replace

import numpy as np
import pytest

import myomap.reading.judgement as judgement_room
from journeys import input_with, study_with
from myomap.errors import InputError
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.quantification import LimitsFile, shipped_limits
from myomap.reading import describe_reading, judge_reading, read_inputs, write_reading
from myomap.records import SIMULATED_DATA, Sex, State
from polar_maps import map_of


def _reading(disease, *states, seed=3, **changed):
    patient = draw_patient(np.random.default_rng([12, seed]), disease=disease)
    maps = quick_maps(patient)
    inputs = [input_with(maps[state], state) for state in states or tuple(State)]
    facts = {"sex": patient.person.sex, "cautions": (SIMULATED_DATA,)} | changed
    study = replace(study_with(*inputs), **facts)
    return read_inputs(study)


def test_a_judged_document_has_every_figure():
    reading = _reading(Disease.MIXED)
    judgement = judge_reading(reading)
    document = describe_reading(reading, judgement=judgement)
    for name in ("stress", "rest"):
        told, figures = getattr(document.perfusion, name), getattr(judgement, name)
        assert told.tpd_percent == pytest.approx(figures.tpd_percent, abs=0.01)
        assert told.extent_percent == pytest.approx(figures.extent_percent, abs=0.01)
        assert told.summed_score == sum(each.score for each in told.segments)
        parts = (told.territories.LAD, told.territories.LCX, told.territories.RCA)
        total = sum(each.tpd_percent for each in parts)
        assert total == pytest.approx(told.tpd_percent, abs=0.03)
    assert document.verdict.label == judgement.verdict.label.value
    assert document.verdict.probability.abnormal is None
    assert document.difference.fixed_extent_percent > 0
    assert document.defects == judgement.defects
    assert len(judgement.defects) >= 1
    assert document.provenance.normals.startswith("myomap simulated, SHA-256 ")


@pytest.mark.parametrize(
    ("ratio", "codes"),
    [
        (None, set()),
        (1.19, set()),
        (0.85, set()),
        (1.25, {"tid-raised"}),
        (0.80, {"tid-lowered"}),
    ],
)
def test_a_cavity_dilated_at_stress_is_told(monkeypatch, ratio, codes):
    monkeypatch.setattr(judgement_room, "tid_ratio", lambda *_: ratio)
    reading = _reading(Disease.NORMAL)
    judgement = judge_reading(reading, resamples_counts=False)
    assert {caution.code for caution in judgement.cautions} == codes
    document = describe_reading(reading, judgement=judgement)
    assert {each.code for each in document.quality.cautions} >= codes


def test_without_a_judgement_the_document_abstains_as_before():
    reading = _reading(Disease.MIXED)
    document = describe_reading(reading)
    assert document.verdict.label == "abstained"
    assert document.defects is None
    assert document.provenance.normals is None
    assert document.perfusion.stress.tpd_percent is None


def test_one_state_alone_has_figures_and_no_difference():
    reading = _reading(Disease.INFARCTION, State.REST)
    judgement = judge_reading(reading)
    document = describe_reading(reading, judgement=judgement)
    assert document.perfusion.stress is None
    assert document.perfusion.rest.tpd_percent is not None
    assert document.difference is None
    assert document.defects is None
    assert document.verdict.label in ("abnormal", "abstained")


def test_what_does_not_fit_the_limits_is_told():
    fitting = judge_reading(_reading(Disease.NORMAL))
    assert fitting.cautions == ()
    strange = judge_reading(_reading(Disease.NORMAL, sex=None, cautions=()))
    assert {caution.code for caution in strange.cautions} == {"limits-simulated"}
    only_men = LimitsFile(
        name="men",
        sets=tuple(
            each for each in shipped_limits().sets if each.population.sex is Sex.MALE
        ),
        sha256="0" * 64,
    )
    reading = _reading(Disease.NORMAL, sex=Sex.FEMALE)
    codes = {caution.code for caution in judge_reading(reading, only_men).cautions}
    assert codes == {"limits-other-sex"}
    document = describe_reading(reading, judgement=judge_reading(reading, only_men))
    assert "limits-other-sex" in {each.code for each in document.quality.cautions}


def test_a_state_that_cannot_be_judged_does_not_stop_the_other():
    few = np.zeros((32, 72), bool)
    few[:10] = True
    maps = quick_maps(draw_patient(np.random.default_rng(4)))
    stress = input_with(maps[State.STRESS], State.STRESS)
    rest = input_with(map_of(80.0, valid=few, state=State.REST), State.REST)
    judgement = judge_reading(read_inputs(study_with(stress, rest)))
    assert judgement.stress is not None
    assert judgement.rest is None
    assert judgement.change is None
    assert "rest-not-judged" in {caution.code for caution in judgement.cautions}
    with pytest.raises(InputError, match="Too little of the wall"):
        judge_reading(read_inputs(study_with(rest)))


def test_the_mask_of_defects_is_written_with_both_states(tmp_path):
    reading = _reading(Disease.MIXED)
    judgement = judge_reading(reading)
    document = write_reading(reading, tmp_path / "both", judgement=judgement)
    mask = np.load(tmp_path / "both" / document.artifacts.defect_mask)
    assert mask.dtype == np.uint8
    assert mask.shape == (32, 72)
    assert set(np.unique(mask)) <= {0, 1, 2}
    assert (mask == 2).any()
    single = _reading(Disease.MIXED, State.STRESS)
    alone = write_reading(single, tmp_path / "one", judgement=judge_reading(single))
    assert alone.artifacts.defect_mask is None
