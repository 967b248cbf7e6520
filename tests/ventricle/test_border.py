"""A wall that the volume cuts is cautioned against; a whole one is not."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.records import Volume
from myomap.ventricle import ManualPlacement, find_ventricle, place_ventricle
from myomap.ventricle.border import border_cautions, share_outside
from ventricle_samples import (
    HEART_MM,
    USUAL_SHELL,
    blank_volume,
    half_ellipsoid,
    wall_volume,
)


def box_around(low_mm: float, high_mm: float) -> Volume:
    """1 mm voxels whose centres reach from low to high along every axis."""
    n = round(high_mm - low_mm) + 1
    return blank_volume(n, 1.0, np.full(3, (low_mm + high_mm) / 2))


def test_a_surface_inside_the_grid_has_no_share_outside() -> None:
    surface = half_ellipsoid(20.0, 20.0)
    assert share_outside(box_around(-21, 21), surface) == 0
    assert border_cautions(box_around(-21, 21), surface) == ()


def test_the_share_outside_is_that_of_the_naive_way() -> None:
    surface = half_ellipsoid(20.0, 20.0)
    volume = box_around(-8, 30)
    points = surface.points_mm.reshape(-1, 3)
    naive = np.mean([p.min() < -8 or p.max() > 30 for p in points])
    assert 0 < naive < 1
    assert share_outside(volume, surface) == pytest.approx(naive, abs=1e-3)


def test_a_cut_surface_is_cautioned_against_in_a_sentence() -> None:
    (caution,) = border_cautions(box_around(-8, 30), half_ellipsoid(20.0, 20.0))
    assert caution.code == "contour-border"
    assert caution.message.startswith("The volume ends inside the wall: ")
    assert caution.message.endswith("all in the field of view.")


@pytest.fixture(scope="module")
def whole() -> Volume:
    return wall_volume(on=blank_volume(54, 6.5, np.zeros(3)))


def without_head(volume: Volume) -> Volume:
    """The slices up to 10 mm above the middle of the heart."""
    return replace(volume, counts=volume.counts[: 27 + 2])


def codes_of(volume: Volume) -> set[str]:
    return {caution.code for caution in find_ventricle(volume).quality.cautions}


def test_a_whole_heart_is_not_cautioned_against(whole: Volume) -> None:
    assert "contour-border" not in codes_of(whole)


def test_an_axis_placed_by_hand_in_a_cut_heart_is_cautioned_against(
    whole: Volume,
) -> None:
    placement = ManualPlacement(
        apex_mm=HEART_MM + 52.0 * USUAL_SHELL.long_axis,
        base_mm=HEART_MM - 18.0 * USUAL_SHELL.long_axis,
        radius_mm=27.0,
    )
    cut, uncut = (
        place_ventricle(volume, placement) for volume in (without_head(whole), whole)
    )
    assert "contour-border" in {caution.code for caution in cut.quality.cautions}
    assert "contour-border" not in {caution.code for caution in uncut.quality.cautions}
