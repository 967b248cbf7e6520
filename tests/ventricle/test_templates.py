"""The templates: a bright wall around a dark cavity, of many poses."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.fft import irfftn, rfftn

from myomap.ventricle.search import SearchOptions
from myomap.ventricle.shell import Shell
from myomap.ventricle.templates import (
    TemplateBank,
    bank_shells,
    draw_template,
    half_length_for_radius_mm,
    template_bank,
)

SPACING_MM = 6.0


@pytest.fixture(scope="module")
def bank() -> TemplateBank:
    """The one that the search uses, so that it is built once."""
    options = SearchOptions()
    reach_mm = options.reach_mm + options.margin_mm
    n_voxels = 2 * round(reach_mm / options.spacing_mm) + 1
    return template_bank(n_voxels, options.spacing_mm)


def some_shells() -> list[Shell]:
    every = bank_shells()
    return [every[0], every[len(every) // 2], every[-1]]


@pytest.mark.parametrize("shell", some_shells())
def test_values_have_zero_mean_and_unit_norm_on_their_support(shell: Shell) -> None:
    values, support = draw_template(shell, SPACING_MM)
    inside = support > 0
    assert values[inside].sum() == pytest.approx(0.0, abs=1e-3)
    assert np.linalg.norm(values) == pytest.approx(1.0, abs=1e-5)
    assert np.all(values[~inside] == 0)
    assert set(np.unique(support)) == {0.0, 1.0}


@pytest.mark.parametrize("shell", some_shells())
def test_the_cavity_is_dark_and_the_wall_bright(shell: Shell) -> None:
    values, support = draw_template(shell, SPACING_MM)
    half = values.shape[0] // 2

    def at(local_mm: np.ndarray) -> np.ndarray:
        x, y, z = np.rint(shell.to_patient(local_mm) / SPACING_MM).astype(int).T + half
        assert np.all(support[z, y, x] == 1)
        return values[z, y, x]

    turn = np.radians(np.arange(0, 360, 30.0))
    ring = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
    wall, cavity = at(shell.radius_mm * ring), at(np.zeros((1, 3)))
    assert cavity.max() < 0 < wall.min()


@pytest.mark.parametrize("shell", some_shells())
def test_the_base_is_open(shell: Shell) -> None:
    _, support = draw_template(shell, SPACING_MM)
    half = support.shape[0] // 2

    def is_asked(along_mm: float) -> bool:
        place = shell.to_patient(np.array([0.0, 0.0, along_mm]))
        x, y, z = np.rint(place / SPACING_MM).astype(int) + half
        return bool(support[z, y, x])

    assert is_asked(shell.half_length_mm)
    assert not is_asked(-shell.half_length_mm)


def test_a_dilated_ventricle_is_rounder() -> None:
    radii = np.array([15.0, 20.0, 31.0, 40.0, 60.0])
    lengths = np.array([half_length_for_radius_mm(float(r)) for r in radii])
    assert np.all(np.diff(lengths) > 0)
    assert lengths[0] / radii[0] == pytest.approx(lengths[1] / radii[1])
    assert lengths[-1] / radii[-1] < lengths[2] / radii[2]


def test_the_bank_holds_every_pose_once(bank: TemplateBank) -> None:
    poses = {tuple(shell.parameters) for shell in bank.shells}
    assert len(poses) == len(bank.shells) == len(bank.values) == len(bank.supports)


def test_a_template_correlates_with_itself_best_where_it_lies(
    bank: TemplateBank,
) -> None:
    index = len(bank.shells) // 2
    cube, support = draw_template(bank.shells[index], bank.spacing_mm)
    n = cube.shape[0]
    window = np.zeros(bank.fft_shape)
    window[2 : 2 + n, 1 : 1 + n, 3 : 3 + n] = cube
    matched = irfftn(rfftn(window) * bank.values[index], s=bank.fft_shape)
    best = np.unravel_index(np.argmax(matched), matched.shape)
    assert tuple(best) == (2 + n // 2, 1 + n // 2, 3 + n // 2)
    assert matched.max() == pytest.approx(1.0, abs=1e-3)
    assert bank.support_sizes[index] == support.sum()


def test_the_bank_is_built_once_a_process(bank: TemplateBank) -> None:
    n_voxels = 2 * round(153.0 / 12.0) + 1
    assert template_bank(n_voxels, 12.0) is template_bank(n_voxels, 12.0)


def test_a_turned_shell_gives_another_template() -> None:
    shell = bank_shells()[0]
    turned = replace(shell, azimuth_deg=shell.azimuth_deg + 40)
    first, _ = draw_template(shell, SPACING_MM)
    second, _ = draw_template(turned, SPACING_MM)
    assert float(np.sum(first * second)) < 0.9
