"""The compiled model against matrices, analysis and the symmetries of physics."""

from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from camera_oracle import acquisition, oracle_view, torso_map
from myomap.camera import COLLIMATORS, Acquisition, SystemModel
from myomap.errors import GeometryError

LEHR = COLLIMATORS["LEHR"]

MODELS = [
    pytest.param(False, False, id="bare"),
    pytest.param(True, False, id="attenuation"),
    pytest.param(False, True, id="blur"),
    pytest.param(True, True, id="attenuation-blur"),
]
GRIDS = [
    pytest.param({"n": 16, "n_rows": 16}, [0, 1, 2, 3], id="cube"),
    pytest.param({"n": 17, "n_rows": 6}, [7, 2], id="odd-flat"),
    pytest.param({"n": 12, "n_rows": 19, "row_mm": 4.0}, [11], id="tall-thin-rows"),
    pytest.param({"n": 3, "n_rows": 1}, [0, 5], id="smallest"),
    pytest.param(
        {"n": 24, "n_rows": 5, "column_mm": 2.0, "row_mm": 2.0}, [3], id="2mm"
    ),
]


def model_of(taken: Acquisition, *, attenuates: bool, blurs: bool) -> SystemModel:
    return SystemModel(
        taken,
        collimator=LEHR if blurs else None,
        attenuation_map=torso_map(taken) if attenuates else None,
        view_weight=np.linspace(1.0, 0.9, taken.n_views),
    )


def relative(first: NDArray[Any], second: NDArray[Any]) -> float:
    return float(np.linalg.norm(first - second) / np.linalg.norm(second))


def smooth_activity(rng: np.random.Generator, shape: tuple[int, ...]) -> NDArray[Any]:
    rough = rng.random(shape)
    return gaussian_filter(rough, 1.5, mode="constant").astype(np.float32)


@pytest.mark.parametrize(("attenuates", "blurs"), MODELS)
@pytest.mark.parametrize(("grid", "views"), GRIDS)
def test_back_projection_is_the_exact_adjoint(
    rng: np.random.Generator,
    grid: dict[str, Any],
    views: list[int],
    attenuates: bool,
    blurs: bool,
) -> None:
    model = model_of(acquisition(**grid), attenuates=attenuates, blurs=blurs)
    x = rng.random(model.activity_shape).astype(np.float32)
    y = model.forward(x, views)
    y = rng.random(y.shape).astype(np.float32)
    there = float(np.vdot(model.forward(x, views).astype(float), y))
    back = float(np.vdot(x.astype(float), model.adjoint(y, views)))
    assert abs(there - back) <= 1e-6 * abs(there)


@pytest.mark.parametrize("attenuates", [False, True])
def test_without_blur_the_model_equals_the_matrices(
    rng: np.random.Generator, attenuates: bool
) -> None:
    taken = acquisition(n=17, n_rows=4, n_views=5)
    model = SystemModel(taken, attenuation_map=torso_map(taken) if attenuates else None)
    activity = rng.random(model.activity_shape).astype(np.float32)
    for i_view, seen in enumerate(model.forward(activity)):
        expected = oracle_view(
            activity, taken, i_view, None, torso_map(taken) if attenuates else None
        )
        # Factors are rounded to 16 bits, sums to single precision.
        assert relative(seen, expected) < 2e-5


@pytest.mark.parametrize("name", ["LEHR", "LEAP"])
def test_small_steps_of_blur_equal_one_full_gaussian(
    rng: np.random.Generator, name: str
) -> None:
    taken = acquisition(n=32, n_rows=24, n_views=3)
    model = SystemModel(
        taken, collimator=COLLIMATORS[name], attenuation_map=torso_map(taken)
    )
    activity = smooth_activity(rng, model.activity_shape) * model.mask[..., None]
    # Small steps lose a little more at the edges than one large one.
    activity[..., :4] = activity[..., -4:] = 0.0
    for i_view, seen in enumerate(model.forward(activity)):
        expected = oracle_view(
            activity, taken, i_view, COLLIMATORS[name], torso_map(taken)
        )
        assert relative(seen, expected) < 0.006
        assert abs(seen - expected).max() < 0.02 * expected.max()
        assert seen.sum() == pytest.approx(expected.sum(), rel=1e-3)


def test_every_view_counts_the_whole_activity() -> None:
    model = SystemModel(acquisition(n=32, n_rows=32), collimator=LEHR)
    activity = np.zeros(model.activity_shape, np.float32)
    activity[10:21, 12:20, 12:20] = 2.5
    activity = gaussian_filter(activity, 1.5)
    totals = model.forward(activity).sum(axis=(1, 2), dtype=float)
    assert_allclose(totals, activity.sum(), rtol=1e-3)


@pytest.mark.parametrize("pixel_mm", [6.6, 3.3])
@pytest.mark.parametrize("distance_mm", [50, 150, 250])
def test_a_point_is_seen_as_wide_as_the_collimator_says(
    distance_mm: float, pixel_mm: float
) -> None:
    n = int(211 / pixel_mm) // 2 * 2 + 1
    taken = Acquisition(
        angle_deg=np.array([90.0]),
        radius_mm=np.array([float(distance_mm)]),
        n_rows=n,
        n_columns=n,
        row_mm=pixel_mm,
        column_mm=pixel_mm,
    )
    activity = np.zeros((n, n, n), np.float32)
    activity[n // 2, n // 2, n // 2] = 1.0
    (seen,) = SystemModel(taken, collimator=LEHR).forward(activity)
    at_mm = (np.arange(n) - n // 2) * pixel_mm
    for profile in (seen.sum(axis=0), seen.sum(axis=1)):
        width = np.sqrt((profile * at_mm**2).sum() / profile.sum())
        assert width == pytest.approx(float(LEHR.sigma_mm(distance_mm)), rel=0.03)


def test_half_a_voxel_of_its_own_attenuates_a_point() -> None:
    taken = acquisition(n=9, n_rows=1, n_views=1, angle_deg=[90.0], column_mm=10.0)
    table = torso_map(taken, per_cm=0.0)
    table_values = np.zeros(table.per_cm.shape)
    table_values[0, 4, 4:6] = 0.2
    model = SystemModel(
        taken, attenuation_map=type(table)(per_cm=table_values, affine=table.affine)
    )
    activity = np.zeros((9, 9, 1), np.float32)
    activity[4, 4, 0] = 1.0
    # Seen from the left: half a voxel of its own and a whole one beyond.
    assert model.forward(activity).sum() == pytest.approx(np.exp(-0.3), rel=1e-4)


def test_a_quarter_turn_of_patient_and_camera_changes_nothing(
    rng: np.random.Generator,
) -> None:
    straight = acquisition(n=18, n_rows=5)
    turned = acquisition(n=18, n_rows=5, angle_deg=straight.angle_deg - 90.0)
    activity = rng.random((18, 18, 5)).astype(np.float32)
    # θ grows from left (x) to posterior (y): (x, y) goes to (-y, x).
    quarter = np.ascontiguousarray(np.rot90(activity, -1, axes=(1, 0)))
    seen = SystemModel(straight, collimator=LEHR).forward(activity)
    again = SystemModel(turned, collimator=LEHR).forward(quarter)
    assert_allclose(again, seen, rtol=1e-4, atol=1e-4)


def test_the_order_of_views_does_not_matter(rng: np.random.Generator) -> None:
    model = model_of(acquisition(), attenuates=True, blurs=True)
    activity = rng.random(model.activity_shape).astype(np.float32)
    order = rng.permutation(12)
    assert_allclose(model.forward(activity, order), model.forward(activity)[order])


def test_the_model_is_linear_over_thirty_decades(rng: np.random.Generator) -> None:
    model = model_of(acquisition(), attenuates=True, blurs=True)
    activity = rng.random(model.activity_shape).astype(np.float32)
    for scale in (1e-12, 1e12):
        scaled = model.forward(np.float32(scale) * activity) / scale
        assert_allclose(scaled, model.forward(activity), rtol=1e-5, atol=1e-6)


def test_inputs_are_left_as_they_were(rng: np.random.Generator) -> None:
    model = model_of(acquisition(), attenuates=True, blurs=True)
    activity = rng.random(model.activity_shape).astype(np.float32)
    seen = model.forward(activity)
    kept_activity, kept_seen = activity.copy(), seen.copy()
    model.adjoint(seen)
    model.forward(activity)
    assert np.array_equal(activity, kept_activity)
    assert np.array_equal(seen, kept_seen)


def test_nan_is_refused_before_the_kernels() -> None:
    model = SystemModel(acquisition())
    activity = np.zeros(model.activity_shape, np.float32)
    activity[0, 0, 0] = np.nan
    with pytest.raises(GeometryError, match="NaN or infinite"):
        model.forward(activity)


@pytest.mark.parametrize("views", [[], [12], [-1]])
def test_views_that_do_not_exist_are_refused(views: list[int]) -> None:
    model = SystemModel(acquisition())
    with pytest.raises(GeometryError, match="view does not exist"):
        model.sensitivity(views)


def test_blur_without_radius_is_refused() -> None:
    with pytest.raises(GeometryError, match="radius of rotation is not known"):
        SystemModel(acquisition(radius_mm=None), collimator=LEHR)


def test_a_map_on_another_grid_is_refused() -> None:
    other = torso_map(acquisition(column_mm=5.0))
    with pytest.raises(GeometryError, match="another grid"):
        SystemModel(acquisition(), attenuation_map=other)


def test_a_map_of_another_size_is_refused() -> None:
    with pytest.raises(GeometryError, match="wrong shape"):
        SystemModel(acquisition(), attenuation_map=torso_map(acquisition(n=20)))


def test_a_view_without_weight_is_refused() -> None:
    with pytest.raises(GeometryError, match="no weight"):
        SystemModel(acquisition(n_views=2), view_weight=[1.0, 0.0])
