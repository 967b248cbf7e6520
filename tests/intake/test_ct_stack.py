"""Slices become a volume where their own positions prove an even, straight pile."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from ct_files import CT_FRAME, SUPINE, ct_slices, hu_at
from myomap.dicom import CtSlice
from myomap.errors import GeometryError
from myomap.geometry import apply_affine
from myomap.intake.ct_stack import stack_ct_slices
from myomap.records import CtVolume


def stacked(slices: Sequence[CtSlice]) -> CtVolume:
    return stack_ct_slices(slices)[0]


def values_where_they_lie(volume: CtVolume) -> np.ndarray:
    index = np.moveaxis(np.indices(volume.hounsfield.shape), 0, -1)
    return hu_at(apply_affine(volume.affine, index))


@pytest.mark.parametrize(
    ("directions", "step_mm"),
    [
        pytest.param(SUPINE, (0, 0, 5), id="supine"),
        pytest.param(SUPINE, (0, 0, -3.27), id="towards-the-feet"),
        pytest.param((-1, 0, 0, 0, -1, 0), (0, 0, 5), id="prone"),
        pytest.param((-1, 0, 0, 0, 1, 0), (0, 0, 5), id="feet-first"),
        pytest.param((0.8, 0.6, 0, -0.6, 0.8, 0), (0, 0, 4), id="turned"),
        pytest.param((0, 1, 0, 0, 0, -1), (-4, 0, 0), id="sagittal"),
    ],
)
def test_every_voxel_lies_in_the_patient_where_its_slice_says(
    directions: Sequence[float], step_mm: Sequence[float]
) -> None:
    volume = stacked(ct_slices(6, directions=directions, step_mm=step_mm))
    assert volume.hounsfield.shape == (6, 8, 8)
    assert np.linalg.det(volume.affine) != 0
    assert_allclose(
        volume.hounsfield[:, 1:], values_where_they_lie(volume)[:, 1:], atol=0.51
    )
    assert_allclose(volume.hounsfield[:, 0], -1000)
    assert volume.frame_of_reference_uid == CT_FRAME


def test_the_order_of_the_files_does_not_matter() -> None:
    slices = ct_slices(7)
    expected, in_order, _ = stack_ct_slices(slices)
    for seed in range(5):
        mixed = random.Random(seed).sample(slices, len(slices))
        found, order, _ = stack_ct_slices(mixed)
        assert_allclose(found.hounsfield, expected.hounsfield)
        assert_allclose(found.affine, expected.affine)
        assert [item.sop_instance_uid for item in order] == [
            item.sop_instance_uid for item in in_order
        ]


def test_positions_may_be_rounded() -> None:
    slices = ct_slices(40, step_mm=(0, 0, 1.25))
    rounded = [
        replace(item, position_mm=np.round(item.position_mm, 1)) for item in slices
    ]
    volume = stacked(rounded)
    assert volume.voxel_size_mm[0] == pytest.approx(1.25, abs=2e-3)


def change_one(**changes: object) -> Callable[[], list[CtSlice]]:
    def build() -> list[CtSlice]:
        slices = ct_slices(6)
        return [*slices[:3], replace(slices[3], **changes), *slices[4:]]

    return build


def moved(by_mm: Sequence[float]) -> Callable[[], list[CtSlice]]:
    def build() -> list[CtSlice]:
        slices = ct_slices(6)
        position_mm = slices[3].position_mm + np.array(by_mm)
        return [*slices[:3], replace(slices[3], position_mm=position_mm), *slices[4:]]

    return build


def without_air() -> list[CtSlice]:
    slices = ct_slices(6)
    return [
        replace(item, hounsfield=np.maximum(item.hounsfield, 24)) for item in slices
    ]


TURNED = ct_slices(1, directions=(0.8, 0.6, 0, -0.6, 0.8, 0))[0].orientation
REFUSED: dict[str, tuple[Callable[[], list[CtSlice]], str]] = {
    "single": (lambda: ct_slices(1), "a single slice"),
    "one missing": (
        lambda: ct_slices(8, leave_out=[4]),
        r"gap of 10 mm where slices lie 5 mm apart, about 1 of 8 are not there",
    ),
    "many missing": (
        lambda: ct_slices(20, leave_out=[4, 5, 6, 12]),
        "gap of 20 mm .* about 4 of 20",
    ),
    "one missing of three": (lambda: ct_slices(4, leave_out=[2]), "not lie evenly"),
    "uneven": (moved([0, 0, 1.5]), "found distances from 3.5 to 6.5 mm"),
    "far apart": (lambda: ct_slices(6, step_mm=(0, 0, 40)), "not lie evenly"),
    "same place": (moved([0, 0, 5]), "1 of 6 slices of the CT lie where another"),
    "two reconstructions": (
        lambda: ct_slices(6) + ct_slices(6, series="2"),
        "6 of 12 slices",
    ),
    "tilted gantry": (
        lambda: ct_slices(6, step_mm=(0, 1.2, 5)),
        r"stacked askew, by 13\.5 degrees",
    ),
    "one aside": (moved([3, 0, 0]), "stacked askew"),
    "size": (change_one(hounsfield=np.zeros((8, 7))), "differ in size"),
    "spacing": (change_one(pixel_mm=(2.5, 2.6)), "differ in pixel spacing"),
    "direction": (change_one(orientation=TURNED), "differ in direction"),
    "frame": (
        change_one(frame_of_reference_uid="1.2.3"),
        "differ in frame of reference",
    ),
    "lying": (change_one(patient_position="HFP"), "differ in position of the patient"),
    "no air": (without_air, "lowest value is 24, and nothing in it is air"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_pile_that_proves_nothing_is_refused(name: str) -> None:
    build, message = REFUSED[name]
    with pytest.raises(GeometryError, match=message):
        stack_ct_slices(build())


@pytest.mark.parametrize(("step_mm", "told"), [(5, False), (7, False), (8, True)])
def test_slices_thinner_than_they_lie_apart_are_told(
    step_mm: float, told: bool
) -> None:
    _, _, cautions = stack_ct_slices(ct_slices(5, step_mm=(0, 0, step_mm)))
    assert [caution.code for caution in cautions] == ["ct-slices-apart"] * told
