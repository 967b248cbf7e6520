"""A reading network is taught by simulated patients, the same every time."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from myomap.errors import ConfigError, OutputError
from myomap.inference import CHANNELS, bundle_from_bytes, read_pairs
from myomap.learning.reading_network import (
    AS_FOUND,
    CLASSES,
    MISLAID,
    NO_MAPS,
    Batch,
    TrainingPlan,
    batch_of_cases,
    draw_case,
    foreign_pairs,
    lesson,
    packed_reading,
    shifted_cases,
    train_reading,
    training,
)
from myomap.learning.reading_network.building import (
    Widths,
    build_polar_network,
    n_weights,
)
from myomap.learning.reading_network.calibrating import (
    fitted_scores,
    least_probabilities,
)
from myomap.learning.reading_network.case_pool import CasePool
from myomap.learning.reading_network.disturbing import Disturbance, disturbed
from myomap.learning.reading_network.lesson import sample_classes
from myomap.learning.reading_network.losses import LossWeights, total_loss
from myomap.learning.reading_network.warping import Warp, warped
from myomap.phantom import Disease

TINY = TrainingPlan(
    steps=4, batch=4, pool=8, fresh=2, widths=Widths(fine=4, levels=(4, 8, 8))
)


def batch(n: int = 4) -> Batch:
    return batch_of_cases([draw_case(5, index) for index in range(n)])


def still(n: int) -> Warp:
    shape = (n, 2)
    return Warp(
        turn=np.zeros(shape, np.float32),
        stretch=np.ones(shape, np.float32),
        lean=np.zeros((*shape, 2), np.float32),
    )


def test_a_case_follows_from_its_number() -> None:
    one, again, other = draw_case(1, 0), draw_case(1, 0), draw_case(1, 1)
    np.testing.assert_array_equal(one.layers, again.layers)
    assert one.label == again.label
    assert not np.array_equal(one.layers, other.layers)


def test_a_healthy_patient_looks_as_without_disease() -> None:
    healthy = next(
        case
        for case in (draw_case(1, index) for index in range(50))
        if CLASSES[case.label] == Disease.NORMAL.value
    )
    _, quiet, normal, truth = healthy.layers
    np.testing.assert_array_equal(quiet, normal)
    assert truth.min() == 1.0


def test_disease_takes_uptake_where_the_truth_says_so() -> None:
    ill = next(
        case
        for case in (draw_case(1, index) for index in range(50))
        if CLASSES[case.label] == Disease.INFARCTION.value
    )
    _, quiet, normal, truth = ill.layers
    lost = 1.0 - quiet / normal
    assert lost[truth < 0.6].mean() > lost[truth > 0.99].mean() + 0.2


def test_a_pool_is_the_same_at_a_step_whatever_came_before() -> None:
    walked, jumped = (CasePool(3, size=6, fresh=2) for _ in range(2))
    for step in range(5):
        walked.forward_to(step)
    jumped.forward_to(4)
    places = np.arange(6)
    np.testing.assert_array_equal(
        walked.chosen(places).layers, jumped.chosen(places).layers
    )
    np.testing.assert_array_equal(
        walked.chosen(places).label, jumped.chosen(places).label
    )


def test_nothing_is_moved_by_no_warp() -> None:
    cases = batch()
    np.testing.assert_allclose(
        warped(cases, still(4)).layers, cases.layers, rtol=1e-5, atol=1e-4
    )


def test_a_turn_moves_maps_and_truth_alike() -> None:
    cases = batch()
    turn = replace(still(4), turn=np.full((4, 2), 3.0, np.float32))
    found = warped(cases, turn)
    np.testing.assert_allclose(
        found.layers, np.roll(cases.layers, 3, axis=-1), rtol=1e-5, atol=1e-4
    )


def test_beyond_the_valve_plane_counts_fall_and_nothing_is_diseased() -> None:
    cases = batch()
    healthy = replace(cases, layers=np.ones_like(cases.layers))
    longer = replace(still(4), stretch=np.full((4, 2), 1.2, np.float32))
    found = warped(healthy, longer).layers
    assert (found[:, :3, :, -1] < 0.5).all()
    np.testing.assert_allclose(found[:, :3, :, :20], 1.0, rtol=1e-6)
    np.testing.assert_allclose(found[:, 3], 1.0, rtol=1e-6)


def test_what_hides_a_wall_hides_it_in_health_too() -> None:
    cases = batch()
    how = Disturbance(shadow=1.0, spill=0.0)
    found = disturbed(cases, how, np.random.default_rng(0)).layers
    np.testing.assert_allclose(
        found[:, 1] / cases.layers[:, 1], found[:, 2] / cases.layers[:, 2], rtol=1e-4
    )
    assert (found[:, 2] < cases.layers[:, 2]).any()
    np.testing.assert_array_equal(found[:, 3], cases.layers[:, 3])


def test_samples_are_fixed_where_rest_lacks_uptake() -> None:
    truth = np.ones((1, 2, 1, 3))
    truth[0, 0, 0] = [1.0, 0.5, 0.5]
    truth[0, 1, 0] = [1.0, 1.0, 0.5]
    both, rest = np.array([[True, True]]), np.array([[False, True]])
    np.testing.assert_array_equal(sample_classes(truth, both)[0, 0], [0, 1, 2])
    np.testing.assert_array_equal(sample_classes(truth, rest)[0, 0], [0, 0, 2])


def test_a_lesson_shows_nothing_that_is_not_there() -> None:
    how = replace(
        AS_FOUND,
        disturbance=replace(AS_FOUND.disturbance, no_rest=1.0, picture=1.0),
    )
    shown = lesson(batch(), how, np.random.default_rng(0))
    assert not shown.pairs.known[:, 1].any()
    assert not shown.targets.known[:, 1].any()
    assert not shown.pairs.area.any()
    assert (shown.channels[:, CHANNELS.index("picture")] == 1.0).all()


def test_mirrored_twice_is_the_map_itself() -> None:
    maps = np.arange(2 * 32 * 72, dtype=np.float32).reshape(2, 32, 72)
    rng = np.random.default_rng(0)
    for name in ("mirrored", "upside down", "inside out"):
        there = MISLAID[name](maps, rng)
        assert not np.array_equal(there, maps)
        np.testing.assert_array_equal(MISLAID[name](there, rng), maps)


def test_a_mirror_exchanges_septum_and_lateral_wall() -> None:
    angle = np.broadcast_to(np.arange(72, dtype=np.float32), (1, 32, 72))
    found = MISLAID["mirrored"](angle, np.random.default_rng(0))[0, 0]
    assert found[0] == 36
    assert found[36] == 0
    assert found[18] == 18


@pytest.mark.parametrize("kind", [*MISLAID, *NO_MAPS])
def test_every_foreign_kind_is_a_map_s_size(kind: str) -> None:
    pairs = lesson(batch(2), AS_FOUND, np.random.default_rng(0)).pairs
    found = foreign_pairs(pairs, {1: kind}, np.random.default_rng(1))
    np.testing.assert_array_equal(found.uptake[0], pairs.uptake[0])
    assert not np.array_equal(found.uptake[1], pairs.uptake[1])
    assert np.isfinite(found.uptake).all()
    assert found.uptake.min() >= 0.0


def test_of_no_map_nothing_is_asked_but_to_say_so() -> None:
    shown = lesson(batch(), AS_FOUND, np.random.default_rng(0))
    network = build_polar_network(TINY.widths).eval()
    with torch.no_grad():
        found = network(torch.from_numpy(shown.channels))
    foreign = replace(shown.targets, foreign=np.ones(4, np.float32))
    only_told = LossWeights(foreign=0.0)
    assert float(total_loss(found, foreign, only_told)) == pytest.approx(0.0, abs=1e-6)
    assert float(total_loss(found, shown.targets, only_told)) > 0.1


def test_the_network_is_closed_around_the_ring() -> None:
    torch.manual_seed(0)
    network = build_polar_network(TINY.widths).eval()
    shown = torch.randn(1, len(CHANNELS), 32, 72)
    with torch.no_grad():
        plain, turned = network(shown), network(torch.roll(shown, 8, dims=3))
    torch.testing.assert_close(turned[0], plain[0])
    torch.testing.assert_close(turned[3], torch.roll(plain[3], 8, dims=3))


def test_the_shipped_width_stays_small() -> None:
    assert n_weights(build_polar_network(TrainingPlan().widths)) < 1_500_000


def test_an_interrupted_training_goes_on_to_the_same_weights(tmp_path) -> None:
    place = tmp_path / "kept.npz"

    def stop(step: int, loss: float) -> None:
        assert np.isfinite(loss)
        if step == 2:
            raise KeyboardInterrupt

    whole = train_reading(TINY).state_dict()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "_SECONDS_BETWEEN", -1.0)
        with pytest.raises(KeyboardInterrupt):
            train_reading(TINY, checkpoint=place, on_step=stop)
    assert place.is_file()
    resumed = train_reading(TINY, checkpoint=place).state_dict()
    for name, each in whole.items():
        torch.testing.assert_close(resumed[name], each, rtol=0, atol=0)


def test_what_was_kept_of_another_plan_is_refused(tmp_path) -> None:
    place = tmp_path / "kept.npz"
    train_reading(replace(TINY, steps=1), checkpoint=place)
    with pytest.raises(ConfigError, match="another plan"):
        train_reading(replace(TINY, steps=2), checkpoint=place)


def test_what_was_kept_and_is_damaged_is_refused(tmp_path) -> None:
    place = tmp_path / "kept.npz"
    place.write_bytes(b"no archive")
    with pytest.raises(OutputError, match="damaged"):
        train_reading(TINY, checkpoint=place)


def test_training_lowers_the_loss() -> None:
    plan = replace(TINY, steps=12, fresh=0, learning_rate=1e-2)
    losses: list[float] = []
    train_reading(plan, on_step=lambda step, loss: losses.append(loss))
    assert np.mean(losses[-3:]) < np.mean(losses[:3])


def test_scores_that_are_too_sure_are_calmed() -> None:
    rng = np.random.default_rng(0)
    scores = rng.normal(size=(4000, 4))
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    label = np.array([rng.choice(4, p=each) for each in share])
    slope, shift = fitted_scores((3.0 * scores).astype(np.float32), label)
    assert slope == pytest.approx(1.0 / 3.0, abs=0.03)
    np.testing.assert_allclose(shift, 0.0, atol=0.15)
    assert shift.sum() == pytest.approx(0.0, abs=1e-4)


def test_sets_of_classes_hold_the_true_one_as_often_as_they_say() -> None:
    rng = np.random.default_rng(1)
    chance = rng.dirichlet(np.ones(3), size=4000)
    label = np.array([rng.choice(3, p=each) for each in chance])
    least = least_probabilities(chance[:2000], label[:2000], 0.9)
    own = chance[2000:][np.arange(2000), label[2000:]]
    holds = own >= np.array(least)[label[2000:]]
    assert holds.mean() == pytest.approx(0.9, abs=0.03)


def test_too_few_patients_rule_no_class_out() -> None:
    chance = np.full((5, 2), 0.5)
    assert least_probabilities(chance, np.zeros(5, int), 0.9) == (0.0, 0.0)


def test_a_packed_network_reads_maps() -> None:
    network = build_polar_network(TINY.widths).eval()
    made = packed_reading(network, TINY, n_held_out=40)
    bundle = bundle_from_bytes(made.data)
    assert made.largest_difference <= 1e-5
    assert bundle.card.training.is_simulated
    part = bundle.card.reading
    assert part is not None
    most, warned = part.most_doubt_alone, part.warns_from_alone
    assert most is not None
    assert warned is not None
    assert set(most) == set(warned) == {"stress", "rest"}
    assert most["rest"] != part.most_doubt
    assert all(
        warned[state][name] <= limit
        for state, limits in most.items()
        for name, limit in limits.items()
    )
    shown = lesson(batch(1), AS_FOUND, np.random.default_rng(0))
    (found,) = read_pairs(bundle, shown.pairs)
    assert sum(found.classes.values()) == pytest.approx(1.0, abs=1e-5)
    assert found.mask.shape == (32, 72)


def test_a_training_needs_patients_and_steps() -> None:
    with pytest.raises(ConfigError, match="number of steps"):
        replace(TINY, steps=0)
    with pytest.raises(ConfigError, match="fresh"):
        replace(TINY, fresh=9)


def test_the_other_clinic_has_the_same_patients_with_and_without_correction() -> None:
    patient, cases = shifted_cases(2, 1)
    assert cases[True].label == cases[False].label
    np.testing.assert_array_equal(cases[True].layers[3], cases[False].layers[3])
    assert not np.array_equal(cases[True].layers[0], cases[False].layers[0])
    assert CLASSES[cases[True].label] == patient.disease.value


def test_the_other_clinic_shows_ischemia_and_scars_where_it_says_so() -> None:
    for index in range(12):
        patient, cases = shifted_cases(4, index)
        stress, rest = cases[True].layers[3] < 0.9
        is_ischemic = patient.disease in (Disease.ISCHEMIA, Disease.MIXED)
        # A heart that grows under stress moves the edge of a scar a little.
        assert ((stress & ~rest).mean() > 0.01) == is_ischemic
        assert rest.any() == (patient.disease in (Disease.INFARCTION, Disease.MIXED))
