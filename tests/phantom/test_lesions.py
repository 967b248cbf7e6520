"""Disease lies where its artery is, as deep as it goes, and nowhere else."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.phantom import (
    Coronaries,
    GridOptions,
    Lesion,
    activity_volume,
    draw_coronaries,
    draw_normal,
    render_truth,
    true_map,
)
from myomap.phantom.coronaries import border_distance_mm
from myomap.phantom.shell import belt_mm, midwall_axes_mm
from myomap.phantom.true_map import map_points
from myomap.polarmap import segments_17, territory_weights
from myomap.records import Territory


def depth_in_territory(heart, coronaries: Coronaries, territory: Territory):
    points, _ = map_points(heart)
    apex_mm = belt_mm(heart) + midwall_axes_mm(heart)[1]
    return border_distance_mm(
        coronaries,
        territory,
        fraction=points.along_mm / apex_mm,
        angle_deg=points.angle_deg,
        across_mm=points.across_mm,
        apex_mm=apex_mm,
    )


def patient_with(*lesions: Lesion, coronaries: Coronaries | None = None):
    patient = draw_normal(np.random.default_rng(3))
    return replace(
        patient, lesions=lesions, coronaries=coronaries or Coronaries(), defects=()
    )


@pytest.mark.parametrize("territory", list(Territory))
def test_default_borders_are_those_of_the_segments(territory: Territory) -> None:
    # A territory's weights on the map of 17 segments, but for the apical cap, whose
    # size there is a matter of the graticule.
    heart = draw_normal(np.random.default_rng(3)).heart
    inside = depth_in_territory(heart, Coronaries(), territory) > 4.0
    weights = territory_weights(segments_17())[list(Territory).index(territory)]
    basal_and_mid = slice(18, 32)
    assert inside[basal_and_mid].any()
    assert (weights[basal_and_mid][inside[basal_and_mid]] > 0.5).all()


@pytest.mark.parametrize("seed", range(12))
def test_territories_share_the_wall_without_gap_or_overlap(seed: int) -> None:
    heart = draw_normal(np.random.default_rng(seed)).heart
    coronaries = draw_coronaries(np.random.default_rng(seed))
    depth = np.stack(
        [depth_in_territory(heart, coronaries, territory) for territory in Territory]
    )
    deepest = np.sort(depth, axis=0)
    # One is inside, two are outside; on a border two are neither.
    assert (deepest[-1] >= -1e-9).all()
    assert (deepest[-2] <= 1e-9).all()


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("territory", list(Territory))
def test_lesion_stays_within_its_territory(seed: int, territory: Territory) -> None:
    coronaries = draw_coronaries(np.random.default_rng(seed))
    lesion = Lesion(territory=territory, angle_deg=0, fraction=0.5, uptake=0.2)
    patient = patient_with(lesion, coronaries=coronaries)
    uptake = true_map(patient).uptake
    depth = depth_in_territory(patient.heart, coronaries, territory)
    assert (uptake[depth < -lesion.border_mm / 2] == 1.0).all()
    np.testing.assert_allclose(uptake[depth > lesion.border_mm / 2], 0.2, atol=1e-6)


def test_small_lesion_is_as_large_as_its_half_axes() -> None:
    lesion = Lesion(
        territory=Territory.LCX,
        angle_deg=0,
        fraction=0.3,
        around_mm=15,
        along_mm=15,
        uptake=0.0,
        border_mm=2,
    )
    truth = true_map(patient_with(lesion))
    missing_cm2 = float(((1 - truth.uptake) * truth.area_cm2).sum())
    # A circle of 15 mm on a wall that curves away from it.
    assert missing_cm2 == pytest.approx(np.pi * 1.5**2, rel=0.15)


def test_neighbouring_territories_leave_no_healthy_stripe() -> None:
    lesions = [
        Lesion(territory=territory, angle_deg=0, fraction=0.5, uptake=0.6)
        for territory in Territory
    ]
    np.testing.assert_allclose(true_map(patient_with(*lesions)).uptake, 0.6, atol=1e-6)


def test_two_lesions_of_one_artery_do_not_add_up() -> None:
    shape = Lesion(territory=Territory.RCA, angle_deg=240, fraction=0.4, uptake=0.5)
    milder = replace(shape, uptake=0.8)
    both = true_map(patient_with(shape, milder)).uptake
    np.testing.assert_array_equal(both, true_map(patient_with(shape)).uptake)


def test_half_of_the_wall_takes_half_of_the_uptake() -> None:
    lesion = Lesion(
        territory=Territory.LAD,
        angle_deg=120,
        fraction=0.5,
        uptake=0.0,
        transmural_fraction=0.5,
    )
    uptake = true_map(patient_with(lesion)).uptake
    assert float(uptake.min()) == pytest.approx(0.5, abs=1e-6)


def test_inner_half_is_painted_and_outer_half_is_spared() -> None:
    whole = Lesion(territory=Territory.LAD, angle_deg=120, fraction=0.5, uptake=0.0)
    inner = replace(whole, transmural_fraction=0.5)
    grid = GridOptions(shape=(64, 64, 64), voxel_mm=3.3)
    counts = [
        float(activity_volume(patient_with(*lesions), grid).counts.sum(dtype=float))
        for lesions in ((), (whole,), (inner,))
    ]
    share = (counts[0] - counts[2]) / (counts[0] - counts[1])
    # The inner half of a shell holds somewhat less than half of its volume.
    assert 0.3 < share < 0.5


def test_quick_truth_agrees_with_the_rendered_one() -> None:
    lesion = Lesion(
        territory=Territory.RCA, angle_deg=250, fraction=0.4, around_mm=30, uptake=0.3
    )
    patient = patient_with(lesion)
    quick, rendered = true_map(patient), render_truth(patient)
    np.testing.assert_allclose(quick.uptake, rendered.uptake, atol=0.01)
    np.testing.assert_allclose(quick.area_cm2, rendered.area_cm2, rtol=0.003)
    np.testing.assert_allclose(quick.apex_mm, rendered.apex_mm, atol=1e-9)
    assert quick.cavity_ml == pytest.approx(rendered.cavity_ml, rel=0.005)
    assert quick.wall_ml == pytest.approx(rendered.wall_ml, rel=0.005)


def test_borders_that_cross_are_refused() -> None:
    with pytest.raises(ConfigError, match="A territory has no room: found 10 degrees"):
        Coronaries(anterolateral_deg=(60.0, 45.0), inferoseptal_deg=(70.0, 225.0))
