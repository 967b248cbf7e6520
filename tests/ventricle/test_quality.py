"""What the marks of a contour object to, and the score they make."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from myomap.records import Caution
from myomap.ventricle.contrast import WallContrast, wall_contrast
from myomap.ventricle.quality import (
    REFUSAL_SCORE,
    QualityMarks,
    judge_contours,
    quality_marks,
)
from myomap.ventricle.refit import ShellFit
from myomap.ventricle.smooth_field import SmoothField
from myomap.ventricle.wall import Wall
from ventricle_samples import USUAL_SHELL, blank_volume, wall_volume

FLAT = SmoothField(degree=0, coefficients=np.zeros(1))

GOOD_CONTRAST = WallContrast(
    score=0.95, against_cavity=0.6, against_outside=0.7, closed_base=0.2, reference=90.0
)
GOOD_WALL = Wall(
    shell=USUAL_SHELL,
    latitude_deg=np.arange(0.0, 131.0, 5.0),
    angle_deg=np.arange(0.0, 360.0, 10.0),
    midwall_mm=FLAT,
    inner_mm=FLAT,
    outer_mm=FLAT,
    half_thickness_mm=(3.5, 14.0),
    brightness=np.ones((27, 36)),
    residual_mm=0.6,
    supported_percent=95.0,
)
GOOD_FIT = ShellFit(
    shell=USUAL_SHELL,
    residual_mm=0.6,
    supported_percent=90.0,
    at_bound=(),
    axis_error_deg=1.0,
)

BAD = {
    "contour-contrast": (replace(GOOD_CONTRAST, score=0.1), GOOD_WALL, GOOD_FIT),
    "contour-support": (
        GOOD_CONTRAST,
        replace(GOOD_WALL, supported_percent=10.0),
        GOOD_FIT,
    ),
    "contour-residual": (GOOD_CONTRAST, replace(GOOD_WALL, residual_mm=6.0), GOOD_FIT),
    "contour-open-base": (
        replace(GOOD_CONTRAST, closed_base=1.1),
        GOOD_WALL,
        GOOD_FIT,
    ),
    "contour-bounds": (GOOD_CONTRAST, GOOD_WALL, replace(GOOD_FIT, at_bound=("x",))),
}


def test_nothing_is_said_against_a_good_contour() -> None:
    quality = judge_contours(GOOD_CONTRAST, GOOD_WALL, GOOD_FIT)
    assert quality.score == 1
    assert quality.cautions == ()
    assert not quality.is_doubtful
    assert quality.contrast == GOOD_CONTRAST.score
    assert quality.supported_percent == GOOD_WALL.supported_percent
    assert quality.residual_mm == GOOD_WALL.residual_mm


@pytest.mark.parametrize("code", BAD)
def test_every_mark_can_fail_with_its_own_caution(code: str) -> None:
    quality = judge_contours(*BAD[code])
    assert [caution.code for caution in quality.cautions] == [code]
    assert quality.score < 0.5
    assert quality.is_doubtful
    (caution,) = quality.cautions
    assert caution.message.endswith(": check the contours on the slices.")
    assert caution.message[0].isupper()


@pytest.mark.parametrize("code", [code for code in BAD if code != "contour-bounds"])
def test_one_failed_question_is_enough_to_refuse(code: str) -> None:
    assert judge_contours(*BAD[code]).score < REFUSAL_SCORE


def test_all_that_failed_is_named() -> None:
    contrast = replace(GOOD_CONTRAST, score=0.1, closed_base=1.1)
    wall = replace(GOOD_WALL, supported_percent=10.0, residual_mm=np.inf)
    quality = judge_contours(contrast, wall, replace(GOOD_FIT, at_bound=("radius",)))
    assert {caution.code for caution in quality.cautions} == set(BAD)
    assert quality.score == 0


def test_doubts_from_elsewhere_are_kept_and_leave_the_score() -> None:
    rival = Caution(code="contour-rival", message="Another axis fits as well.")
    quality = judge_contours(GOOD_CONTRAST, GOOD_WALL, GOOD_FIT, (rival,))
    assert quality.cautions == (rival,)
    assert quality.score == 1


def test_an_axis_placed_by_hand_has_no_bounds() -> None:
    assert judge_contours(GOOD_CONTRAST, GOOD_WALL, None).score == 1


unit = st.floats(0, 1)


@given(contrast=unit, support=unit, residual=unit, open_base=unit)
def test_the_score_is_the_lowest_mark(
    contrast: float, support: float, residual: float, open_base: float
) -> None:
    marks = QualityMarks(
        contrast=contrast,
        support=support,
        residual=residual,
        open_base=open_base,
        bounds=1.0,
    )
    assert marks.score == min(contrast, support, residual, open_base)


@given(bounds=unit)
def test_bounds_alone_lower_the_score_to_their_mark(bounds: float) -> None:
    marks = QualityMarks(
        contrast=1.0, support=1.0, residual=1.0, open_base=1.0, bounds=bounds
    )
    assert marks.score == bounds


@given(
    score=st.floats(-1, 2),
    closed=st.floats(0, 1.2),
    supported=st.floats(0, 100),
    residual=st.floats(0, 10),
)
def test_marks_are_shares_and_worse_figures_never_raise_them(
    score: float, closed: float, supported: float, residual: float
) -> None:
    contrast = replace(GOOD_CONTRAST, score=score, closed_base=closed)
    wall = replace(GOOD_WALL, supported_percent=supported, residual_mm=residual)
    marks = quality_marks(contrast, wall, ())
    worse = quality_marks(
        replace(contrast, score=score - 0.1, closed_base=closed + 0.1),
        replace(wall, supported_percent=supported - 5, residual_mm=residual + 0.5),
        ("radius",),
    )
    for name in ("contrast", "support", "residual", "open_base", "bounds"):
        assert 0 <= getattr(worse, name) <= getattr(marks, name) <= 1
    assert worse.bounds < marks.bounds


def test_an_open_shell_stands_out_and_is_open() -> None:
    found = wall_contrast(wall_volume(), USUAL_SHELL)
    assert found.score > 0.8
    assert found.closed_base < 0.4
    assert found.reference == pytest.approx(1000.0, rel=0.1)


def test_a_closed_shell_is_closed() -> None:
    found = wall_contrast(wall_volume(open_from=-2.0), USUAL_SHELL)
    assert found.closed_base > 0.8
    marks = quality_marks(found, GOOD_WALL, ())
    assert marks.open_base < 0.5


def test_a_shell_off_its_heart_does_not_stand_out() -> None:
    away = replace(USUAL_SHELL, centre_mm=USUAL_SHELL.centre_mm + 20.0)
    volume = wall_volume()
    found = wall_contrast(volume, away)
    assert found.score < 0.5 * wall_contrast(volume, USUAL_SHELL).score


def test_contrast_of_nothing_is_zero() -> None:
    found = wall_contrast(blank_volume(), USUAL_SHELL)
    assert (found.score, found.reference, found.closed_base) == (0, 0, 0)
