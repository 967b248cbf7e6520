"""Shifts between views: found, told, and taken out."""

from functools import cache

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.ndimage import shift

from myomap.camera import SystemModel, acquisition_of, views_from_pictures
from myomap.reconstruction import ViewMotion, detect_motion, plan_subsets, shift_views
from myomap.reconstruction.motion import check_motion
from reconstruction_studies import STEP_MM, small_study


@cache
def motion_after(kind: str) -> tuple[ViewMotion, np.ndarray]:
    """Return what is found beside what was done, in mm."""
    study = small_study(seed=3)
    model = SystemModel(
        acquisition_of(study.projections), attenuation_map=study.attenuation_map
    )
    done = np.zeros(32)
    if kind == "bounce":
        done[14:18] = 1.5
    counts = views_from_pictures(study.projections.counts[0, 0])
    moved = np.stack(
        [
            shift(view, (0, by), order=1, mode="nearest")
            for view, by in zip(counts, done, strict=True)
        ]
    )
    return detect_motion(model, plan_subsets(model, 8), moved), done * STEP_MM


def test_a_patient_who_lies_still_raises_no_doubt() -> None:
    found, _ = motion_after("still")
    assert found.largest_vertical_mm < 3.0
    assert check_motion(found, corrected=False) == ()


def test_a_bounce_is_found_with_its_size_and_views() -> None:
    found, done = motion_after("bounce")
    assert_allclose(found.vertical_mm, done, atol=4.0)
    (caution,) = check_motion(found, corrected=False)
    assert caution.code == "patient-motion"
    assert f"{found.largest_vertical_mm:.0f} mm along" in caution.message
    assert "not corrected" in caution.message


def test_what_was_taken_out_is_said() -> None:
    found, _ = motion_after("bounce")
    (caution,) = check_motion(found, corrected=True)
    assert "were corrected" in caution.message


@pytest.mark.parametrize("by", [0.0, 1.0, -2.0, 0.5])
def test_views_move_to_the_head_and_back(by: float) -> None:
    views = np.zeros((2, 3, 12), np.float32)
    views[:, 1, 5:7] = 4.0
    moved = shift_views(views, np.array([by, 0.0]))
    place = (moved[0, 1] * np.arange(12)).sum() / moved[0].sum()
    assert place == pytest.approx(5.5 + by)
    assert moved.sum() == pytest.approx(views.sum())
    assert moved.min() >= 0
    assert np.array_equal(moved[1], views[1])
