"""The network that comes with the package reads maps, and says when it does not."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import InputError, ModelError
from myomap.inference import (
    CHANNELS,
    FINDINGS,
    LearnedLabel,
    MapPairs,
    channels_of,
    pair_of_maps,
    read_pairs,
    segment_contributions,
    shipped_reader,
)
from myomap.inference.displaced import DISPLACEMENTS, displaced_pairs
from myomap.inference.doubts import doubt_reason
from myomap.inference.reading_input import scaled, unscaled
from myomap.phantom import Defect, Disease, draw_patient, quick_maps, true_map
from myomap.records import MapSource, Sex, State


def maps_of(disease: Disease, seed: int = 3):
    patient = draw_patient(np.random.default_rng(seed), disease=disease)
    return quick_maps(patient)


def pair(disease: Disease = Disease.NORMAL, seed: int = 3) -> MapPairs:
    maps = maps_of(disease, seed)
    return pair_of_maps(
        maps[State.STRESS],
        maps[State.REST],
        sex=Sex.FEMALE,
        attenuation_corrected=True,
    )


def read_one(pairs: MapPairs):
    return read_pairs(shipped_reader(), pairs)[0]


def beside(*pairs: MapPairs) -> MapPairs:
    names = ("uptake", "known", "area", "sex", "corrected", "picture")
    return MapPairs(
        **{n: np.concatenate([getattr(each, n) for each in pairs]) for n in names}
    )


def channel(shown, name: str):
    return shown[0, CHANNELS.index(name)]


def test_the_scale_of_a_map_does_not_matter() -> None:
    one = pair()
    louder = replace(one, uptake=one.uptake * np.float32(2.0))
    shown, scale = channels_of(one)
    again, twice = channels_of(louder)
    np.testing.assert_allclose(again, shown, atol=1e-5)
    np.testing.assert_allclose(twice, 2.0 * scale, rtol=1e-6)


def test_uptake_comes_back_from_the_network_s_scale() -> None:
    one = pair()
    _, scale = channels_of(one)
    there = scaled(one.uptake, scale)
    np.testing.assert_allclose(unscaled(there, scale), one.uptake, atol=1e-3)


def test_a_state_that_is_missing_is_nowhere_known() -> None:
    stress = maps_of(Disease.NORMAL)[State.STRESS]
    one = pair_of_maps(stress, None, sex=None, attenuation_corrected=None)
    shown, scale = channels_of(one)
    assert not channel(shown, "rest is known").any()
    assert not channel(shown, "rest").any()
    assert not channel(shown, "dilation").any()
    assert scale[0, 1] == 1.0


def test_what_is_not_known_of_the_circumstances_is_nought() -> None:
    maps = maps_of(Disease.NORMAL)
    one = pair_of_maps(*maps.values(), sex=None, attenuation_corrected=None)
    shown, _ = channels_of(one)
    assert not channel(shown, "sex").any()
    assert not channel(shown, "attenuation corrected").any()
    told, _ = channels_of(pair())
    assert (channel(told, "sex") == 1.0).all()
    assert (channel(told, "attenuation corrected") == 1.0).all()


def test_a_picture_tells_no_areas() -> None:
    found = replace(maps_of(Disease.NORMAL)[State.STRESS], source=MapSource.PICTURE)
    one = pair_of_maps(found, None, sex=None, attenuation_corrected=None)
    assert not one.area.any()
    assert one.picture[0] == 1.0
    assert not channel(channels_of(one)[0], "wall area").any()


def test_a_heart_that_grows_under_stress_shows_it() -> None:
    one = pair()
    larger = one.area.copy()
    larger[:, 0] *= np.float32(1.3)
    before = channel(channels_of(one)[0], "dilation")[0, 0]
    after = channel(channels_of(replace(one, area=larger))[0], "dilation")[0, 0]
    assert after - before == pytest.approx(4.0 * np.log(1.3), abs=1e-4)


def test_no_map_at_all_is_refused() -> None:
    with pytest.raises(InputError, match="no map to read"):
        pair_of_maps(None, None, sex=None, attenuation_corrected=None)


def test_a_patient_is_read_alike_alone_and_beside_others() -> None:
    one, other = pair(Disease.INFARCTION), pair(Disease.ISCHEMIA, 4)
    alone = read_one(one)
    together = read_pairs(shipped_reader(), beside(other, one))[1]
    assert together.classes == alone.classes
    np.testing.assert_array_equal(together.chance, alone.chance)


def test_probabilities_belong_together() -> None:
    found = read_one(pair(Disease.INFARCTION))
    assert sum(found.classes.values()) == pytest.approx(1.0, abs=1e-5)
    assert found.probability["abnormal"] == pytest.approx(
        1.0 - found.classes["normal"], abs=1e-5
    )
    for name in FINDINGS:
        low, high = found.interval[name]
        assert low <= found.probability[name] <= high
    np.testing.assert_allclose(found.chance.sum(axis=0), 1.0, atol=1e-5)


def scarred_maps():
    """Return maps of a heart with a scar of the inferior wall, and its truth."""
    patient = draw_patient(np.random.default_rng(3), disease=Disease.NORMAL)
    scar = Defect(angle_deg=270.0, half_angle_deg=40.0, uptake=0.2, to_fraction=0.85)
    stress = replace(patient.stress, defects=(scar,))
    rest = replace(patient.rest, defects=(scar,))
    ill = replace(patient, stress=stress, rest=rest, disease=Disease.INFARCTION)
    return quick_maps(ill), true_map(rest).uptake


def test_a_large_scar_is_called_one_and_lies_where_it_is() -> None:
    maps, truth = scarred_maps()
    pairs = pair_of_maps(*maps.values(), sex=None, attenuation_corrected=True)
    found = read_one(pairs)
    assert found.label is LearnedLabel.INFARCTION
    assert (found.mask[truth < 0.5] == 2).mean() > 0.9
    assert (found.mask[truth > 0.99] == 0).mean() > 0.8
    stress, rest = found.normal_percent
    assert stress is not None
    assert rest is not None
    given = maps[State.STRESS].uptake_percent[truth < 0.3]
    assert stress[truth < 0.3].mean() > 1.5 * given.mean()


def test_stress_alone_leaves_the_kind_open() -> None:
    stress = scarred_maps()[0][State.STRESS]
    one = pair_of_maps(stress, None, sex=None, attenuation_corrected=True)
    found = read_one(one)
    assert found.label is LearnedLabel.ABNORMAL
    assert found.normal_percent[1] is None


def test_rest_alone_without_a_scar_says_nothing_of_stress() -> None:
    rest = maps_of(Disease.NORMAL)[State.REST]
    found = read_one(pair_of_maps(None, rest, sex=None, attenuation_corrected=True))
    assert found.label is LearnedLabel.ABSTAINED
    assert "stress" in found.reasons[0]


def test_a_map_that_is_half_empty_is_not_read() -> None:
    one = pair()
    known = one.known.copy()
    known[:, 0, :, :40] = False
    half = replace(one, known=known, uptake=one.uptake * known)
    assert "Less than half" in read_one(half).reasons[0]


@pytest.mark.parametrize("kind", ["samples mixed", "noise"])
def test_what_is_no_map_is_not_read(kind: str) -> None:
    rng = np.random.default_rng(0)
    one = pair()
    if kind == "noise":
        uptake = rng.uniform(0, 100, one.uptake.shape).astype(np.float32)
    else:
        flat = one.uptake.reshape(1, 2, -1)
        uptake = flat[..., rng.permutation(flat.shape[-1])].reshape(one.uptake.shape)
    found = read_one(replace(one, uptake=uptake, area=np.zeros_like(one.area)))
    assert found.label is LearnedLabel.ABSTAINED
    assert found.reasons


def with_doubts(**limits):
    bundle = shipped_reader()
    part = bundle.card.reading.model_copy(update=limits)
    return replace(bundle, card=bundle.card.model_copy(update={"reading": part}))


def test_a_doubt_below_the_limit_is_a_warning_and_above_it_silence() -> None:
    one = pair(Disease.ISCHEMIA)
    low = dict.fromkeys(("foreign", "distance", "residual"), 1e-12)
    high = dict.fromkeys(low, 1e9)
    (sure,) = read_pairs(with_doubts(most_doubt=high, warns_from=high), one)
    assert not sure.warnings
    (warned,) = read_pairs(with_doubts(most_doubt=high, warns_from=low), one)
    assert warned.label is sure.label
    assert len(warned.warnings) == 3
    assert "mirrored or turned" in warned.warnings[0]
    (silent,) = read_pairs(with_doubts(most_doubt=low, warns_from=low), one)
    assert silent.label is LearnedLabel.ABSTAINED
    assert len(silent.reasons) == 3
    assert not silent.warnings


def test_a_state_alone_has_limits_of_its_own() -> None:
    stress = maps_of(Disease.NORMAL)[State.STRESS]
    one = pair_of_maps(stress, None, sex=None, attenuation_corrected=None)
    low = dict.fromkeys(("foreign", "distance", "residual"), 1e-12)
    high = dict.fromkeys(low, 1e9)
    alone = {"stress": high, "rest": low}
    (read,) = read_pairs(
        with_doubts(most_doubt=low, most_doubt_alone=alone, warns_from_alone=alone), one
    )
    assert not read.reasons
    assert not read.warnings
    old = with_doubts(most_doubt=low, most_doubt_alone=None, warns_from_alone=None)
    assert len(read_pairs(old, one)[0].reasons) == 3


def test_a_doubt_tells_what_was_found_and_what_was_expected() -> None:
    one = pair(Disease.ISCHEMIA)
    # 0.09 of squares that are counted three times: a tenth of the uptake.
    limits = {"foreign": 1e-12, "distance": 1e-3, "residual": 0.09}
    (found,) = read_pairs(
        with_doubts(most_doubt=limits | {"residual": 1e-12}, warns_from=limits), one
    )
    score, distance, residual = found.reasons
    assert "at most 0.000. Look whether they are mirrored" in score
    assert "lie within 0.00. Look" in distance
    assert "% of the uptake off" in residual
    assert doubt_reason("residual", 0.09, 0.0225).startswith(
        "The network cannot draw again what the maps show: it is 10.0 % of the uptake "
        "off, and of good maps at most 5.0 %."
    )


def test_rest_alone_is_warned_of_as_well() -> None:
    rest = maps_of(Disease.NORMAL)[State.REST]
    one = pair_of_maps(None, rest, sex=None, attenuation_corrected=True)
    low = dict.fromkeys(("foreign", "distance", "residual"), 1e-12)
    (found,) = read_pairs(with_doubts(warns_from_alone={"rest": low}), one)
    assert "the network found no scar" in found.reasons[0]
    assert len(found.warnings) == 3


def test_the_first_displacement_is_none() -> None:
    one = pair()
    several = displaced_pairs(one)
    assert len(several.uptake) == len(DISPLACEMENTS)
    np.testing.assert_array_equal(several.uptake[:1], one.uptake)
    np.testing.assert_array_equal(several.known[:1], one.known)


def test_a_displaced_map_is_turned_by_whole_samples() -> None:
    one = pair()
    turn, stretch = DISPLACEMENTS[1]
    flat = np.broadcast_to(np.arange(72, dtype=np.float32), one.uptake.shape)
    several = displaced_pairs(replace(one, uptake=flat.copy()))
    assert stretch != 1.0
    np.testing.assert_allclose(several.uptake[1, 0, 5], np.roll(np.arange(72), turn))


def test_contributions_add_up_to_what_disease_changes() -> None:
    one = pair(Disease.INFARCTION, 7)
    found = segment_contributions(shipped_reader(), one, n_orders=1)
    whole = found.normal + found.values.sum(axis=1)
    said = read_pairs(shipped_reader(), one, has_intervals=False)[0].probability
    np.testing.assert_allclose(whole, [said[n] for n in FINDINGS], atol=1e-4)
    again = segment_contributions(shipped_reader(), one, n_orders=1)
    np.testing.assert_array_equal(found.values, again.values)


def test_contributions_are_of_one_patient() -> None:
    two = beside(pair(), pair())
    with pytest.raises(InputError, match="one patient"):
        segment_contributions(shipped_reader(), two)


def test_the_card_says_that_the_teachers_were_simulated() -> None:
    card = shipped_reader().card
    assert card.training.is_simulated
    assert any("not for diagnosis" in limit for limit in card.limits)
    assert any("simulated patients alone" in limit for limit in card.limits)


def test_maps_in_another_shape_are_refused() -> None:
    with pytest.raises(InputError, match="not what the model takes"):
        shipped_reader().predict_proba(np.zeros((1, 3, 32, 72), np.float32))
    with pytest.raises(ModelError):
        shipped_reader().session.ask_for_maps(np.zeros((1, 3, 32, 72), np.float32))
