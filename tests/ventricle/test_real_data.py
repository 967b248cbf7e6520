"""Real volumes of a public set: found, plausible, and where an expert drew the wall."""

from pathlib import Path

import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.geometry import FloatArray, angle_between_deg, apply_affine
from myomap.records import Ventricle, Volume
from myomap.ventricle import enclosed_volume_ml, find_ventricle

pytestmark = pytest.mark.real_data

N_FILES = 4
MASK_ENDING = "_mask.nii.gz"


def read_volume(path: Path) -> Volume:
    volume = read_dicom(path.read_bytes()).input.data
    assert isinstance(volume, Volume)
    return volume


def axis_of(ventricle: Ventricle) -> FloatArray:
    return ventricle.long_axis.apex_mm - ventricle.long_axis.base_mm


@pytest.fixture(scope="module")
def found(real_data: Path) -> dict[Path, Ventricle]:
    paths = sorted((real_data / "physionet-mps-spect").glob("*.dcm"))
    return {path: find_ventricle(read_volume(path)) for path in paths}


def test_the_ventricle_is_found_in_every_file(found: dict[Path, Ventricle]) -> None:
    assert len(found) == N_FILES
    for ventricle in found.values():
        assert ventricle.quality.score > 0.5


def test_axes_point_forward_and_to_the_left(found: dict[Path, Ventricle]) -> None:
    for ventricle in found.values():
        x, y, z = axis_of(ventricle) / ventricle.long_axis.length_mm
        assert x > 0 > y
        assert np.degrees(np.arcsin(-z)) > -5


def test_ventricles_have_the_size_of_ventricles(found: dict[Path, Ventricle]) -> None:
    for ventricle in found.values():
        assert 50 < ventricle.long_axis.length_mm < 120
        cavity = enclosed_volume_ml(ventricle.endocardium)
        cup = enclosed_volume_ml(ventricle.epicardium)
        assert 10 < cavity < 300
        assert 60 < cup - cavity < 350


def test_the_midwall_lies_where_an_expert_drew_the_wall(
    found: dict[Path, Ventricle],
) -> None:
    import nibabel as nib

    masks = [
        (path.with_name(path.name.removesuffix(".dcm") + MASK_ENDING), ventricle)
        for path, ventricle in found.items()
    ]
    ((path, ventricle),) = [pair for pair in masks if pair[0].is_file()]
    # The mask counts column, row, slice, as NIfTI does.
    mask = nib.Nifti1Image.from_filename(path).get_fdata().transpose(2, 1, 0) > 0
    assert mask.shape == ventricle.volume.counts.shape
    midwall = ventricle.midwall.points_mm
    places = (midwall[:-1] + midwall[1:]) / 2
    inverse = np.linalg.inv(ventricle.volume.affine)
    index = np.rint(apply_affine(inverse, places)).astype(int)
    inside = mask[tuple(np.moveaxis(index, -1, 0))]
    assert inside.mean() >= 0.95


def test_a_hot_corner_does_not_move_the_axis(found: dict[Path, Ventricle]) -> None:
    for ventricle in found.values():
        volume = ventricle.volume
        counts = volume.counts.copy()
        # The corner farthest from the ventricle, an eighth of each edge.
        at = apply_affine(
            np.linalg.inv(volume.affine), ventricle.midwall.points_mm
        ).mean(axis=(0, 1))
        corner = tuple(
            slice(n - n // 8, n) if middle < n / 2 else slice(0, n // 8)
            for middle, n in zip(at, counts.shape, strict=True)
        )
        counts[corner] *= 10
        hot = find_ventricle(volume.with_counts(counts))
        assert angle_between_deg(axis_of(hot), axis_of(ventricle)) < 0.5
