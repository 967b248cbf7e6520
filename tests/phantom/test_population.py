import numpy as np
import pytest

from myomap.phantom import (
    Disease,
    draw_hard,
    draw_normal,
    draw_ordinary,
    draw_two_states,
    render_truth,
)
from myomap.phantom.shell import outer_points_mm
from myomap.records import Territory


@pytest.mark.parametrize("draw", [draw_ordinary, draw_hard], ids=["ordinary", "hard"])
def test_ventricles_stay_inside_torso_and_grid(draw) -> None:
    for seed in range(200):
        patient = draw(np.random.default_rng(seed))
        points = outer_points_mm(patient.heart)
        out = np.hypot(
            points[:, 0] / patient.torso.half_width_mm,
            points[:, 1] / patient.torso.half_depth_mm,
        )
        assert out.max() < 0.93, seed
        assert np.abs(points).max() < 0.5 * 64 * 6.4 - 15, seed
        assert patient.torso.half_width_mm <= 0.5 * 64 * 6.4


def test_hard_patients_cover_the_ranges_they_promise() -> None:
    patients = [draw_hard(np.random.default_rng(seed)) for seed in range(200)]
    radii = np.array([p.heart.midwall_radius_mm for p in patients])
    lengths = np.array([p.heart.length_mm for p in patients])
    assert radii.min() < 22
    assert radii.max() > 58
    assert np.corrcoef(radii, lengths)[0, 1] > 0.5
    assert {len(p.defects) for p in patients} == {0, 1, 2}
    hottest = [
        max([p.organs.liver.activity, *(g.activity for g in p.organs.gut)])
        for p in patients
    ]
    assert max(hottest) > 1.3
    touching = [
        p
        for p in patients
        for solid in (p.organs.liver, *p.organs.gut)
        if solid.centre_mm[2] + solid.radii_mm[2]
        > outer_points_mm(p.heart)[:, 2].min() - 3
    ]
    assert len(touching) > 60


def test_normal_patients_have_no_defect() -> None:
    for seed in range(20):
        patient = draw_normal(np.random.default_rng(seed))
        assert patient.defects == ()
    assert render_truth(patient).uptake.min() == 1.0


def test_same_seed_draws_the_same_patient() -> None:
    first = draw_hard(np.random.default_rng(9))
    assert first == draw_hard(np.random.default_rng(9))
    assert first != draw_hard(np.random.default_rng(10))


MIDDLE_DEG = {Territory.LAD: 115.0, Territory.LCX: 357.0, Territory.RCA: 249.0}


@pytest.mark.parametrize("territory", list(Territory))
@pytest.mark.parametrize(
    "disease", [Disease.ISCHEMIA, Disease.INFARCTION, Disease.MIXED]
)
def test_disease_decides_the_states_and_territory_the_place(
    disease: Disease, territory: Territory
) -> None:
    states = draw_two_states(np.random.default_rng(3), disease, territory)
    stress, rest = render_truth(states.stress).uptake, render_truth(states.rest).uptake
    assert states.stress.heart == states.rest.heart
    assert stress.min() < 0.45
    if disease is Disease.ISCHEMIA:
        assert rest.min() == 1.0
    elif disease is Disease.INFARCTION:
        assert np.array_equal(stress, rest)
    else:
        assert stress.min() < rest.min() < 0.75
        assert (stress <= rest).all()
    loss = (1 - stress[12:24]).sum(axis=0)
    turn = np.exp(1j * np.radians(np.arange(72) * 5.0))
    middle_deg = float(np.degrees(np.angle((loss * turn).sum())))
    away = abs((middle_deg - MIDDLE_DEG[territory] + 180) % 360 - 180)
    assert away < 30
    spared_apex = stress[0].mean() > 0.9
    assert spared_apex == (territory is not Territory.LAD)


def test_normal_disease_leaves_both_states_equal_and_without_territory() -> None:
    states = draw_two_states(np.random.default_rng(3), Disease.NORMAL, Territory.LAD)
    assert states.stress == states.rest
    assert states.territory is None
