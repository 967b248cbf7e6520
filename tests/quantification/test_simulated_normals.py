import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.quantification import (
    SIMULATED_SEED,
    MapFacts,
    RuleLabel,
    choose_limits,
    quantify_change,
    quantify_map,
    rule_verdict,
    shipped_limits,
    simulated_limits,
)
from myomap.records import State


def _verdict(patient, *, corrected=True):
    maps = quick_maps(patient, attenuation_corrected=corrected)
    sets = shipped_limits().sets
    figures = {}
    for state, polar_map in maps.items():
        facts = MapFacts(
            state=state,
            sex=patient.person.sex,
            attenuation_corrected=corrected,
            is_simulated=True,
        )
        chosen = choose_limits(sets, facts)
        assert chosen.cautions == ()
        figures[state] = quantify_map(polar_map, chosen)
    stress, rest = figures[State.STRESS], figures[State.REST]
    change = quantify_change(maps[State.STRESS], maps[State.REST], stress, rest)
    return stress, rule_verdict(stress, rest, change)


@pytest.mark.parametrize("corrected", [True, False])
def test_healthy_patients_that_the_limits_never_saw_are_mostly_normal(corrected):
    rngs = [np.random.default_rng([4711, index]) for index in range(20)]
    found = [
        _verdict(draw_patient(rng, disease=Disease.NORMAL), corrected=corrected)
        for rng in rngs
    ]
    normal = [verdict.label is RuleLabel.NORMAL for _, verdict in found]
    assert np.mean(normal) >= 0.85


def test_a_dense_defect_is_found_and_called_by_its_kind():
    labels = []
    for index in range(12):
        rng = np.random.default_rng([99, index])
        patient = draw_patient(rng, disease=Disease.INFARCTION)
        stress, verdict = _verdict(patient)
        if stress.tpd_percent >= 8:
            labels.append(verdict.label)
    assert len(labels) >= 5
    assert labels.count(RuleLabel.ISCHEMIA) == 0
    assert labels.count(RuleLabel.INFARCTION) >= 0.6 * len(labels)


def test_the_shipped_limits_say_that_they_are_simulated():
    for limits in shipped_limits().sets:
        assert limits.population.is_simulated
        assert str(SIMULATED_SEED) in limits.provenance.source
        assert limits.n_cases == 300
        assert limits.false_positive_rate < 0.06
    facts = MapFacts(state=State.REST)
    codes = {c.code for c in choose_limits(shipped_limits().sets, facts).cautions}
    assert codes == {"limits-simulated", "limits-correction-unknown"}


def test_the_same_seed_gives_the_same_limits():
    one, other = (simulated_limits(10, myomap="0", seed=5) for _ in range(2))
    assert len(one) == 12
    for first, second in zip(one, other, strict=True):
        np.testing.assert_array_equal(first.mean_percent, second.mean_percent)
    with pytest.raises(ConfigError, match="found 9"):
        simulated_limits(9, myomap="0")
