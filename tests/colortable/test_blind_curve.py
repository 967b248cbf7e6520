import numpy as np
import pytest
from numpy.testing import assert_allclose

from disc_pictures import foreign_table
from myomap.colortable import apply_color_table, color_table
from myomap.colortable.entry_count import seen_entries, value_by_entries
from myomap.colortable.likeness import like_tables
from myomap.colortable.traced_curve import equally_spaced, nearest_place, trace_curve


def hilly(size=200):
    """A smooth map that goes through all values from 30 to 100 percent, with hills."""
    y, x = np.mgrid[:size, :size] / size
    hills = np.sin(5 * x + 1) * np.cos(4 * y) + 0.5 * np.sin(9 * y - 3 * x)
    return 30 + 70 * (hills - hills.min()) / np.ptp(hills)


@pytest.mark.parametrize("name", ["cool", "pet", "french", "viridis", "foreign"])
def test_the_curve_goes_through_the_table_in_order(name):
    table = foreign_table() if name == "foreign" else color_table(name)
    rgb = apply_color_table(hilly(), table)
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    entry, _ = nearest_place(curve.colors, table.rgb.astype(float))
    rises = np.diff(entry.astype(int))
    assert abs(np.sign(rises[rises != 0]).mean()) > 0.97
    assert curve.beside == 0
    assert curve.distance < 2
    assert 74 <= min(entry[0], entry[-1]) <= 88
    assert max(entry[0], entry[-1]) >= 250


@pytest.mark.parametrize("name", ["hot-iron", "magma", "foreign"])
def test_counting_entries_gives_values_without_knowing_the_table(name):
    table = foreign_table() if name == "foreign" else color_table(name)
    values = hilly()
    rgb = apply_color_table(values, table)
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    colors = curve.colors
    if (
        np.corrcoef(
            nearest_place(colors, table.rgb.astype(float))[0], np.arange(len(colors))
        )[0, 1]
        < 0
    ):
        colors = colors[::-1]
        curve = type(curve)(colors=colors, beside=0.0, distance=0.0)
    entries = seen_entries(rgb.reshape(-1, 3), curve)
    spacing = np.linalg.norm(np.diff(colors, axis=0), axis=1).mean()
    worth = value_by_entries(entries, len(colors), spacing)
    assert worth is not None
    index, _ = nearest_place(rgb.reshape(-1, 3).astype(float), colors)
    assert np.abs(worth[index] - values.ravel()).mean() < 2.0


def test_no_entries_are_told_of_a_noisy_picture():
    rng = np.random.default_rng(8)
    clean = apply_color_table(hilly(), color_table("cool")).astype(float)
    rgb = np.clip(clean + rng.normal(0, 4, clean.shape), 0, 255).astype(np.uint8)
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    assert seen_entries(rgb.reshape(-1, 3), curve) is None


def test_more_entries_than_a_table_has_are_no_table():
    assert value_by_entries(np.arange(300.0), 300, 1.0) is None


def test_a_plain_picture_traces_no_curve():
    assert trace_curve(np.full((9, 9, 3), 90, np.uint8), np.ones((9, 9), bool)) is None


def test_points_are_equally_far_apart():
    line = np.array([[0.0, 0, 0], [30, 0, 0], [90, 0, 0]])
    points = equally_spaced(line, 9)
    assert_allclose(points[:, 0], np.linspace(0, 90, 11))


def test_a_table_is_most_like_itself_and_far_from_none_of_its_kin():
    curve = color_table("warm-metal").rgb[60:].astype(float)
    found = like_tables(curve, np.ones(len(curve)))
    assert found[0].name == "warm-metal"
    assert found[0].unlikeness < 1
    assert_allclose(found[0].value_percent, (np.arange(60, 256) + 0.5) / 2.56, atol=1)
    kin = like_tables(curve, np.ones(len(curve)), names=["thermal", "viridis", "cool"])
    assert kin[0].name == "thermal"


def test_entries_nearer_than_the_points_of_the_curve_are_counted_one_by_one():
    # 0.9 units an entry in the blue, 2.4 in the red: the curve has a point each 1.5.
    entry = np.arange(200)
    blue, red = np.minimum(entry, 100) * 0.9, np.maximum(entry - 100, 0) * 2.4
    table = np.round(np.stack([red, 0 * red, 60 + blue], axis=1)).astype(np.uint8)
    rgb = np.repeat(table[None], 12, axis=0)
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    found = seen_entries(rgb.reshape(-1, 3), curve)
    assert len(found) == len(np.unique(table, axis=0))


def test_an_entry_that_a_single_pixel_shows_is_counted_in_an_exact_picture():
    # A steep side of a defect has each of its values once.
    rgb = np.repeat(color_table("viridis").rgb[None, 60:], 9, axis=0)
    rgb[1:, 21:50:2] = rgb[1:, 20:49:2]
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    n_entries = len(np.unique(rgb.reshape(-1, 3), axis=0))
    assert len(seen_entries(rgb.reshape(-1, 3), curve)) >= n_entries - 1


def test_a_table_that_shares_the_upper_end_alone_is_not_like():
    # Hot's red to white is of many tables; the way up to it is not.
    hot = color_table("hot").rgb.astype(float)
    low = np.linspace([90, 0, 160], hot[150], 60)
    curve = np.concatenate([low, hot[151::2]])
    weight = np.r_[np.full(60, 0.01), np.ones(len(curve) - 60)]
    found = {table.name: table.unlikeness for table in like_tables(curve, weight)}
    assert found["hot"] > 15
    assert like_tables(hot[60:], np.ones(196))[0].unlikeness < 1


def test_a_blurred_picture_holds_no_entries_to_count():
    from scipy.ndimage import gaussian_filter

    sharp = apply_color_table(hilly(), color_table("copper")).astype(float)
    sharp[:, 100:102] = 255.0
    rgb = np.rint(gaussian_filter(sharp, (0.8, 0.8, 0))).astype(np.uint8)
    curve = trace_curve(rgb, np.ones(rgb.shape[:2], bool))
    assert seen_entries(rgb.reshape(-1, 3), curve) is None
