"""Energy windows told apart by their limits, and scatter told from them."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from myomap.camera import SystemModel, acquisition_of, activity_from_slices
from myomap.errors import ConfigError, GeometryError
from myomap.reconstruction import (
    WindowRoles,
    find_window_roles,
    scatter_from_source,
    scatter_from_windows,
)
from myomap.reconstruction.energy_windows import window_cautions
from myomap.records import EnergyWindow
from reconstruction_studies import small_study


def window(lower_keV: float, upper_keV: float) -> EnergyWindow:
    return EnergyWindow(lower_keV=lower_keV, upper_keV=upper_keV)


PEAK = window(126.45, 154.55)
LOWER = window(123.45, 126.45)
UPPER = window(154.55, 157.55)
WIDE = window(114, 126)


@pytest.mark.parametrize(
    ("windows", "roles"),
    [
        ((PEAK,), WindowRoles(photopeak=0)),
        ((PEAK, LOWER, UPPER), WindowRoles(photopeak=0, lower=1, upper=2)),
        ((UPPER, LOWER, PEAK), WindowRoles(photopeak=2, lower=1, upper=0)),
        ((WIDE, PEAK), WindowRoles(photopeak=1, lower=0)),
        ((window(60, 80), PEAK), WindowRoles(photopeak=0 + 1)),
        ((window(70, 100), WIDE, PEAK), WindowRoles(photopeak=2, lower=1)),
    ],
    ids=["one", "three", "three-reversed", "dual", "far-off", "nearest-of-two"],
)
def test_windows_are_told_by_their_limits(
    windows: tuple[EnergyWindow, ...], roles: WindowRoles
) -> None:
    assert find_window_roles(windows, 140.5) == roles


@pytest.mark.parametrize(
    ("other", "is_usable"),
    [
        pytest.param(window(1, 127.5), False, id="over all and into the peak"),
        pytest.param(window(1, 126), False, id="too wide"),
        pytest.param(window(100, 130), False, id="into the peak"),
        pytest.param(window(130, 138), False, id="inside the peak"),
        pytest.param(window(150, 170), False, id="into the peak from above"),
        pytest.param(window(154, 220), False, id="too wide above"),
        pytest.param(window(114, 127), True, id="a rounded edge"),
        pytest.param(window(124.95, 127.95), True, id="centred on the edge"),
        pytest.param(window(92, 125), True, id="the widest in use"),
    ],
)
def test_windows_that_cannot_tell_scatter_are_named(
    other: EnergyWindow, is_usable: bool
) -> None:
    windows = (PEAK, other)
    roles = find_window_roles(windows, 140.5)
    assert (roles.lower == 1) is is_usable
    assert roles.upper is None
    found = window_cautions(windows, roles)
    assert [item.code for item in found] == (
        [] if is_usable else ["scatter-window-unusable"]
    )
    assert all(f"window of {other.lower_keV:g} to " in item.message for item in found)


def test_no_window_at_the_photopeak_is_refused() -> None:
    with pytest.raises(GeometryError, match="No energy window holds the photopeak"):
        find_window_roles((WIDE,), 140.5)


def test_two_windows_at_the_photopeak_are_refused() -> None:
    with pytest.raises(GeometryError, match="More than one energy window"):
        find_window_roles((PEAK, window(130, 150)), 140.5)


@pytest.mark.parametrize("energy", [0.0, -5.0, np.nan, 1e6])
def test_a_photopeak_that_is_none_is_refused(energy: float) -> None:
    with pytest.raises(ConfigError, match="photopeak_keV"):
        find_window_roles((PEAK,), energy)


def flat(level: float) -> np.ndarray:
    return np.full((3, 8, 8), level, np.float32)


def test_two_narrow_windows_make_a_trapezium() -> None:
    roles = WindowRoles(photopeak=0, lower=1, upper=2)
    seen = (flat(100.0), flat(6.0), flat(1.5))
    scatter = scatter_from_windows(seen, (PEAK, LOWER, UPPER), roles)
    # Mean height of 2 and 0.5 counts a keV over 28.1 keV.
    assert_allclose(scatter, 1.25 * 28.1, rtol=1e-5)


def test_one_narrow_window_makes_a_triangle() -> None:
    roles = WindowRoles(photopeak=0, lower=1)
    scatter = scatter_from_windows((flat(100.0), flat(6.0)), (PEAK, LOWER), roles)
    assert_allclose(scatter, 28.1, rtol=1e-5)


def test_one_wide_window_is_scaled() -> None:
    roles = WindowRoles(photopeak=0, lower=1)
    seen = (flat(100.0), flat(40.0))
    scatter = scatter_from_windows(seen, (PEAK, WIDE), roles, dual_window_factor=0.5)
    assert_allclose(scatter, 20.0, rtol=1e-5)


def test_noise_of_the_windows_is_smoothed(rng: np.random.Generator) -> None:
    roles = WindowRoles(photopeak=0, lower=1)
    noisy = rng.poisson(4.0, (3, 32, 32)).astype(np.float32)
    scatter = scatter_from_windows((noisy, noisy), (PEAK, WIDE), roles)
    assert scatter.std() < 0.25 * 0.5 * noisy.std()
    assert scatter.mean() == pytest.approx(0.5 * noisy.mean(), rel=0.02)


def test_scatter_windows_that_are_not_there_are_refused() -> None:
    with pytest.raises(ConfigError, match="found none directly below"):
        scatter_from_windows((flat(1.0),), (PEAK,), WindowRoles(photopeak=0))


def test_the_source_model_gives_the_amount_asked_for_and_is_smooth() -> None:
    study = small_study()
    model = SystemModel(
        acquisition_of(study.projections), attenuation_map=study.attenuation_map
    )
    activity = activity_from_slices(study.truth.counts)
    primary = model.forward(activity)
    scatter = scatter_from_source(
        model, activity, study.attenuation_map, 1.4e6, scatter_to_primary=0.4
    )
    assert scatter.sum() == pytest.approx(0.4e6, rel=1e-4)
    roughness = [
        np.abs(np.diff(view, axis=1)).sum() / view.sum() for view in (primary, scatter)
    ]
    assert roughness[1] < 0.85 * roughness[0]


@pytest.mark.parametrize("ratio", [0.0, -1.0, 3.0, np.nan])
def test_a_ratio_that_makes_no_sense_is_refused(ratio: float) -> None:
    study = small_study()
    model = SystemModel(acquisition_of(study.projections))
    activity = activity_from_slices(study.truth.counts)
    with pytest.raises(ConfigError, match="scatter_to_primary"):
        scatter_from_source(
            model, activity, study.attenuation_map, 1.0, scatter_to_primary=ratio
        )
