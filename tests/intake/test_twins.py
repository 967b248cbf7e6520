"""One volume in two files is one input."""

from pathlib import Path

import numpy as np
import pytest

from intake_files import volume
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.intake import IntakeOptions, read_study, write_nifti
from myomap.intake.twins import are_twins
from myomap.records import State, Study, Volume


def counted(seed: int) -> Volume:
    grid = volume(np.ones((6, 8, 8)))
    counts = np.random.default_rng(seed).random(grid.counts.shape)
    return grid.with_counts(1e4 * counts)


def write_pair(folder: Path, state: State, seed: int) -> None:
    header = SeriesHeader(patient_id="P1", state=state, uid_seed=state.value)
    data = write_recon_tomo(counted(seed), header)
    (folder / f"{state.value}.dcm").write_bytes(data)
    (folder / f"{state.value}.nii.gz").write_bytes(
        write_nifti(counted(seed), compressed=True)
    )


def codes(study: Study) -> set[str]:
    of_inputs = {c.code for item in study.inputs for c in item.cautions}
    return of_inputs | {c.code for c in study.cautions}


def test_the_folder_of_a_reconstruction_is_read_without_a_doubt(tmp_path: Path) -> None:
    for seed, state in enumerate(State):
        write_pair(tmp_path, state, seed)
    study = read_study([tmp_path])
    assert [item.sop_instance_uid is not None for item in study.inputs] == [True] * 2
    assert {item.state for item in study.inputs} == set(State)
    assert [item.name for item in study.left_out] == ["rest.nii.gz", "stress.nii.gz"]
    assert {item.reason for item in study.left_out} == {
        "The same volume was read from another file already."
    }
    assert codes(study) == set()


def test_the_file_that_the_user_named_is_kept(tmp_path: Path) -> None:
    write_pair(tmp_path, State.REST, 1)
    named = tmp_path / "rest.nii.gz"
    study = read_study([tmp_path], options=IntakeOptions(rest=(named,)))
    (found,) = study.inputs
    assert found.sop_instance_uid is None
    assert found.state is State.REST


def test_two_volumes_stay_two(tmp_path: Path) -> None:
    write_pair(tmp_path, State.REST, 1)
    other = write_nifti(counted(2), compressed=True)
    (tmp_path / "stress.nii.gz").write_bytes(other)
    assert len(read_study([tmp_path]).inputs) == 2


@pytest.mark.parametrize("step", [0.0, 1e-3, 1.0])
def test_a_shift_of_a_millimetre_is_another_place(step: float) -> None:
    first = counted(1)
    affine = first.affine.copy()
    affine[0, 3] += step
    second = Volume(counts=first.counts, affine=affine)
    assert are_twins(first, second) is (step < 0.01)


def test_one_voxel_that_differs_makes_two() -> None:
    first = counted(1)
    counts = first.counts.copy()
    counts[2, 3, 4] += 10.0
    assert not are_twins(first, first.with_counts(counts))
