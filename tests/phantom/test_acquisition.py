"""The camera: counts, angles, orbits, motion, and what breasts and maps do."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.dicom import SeriesHeader, read_dicom, write_projections
from myomap.errors import ConfigError
from myomap.geometry import apply_affine
from myomap.phantom import (
    Artefact,
    Disease,
    Ellipsoid,
    GridOptions,
    Motion,
    Protocol,
    SimulatedPatient,
    Windows,
    acquire,
    activity_volume,
    attenuation_map,
    draw_patient,
)
from myomap.phantom.orbit import orbit_radius_mm
from myomap.phantom.photons import wall_activity
from myomap.records import AttenuationMap, Projections, State

SMALL = Protocol(n_views=32, matrix=32)


def healthy_man(protocol: Protocol = SMALL) -> SimulatedPatient:
    """Return a man with nothing wrong and nothing moving, without noise."""
    patient = draw_patient(
        np.random.default_rng([77, 3]), protocol=protocol, disease=Disease.NORMAL
    )
    assert not patient.artefacts
    return replace(
        patient,
        rest_left=0.0,
        stress_scan=replace(patient.stress_scan, noise_seed=None),
        rest_scan=replace(patient.rest_scan, noise_seed=None),
    )


def heart_alone(patient: SimulatedPatient) -> SimulatedPatient:
    """Return a patient whose only activity is the left ventricle's wall."""

    def cold(solid: Ellipsoid) -> Ellipsoid:
        return replace(solid, activity=0.0)

    rest = patient.rest
    organs = replace(
        rest.organs,
        right_lung=cold(rest.organs.right_lung),
        left_lung=cold(rest.organs.left_lung),
        liver=cold(rest.organs.liver),
        spleen=cold(rest.organs.spleen),
        stomach=None,
        gut=(),
    )
    state = replace(
        rest,
        torso=replace(rest.torso, activity=0.0),
        organs=organs,
        heart=replace(rest.heart, blood_activity=0.0),
        right_ventricle=None,
        papillary=None,
    )
    scan = replace(patient.rest_scan, scatter_to_primary=0.0)
    return replace(patient, stress=state, rest=state, stress_scan=scan, rest_scan=scan)


def photopeak(projections: Projections) -> np.ndarray:
    return projections.counts[0, 0]


@pytest.fixture(scope="module")
def man() -> SimulatedPatient:
    return healthy_man()


def test_wall_gives_the_counts_that_were_asked_for(man: SimulatedPatient) -> None:
    alone = heart_alone(man)
    study = acquire(alone)
    # Every fourth view sets the scale; 0.5 % is what that costs.
    total = float(photopeak(study.rest).sum(dtype=float))
    assert total == pytest.approx(alone.rest_scan.lv_counts, rel=0.005)


def test_noise_is_that_of_counting(man: SimulatedPatient) -> None:
    expected = photopeak(acquire(man).rest)
    noisy = replace(man, rest_scan=replace(man.rest_scan, noise_seed=5))
    drawn = photopeak(acquire(noisy).rest)
    assert (drawn == np.round(drawn)).all()
    seen = expected > 20
    squares = (drawn[seen] - expected[seen]) ** 2 / expected[seen]
    # Mean of n chi-squared numbers: 1 ± √(2/n).
    assert squares.mean() == pytest.approx(1.0, abs=5 * np.sqrt(2 / squares.size))


def test_scatter_is_the_share_that_was_asked_for(man: SimulatedPatient) -> None:
    still = replace(man.rest_scan, scatter_to_primary=0.0)
    primary = photopeak(acquire(replace(man, rest_scan=still)).rest).sum(dtype=float)
    both = photopeak(acquire(man).rest).sum(dtype=float)
    wanted = 1.0 + man.rest_scan.scatter_to_primary
    assert both / primary == pytest.approx(wanted, rel=1e-3)


def test_narrow_windows_estimate_the_scatter(man: SimulatedPatient) -> None:
    counts = acquire(man).rest.counts[0].sum(axis=(1, 2, 3), dtype=float)
    scatter = (counts[1] / 3 + counts[2] / 3) * 28 / 2
    share = man.rest_scan.scatter_to_primary / (1 + man.rest_scan.scatter_to_primary)
    # Unscattered photons in the lower window add about 7 %.
    assert counts[0] * share < scatter < 1.15 * counts[0] * share


@pytest.mark.parametrize("windows", list(Windows), ids=lambda w: w.value)
def test_every_protocol_comes_back_from_dicom(windows: Windows) -> None:
    protocol = Protocol(
        arc_deg=360, n_views=60, matrix=32, collimator="LEAP", windows=windows
    )
    patient = replace(healthy_man(protocol), rest_left=0.1)
    study = acquire(patient)
    header = SeriesHeader(patient_id="SIM-1", state=State.STRESS)
    found = read_dicom(write_projections(study.stress, header)).input.data
    assert isinstance(found, Projections)
    np.testing.assert_allclose(found.angle_deg, protocol.angle_deg, atol=1e-6)
    np.testing.assert_allclose(found.radius_mm, study.stress.radius_mm, atol=1e-6)
    np.testing.assert_allclose(
        found.counts, study.stress.counts, atol=study.stress.counts.max() / 2**15
    )
    assert len(found.energy_windows) == len(windows.energy_windows)


def test_views_go_from_right_anterior_to_left_posterior() -> None:
    angle = Protocol(n_views=64).angle_deg
    assert angle[0] == 225.0
    assert angle[-1] == pytest.approx(45.0 + 180 / 64)


def test_heads_follow_the_body_or_keep_to_a_circle(man: SimulatedPatient) -> None:
    close = orbit_radius_mm(man.rest, SMALL)
    circle = orbit_radius_mm(man.rest, replace(SMALL, follows_body=False))
    assert np.ptp(close) > 20
    assert np.ptp(circle) == 0
    assert circle[0] == close.max()
    torso = man.rest.torso
    assert close.min() >= torso.half_depth_mm + SMALL.gap_mm - 1e-9
    assert close.max() <= torso.half_width_mm + SMALL.gap_mm + 1e-9


def test_heart_moves_in_the_views_after_the_jerk(man: SimulatedPatient) -> None:
    motion = Motion(from_fraction=0.5, to_fraction=0.5, head_mm=26.4)
    alone = heart_alone(man)
    moving = replace(alone, rest_scan=replace(alone.rest_scan, motion=motion))
    rows = np.arange(32.0)[None, :]
    heights = [
        (photopeak(acquire(patient).rest).sum(axis=2) * rows).sum(axis=1)
        / photopeak(acquire(patient).rest).sum(axis=(1, 2))
        for patient in (alone, moving)
    ]
    moved_rows = heights[0] - heights[1]
    # Two heads, each moved in the second half of its sixteen views; 13.2 mm a row.
    is_late = np.tile(np.arange(16) >= 8, 2)
    np.testing.assert_allclose(moved_rows[~is_late], 0.0, atol=1e-6)
    np.testing.assert_allclose(moved_rows[is_late], 2.0, atol=0.01)


def test_breasts_dim_the_heart_from_the_front(man: SimulatedPatient) -> None:
    alone = heart_alone(man)
    breast = Ellipsoid(
        centre_mm=(60.0, -105.0, 0.0), radii_mm=(80.0, 50.0, 80.0), activity=0.0
    )
    chest = replace(alone.rest.chest, breasts=(breast,))
    state = replace(alone.rest, chest=chest)
    grid = GridOptions(shape=(32, 32, 32), voxel_mm=13.2)
    added = (
        attenuation_map(state, grid).per_cm - attenuation_map(alone.rest, grid).per_cm
    )
    assert added.max() > 0.1
    in_front = photopeak(acquire(replace(alone, rest=state, stress=state)).rest)
    without = photopeak(acquire(alone).rest)
    # The scale is that of the wall in all views, so views are compared.
    by_view = in_front.sum(axis=(1, 2)) / without.sum(axis=(1, 2))
    front = np.abs(SMALL.angle_deg - 160.0).argmin()
    side = np.abs(SMALL.angle_deg - 60.0).argmin()
    assert by_view[front] < 0.9 * by_view[side]


def test_attenuation_map_has_the_shape_of_the_torso(man: SimulatedPatient) -> None:
    grid = GridOptions(shape=(24, 96, 96), voxel_mm=4.4)
    given = attenuation_map(man.rest, grid)
    torso = man.rest.torso
    area_mm2 = (given.per_cm > 0.02).sum() / 24 * 4.4**2
    expected = np.pi * torso.half_width_mm * torso.half_depth_mm
    assert area_mm2 == pytest.approx(expected, rel=0.03)
    for tissue in (0.0, 0.042, 0.15):
        assert np.isclose(given.per_cm, tissue, atol=1e-4).mean() > 0.02
    activity = activity_volume(man.rest, grid).counts
    assert (given.per_cm[activity > 0.9] > 0.1).all()


def test_heart_lies_in_soft_tissue_of_its_own_map(man: SimulatedPatient) -> None:
    study = acquire(man)
    wall = wall_activity(man.rest.heart, GridOptions(shape=(32, 32, 32), voxel_mm=13.2))
    assert (study.attenuation_map.per_cm[wall > 0.5] > 0.14).all()


def test_misplaced_map_is_the_same_map_elsewhere(man: SimulatedPatient) -> None:
    in_place = acquire(man).attenuation_map
    shifted = acquire(replace(man, map_shift_mm=(13.2, 0.0, 26.4))).attenuation_map
    np.testing.assert_allclose(
        shifted.per_cm[2:, :, 1:], in_place.per_cm[:-2, :, :-1], atol=1e-5
    )
    np.testing.assert_array_equal(shifted.affine, in_place.affine)


def test_field_that_is_too_small_cuts_the_patient_off(man: SimulatedPatient) -> None:
    narrow = replace(man, protocol=replace(SMALL, field_mm=280.0))
    study = acquire(narrow)
    edge = photopeak(study.rest)[:, 10, [0, -1]]
    assert (edge.max(axis=1) > 1.0).any()
    assert study.attenuation_map.per_cm.shape == (32, 32, 32)
    middle = apply_affine(study.attenuation_map.affine, [15.5, 15.5, 15.5])
    np.testing.assert_allclose(middle, 0.0, atol=1e-9)


def test_finer_simulation_sees_the_same_patient(man: SimulatedPatient) -> None:
    coarse, fine = acquire(man), acquire(man, refinement=2)
    assert fine.rest.counts.shape == coarse.rest.counts.shape
    assert isinstance(fine.attenuation_map, AttenuationMap)
    np.testing.assert_allclose(
        fine.attenuation_map.affine, coarse.attenuation_map.affine, atol=1e-9
    )
    totals = [float(photopeak(study.rest).sum(dtype=float)) for study in (coarse, fine)]
    assert totals[1] == pytest.approx(totals[0], rel=0.03)
    difference = np.linalg.norm(photopeak(fine.rest) - photopeak(coarse.rest))
    assert 1e-3 < difference / np.linalg.norm(photopeak(coarse.rest)) < 0.1


def test_first_injection_shines_through_at_stress() -> None:
    patient = draw_patient(
        np.random.default_rng(2), protocol=SMALL, disease=Disease.ISCHEMIA
    )
    quiet = replace(
        patient, stress_scan=replace(patient.stress_scan, noise_seed=None, motion=None)
    )
    alone = acquire(replace(quiet, rest_left=0.0)).stress
    mixed = acquire(replace(quiet, rest_left=0.3)).stress
    assert photopeak(mixed).sum() > photopeak(alone).sum()


def test_every_artefact_is_drawn_and_leaves_its_mark() -> None:
    seen: set[Artefact] = set()
    for seed in range(150):
        patient = draw_patient(np.random.default_rng([1, seed]))
        seen |= set(patient.artefacts)
        scans = (patient.stress_scan, patient.rest_scan)
        has = {
            Artefact.MOTION: any(scan.motion for scan in scans),
            Artefact.LOW_COUNTS: scans[0].lv_counts < 0.42e6,
            Artefact.MISREGISTERED_MAP: any(patient.map_shift_mm),
            Artefact.TRUNCATED_FIELD: patient.protocol.field_mm < 400,
            Artefact.HOT_GUT: max(
                (g.activity for g in patient.rest.organs.gut), default=0
            )
            >= 0.8
            and max((g.activity for g in patient.stress.organs.gut), default=0) >= 0.8,
        }
        for artefact in Artefact:
            if artefact in patient.artefacts or artefact is not Artefact.HOT_GUT:
                assert has[artefact] == (artefact in patient.artefacts), artefact
    assert seen == set(Artefact)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        pytest.param({"arc_deg": 270}, "There is no such arc: found 270", id="arc"),
        pytest.param({"n_views": 63}, "cannot share the views: found 63", id="odd"),
        pytest.param(
            {"matrix": 15}, "matrix cannot be simulated: found 15", id="matrix"
        ),
        pytest.param({"collimator": "LEXX"}, "no collimator 'LEXX'", id="collimator"),
        pytest.param({"field_mm": float("nan")}, "out of range: found nan", id="nan"),
    ],
)
def test_protocol_without_a_meaning_is_refused(
    wrong: dict[str, object], words: str
) -> None:
    with pytest.raises(ConfigError, match=words):
        Protocol(**wrong)
