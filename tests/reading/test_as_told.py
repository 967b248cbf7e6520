"""What the reader says where an input says nothing."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.reading import ReadOptions, describe_reading, judge_reading, read
from myomap.records import State


@pytest.fixture
def maps(tmp_path):
    patient = draw_patient(np.random.default_rng(3), disease=Disease.INFARCTION)
    for state, found in quick_maps(patient).items():
        np.save(tmp_path / f"{state.value}.npy", found.uptake_percent)
    return tmp_path


def codes(reading):
    judged = judge_reading(reading)
    document = describe_reading(reading, judgement=judged)
    return {each.code for each in document.quality.cautions}


def test_limits_are_chosen_by_what_the_reader_says(maps) -> None:
    unknown = read([maps])
    assert "limits-correction-unknown" in codes(unknown)
    for corrected in (True, False):
        told = read([maps], ReadOptions(attenuation_corrected=corrected))
        assert "limits-correction-unknown" not in codes(told)
        assert all(
            each.attenuation_corrected is corrected for each in told.states.values()
        )
    deficits = [
        describe_reading(
            told, judgement=judge_reading(told)
        ).perfusion.stress.tpd_percent
        for told in (
            read([maps], ReadOptions(attenuation_corrected=c)) for c in (True, False)
        )
    ]
    assert deficits[0] != deficits[1]


def test_an_input_that_says_otherwise_counts(maps) -> None:
    from myomap.reading.as_told import with_correction

    (source, _) = read([maps]).study.inputs
    told = replace(source, facts=replace(source.facts, attenuation_corrected=True))
    assert with_correction(told, True) is not None
    with pytest.raises(ConfigError, match="the option says otherwise"):
        with_correction(told, False)


def test_a_state_that_may_lie_in_what_was_left_out_is_told_of(maps) -> None:
    np.save(maps / "stress.npy", np.zeros((32, 72), np.float32))
    assert "other-state-not-read" in codes(read([maps]))


def test_the_same_file_twice_is_told_of_where_one_state_is_left(maps) -> None:
    (maps / "stress.npy").write_bytes((maps / "rest.npy").read_bytes())
    reading = read([maps])
    assert len(reading.states) == 1
    (caution,) = [c for c in reading.cautions if c.code == "other-state-not-read"]
    assert "The same file is there twice" in caution.message
    (maps / "stress.npy").unlink()
    assert "other-state-not-read" not in {c.code for c in read([maps]).cautions}


def test_a_whole_study_has_no_such_caution(maps) -> None:
    assert "other-state-not-read" not in {c.code for c in read([maps]).cautions}
    assert set(read([maps]).states) == set(State)
