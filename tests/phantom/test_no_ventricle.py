import numpy as np
import pytest

from myomap.phantom import (
    GridOptions,
    ImagingOptions,
    Scene,
    SceneKind,
    Torso,
    draw_without_ventricle,
    render_scene,
)

COARSE = GridOptions(shape=(32, 32, 32), voxel_mm=13)


@pytest.mark.parametrize("kind", list(SceneKind), ids=lambda kind: kind.value)
def test_every_kind_renders_finite_counts_and_the_same_twice(kind: SceneKind) -> None:
    for seed in range(3):
        scene = draw_without_ventricle(np.random.default_rng(seed), kind)
        assert scene.kind is kind
        assert scene == draw_without_ventricle(np.random.default_rng(seed), kind)
        first, again = render_scene(scene, COARSE), render_scene(scene, COARSE)
        assert np.isfinite(first.counts).all()
        assert first.counts.max() > 0
        assert first.counts.tobytes() == again.counts.tobytes()


def test_scene_is_cut_to_its_torso() -> None:
    torso = Torso(half_width_mm=100, half_depth_mm=80)
    scene = Scene(kind=SceneKind.UNIFORM_TORSO, background=1.0, torso=torso)
    sharp = ImagingOptions(fwhm_mm=0, filter_fwhm_mm=0, lv_counts=None)
    volume = render_scene(scene, imaging=sharp)
    section_mm2 = volume.counts[32].sum(dtype=float) * 6.5**2
    assert section_mm2 == pytest.approx(np.pi * 100 * 80, rel=0.01)
    assert volume.counts[32, 0, 0] == 0


def test_noise_alone_has_no_structure_whether_corrected_or_not() -> None:
    scene = Scene(kind=SceneKind.NOISE, background=0.3)
    volume = render_scene(scene, imaging=ImagingOptions(attenuation_corrected=False))
    inner = volume.counts[8:-8, 8:-8, 8:-8]
    left, right = inner[:, :, :24].mean(), inner[:, :, 24:].mean()
    assert left == pytest.approx(right, rel=0.02)


def test_brain_is_darker_within_than_in_its_cortex() -> None:
    scene = draw_without_ventricle(np.random.default_rng(1), SceneKind.BRAIN)
    sharp = ImagingOptions(fwhm_mm=0, filter_fwhm_mm=0, lv_counts=None)
    volume = render_scene(scene, imaging=sharp)
    cortex, white = scene.solids[:2]
    x, y, z = cortex.centre_mm
    front = (x, y - (cortex.radii_mm[1] + white.radii_mm[1]) / 2, z)
    within = (x, y - 0.6 * white.radii_mm[1], z)
    bright, dim = (
        volume.counts[tuple(np.round(np.array(p)[::-1] / 6.5 + 31.5).astype(int))]
        for p in (front, within)
    )
    assert bright > 0.8
    assert dim < 0.6 * bright
