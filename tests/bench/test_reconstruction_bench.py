"""The benchmark's study, its engines, and what it says where an engine is missing."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from myomap.bench import reconstruction_engines, reconstruction_peer
from myomap.bench.chest_study import WALLS, Orbit, draw_studies, wall_means
from myomap.camera import activity_from_slices, views_from_pictures
from myomap.errors import ConfigError


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (study,) = draw_studies([1], Orbit(n=24, n_views=16, counts=1e6))
    path = tmp_path_factory.mktemp("study") / "study.npz"
    order = np.argsort(study.projections.angle_deg)
    assert study.projections.radius_mm is not None
    np.savez(
        path,
        counts=views_from_pictures(study.projections.counts[0, 0])[order],
        activity=activity_from_slices(study.activity.counts),
        per_cm=activity_from_slices(study.attenuation_map.per_cm),
        angle_deg=study.projections.angle_deg[order],
        radius_mm=study.projections.radius_mm[order],
        voxel_mm=study.projections.pixel_size_mm[0],
    )
    return path


def result_of(engine: str, stored: Path, iterations: int = 2) -> dict[str, np.ndarray]:
    result = stored.with_name(f"{engine}.npz")
    arguments = [engine, str(stored), str(result), str(iterations)]
    assert reconstruction_engines.main(arguments) == 0
    with np.load(result) as read:
        return {name: read[name] for name in read.files}


def test_seeds_differ_in_their_noise_alone() -> None:
    first, second = draw_studies([0, 1], Orbit(n=16, n_views=12, counts=1e5))
    assert not np.array_equal(first.projections.counts, second.projections.counts)
    assert np.array_equal(first.activity.counts, second.activity.counts)
    (again,) = draw_studies([0], Orbit(n=16, n_views=12, counts=1e5))
    assert np.array_equal(first.projections.counts, again.projections.counts)


def test_an_even_wall_is_measured_even() -> None:
    (study,) = draw_studies([0], Orbit(counts=0.0, n_views=8))
    means = wall_means(study.activity, study.truth)
    assert list(means) == list(WALLS)
    values = np.array(list(means.values()))
    assert np.ptp(values) < 0.03 * values.mean()


def test_an_engine_hands_back_image_projections_and_cost(stored: Path) -> None:
    result = result_of("myomap", stored)
    assert result["image"].shape == (24, 24, 24)
    assert result["expected"].shape == (16, 24, 24)
    assert result["cpu_s"] > 0


def test_projections_and_images_agree_with_pytomography(stored: Path) -> None:
    pytest.importorskip("pytomography")
    ours, theirs = (result_of(engine, stored) for engine in ("myomap", "pytomography"))
    apart = np.linalg.norm(ours["expected"] - theirs["expected"])
    assert apart < 0.01 * np.linalg.norm(theirs["expected"])
    apart = np.linalg.norm(ours["image"] - theirs["image"])
    assert apart < 0.07 * np.linalg.norm(theirs["image"])


def test_an_unknown_engine_is_refused() -> None:
    with pytest.raises(ConfigError, match="Choose one of: pytomography"):
        reconstruction_peer.compare_with("stir", 0)


def test_a_missing_engine_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ConfigError, match=r"pip install 'myomap\[bench\]'"):
        reconstruction_peer.compare_with("pytomography", 0)
