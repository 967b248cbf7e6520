"""Lung over heart: a picture of known counts, patients of known lungs, bad views."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from myomap.errors import InputError
from myomap.phantom import Disease, SimulatedPatient, acquire, draw_patient
from myomap.quantification import LungHeart, lung_heart_ratio
from myomap.reconstruction import named_protocol, reconstruct
from myomap.records import Projections, Ventricle, Volume
from myomap.ventricle import find_ventricle


@cache
def patient() -> SimulatedPatient:
    rng = np.random.default_rng([77, 0])
    return draw_patient(rng, disease=Disease.NORMAL)


def breathing(uptake: float) -> SimulatedPatient:
    """Return the patient with so much tracer in the lungs."""

    def with_lungs(organs):
        left = replace(organs.left_lung, activity=uptake)
        right = replace(organs.right_lung, activity=uptake)
        return replace(organs, left_lung=left, right_lung=right)

    drawn = patient()
    return replace(
        drawn,
        stress=replace(drawn.stress, organs=with_lungs(drawn.stress.organs)),
        rest=replace(drawn.rest, organs=with_lungs(drawn.rest.organs)),
    )


@cache
def imaged(uptake: float = 0.05) -> tuple[Projections, Ventricle, Volume]:
    views = acquire(breathing(uptake)).rest
    volume = reconstruct(views, named_protocol("fbp")).volume
    return views, find_ventricle(volume), volume


def measured(views: Projections | None = None, uptake: float = 0.05) -> LungHeart:
    given, ventricle, volume = imaged(uptake)
    return lung_heart_ratio(views or given, ventricle, volume.centre_mm)


def test_a_picture_of_known_counts_has_their_ratio():
    views, _, _ = imaged()
    regions = measured()
    counts = np.full_like(views.counts, 5.0)
    counts[..., regions.heart] = 40.0
    counts[..., regions.lung] = 14.0
    assert measured(replace(views, counts=counts)).ratio == pytest.approx(14 / 40)


def test_the_ratio_grows_with_the_tracer_in_the_lungs():
    ratios = [measured(uptake=uptake).ratio for uptake in (0.02, 0.05, 0.1, 0.2)]
    assert (np.diff(ratios) > 0.08).all()
    assert 0.2 < ratios[1] < 0.7


def test_gates_and_the_time_of_a_view_do_not_change_it():
    views, _, _ = imaged()
    twice = replace(views, counts=np.repeat(views.counts, 2, axis=0))
    assert measured(twice).ratio == pytest.approx(measured().ratio, rel=1e-6)
    longer = replace(views, frame_duration_ms=views.frame_duration_ms * 3)
    assert measured(longer).ratio == pytest.approx(measured().ratio, rel=1e-6)
    untimed = replace(views, frame_duration_ms=None)
    assert measured(untimed).ratio == pytest.approx(measured().ratio, rel=1e-6)


def test_the_regions_lie_apart_and_the_lung_above_on_the_left():
    found = measured()
    lung, heart = np.argwhere(found.lung), np.argwhere(found.heart)
    assert not (found.lung & found.heart).any()
    assert lung[:, 0].max() < heart[:, 0].min()
    # Seen from the front, the patient's left lies to the right.
    assert lung[:, 1].mean() > heart[:, 1].mean()


def test_views_from_behind_tell_nothing():
    views, _, _ = imaged()
    behind = replace(views, angle_deg=(views.angle_deg + 180.0) % 360.0)
    with pytest.raises(InputError, match="from the front"):
        measured(behind)


def test_a_lung_outside_of_the_views_tells_nothing():
    views, ventricle, volume = imaged()
    high = np.array([0.0, 0.0, -150.0])
    with pytest.raises(InputError, match="outside of the anterior views"):
        lung_heart_ratio(views, ventricle, volume.centre_mm + high)


def test_a_heart_without_counts_tells_nothing():
    views, _, _ = imaged()
    with pytest.raises(InputError, match="holds no counts"):
        measured(replace(views, counts=np.zeros_like(views.counts)))
