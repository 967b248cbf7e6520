import numpy as np

from disc_pictures import disc_picture, usual_map
from myomap.colortable import color_table
from myomap.screenshot.disc_pixels import disc_pixels
from myomap.screenshot.overlay import foreign_pixels, thin_strokes, thin_values


def test_thin_lines_are_strokes_and_the_map_is_not():
    picture, disc = disc_picture(usual_map(), color_table("viridis"))
    pixels = disc_pixels(picture, disc)
    inner = pixels.radius < 0.9
    assert thin_strokes(pixels.rgb, pixels.rim_px)[inner].mean() < 0.01
    rgb = pixels.rgb.copy()
    rgb[100:102] = 255
    rgb[:, 60] = 0
    strokes = thin_strokes(rgb, pixels.rim_px)
    assert strokes[100:102][inner[100:102]].mean() > 0.95
    assert strokes[:, 60][inner[:, 60]].mean() > 0.95
    assert strokes[inner].mean() < 0.1


def test_a_broad_patch_is_no_stroke():
    values = np.full((80, 80), 40.0)
    values[30:60, 30:60] = 80.0
    found = thin_values(values, 9.0, 40.0)
    # A corner alone has the background on opposite sides.
    assert found.mean() < 0.01
    assert not found[34:56, 34:56].any()


def test_a_thin_line_of_values_is_a_stroke():
    values = np.tile(np.linspace(20, 60, 80), (80, 1))
    values[40] = 100.0
    assert thin_values(values, 9.0, 40.0)[40].all()


def test_foreign_colours_are_masked_with_their_soft_edges():
    residual = np.zeros((9, 9))
    residual[4, 4] = 50.0
    found = foreign_pixels(residual, 10.0, widen_px=1)
    assert found[3:6, 3:6].all()
    assert found.sum() == 9
