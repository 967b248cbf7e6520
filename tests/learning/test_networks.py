"""Networks learn from drawings, the same every time, and say how they began."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from myomap.errors import ConfigError, InputError, OutputError
from myomap.inference import bundle_from_bytes
from myomap.learning import (
    PICTURES,
    Block,
    Dataset,
    Places,
    Source,
    TrainingOptions,
    named_models,
    named_recipe,
    train_bundle,
)
from myomap.learning.networks import Network, Schedule, network_named
from myomap.learning.networks.architecture import ARCHITECTURES, build_network
from myomap.learning.networks.augmentation import turned_and_scaled
from myomap.learning.networks.checkpoint import Checkpoint
from myomap.learning.networks.loop import set_aside
from myomap.learning.networks.picture_module import resizing_matrix
from myomap.learning.networks.pictures import picture_block

TINY = Schedule(epochs=2, learning_rate=0.01, batch=8, size_px=32)


def pictures(n: int = 24, size: int = 40, width: int | None = None):
    """Return drawings of two classes that brightness tells apart."""
    rng = np.random.default_rng(0)
    y = np.arange(n) % 2
    shape = (n, 3, size, width or size)
    values = rng.integers(0, 120, shape) + 100 * y[:, None, None, None]
    return values.astype(np.uint8), y, np.arange(n) // 2


def fitted(schedule: Schedule = TINY, seed: int = 0, **options) -> Network:
    values, y, groups = pictures()
    network = Network(
        TrainingOptions(n_classes=2, parameters={}),
        architecture="resnet-small",
        schedule=schedule,
        **options,
    )
    network.fit(values, y, groups, np.random.default_rng(seed))
    return network


def test_brightness_is_learnt() -> None:
    values, y, _ = pictures()
    proba = fitted(replace(TINY, epochs=12)).predict_proba(values)
    np.testing.assert_allclose(proba.sum(axis=1), 1.0)
    assert ((proba[:, 1] > 0.5) == y).mean() > 0.9


def test_training_is_the_same_to_the_last_bit_in_any_number_of_threads() -> None:
    values, _, _ = pictures()
    first = fitted().predict_proba(values)
    before = torch.get_num_threads()
    try:
        torch.set_num_threads(2)
        torch.manual_seed(99)
        second = fitted().predict_proba(values)
        assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
    np.testing.assert_array_equal(first, second)
    assert not np.array_equal(first, fitted(seed=1).predict_proba(values))


def test_the_process_keeps_its_own_chance_and_settings() -> None:
    torch.manual_seed(7)
    expected = torch.rand(3)
    torch.manual_seed(7)
    fitted()
    assert torch.equal(torch.rand(3), expected)
    assert not torch.are_deterministic_algorithms_enabled()


class InterruptedTrainingError(Exception):
    pass


def test_an_interrupted_training_goes_on_to_the_same_weights(
    tmp_path, monkeypatch
) -> None:
    schedule = replace(TINY, epochs=4, patience=2, rotation_deg=10.0, scaling=0.05)
    values, _, _ = pictures()
    whole = fitted(schedule).predict_proba(values)
    kept = Checkpoint.keep

    def keep_and_stop(self, following, *state):
        self._between = 0.0
        kept(self, following, *state)
        if following == 2:
            raise InterruptedTrainingError

    with monkeypatch.context() as patch:
        patch.setattr(Checkpoint, "keep", keep_and_stop)
        with pytest.raises(InterruptedTrainingError):
            fitted(schedule, checkpoints=tmp_path)
    (left,) = tmp_path.iterdir()
    resumed = fitted(schedule, checkpoints=tmp_path)
    np.testing.assert_array_equal(resumed.predict_proba(values), whole)
    assert not left.exists()


def test_what_was_kept_and_is_damaged_is_not_taken(tmp_path) -> None:
    network = fitted(replace(TINY, epochs=1))
    checkpoint = Checkpoint(tmp_path, "a" * 64, seconds_between=0.0)
    adam = torch.optim.Adam(network.network.parameters())
    state = network.network.state_dict()
    checkpoint.keep(1, network.network, adam, state, {"loss": 1.0, "epoch": 0})
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(OutputError, match="kept from an earlier run is damaged"):
        checkpoint.restore(network.network, adam, dict(state), {})


def test_patients_set_aside_to_stop_are_whole_patients() -> None:
    _, y, groups = pictures(60)
    schedule = replace(TINY, patience=3)
    split = set_aside(y, groups, schedule, np.random.default_rng(0))
    assert not set(groups[split.train]) & set(groups[split.test])
    everybody = set_aside(y, groups, TINY, np.random.default_rng(0))
    np.testing.assert_array_equal(everybody.train, everybody.test)
    too_few = set_aside(y[:4], groups[:4], schedule, np.random.default_rng(0))
    assert len(too_few.train) == len(too_few.test) == 4


@pytest.mark.parametrize(("n_from", "n_to"), [(120, 224), (120, 64), (40, 40), (3, 7)])
def test_resizing_keeps_what_is_even_and_what_is_sloped(n_from, n_to) -> None:
    matrix = resizing_matrix(n_from, n_to)
    np.testing.assert_allclose(matrix @ np.ones(n_from), 1.0)
    slope = (np.arange(n_from) + 0.5) / n_from
    wanted = (np.arange(n_to) + 0.5) / n_to
    reach = max(1, round(n_to / n_from))
    found = (matrix @ slope)[reach:-reach]
    np.testing.assert_allclose(found, wanted[reach:-reach], atol=1e-3)


def test_a_turn_by_a_right_angle_is_one_and_no_mirror() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 255, (1, 3, 16, 16)).astype(np.float32)
    angle, size = torch.tensor([90.0]), torch.ones(1)
    found = turned_and_scaled(torch.from_numpy(picture), angle, size).numpy()
    np.testing.assert_allclose(found, np.rot90(picture, axes=(2, 3)), atol=1e-2)
    both = np.concatenate([picture, picture[..., ::-1]], axis=3)
    pair = turned_and_scaled(torch.from_numpy(both.copy()), angle, size).numpy()
    np.testing.assert_allclose(pair[..., :16], found, atol=1e-4)


def test_a_larger_size_shows_less_of_the_rim() -> None:
    picture = torch.zeros((1, 3, 32, 32))
    picture[..., 12:20, 12:20] = 1.0
    still = torch.zeros(1)
    larger = turned_and_scaled(picture, still, torch.tensor([1.5]))
    assert larger.sum() > 1.8 * picture.sum()


def torchvision_names(architecture) -> set[str]:
    """Return the names of torchvision's state dict, as its documentation has them."""
    norms = ("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
    names = {"conv1.weight", "fc.weight", "fc.bias", *(f"bn1.{n}" for n in norms)}
    for stage, n_blocks in enumerate(architecture.layers, start=1):
        for block in range(n_blocks):
            start = f"layer{stage}.{block}"
            for k in (1, 2, 3):
                names |= {f"{start}.conv{k}.weight"}
                names |= {f"{start}.bn{k}.{n}" for n in norms}
        names |= {f"layer{stage}.0.downsample.0.weight"}
        names |= {f"layer{stage}.0.downsample.1.{n}" for n in norms}
    return names


def test_imagenet_weights_fit_resnet50_to_the_last_name_and_shape() -> None:
    architecture = ARCHITECTURES["resnet50"]
    network = build_network(architecture, 1000)
    state = network.state_dict()
    assert set(state) == torchvision_names(architecture)
    assert sum(p.numel() for p in network.parameters()) == 25_557_032
    assert state["layer4.2.conv3.weight"].shape == (2048, 512, 1, 1)
    assert state["layer2.0.downsample.0.weight"].shape == (512, 256, 1, 1)
    marked = {k: torch.full_like(v, 0.25) for k, v in state.items() if "fc" not in k}
    loaded = build_network(architecture, 1, marked)
    assert float(loaded.layer3[5].conv2.weight.detach().mean()) == 0.25
    assert loaded.fc.weight.shape == (1, 2048)


def small_weights():
    return build_network(ARCHITECTURES["resnet-small"], 3).state_dict()


def test_weights_of_another_network_are_refused() -> None:
    architecture = ARCHITECTURES["resnet-small"]
    state = small_weights()
    without = {k: v for k, v in state.items() if k != "conv1.weight"}
    with pytest.raises(ConfigError, match=r"1 of its .* tensors are missing"):
        build_network(architecture, 1, without)
    with pytest.raises(ConfigError, match="and 1 are unknown"):
        build_network(architecture, 1, {**state, "extra": torch.zeros(1)})
    other = {**state, "conv1.weight": torch.zeros((4, 1, 7, 7))}
    with pytest.raises(ConfigError, match=r"shape \(4, 1, 7, 7\), expected"):
        build_network(architecture, 1, other)


def test_weights_of_a_file_are_taken_and_told_by_their_hash(tmp_path) -> None:
    path = tmp_path / "ivanov.pth"
    torch.save(small_weights(), path)
    (spec,) = named_models(["resnet-small:epochs=1:size=32"], Places(weights=path))
    assert "SHA-256" in spec.note
    assert "weights=" in spec.name
    assert "ivanov" not in f"{spec.name} {spec.title} {spec.note} {spec.parameters}"
    values, y, groups = pictures()
    model = spec.make(TrainingOptions(n_classes=2, parameters={}))
    assert isinstance(model, Network)
    model.fit(values, y, groups, np.random.default_rng(0))
    stem = model.network.conv1.weight.detach()
    # The careful schedule keeps a stem that was learnt before.
    assert torch.equal(stem, small_weights_of(path)["conv1.weight"])


def small_weights_of(path):
    return torch.load(path, weights_only=True)


@pytest.mark.parametrize("content", [b"", b"no weights", b"\x80\x04N."])
def test_a_file_without_weights_is_refused(content: bytes, tmp_path) -> None:
    path = tmp_path / "weights.pth"
    path.write_bytes(content)
    with pytest.raises(InputError, match="holds no weights that can be read safely"):
        fitted(weights=path)


def test_a_file_that_would_run_code_is_refused(tmp_path) -> None:
    from disguised_files import Exploit

    torch.save({"conv1.weight": Exploit()}, tmp_path / "evil.pth")
    with pytest.raises(InputError, match="holds no weights that can be read safely"):
        fitted(weights=tmp_path / "evil.pth")


def test_a_network_says_how_its_weights_began() -> None:
    for name in ("resnet50", "resnet152", "resnet-small"):
        spec = network_named(name)
        assert spec.note == "random initialisation"
        assert "(random initialisation)" in spec.title
        assert spec.block == PICTURES
    assert network_named("resnet50:weights=imagenet").note == "ImageNet weights"
    assert network_named("forest") is None


def test_the_published_schedules_stand_in_the_table() -> None:
    published = network_named("resnet50").parameters
    assert (published["epochs"], published["Adam"]) == (150, 0.003)
    assert network_named("resnet152").parameters["epochs"] == 50
    careful = network_named("resnet50-careful:weights=imagenet").parameters
    assert careful["frozen stem"]
    assert careful["patience"]
    assert "frozen stem" not in network_named("resnet50-careful").parameters


def test_fewer_epochs_and_smaller_pictures_are_said_in_the_title() -> None:
    spec = network_named("resnet50:epochs=5:size=64")
    assert spec.title == "ResNet50 (random initialisation): epochs=5, size=64"
    assert (spec.parameters["epochs"], spec.parameters["pixels"]) == (5, 64)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("resnet50:mirror=1", "no option 'mirror=1'"),
        ("resnet50:epochs=many", "no option 'epochs=many'"),
        ("resnet50:epochs=0", "number of epochs of a network makes no sense: found 0"),
        ("resnet50:size=4000", "size of a picture"),
        ("resnet-small:weights=imagenet", "no ImageNet weights for resnet-small"),
        ("resnet51", "no such model: found 'resnet51'"),
    ],
)
def test_names_that_make_no_sense_are_refused(name: str, sentence: str) -> None:
    with pytest.raises(ConfigError, match=sentence):
        named_models([name])


@pytest.mark.skipif(torch.cuda.is_available(), reason="There is such a processor.")
def test_a_graphics_processor_that_is_not_there_is_refused() -> None:
    with pytest.raises(ConfigError, match="no graphics processor"):
        fitted(device="cuda")


def test_a_missing_state_is_black_beside_the_other() -> None:
    uptake = np.full((32, 72), 80.0)
    block = picture_block([{"rest": uptake}], is_paired=True)
    assert block.values.shape == (1, 3, 120, 240)
    assert block.values[..., :120].max() == 0
    alone = picture_block([{"rest": uptake}], is_paired=False)
    np.testing.assert_array_equal(alone.values, block.values[..., 120:])


@pytest.mark.slow
def test_a_network_leaves_training_as_a_bundle() -> None:
    values, y, patients = pictures(width=80)
    dataset = Dataset(
        classes=("normal", "abnormal"),
        y=y,
        patients=patients + 100 * y,
        sample_ids=tuple(map(str, y)),
        blocks={PICTURES: Block(names=("red", "green", "blue"), values=values)},
    )
    recipe = replace(
        named_recipe("careful"),
        models=("resnet-small:epochs=1:size=32",),
        n_folds=2,
        n_repeats=1,
        n_bootstrap=100,
    )
    made = train_bundle(dataset, recipe, Source(what="samples"))
    assert made.largest_difference < 1e-5
    assert made.card.training.note == "random initialisation"
    bundle = bundle_from_bytes(made.data)
    asked = np.ascontiguousarray(np.moveaxis(values, 1, -1))
    one_by_one = [bundle.predict_proba(each[None])[0] for each in asked[:3]]
    np.testing.assert_allclose(
        bundle.predict_proba(asked)[:3], one_by_one, rtol=0, atol=1e-6
    )
    assert train_bundle(dataset, recipe, Source(what="samples")).data == made.data
