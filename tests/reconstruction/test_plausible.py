"""Headers that pass every check of their own and still cannot be true."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import GeometryError
from myomap.reconstruction.plausible import (
    FEWEST_COUNTS,
    count_cautions,
    matrix_cautions,
    require_field_of_view,
    tracer_cautions,
)
from myomap.records import EnergyWindow, Projections
from reconstruction_studies import N, small_study


def views(**changes: object) -> Projections:
    return replace(small_study().projections, **changes)


@pytest.mark.parametrize("pixel_mm", [150 / N, 12.8, 1000 / N])
def test_a_field_of_view_of_a_camera_passes(pixel_mm: float) -> None:
    require_field_of_view(views(pixel_size_mm=np.array([pixel_mm, pixel_mm])))


@pytest.mark.parametrize("pixel_mm", [1.28, 128.0])
def test_a_pixel_size_wrong_by_ten_is_refused(pixel_mm: float) -> None:
    sentence = r"field of view of .* Expected 150 to 1000"
    with pytest.raises(GeometryError, match=sentence):
        require_field_of_view(views(pixel_size_mm=np.array([pixel_mm, pixel_mm])))


@pytest.mark.parametrize(
    ("tracer", "window_keV", "expected"),
    [
        ("Tc-99m sestamibi", (126, 154), []),
        ("Tc-99m", (129, 151), []),
        (None, (126, 154), []),
        (None, (68, 82), []),
        ("Tl-201", (68, 82), []),
        ("Tl-201", (126, 154), ["tracer-contradicts-window"]),
        ("Tc-99m", (68, 82), ["tracer-contradicts-window"]),
    ],
)
def test_tracer_and_window_must_agree(
    tracer: str | None, window_keV: tuple[float, float], expected: list[str]
) -> None:
    window = EnergyWindow(lower_keV=window_keV[0], upper_keV=window_keV[1])
    found = tracer_cautions(tracer, views(energy_windows=(window,)), 0)
    assert [caution.code for caution in found] == expected


@pytest.mark.parametrize(
    ("a_view", "expected"),
    [(FEWEST_COUNTS, []), (FEWEST_COUNTS - 40, ["low-counts"]), (4000, ["low-counts"])],
)
def test_few_counts_in_the_median_view_are_told(
    a_view: float, expected: list[str]
) -> None:
    counts = np.zeros((2, 1, 8, 10, 10), np.float32)
    counts += a_view / 200
    # One view that was lost, and one that a hot spot fills, change nothing.
    counts[:, :, 0] = 0
    counts[:, :, 1] = 1e6
    found = count_cautions(views_of(counts), 0)
    assert [caution.code for caution in found] == expected


@pytest.mark.parametrize(
    ("n_rows", "n_columns", "expected"),
    [(64, 64, []), (40, 64, ["matrix-not-square"]), (64, 40, ["matrix-not-square"])],
)
def test_views_that_are_not_square_are_told(
    n_rows: int, n_columns: int, expected: list[str]
) -> None:
    counts = np.ones((1, 1, 8, n_rows, n_columns), np.float32)
    found = matrix_cautions(views_of(counts))
    assert [caution.code for caution in found] == expected


@pytest.mark.parametrize("shape", [(32, 128), (128, 32)])
def test_pixels_in_rows_of_the_wrong_length_are_refused(shape: tuple[int, int]) -> None:
    counts = np.ones((1, 1, 8, *shape), np.float32)
    with pytest.raises(GeometryError, match="cannot be those of a gamma camera"):
        matrix_cautions(views_of(counts))


def views_of(counts: np.ndarray) -> Projections:
    return Projections(
        counts=counts,
        angle_deg=np.arange(8) * 22.5,
        radius_mm=None,
        detector=np.zeros(8),
        pixel_size_mm=[6.4, 6.4],
        frame_duration_ms=None,
        energy_windows=(EnergyWindow(lower_keV=126, upper_keV=154),),
    )
