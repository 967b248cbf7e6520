"""Results of real volumes: valid beside their headers, and in the right place."""

import io

import highdicom
import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.dicom.results import LabelVolume, segmentation
from myomap.geometry import apply_affine
from result_files import FACTS, MAKERS, errors_of, opened

pytestmark = pytest.mark.real_data


@pytest.fixture
def sources(real_data):
    files = sorted((real_data / "physionet-mps-spect").glob("*.dcm"))
    assert files, "the folder holds volumes"
    return [path.read_bytes() for path in files]


@pytest.mark.parametrize("form", MAKERS)
def test_results_of_real_studies_are_valid_and_in_their_study(
    sources, form, dciodvfy, tmp_path
):
    for source in sources:
        data = MAKERS[form](source, FACTS)
        assert errors_of(dciodvfy, data, tmp_path) == []
        made, given = opened(data), opened(source)
        assert made.StudyInstanceUID == given.StudyInstanceUID
        assert made.PatientID == given.PatientID
        assert made.SeriesInstanceUID != given.SeriesInstanceUID


def test_voxels_of_a_segmentation_are_those_of_the_source(sources):
    """Slices of these are stacked downwards: their distance is negative."""
    for source in sources:
        volume = read_dicom(source).input.data
        assert float(opened(source).SpacingBetweenSlices) < 0
        bright = volume.counts > np.percentile(volume.counts, 99.5)
        data = segmentation(
            LabelVolume(labels=bright.astype(np.uint8), affine=volume.affine),
            source,
            FACTS,
        )
        made = highdicom.seg.segread(io.BytesIO(data))
        found = made.get_volume(combine_segments=True)
        placed = apply_affine(found.affine, np.argwhere(found.array > 0))
        index = apply_affine(np.linalg.inv(volume.affine), placed)
        assert np.abs(index - np.rint(index)).max() < 0.01
        marked = np.zeros_like(bright)
        marked[tuple(np.rint(index).astype(int).T)] = True
        assert np.array_equal(marked, bright)
