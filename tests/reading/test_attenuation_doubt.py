"""Attenuation that nobody corrected is named before a low wall is called diseased."""

from dataclasses import replace

import numpy as np
import pytest

from journeys import input_with, study_with
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading import judge_reading, read_inputs
from myomap.reading.attenuation_doubt import attenuation_cautions
from myomap.records import Sex, State


@pytest.mark.parametrize(
    ("corrected", "sex", "said"),
    [
        ([False, False], Sex.FEMALE, {"was not corrected", "anterior", "breast"}),
        ([False], Sex.MALE, {"was not corrected", "inferior", "diaphragm"}),
        ([True, False], None, {"was not corrected", "anterior", "inferior"}),
        ([None, None], Sex.FEMALE, {"If attenuation", "anterior"}),
        ([None, True], Sex.MALE, {"If attenuation", "inferior"}),
        ([None, False], None, {"was not corrected", "breast", "diaphragm"}),
    ],
)
def test_the_wall_that_this_patient_s_body_hides_is_named_once(
    corrected: list[bool | None], sex: Sex | None, said: set[str]
) -> None:
    (caution,) = attenuation_cautions(corrected, sex)
    assert caution.code == "attenuation-can-mislead"
    for words in said:
        assert words in caution.message


@pytest.mark.parametrize("corrected", [[], [True], [True, True]])
def test_corrected_studies_draw_nothing(corrected: list[bool | None]) -> None:
    assert attenuation_cautions(corrected, Sex.MALE) == ()


def test_a_judged_study_without_correction_carries_it_once() -> None:
    patient = draw_patient(np.random.default_rng([12, 3]), disease=Disease.NORMAL)
    maps = quick_maps(patient, attenuation_corrected=False)
    inputs = [input_with(maps[state], state) for state in State]
    told = [
        replace(each, facts=replace(each.facts, attenuation_corrected=False))
        for each in inputs
    ]
    study = replace(study_with(*told), sex=patient.person.sex)
    codes = [each.code for each in judge_reading(read_inputs(study)).cautions]
    assert codes.count("attenuation-can-mislead") == 1
