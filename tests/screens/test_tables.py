import numpy as np
import pytest

from myomap.colortable import color_table, color_table_names
from myomap.screens import development_tables, held_out_tables, known_tables
from myomap.screens.table_sketch import TableSketch, table_of_sketch


def test_there_are_more_than_forty_tables_in_two_halves_without_common_names():
    development = {table.name for table in development_tables()}
    held_out = {table.name for table in held_out_tables()}
    assert len(development) >= 22
    assert len(held_out) >= 22
    assert not development & held_out


def test_no_held_out_table_is_in_the_catalogue():
    catalogue = [color_table(name).rgb.astype(float) for name in color_table_names()]
    for table in held_out_tables():
        distances = [np.abs(table.rgb - known).mean() for known in catalogue]
        assert min(distances) > 5.0, table.name


def test_known_tables_are_those_of_the_catalogue():
    for table in known_tables():
        np.testing.assert_array_equal(table.rgb, color_table(table.name).rgb)


@pytest.mark.parametrize("half", [development_tables, held_out_tables])
def test_colors_of_smooth_tables_say_which_value_they_stand_for(half):
    index = np.arange(256)
    is_far = np.abs(index[:, None] - index[None]) > 40
    for table in half():
        if table.n_steps is None:
            rgb = table.rgb.astype(float)
            apart = np.linalg.norm(rgb[:, None] - rgb[None], axis=2)
            assert apart[is_far].min() > 15, table.name


@pytest.mark.parametrize("half", [development_tables, held_out_tables])
def test_stepped_tables_show_as_many_colors_as_they_have_steps(half):
    for table in half():
        if table.n_steps is not None:
            assert len(np.unique(table.rgb, axis=0)) == table.n_steps, table.name


def test_colors_between_two_points_lie_on_a_line():
    table = table_of_sketch("line", TableSketch(points="0 000000 100 ff8000"))
    np.testing.assert_array_equal(table.rgb[0], [0, 0, 0])
    np.testing.assert_array_equal(table.rgb[255], [255, 128, 0])
    np.testing.assert_allclose(table.rgb[:, 0], np.arange(256), atol=0.5)


def test_a_step_of_its_own_color_fills_its_share_of_the_table():
    sketch = TableSketch(points="0 000000 1 ff0000 2 0000ff 3 ffffff", is_own_step=True)
    table = table_of_sketch("steps", sketch)
    assert table.n_steps == 4
    assert (table.rgb[64:128] == [255, 0, 0]).all()
