"""Of which kind a defect is: by how much of what stress lacks comes back."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from myomap.inference import LearnedLabel, pair_of_maps, read_pairs, shipped_reader
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading.learned import _defect, _kind, _missing
from myomap.records import State


def defects_of(seed: int, disease: Disease):
    patient = draw_patient(np.random.default_rng(seed), disease=disease)
    maps = quick_maps(patient)
    stress, rest = maps[State.STRESS], maps[State.REST]
    pairs = pair_of_maps(stress, rest, sex=None, attenuation_corrected=None)
    (told,) = read_pairs(shipped_reader(), pairs, has_intervals=False)
    if told.label in (LearnedLabel.NORMAL, LearnedLabel.ABSTAINED):
        return []
    missing, area = _missing(told, stress, rest), stress.area_cm2.astype(float)
    found = [_defect(told, area, missing, territory_at=k) for k in range(3)]
    return [each for each in found if each is not None]


@pytest.mark.parametrize("disease", [Disease.ISCHEMIA, Disease.INFARCTION])
def test_defects_of_one_kind_are_called_so(disease: Disease) -> None:
    found = [each for seed in range(12) for each in defects_of(seed, disease)]
    assert len(found) >= 8
    called = Counter(each.kind for each in found)
    assert called[disease.value] >= 0.85 * len(found)


def test_a_scar_that_fills_in_half_is_mixed_and_no_infarction() -> None:
    patient = draw_patient(np.random.default_rng(3), disease=Disease.INFARCTION)
    maps = quick_maps(patient)
    rest = maps[State.REST]
    pairs = pair_of_maps(rest, rest, sex=None, attenuation_corrected=None)
    (told,) = read_pairs(shipped_reader(), pairs, has_intervals=False)
    normal = told.normal_percent[1]
    # Rest keeps half of what stress lacks.
    half = (rest.uptake_percent + np.maximum(normal, rest.uptake_percent)) / 2
    filled = replace(rest, uptake_percent=half)
    at_stress, at_rest_too = _missing(told, rest, filled)
    inside = told.mask > 0
    assert inside.any()
    share = at_rest_too[inside].sum() / at_stress[inside].sum()
    assert share == pytest.approx(0.5, abs=0.05)
    assert _kind(share) == "mixed"


def test_samples_without_data_lack_nothing() -> None:
    maps = quick_maps(draw_patient(np.random.default_rng(3)))
    stress, rest = maps[State.STRESS], maps[State.REST]
    pairs = pair_of_maps(stress, rest, sex=None, attenuation_corrected=None)
    (told,) = read_pairs(shipped_reader(), pairs, has_intervals=False)
    valid = rest.valid.copy()
    valid[:4] = False
    torn = replace(rest, valid=valid)
    for lacks in _missing(told, stress, torn):
        assert not lacks[:4].any()
