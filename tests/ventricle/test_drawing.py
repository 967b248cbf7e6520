"""The picture of the three slices: contours where they belong, and no surprises."""

from dataclasses import replace

import numpy as np
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from myomap.errors import ConfigError
from myomap.figures import figure_bytes
from myomap.geometry import FloatArray
from myomap.records import ContourQuality, LongAxis, Ventricle
from myomap.ventricle import (
    ReorientOptions,
    SliceDrawing,
    SliceRow,
    draw_axis_slices,
    short_axis_volume,
)
from ventricle_samples import blank_volume, half_ellipsoid, voxel_centres_mm

RADII_MM = {"endocardium": 20.0, "midwall": 26.0, "epicardium": 32.0}
SMALL = SliceDrawing(panel_px=120)


@pytest.fixture(scope="module")
def ball() -> Ventricle:
    """Half balls around the origin: the axis goes from there to the mid-wall apex."""
    cups = {name: half_ellipsoid(r, r) for name, r in RADII_MM.items()}
    midwall = cups["midwall"].points_mm
    axis = LongAxis(apex_mm=midwall[0, 0], base_mm=np.zeros(3))
    blank = blank_volume(40, 4.0, np.zeros(3))
    away = np.linalg.norm(voxel_centres_mm(blank), axis=-1)
    volume = blank.with_counts(
        100.0 * np.exp(-((away - RADII_MM["midwall"]) ** 2) / 72.0)
    )
    return Ventricle(
        volume=volume,
        long_axis=axis,
        **cups,
        normals=midwall / RADII_MM["midwall"],
        short_axis=short_axis_volume(volume, axis, ReorientOptions()),
        quality=ContourQuality(
            score=1.0, contrast=1.0, supported_percent=100.0, residual_mm=0.0
        ),
    )


@pytest.fixture(scope="module")
def figure(ball: Ventricle) -> Figure:
    return draw_axis_slices([SliceRow(title="Rest", ventricle=ball)], SMALL)


def contours(axes: Axes) -> list[FloatArray]:
    """Each contour's ends of segments, (n, 2), mm right and down."""
    lines = [c for c in axes.collections if isinstance(c, LineCollection)]
    return [np.concatenate(line.get_segments()) for line in lines]


def words(figure: Figure) -> list[str]:
    texts = [*figure.texts, *(t for axes in figure.axes for t in axes.texts)]
    return [text.get_text() for text in texts]


HALF_AXIS_MM = RADII_MM["midwall"] / 2

CIRCLES = {
    # Where the ball's centre lies in each slice, and how far in front of it.
    "short": (0, (0.0, 0.0), HALF_AXIS_MM),
    "vertical long": (1, (-HALF_AXIS_MM, 0.0), 0.0),
    "horizontal long": (2, (0.0, HALF_AXIS_MM), 0.0),
}


@pytest.mark.parametrize("name", CIRCLES)
def test_contours_of_a_ball_are_circles(name: str, figure: Figure) -> None:
    index, centre, before_mm = CIRCLES[name]
    found = contours(figure.axes[index])
    assert len(found) == len(RADII_MM)
    for points, radius in zip(found, RADII_MM.values(), strict=True):
        away = np.linalg.norm(points - np.array(centre), axis=1)
        np.testing.assert_allclose(away, np.sqrt(radius**2 - before_mm**2), atol=0.15)


def test_the_contour_of_a_short_axis_slice_is_closed(figure: Figure) -> None:
    for points in contours(figure.axes[0]):
        angle = np.sort(np.arctan2(points[:, 1], points[:, 0]))
        gaps = np.diff(np.append(angle, angle[0] + 2 * np.pi))
        assert np.degrees(gaps.max()) < 6


@pytest.mark.parametrize("index", [1, 2])
def test_long_axis_contours_end_at_the_valve_plane(index: int, figure: Figure) -> None:
    for points in contours(figure.axes[index]):
        behind = -points[:, 0] if index == 1 else points[:, 1]
        assert behind.max() == pytest.approx(HALF_AXIS_MM, abs=0.1)


@pytest.mark.parametrize("kind", ["png", "svg"])
def test_the_same_ventricle_gives_the_same_bytes(kind: str, ball: Ventricle) -> None:
    first, second = (
        figure_bytes(
            draw_axis_slices([SliceRow(title="Rest", ventricle=ball)], SMALL), kind
        )
        for _ in range(2)
    )
    assert first == second


def test_contours_can_be_left_out(ball: Ventricle) -> None:
    options = SliceDrawing(panel_px=120, shows_contours=False)
    figure = draw_axis_slices([SliceRow(title="Rest", ventricle=ball)], options)
    assert all(contours(axes) == [] for axes in figure.axes)


def test_walls_columns_and_purpose_are_written(figure: Figure) -> None:
    found = words(figure)
    for word in ("Short axis", "Vertical long axis", "Horizontal long axis", "Rest"):
        assert word in found
    for wall in ("ANT", "LAT", "APEX"):
        assert sum(wall in text.split() for text in found) == 2
    assert any("not for diagnosis" in text for text in found)
    assert not any("SIMULATED" in text for text in found)


def test_slices_of_simulated_data_say_so(ball: Ventricle) -> None:
    options = SliceDrawing(panel_px=120, is_simulated=True)
    figure = draw_axis_slices([SliceRow(title="Rest", ventricle=ball)], options)
    assert any(text.startswith("SIMULATED · Research") for text in words(figure))


def test_every_row_has_its_title_and_slices(ball: Ventricle) -> None:
    rows = [SliceRow(title=title, ventricle=ball) for title in ("Stress", "Rest")]
    figure = draw_axis_slices(rows, SMALL)
    assert len(figure.axes) == 6
    assert {"Stress", "Rest"} <= set(words(figure))


def test_a_title_is_taken_as_it_stands(ball: Ventricle) -> None:
    title = r"$\frac{1}{0}_a^"
    figure = draw_axis_slices([SliceRow(title=title, ventricle=ball)], SMALL)
    assert title in words(figure)
    assert figure_bytes(figure, "png").startswith(b"\x89PNG")


@pytest.mark.parametrize("n_rows", [0, 5])
def test_too_many_or_no_rows_are_refused(n_rows: int, ball: Ventricle) -> None:
    rows = [SliceRow(title="Rest", ventricle=ball)] * n_rows
    with pytest.raises(ConfigError, match=rf"{n_rows} ventricles .* Expected 1 to 4"):
        draw_axis_slices(rows, SMALL)


def test_an_unknown_colour_table_is_refused(ball: Ventricle) -> None:
    with pytest.raises(ConfigError, match="bonfire"):
        draw_axis_slices(
            [SliceRow(title="Rest", ventricle=ball)],
            SliceDrawing(color_table="bonfire"),
        )


def test_a_ventricle_without_counts_is_drawn(ball: Ventricle) -> None:
    empty = replace(ball, volume=ball.volume.with_counts(0 * ball.volume.counts))
    figure = draw_axis_slices([SliceRow(title="Rest", ventricle=empty)], SMALL)
    assert figure_bytes(figure, "png").startswith(b"\x89PNG")
