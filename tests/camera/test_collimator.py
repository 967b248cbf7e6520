"""Published resolutions, names, and sizes that make no sense."""

import pytest
from numpy.testing import assert_allclose

from myomap.camera import COLLIMATORS, Collimator, named_collimator
from myomap.errors import ConfigError, GeometryError


def test_resolution_falls_with_distance_as_published() -> None:
    # System resolution of Siemens LEHR holes with a 3.8 mm crystal, mm at 5 to 25 cm.
    fwhm = 2.3548 * COLLIMATORS["LEHR"].sigma_mm([50, 100, 150, 200, 250])
    assert_allclose(fwhm, [5.2, 7.0, 9.1, 11.3, 13.5], atol=0.06)


def test_wider_holes_blur_more() -> None:
    sharp, wide = COLLIMATORS["LEHR"], COLLIMATORS["LEAP"]
    assert wide.sigma_mm(150) > 1.2 * sharp.sigma_mm(150)


def test_names_are_found_in_any_case() -> None:
    assert named_collimator("leap") is COLLIMATORS["LEAP"]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="LEHR, LEAP"):
        named_collimator("pinhole")


@pytest.mark.parametrize("sizes", [(0, 24, 4), (1, 1, 4), (1, 24, -1), (1, 24, 1e999)])
def test_sizes_that_make_no_sense_are_refused(sizes: tuple[float, ...]) -> None:
    hole, length, crystal = sizes
    with pytest.raises(GeometryError, match="collimator makes no sense"):
        Collimator(name="x", hole_mm=hole, length_mm=length, intrinsic_fwhm_mm=crystal)
