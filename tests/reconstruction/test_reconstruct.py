"""The whole way from projections to a volume, and everything that can be wrong."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.bench.chest_study import ChestStudy, Orbit, draw_studies, wall_means
from myomap.camera import COLLIMATORS
from myomap.errors import ConfigError, GeometryError
from myomap.geometry import apply_affine
from myomap.reconstruction import (
    Algorithm,
    Placement,
    Progress,
    ReconstructionOptions,
    ScatterMethod,
    named_protocol,
    reconstruct,
)
from myomap.records import AttenuationMap, EnergyWindow, Projections
from reconstruction_studies import SmallStudy, small_study

QUICK = ReconstructionOptions(
    iterations=2, subsets=8, detects_motion=False, scatter=ScatterMethod.NONE
)
BARE = replace(QUICK, post_filter=None)


@pytest.fixture(scope="module")
def study() -> SmallStudy:
    return small_study(seed=5)


@pytest.fixture(scope="module")
def chest() -> ChestStudy:
    """A chest without noise, projected on a grid twice as fine."""
    (drawn,) = draw_studies([0], Orbit(counts=0.0))
    return drawn


def codes(result: Any) -> set[str]:
    return {caution.code for caution in result.cautions}


def walls_of(chest: ChestStudy, **changes: Any) -> dict[str, float]:
    options = replace(BARE, iterations=4, **changes)
    result = reconstruct(chest.projections, options, chest.attenuation_map)
    return wall_means(result.volume, chest.truth)


def test_all_activity_is_recovered_with_attenuation_correction(
    chest: ChestStudy,
) -> None:
    result = reconstruct(
        chest.projections, replace(BARE, iterations=4), chest.attenuation_map
    )
    total = float(result.volume.counts.sum(dtype=float))
    assert total == pytest.approx(
        float(chest.activity.counts.sum(dtype=float)), rel=0.02
    )
    assert result.attenuation_corrected


def test_without_correction_septum_and_inferior_wall_lose(chest: ChestStudy) -> None:
    walls = walls_of(chest, attenuation=False, collimator=None)
    assert 0.84 < walls["inferior"] / walls["anterior"] < 0.93
    assert 0.80 < walls["septal"] / walls["lateral"] < 0.88


def test_with_correction_every_wall_is_near_the_mean(chest: ChestStudy) -> None:
    walls = walls_of(chest)
    mean = np.mean(list(walls.values()))
    for wall, level in walls.items():
        assert abs(level / mean - 1) < 0.08, wall


def test_every_correction_recovers_more(chest: ChestStudy) -> None:
    levels = [
        np.mean(
            list(walls_of(chest, attenuation=attenuates, collimator=blurs).values())
        )
        for attenuates, blurs in (
            (False, None),
            (True, None),
            (True, COLLIMATORS["LEHR"]),
        )
    ]
    assert levels == sorted(levels)


def test_the_heart_lies_where_it_lay_in_the_patient(study: SmallStudy) -> None:
    result = reconstruct(study.projections, QUICK, study.attenuation_map)
    hot = np.argwhere(result.volume.counts > 0.6 * result.volume.counts.max())
    weights = result.volume.counts[tuple(hot.T)]
    middle = apply_affine(
        result.volume.affine, np.average(hot, axis=0, weights=weights)
    )
    assert_allclose(middle, [36.0, -36.0, 0.0], atol=5.0)
    assert_allclose(result.volume.affine, study.truth.affine)


def test_a_placement_moves_the_volume_and_looks_up_the_map_there(
    study: SmallStudy,
) -> None:
    away = (13.0, -20.0, 300.0)
    moved = study.attenuation_map.affine.copy()
    moved[:3, 3] += away
    given = AttenuationMap(per_cm=study.attenuation_map.per_cm, affine=moved)
    here = reconstruct(study.projections, BARE, study.attenuation_map)
    there = reconstruct(
        study.projections, BARE, given, placement=Placement(centre_mm=away)
    )
    assert_allclose(there.volume.counts, here.volume.counts, rtol=1e-3, atol=1e-2)
    assert_allclose(there.volume.affine[:3, 3] - here.volume.affine[:3, 3], away)


def test_gates_share_the_geometry_and_the_sum_is_beside_them(study: SmallStudy) -> None:
    counts = study.projections.counts
    gated = replace(
        study.projections, counts=np.concatenate([0.25 * counts, 0.75 * counts])
    )
    result = reconstruct(gated, BARE, study.attenuation_map)
    alone = reconstruct(study.projections, BARE, study.attenuation_map)
    assert len(result.gates) == 2
    assert alone.gates == ()
    assert_allclose(result.volume.counts, alone.volume.counts, rtol=1e-3, atol=1e-2)
    for gate, share in zip(result.gates, (0.25, 0.75), strict=True):
        assert_allclose(gate.counts, share * alone.volume.counts, rtol=1e-2, atol=0.1)


def test_a_gate_without_counts_is_an_empty_volume(study: SmallStudy) -> None:
    counts = study.projections.counts
    gated = replace(study.projections, counts=np.concatenate([counts, 0 * counts]))
    result = reconstruct(gated, QUICK, study.attenuation_map)
    assert result.gates[1].counts.max() == 0


def test_longer_views_do_not_look_hotter(study: SmallStudy) -> None:
    longer = np.where(np.arange(32) % 2 == 0, 2.0, 1.0)
    counts = study.projections.counts * longer[:, None, None]
    views = replace(
        study.projections,
        counts=counts,
        frame_duration_ms=20_000.0 * longer,
    )
    options = replace(BARE, half_life_h=None, iterations=4)
    plain = reconstruct(study.projections, options, study.attenuation_map).volume
    again = reconstruct(views, options, study.attenuation_map).volume
    # The mean view lasts 1.5 times as long.
    apart = again.counts / 1.5 - plain.counts
    assert np.linalg.norm(apart) < 0.05 * np.linalg.norm(plain.counts)


@pytest.mark.parametrize("algorithm", list(Algorithm))
def test_every_algorithm_sees_the_heart(
    study: SmallStudy, algorithm: Algorithm
) -> None:
    result = reconstruct(
        study.projections, replace(QUICK, algorithm=algorithm), study.attenuation_map
    )
    counts = result.volume.counts
    heart = study.truth.counts > 0.6 * study.truth.counts.max()
    body = (study.truth.counts > 0) & ~heart
    assert counts[heart].mean() > 3 * counts[body].mean()
    assert result.attenuation_corrected == (algorithm is not Algorithm.FBP)


def test_scatter_windows_are_used_where_they_are() -> None:
    clean = small_study()
    peak = clean.projections.counts
    level = 0.3 * float(peak.mean())
    scattered = np.full_like(peak, level)
    windows = (
        EnergyWindow(lower_keV=114, upper_keV=126),
        EnergyWindow(lower_keV=126, upper_keV=154),
    )
    views = replace(
        clean.projections,
        counts=np.concatenate([2 * scattered, peak + scattered], axis=1),
        energy_windows=windows,
    )
    options = replace(BARE, scatter=ScatterMethod.AUTO, iterations=4)
    result = reconstruct(views, options, clean.attenuation_map)
    left_in = reconstruct(
        views, replace(options, scatter=ScatterMethod.NONE), clean.attenuation_map
    )
    truth = float(clean.truth.counts.sum(dtype=float))
    assert result.scatter is ScatterMethod.WINDOWS
    assert float(result.volume.counts.sum(dtype=float)) == pytest.approx(
        truth, rel=0.05
    )
    assert float(left_in.volume.counts.sum(dtype=float)) > 1.15 * truth


def test_the_source_model_takes_out_the_part_asked_for(study: SmallStudy) -> None:
    options = replace(BARE, scatter=ScatterMethod.SOURCE, scatter_to_primary=0.4)
    result = reconstruct(study.projections, options, study.attenuation_map)
    plain = reconstruct(study.projections, BARE, study.attenuation_map)
    ratio = plain.volume.counts.sum() / result.volume.counts.sum()
    assert ratio == pytest.approx(1.4, rel=0.05)


def test_the_source_model_without_map_is_refused(study: SmallStudy) -> None:
    options = replace(QUICK, scatter=ScatterMethod.SOURCE)
    with pytest.raises(ConfigError, match="needs an attenuation map"):
        reconstruct(study.projections, options)


def test_what_could_not_be_corrected_is_said(study: SmallStudy) -> None:
    unknown = replace(study.projections, radius_mm=None, frame_duration_ms=None)
    result = reconstruct(unknown, replace(QUICK, scatter=ScatterMethod.AUTO))
    assert codes(result) == {
        "attenuation-not-corrected",
        "radius-unknown",
        "scatter-not-corrected",
        "view-duration-unknown",
    }
    assert not result.attenuation_corrected
    assert not result.blur_corrected
    assert result.scatter is ScatterMethod.NONE


def test_the_protocol_travels_with_the_result(study: SmallStudy) -> None:
    protocol = replace(named_protocol("osem"), detects_motion=False)
    assert reconstruct(study.projections, protocol).protocol.protocol == "osem/1"


def test_progress_is_told_to_its_end(study: SmallStudy) -> None:
    told: list[Progress] = []
    gated = replace(
        study.projections, counts=np.concatenate([study.projections.counts] * 2)
    )
    options = replace(QUICK, detects_motion=True)
    reconstruct(gated, options, study.attenuation_map, on_progress=told.append)
    assert [step.done for step in told] == list(range(1, len(told) + 1))
    assert {step.total for step in told} == {len(told)}


def test_inputs_are_left_as_they_were(study: SmallStudy) -> None:
    kept = study.projections.counts.copy(), study.attenuation_map.per_cm.copy()
    options = replace(QUICK, corrects_motion=True, detects_motion=True)
    reconstruct(study.projections, options, study.attenuation_map)
    assert np.array_equal(study.projections.counts, kept[0])
    assert np.array_equal(study.attenuation_map.per_cm, kept[1])


def only(projections: Projections, chosen: Any) -> Projections:
    assert projections.radius_mm is not None
    assert projections.frame_duration_ms is not None
    return replace(
        projections,
        counts=projections.counts[:, :, chosen],
        angle_deg=projections.angle_deg[chosen],
        radius_mm=projections.radius_mm[chosen],
        detector=projections.detector[chosen],
        frame_duration_ms=projections.frame_duration_ms[chosen],
    )


def test_a_few_empty_views_are_left_out_and_told(study: SmallStudy) -> None:
    counts = study.projections.counts.copy()
    counts[:, :, 4] = 0
    result = reconstruct(replace(study.projections, counts=counts), QUICK)
    assert "empty-views" in codes(result)
    assert np.isfinite(result.volume.counts).all()


def test_missing_views_are_told(study: SmallStudy) -> None:
    kept = [i for i in range(32) if i not in (10, 11, 12)]
    assert "views-missing" in codes(reconstruct(only(study.projections, kept), QUICK))


def test_no_counts_are_refused(study: SmallStudy) -> None:
    empty = replace(study.projections, counts=0 * study.projections.counts)
    with pytest.raises(GeometryError, match="hold no counts"):
        reconstruct(empty, QUICK)


def test_half_of_the_arc_is_refused(study: SmallStudy) -> None:
    with pytest.raises(GeometryError, match="Views are missing: found a gap of 9"):
        reconstruct(only(study.projections, np.arange(16)), QUICK)


def test_a_handful_of_views_is_refused(study: SmallStudy) -> None:
    with pytest.raises(
        GeometryError, match="too few views to reconstruct from: found 5"
    ):
        reconstruct(only(study.projections, np.arange(0, 30, 6)), QUICK)


def test_a_map_of_other_coordinates_is_refused(study: SmallStudy) -> None:
    other = replace(study.attenuation_map, frame_of_reference_uid="1.2.840.1")
    with pytest.raises(GeometryError, match="frames of reference differ"):
        reconstruct(
            study.projections,
            QUICK,
            other,
            placement=Placement(frame_of_reference_uid="1.2.840.2"),
        )


def test_more_subsets_than_views_are_refused(study: SmallStudy) -> None:
    relaxed = replace(QUICK, algorithm=Algorithm.BSREM, subsets=33)
    with pytest.raises(ConfigError, match="subsets=33 does not fit"):
        reconstruct(study.projections, relaxed)


def test_few_views_take_the_same_steps_in_larger_subsets(study: SmallStudy) -> None:
    n_views = study.projections.counts.shape[2]
    done = reconstruct(study.projections, replace(QUICK, subsets=n_views)).protocol
    assert done.subsets == n_views // 4
    assert done.iterations * done.subsets == QUICK.iterations * n_views


def test_oblong_pixels_and_odd_sizes_are_reconstructed() -> None:
    counts = np.ones((1, 1, 20, 7, 15), np.float32)
    projections = Projections(
        counts=counts,
        angle_deg=np.arange(20) * 18.0,
        radius_mm=np.linspace(180.0, 240.0, 20),
        detector=np.zeros(20),
        pixel_size_mm=[9.0, 6.0],
        frame_duration_ms=np.full(20, 1000.0),
        energy_windows=(EnergyWindow(lower_keV=126, upper_keV=154),),
    )
    volume = reconstruct(projections, replace(QUICK, subsets=4)).volume
    assert volume.counts.shape == (7, 15, 15)
    assert_allclose(volume.voxel_size_mm, [9.0, 6.0, 6.0])
