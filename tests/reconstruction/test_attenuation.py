"""CT numbers to attenuation, maps on other grids, and maps that lie elsewhere."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.ndimage import shift

from myomap.errors import ConfigError, GeometryError
from myomap.geometry import LEFT, POSTERIOR, SUPERIOR, affine_from_axes
from myomap.reconstruction import (
    attenuation_from_hounsfield,
    check_coverage,
    check_registration,
    outline_shift_mm,
    require_same_frame,
    resample_map,
    uptake_in_lung,
)
from myomap.records import AttenuationMap
from reconstruction_studies import small_study


def test_air_water_and_bone_have_their_published_attenuation() -> None:
    # NIST at 140 keV: water 0.1538 1/cm, cortical bone of 1.92 g/cm³ 0.295 1/cm; its
    # CT number at 70 keV is about 1590.
    found = attenuation_from_hounsfield([-1000, -750, 0, 1590])
    assert_allclose(found, [0.0, 0.0385, 0.1538, 0.295], atol=0.002)


def test_the_lines_meet_at_water_and_rise() -> None:
    numbers = np.linspace(-1100, 3000, 500)
    found = attenuation_from_hounsfield(numbers)
    assert np.all(np.diff(found) >= 0)
    assert abs(np.diff(found)).max() < 0.002


def test_thallium_is_attenuated_more_than_technetium() -> None:
    assert attenuation_from_hounsfield([0.0], photopeak_keV=71.0) == pytest.approx(
        0.193, abs=0.003
    )


@pytest.mark.parametrize("numbers", [[np.nan], [np.inf], [1024.0, 2000.0]])
def test_what_are_no_ct_numbers_is_refused(numbers: list[float]) -> None:
    with pytest.raises(GeometryError, match="no CT numbers"):
        attenuation_from_hounsfield(numbers)


@pytest.mark.parametrize("energy", [10.0, 511.0, np.nan])
def test_energies_outside_the_table_are_refused(energy: float) -> None:
    with pytest.raises(ConfigError, match="outside the table"):
        attenuation_from_hounsfield([0.0], photopeak_keV=energy)


def ramp(points_mm: np.ndarray) -> np.ndarray:
    """Return a map that tells where every point lies."""
    x, y, z = np.moveaxis(points_mm, -1, 0)
    return 0.5 + 0.001 * x + 0.0005 * y + 0.0002 * z


def test_a_turned_finer_map_lands_where_it_lies_in_the_patient() -> None:
    fine = affine_from_axes(
        [100, 110, 90], [-SUPERIOR, -POSTERIOR, -LEFT], [2.0, 3.0, 1.5]
    )
    index = np.stack(np.indices((90, 70, 130)), axis=-1)
    values = ramp(index @ fine[:3, :3].T + fine[:3, 3])
    given = AttenuationMap(per_cm=values, affine=fine, frame_of_reference_uid="1.2.3")
    coarse = affine_from_axes([-60, -70, -60], [SUPERIOR, POSTERIOR, LEFT], [6, 6, 6])
    found = resample_map(given, coarse, (20, 20, 20))
    index = np.stack(np.indices((20, 20, 20)), axis=-1)
    expected = ramp(index @ coarse[:3, :3].T + coarse[:3, 3])
    assert_allclose(found.per_cm, expected, atol=2e-5)
    assert found.frame_of_reference_uid == "1.2.3"


def test_a_finer_map_is_averaged_and_not_picked(rng: np.random.Generator) -> None:
    noise = rng.random((60, 60, 60)) * 0.3
    given = AttenuationMap(per_cm=noise, affine=np.diag([1.0, 1, 1, 1]))
    coarse = np.diag([6.0, 6, 6, 1])
    coarse[:3, 3] = 2.5
    found = resample_map(given, coarse, (10, 10, 10)).per_cm
    blocks = noise.reshape(10, 6, 10, 6, 10, 6).mean(axis=(1, 3, 5))
    # Blocks run column, row, slice here: the affine is diagonal in all three.
    assert_allclose(found, blocks, atol=1e-6)


def test_a_map_that_ends_is_continued() -> None:
    given = AttenuationMap(
        per_cm=np.full((4, 10, 10), 0.15), affine=np.diag([5.0, 5, 5, 1])
    )
    coarse = np.diag([5.0, 5, 5, 1])
    coarse[2, 3] = 0.0
    found = resample_map(given, coarse, (12, 10, 10))
    assert_allclose(found.per_cm, 0.15, rtol=1e-6)


def test_maps_of_another_frame_of_reference_are_refused() -> None:
    given = AttenuationMap(
        per_cm=np.zeros((2, 2, 2)), affine=np.eye(4), frame_of_reference_uid="1.2.3"
    )
    require_same_frame(given, "1.2.3")
    require_same_frame(given, None)
    with pytest.raises(GeometryError, match="frames of reference differ"):
        require_same_frame(given, "1.2.4")


def test_a_map_of_the_legs_does_not_cover_the_heart() -> None:
    study = small_study()
    away = study.attenuation_map.affine.copy()
    away[2, 3] -= 500.0
    given = AttenuationMap(per_cm=study.attenuation_map.per_cm, affine=away)
    with pytest.raises(GeometryError, match="does not cover the heart: found 0 %"):
        check_coverage(given, study.truth.affine, study.truth.counts.shape)


def test_a_map_that_ends_in_the_heart_is_told() -> None:
    study = small_study()
    cut = AttenuationMap(
        per_cm=study.attenuation_map.per_cm[14:], affine=study.attenuation_map.affine
    )
    moved = cut.affine.copy()
    moved[2, 3] += 14 * 12.0
    cut = AttenuationMap(per_cm=cut.per_cm, affine=moved)
    (caution,) = check_coverage(cut, study.truth.affine, study.truth.counts.shape)
    assert caution.code == "attenuation-map-short"


def test_a_map_that_fits_raises_no_doubt() -> None:
    study = small_study()
    given = study.attenuation_map
    assert check_coverage(given, study.truth.affine, study.truth.counts.shape) == ()
    assert check_registration(study.truth, given) == ()


def test_uptake_in_the_lung_tells_a_shifted_map() -> None:
    study = small_study()
    shares = []
    for columns in (0, 1, 2, 3):
        moved = shift(
            study.attenuation_map.per_cm, (0, 0, -columns), order=1, mode="nearest"
        )
        given = AttenuationMap(
            per_cm=np.maximum(moved, 0), affine=study.attenuation_map.affine
        )
        shares.append(uptake_in_lung(study.truth, given))
    assert shares == sorted(shares)
    assert shares[3] > 0.03
    (caution,) = check_registration(study.truth, given)
    assert caution.code == "attenuation-map-misregistered"


@pytest.mark.parametrize("by", [(0, 0), (1, 0), (0, 1), (-2, 1)])
def test_a_map_shifted_in_the_plane_is_found_by_the_body(by: tuple[int, int]) -> None:
    study = small_study()
    moved = shift(study.attenuation_map.per_cm, (0, *by), order=1, mode="nearest")
    given = AttenuationMap(
        per_cm=np.maximum(moved, 0), affine=study.attenuation_map.affine
    )
    left_mm, back_mm = outline_shift_mm(study.truth, given)
    assert_allclose([back_mm, left_mm], -12.0 * np.array(by), atol=2.0)
    found = check_registration(study.truth, given)
    assert bool(found) == (by != (0, 0))


def test_the_side_of_a_shift_is_named() -> None:
    study = small_study()
    moved = shift(study.attenuation_map.per_cm, (0, 1, 0), order=1, mode="nearest")
    given = AttenuationMap(
        per_cm=np.maximum(moved, 0), affine=study.attenuation_map.affine
    )
    (caution,) = check_registration(study.truth, given)
    assert "to the front of the body" in caution.message


def test_an_empty_volume_has_no_uptake_in_the_lung() -> None:
    study = small_study()
    empty = study.truth.with_counts(np.zeros_like(study.truth.counts))
    assert uptake_in_lung(empty, study.attenuation_map) == 0.0
    assert outline_shift_mm(empty, study.attenuation_map) == (0.0, 0.0)
