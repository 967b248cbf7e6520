import numpy as np
import pytest

from disc_pictures import foreign_table
from myomap.colortable import color_table, color_table_names, known_scale
from myomap.colortable.recognition import fit_scale, recognise_scale

SMOOTH = [name for name in color_table_names() if color_table(name).n_steps is None]
EQUAL = {"grey": "grey-inverted", "grey-inverted": "grey"}


def scattered(rgb, noise, rng):
    """Noise of compression: the same for colours that are neighbours."""
    colors = np.repeat(rgb.astype(float), 12, axis=0)
    return np.clip(colors + rng.normal(0, noise, colors.shape), 0, 255)


# Red to yellow is a part of other tables too: see the last test.
@pytest.mark.parametrize("name", [n for n in color_table_names() if n != "fall"])
# Of noise at the edge of the cube of colours one side is cut off: more of it would set
# the colours of hot beside the table.
@pytest.mark.parametrize("noise", [0.0, 2.0])
def test_a_table_is_recognised_by_the_colours_above_a_third(name, noise):
    rng = np.random.default_rng(5)
    fits = recognise_scale(scattered(color_table(name).rgb[85:], noise, rng))
    assert fits[0].scale.name in {name, EQUAL.get(name)}
    assert fits[0].is_good


def test_remains_of_white_lines_do_no_harm():
    rgb = color_table("pet").rgb[80:]
    lines = np.full((len(rgb) // 10, 3), 255)
    assert fit_scale(np.concatenate([rgb, lines]), known_scale("pet")).is_good


def test_no_known_table_is_good_for_a_foreign_one():
    rng = np.random.default_rng(6)
    fits = recognise_scale(scattered(foreign_table().rgb, 3.0, rng))
    assert not any(fit.is_good for fit in fits)


@pytest.mark.parametrize("name", [n for n in SMOOTH if n != "fall"])
def test_a_table_never_explains_another(name):
    others = [n for n in SMOOTH if n not in {name, EQUAL.get(name)}]
    fits = recognise_scale(color_table(name).rgb[60:], names=others)
    assert not fits[0].is_good


def test_a_table_that_is_a_part_of_others_leaves_several_good_explanations():
    fits = recognise_scale(color_table("fall").rgb[60:])
    assert {fit.scale.name for fit in fits if fit.is_good} >= {"fall", "rainbow"}
