"""Where a ventricle may lie: known shells are among the candidates."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.geometry import angle_between_deg
from myomap.records import Volume
from myomap.ventricle.search import Candidate, SearchOptions, search_candidates
from myomap.ventricle.shell import Shell
from ventricle_samples import (
    USUAL_SHELL,
    blank_volume,
    ordinary_patient,
    wall_volume,
    with_spot,
)

OPTIONS = SearchOptions()

POSES = {
    "usual": USUAL_SHELL,
    "steep": replace(USUAL_SHELL, azimuth_deg=25.0, elevation_deg=48.0),
    "flat and lateral": replace(USUAL_SHELL, azimuth_deg=75.0, elevation_deg=-2.0),
    "small": replace(USUAL_SHELL, radius_mm=20.0, half_length_mm=39.0),
    "dilated": replace(USUAL_SHELL, radius_mm=46.0, half_length_mm=72.0),
    "low": replace(USUAL_SHELL, centre_mm=np.array([20.0, -20.0, -60.0])),
}


def chest() -> Volume:
    return blank_volume(54, 6.5, np.zeros(3))


@pytest.fixture(scope="module")
def usual() -> Volume:
    return wall_volume(on=chest())


@pytest.fixture(scope="module")
def usual_candidates(usual: Volume) -> tuple[Candidate, ...]:
    return search_candidates(usual, OPTIONS)


@pytest.mark.parametrize("name", POSES)
def test_a_known_shell_is_among_the_candidates(name: str) -> None:
    shell = POSES[name]
    found = search_candidates(wall_volume(shell, on=chest()), OPTIONS)
    assert any(
        np.linalg.norm(one.shell.centre_mm - shell.centre_mm) < 15
        and angle_between_deg(one.shell.long_axis, shell.long_axis) < 25
        for one in found
    )


def test_candidates_come_best_first_and_differ(
    usual_candidates: tuple[Candidate, ...],
) -> None:
    values = [one.correlation for one in usual_candidates]
    assert values == sorted(values, reverse=True)
    assert 1 < len(values) <= OPTIONS.n_candidates
    shells = [one.shell for one in usual_candidates]
    for index, first in enumerate(shells):
        for second in shells[index + 1 :]:
            apart_mm = np.linalg.norm(first.centre_mm - second.centre_mm)
            turned_deg = angle_between_deg(first.long_axis, second.long_axis)
            assert apart_mm > 10 or turned_deg > 15


def test_correlation_is_no_more_than_one(
    usual_candidates: tuple[Candidate, ...],
) -> None:
    assert 0.5 < usual_candidates[0].correlation <= 1.0


@pytest.mark.parametrize("level", [0.0, 1.0, 4e5])
def test_a_constant_volume_has_no_candidate(level: float) -> None:
    volume = blank_volume(90, 5.0, np.zeros(3))
    constant = volume.with_counts(np.full(volume.counts.shape, level))
    assert search_candidates(constant, OPTIONS) == ()


def test_a_volume_of_negative_counts_has_no_candidate(usual: Volume) -> None:
    assert search_candidates(usual.with_counts(-usual.counts), OPTIONS) == ()


@pytest.mark.parametrize("factor", [1e-4, 1000.0])
def test_the_scale_of_the_counts_plays_no_part(
    factor: float, usual: Volume, usual_candidates: tuple[Candidate, ...]
) -> None:
    scaled = search_candidates(usual.with_counts(usual.counts * factor), OPTIONS)
    best: Shell = scaled[0].shell
    np.testing.assert_array_equal(best.parameters, usual_candidates[0].shell.parameters)
    assert scaled[0].correlation == pytest.approx(
        usual_candidates[0].correlation, abs=1e-3
    )


def test_fewer_candidates_are_the_best_of_more(
    usual: Volume, usual_candidates: tuple[Candidate, ...]
) -> None:
    few = search_candidates(usual, replace(OPTIONS, n_candidates=3))
    assert [list(one.shell.parameters) for one in few] == [
        list(one.shell.parameters) for one in usual_candidates[:3]
    ]


def test_a_much_hotter_liver_does_not_hide_the_ventricle(usual: Volume) -> None:
    liver_mm = np.array([-60.0, 0.0, -70.0])
    volume = with_spot(usual, liver_mm, 5000.0, 30.0)
    found = search_candidates(volume, OPTIONS)
    assert any(
        np.linalg.norm(one.shell.centre_mm - USUAL_SHELL.centre_mm) < 15
        and angle_between_deg(one.shell.long_axis, USUAL_SHELL.long_axis) < 25
        for one in found
    )


@pytest.mark.parametrize("case", [0, 1, 2])
def test_simulated_patients_are_among_the_candidates(case: int) -> None:
    volume, truth = ordinary_patient(case)
    middle = (truth.apex_mm + truth.base_mm) / 2
    found = search_candidates(volume, OPTIONS)
    assert any(
        np.linalg.norm(one.shell.centre_mm - middle) < 30
        and angle_between_deg(one.shell.long_axis, truth.long_axis) < 25
        for one in found
    )
