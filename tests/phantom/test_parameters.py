import json

import numpy as np
import pytest

from myomap.errors import ConfigError
from myomap.phantom import (
    Defect,
    Ellipsoid,
    GridOptions,
    HeartParameters,
    ImagingOptions,
    PatientParameters,
    Scene,
    SceneKind,
    Torso,
    draw_hard,
    draw_ordinary,
    parameters_from_json,
    parameters_to_json,
)


@pytest.mark.parametrize("draw", [draw_ordinary, draw_hard], ids=["ordinary", "hard"])
def test_patient_comes_back_from_json_unchanged(draw) -> None:
    for seed in range(10):
        patient = draw(np.random.default_rng(seed))
        text = parameters_to_json(patient)
        assert parameters_from_json(PatientParameters, text) == patient


def test_options_come_back_from_json_unchanged() -> None:
    for options in (GridOptions(voxel_mm=6.4), ImagingOptions(lv_counts=None)):
        assert parameters_from_json(type(options), parameters_to_json(options)) == (
            options
        )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("{", "cannot be read", id="no-json"),
        pytest.param("[]", "cannot be read", id="no-object"),
        pytest.param('{"activity": 1}', "unknown or missing", id="parts-missing"),
        pytest.param(
            '{"half_width_mm": 1, "half_depth_mm": 100, "activity": 1}',
            "out of range",
            id="out-of-range",
        ),
        pytest.param(
            '{"half_width_mm": NaN, "half_depth_mm": 100, "activity": 1}',
            "out of range",
            id="nan",
        ),
        pytest.param(
            json.dumps(
                {"half_width_mm": 90, "half_depth_mm": 90, "activity": 1, "colour": 2}
            ),
            "unknown or missing",
            id="unknown",
        ),
    ],
)
def test_json_that_does_not_fit_is_refused(text: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        parameters_from_json(Torso, text)


@pytest.mark.parametrize(
    "build",
    [
        lambda: HeartParameters(midwall_radius_mm=0),
        lambda: HeartParameters(wall_mm=60),
        lambda: HeartParameters(length_mm=20),
        lambda: HeartParameters(elevation_deg=90),
        lambda: HeartParameters(centre_mm=(float("nan"), 0.0, 0.0)),
        lambda: Defect(angle_deg=0, half_angle_deg=0),
        lambda: Defect(
            angle_deg=0, half_angle_deg=9, from_fraction=0.7, to_fraction=0.6
        ),
        lambda: Defect(angle_deg=float("inf"), half_angle_deg=10),
        lambda: Ellipsoid(centre_mm=(0, 0, 0), radii_mm=(0, 1, 1), activity=1),
        lambda: GridOptions(voxel_mm=0),
        lambda: GridOptions(shape=(0, 64, 64)),
        lambda: ImagingOptions(fwhm_mm=-1),
        lambda: ImagingOptions(lv_counts=0),
        lambda: Scene(kind=SceneKind.NOISE, background=-1),
    ],
)
def test_parameters_without_a_meaning_are_refused(build) -> None:
    with pytest.raises(ConfigError, match="out of range: found"):
        build()


def test_filter_wider_than_the_whole_blur_is_refused() -> None:
    with pytest.raises(ConfigError, match="filter_fwhm_mm=9"):
        ImagingOptions(fwhm_mm=6, filter_fwhm_mm=9)
