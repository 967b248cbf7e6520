"""What a fit leaves in doubt becomes a caution; what it does not is kept quiet."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.phantom import draw_grid, draw_hard, draw_imaging, render_volume
from myomap.ventricle import find_ventricle
from myomap.ventricle.doubts import (
    loose_axis_cautions,
    rival_cautions,
    unseen_plane_cautions,
)
from myomap.ventricle.refit import ShellFit
from myomap.ventricle.valve_plane import ValvePlane
from ventricle_samples import HEART_MM, USUAL_SHELL

FIT = ShellFit(
    shell=USUAL_SHELL,
    residual_mm=0.6,
    supported_percent=90.0,
    at_bound=(),
    axis_error_deg=1.0,
)
TURNED = replace(FIT, shell=replace(USUAL_SHELL, azimuth_deg=70.0))
ASIDE = replace(FIT, shell=replace(USUAL_SHELL, centre_mm=HEART_MM + 30.0))
ALIKE = replace(FIT, shell=replace(USUAL_SHELL, azimuth_deg=50.0))


@pytest.mark.parametrize("rival", [TURNED, ASIDE], ids=["turned", "aside"])
def test_a_rival_that_fits_almost_as_well_is_named(rival: ShellFit) -> None:
    (caution,) = rival_cautions(FIT, 0.9, [(ALIKE, 0.9), (rival, 0.85)])
    assert caution.code == "contour-rival"


def test_a_poor_rival_and_one_alike_are_not() -> None:
    assert rival_cautions(FIT, 0.9, [(TURNED, 0.7), (ALIKE, 0.9)]) == ()
    assert rival_cautions(FIT, 0.9, []) == ()


def test_a_loosely_held_axis_is_named_with_its_error() -> None:
    assert loose_axis_cautions(FIT) == ()
    (caution,) = loose_axis_cautions(replace(FIT, axis_error_deg=3.2))
    assert caution.code == "contour-axis"
    assert "3°" in caution.message


@pytest.mark.parametrize(("n_sectors", "n_cautions"), [(0, 1), (12, 0)])
def test_a_valve_plane_that_nobody_saw_is_named(
    n_sectors: int, n_cautions: int
) -> None:
    plane = ValvePlane(
        axial_mm=-18.0, slope_lateral=0.0, slope_anterior=0.0, n_sectors=n_sectors
    )
    assert len(unseen_plane_cautions(plane)) == n_cautions


def test_two_large_defects_leave_the_axis_in_doubt() -> None:
    # Opposite walls take up next to nothing, so that half of each ring is left.
    rng = np.random.default_rng([8, 124])
    patient, imaging, grid = draw_hard(rng), draw_imaging(rng), draw_grid(rng)
    assert len(patient.defects) == 2
    quality = find_ventricle(render_volume(patient, grid, imaging)).quality
    assert "contour-axis" in {caution.code for caution in quality.cautions}
