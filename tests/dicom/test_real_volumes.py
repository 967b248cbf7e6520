"""Real reconstructed volumes: structure, state, and which way up they are."""

import nibabel
import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.geometry import apply_affine
from myomap.records import Frame, InputKind, State

pytestmark = pytest.mark.real_data


@pytest.fixture
def volumes(real_data):
    files = sorted((real_data / "physionet-mps-spect").glob("*.dcm"))
    assert files, "the folder holds volumes"
    return [read_dicom(path.read_bytes()) for path in files]


def test_every_volume_is_read_and_the_prone_one_cautioned(volumes):
    for content in volumes:
        study_input = content.input
        assert study_input.kind is InputKind.TRANSAXIAL_VOLUME
        assert study_input.data.frame is Frame.PATIENT
        assert study_input.data.counts.shape == (50, 70, 70)
        assert study_input.data.counts.max() == 32767
        assert study_input.state in {State.REST, State.STRESS}
        assert study_input.facts.manufacturer == "GE"
    codes = [[each.code for each in content.input.cautions] for content in volumes]
    assert sorted(codes) == [[], [], [], ["prone-acquisition"]]


def test_patients_are_told_apart(volumes):
    for index, content in enumerate(volumes):
        for other in volumes[index + 1 :]:
            assert content.patient.conflicts_with(other.patient)


def test_the_bright_belly_lies_below_the_heart(volumes):
    # Liver, stomach and gut take up more than lungs: the lower third of a chest
    # volume outshines the upper third, whichever way the slices are stacked.
    for content in volumes:
        volume = content.input.data
        n_slices = volume.counts.shape[0]
        z_mm = apply_affine(
            volume.affine, np.c_[np.arange(n_slices), 0 * np.ones((n_slices, 2))]
        )[:, 2]
        brightness = np.percentile(volume.counts.reshape(n_slices, -1), 90, axis=1)
        low = brightness[np.argsort(z_mm)[2:17]].mean()
        high = brightness[np.argsort(z_mm)[-17:-2]].mean()
        assert low > 1.2 * high


def test_the_experts_mask_lies_on_the_wall(real_data):
    folder = real_data / "physionet-mps-spect"
    (path,) = sorted(folder.glob("*_mask.nii.gz"))
    mask = (
        np.asarray(nibabel.Nifti1Image.from_filename(path).dataobj).transpose(2, 1, 0)
        > 0
    )
    volume = read_dicom(
        path.with_name(path.name.replace("_mask.nii.gz", ".dcm")).read_bytes()
    ).input.data
    assert volume.counts[mask].mean() > 3 * volume.counts[~mask].mean()
