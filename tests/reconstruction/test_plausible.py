"""Headers that pass every check of their own and still cannot be true."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.errors import GeometryError
from myomap.reconstruction.plausible import require_field_of_view, tracer_cautions
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
