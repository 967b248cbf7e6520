"""A disc is cut out with nothing of its surroundings."""

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from myomap.errors import GeometryError
from myomap.records import Picture
from myomap.screenshot import Disc, crop_disc


def disc_at(x, y, across, up=None):
    return Disc(centre_px=(x, y), radius_px=(across, up or across), confidence=1.0)


def test_nothing_outside_the_outline_is_kept(rng) -> None:
    screen = Picture(rgb=rng.integers(1, 256, (90, 120, 3), dtype=np.uint8))
    crop = crop_disc(screen, disc_at(60.3, 40.6, 30.2, 25.3)).rgb
    x = np.arange(31, 91)
    y = np.arange(16, 66)
    assert crop.shape == (len(y), len(x), 3)
    inside = ((x - 60.3) / 30.2) ** 2 + ((y[:, None] - 40.6) / 25.3) ** 2 <= 1
    assert_array_equal(crop[inside], screen.rgb[16:66, 31:91][inside])
    assert not crop[~inside].any()


def test_a_disc_of_whole_pixels_keeps_its_width() -> None:
    screen = Picture(rgb=np.full((128, 128, 3), 7, np.uint8))
    assert crop_disc(screen, disc_at(63.5, 63.5, 64)).rgb.shape == (128, 128, 3)


def test_what_the_border_cuts_off_is_black() -> None:
    screen = Picture(rgb=np.full((60, 60, 3), 9, np.uint8))
    crop = crop_disc(screen, disc_at(0, 30, 20)).rgb
    assert crop.shape == (41, 41, 3)
    assert not crop[:, :20].any()
    assert crop[20, 20:40].all()


@pytest.mark.parametrize("disc", [disc_at(200, 30, 20), disc_at(30, 30, 3)])
def test_a_disc_that_cannot_be_cut_out_is_refused(disc) -> None:
    screen = Picture(rgb=np.full((60, 60, 3), 9, np.uint8))
    with pytest.raises(GeometryError, match="Expected"):
        crop_disc(screen, disc)
