"""Real files of a public set: what is read agrees with what their makers wrote."""

import gzip
from pathlib import Path

import numpy as np
import pytest

from myomap.errors import InputError, PatientMismatchError
from myomap.intake import read_nifti, read_study, write_nifti
from myomap.intake.nifti_header import lps_affine_from_header, parse_nifti_header
from myomap.records import Volume

pytestmark = pytest.mark.real_data


@pytest.fixture
def volumes(real_data: Path) -> list[Path]:
    found = sorted((real_data / "physionet-mps-spect").glob("*.dcm"))
    assert found, "the data set is there"
    return found


@pytest.fixture
def mask(real_data: Path) -> Path:
    return next((real_data / "physionet-mps-spect").glob("*_mask.nii.gz"))


def volume_of(path: Path) -> Volume:
    (item,) = read_study([path]).inputs
    assert isinstance(item.data, Volume)
    return item.data


def test_every_real_volume_comes_back_from_nifti(volumes: list[Path]) -> None:
    for path in volumes:
        before = volume_of(path)
        after = read_nifti(write_nifti(before, compressed=True)).volume
        np.testing.assert_array_equal(after.counts, before.counts)
        np.testing.assert_allclose(after.affine, before.affine, atol=1e-4)


def test_a_nifti_lies_where_its_dicom_lies(mask: Path) -> None:
    # The expert's mask was drawn on the DICOM volume, and its maker's software, not
    # ours, turned the place from LPS to RAS.
    dicom = volume_of(Path(str(mask).replace("_mask.nii.gz", ".dcm")))
    data = gzip.decompress(mask.read_bytes())
    affine, cautions = lps_affine_from_header(parse_nifti_header(data[:540]))
    np.testing.assert_allclose(affine, dicom.affine, atol=1e-3)
    assert cautions == ()


def test_the_expert_mask_is_no_perfusion_volume(mask: Path) -> None:
    with pytest.raises(InputError, match="is a mask: it holds only 2"):
        read_study([mask])


def test_the_whole_set_is_not_one_patient(volumes: list[Path]) -> None:
    with pytest.raises(PatientMismatchError, match=f"of {len(volumes)} patients"):
        read_study([volumes[0].parent])


def test_one_volume_beside_texts_is_a_study(volumes: list[Path]) -> None:
    texts = sorted(volumes[0].parent.glob("*.txt"))
    assert texts
    with pytest.raises(InputError, match="no kind that is read here"):
        read_study([volumes[0], texts[0]])
