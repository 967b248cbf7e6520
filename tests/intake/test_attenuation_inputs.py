"""CTs and attenuation maps beside a study: kept, told apart, or left out in words."""

import gzip
import tracemalloc
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydicom.uid import ExplicitVRLittleEndian

from ct_files import CT_FRAME, body_frames, ct_series, ct_slices, map_dataset
from intake_files import dicom_bytes, nifti_bytes, npy_bytes, volume, zip_bytes
from myomap.dicom import CT_ALONE, MAP_ALONE
from myomap.errors import (
    ConfigError,
    GeometryError,
    InputError,
    LimitExceededError,
    PatientMismatchError,
    UnsupportedStudyError,
)
from myomap.intake import IntakeOptions, read_study, write_nifti
from myomap.intake.ct_series import CtLimits, FoundSlice, FoundSlices
from myomap.intake.gathering import GatherLimits, Source, gather
from myomap.reading.selection import select_inputs
from myomap.records import (
    AttenuationMap,
    CtVolume,
    InputKind,
    State,
    Study,
    StudyInput,
    Volume,
)
from nm_files import file_bytes

SPECT = dicom_bytes(SeriesDescription="Stress MIBI", FrameOfReferenceUID=CT_FRAME)
REST = dicom_bytes(SeriesDescription="Rest MIBI", FrameOfReferenceUID=CT_FRAME)
NM_MAP = file_bytes(map_dataset(siemens_factor=1e4), ExplicitVRLittleEndian)
UNTOLD_MAP = file_bytes(map_dataset(), ExplicitVRLittleEndian)


def fill(folder: Path, *files: bytes, prefix: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    for index, data in enumerate(files):
        (folder / f"{prefix}{index:03d}").write_bytes(data)
    return folder


def of_kind(study: Study, kind: InputKind) -> list[StudyInput]:
    return [item for item in study.inputs if item.kind is kind]


def codes(item: Study | StudyInput) -> set[str]:
    return {caution.code for caution in item.cautions}


def nifti_map(scale: float = 1.0) -> bytes:
    """Return a body in 1/cm times a scale; four values, as in a segmented map."""
    grid = volume(np.ones((6, 8, 8)))
    return write_nifti(grid.with_counts(body_frames() / 1e4 * scale))


# CTs


def test_the_slices_of_a_ct_become_one_input_beside_the_study(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, *ct_series(6), SPECT)])
    (ct,) = of_kind(study, InputKind.CT_VOLUME)
    assert isinstance(ct.data, CtVolume)
    assert ct.data.hounsfield.shape == (6, 8, 8)
    assert (ct.state, ct.sop_instance_uid) == (None, None)
    assert ct.frame_of_reference_uid == CT_FRAME
    assert len(ct.sha256) == 64
    assert len(study.inputs) == 2
    assert study.left_out == ()
    assert codes(study) == codes(ct) == set()


def test_the_checksum_of_a_ct_is_that_of_its_slices(tmp_path: Path) -> None:
    files = ct_series(4)
    one = read_study([fill(tmp_path / "a", *files, SPECT)])
    two = read_study([fill(tmp_path / "b", SPECT, *files[::-1])])
    other = read_study(
        [fill(tmp_path / "c", *files[:3], *ct_series(4, KVP=80)[3:], SPECT)]
    )
    sums = [
        of_kind(study, InputKind.CT_VOLUME)[0].sha256 for study in (one, two, other)
    ]
    assert sums[0] == sums[1] != sums[2]


def test_a_ct_in_a_zip_is_read_too(tmp_path: Path) -> None:
    members = {f"ct/{i}": data for i, data in enumerate(ct_series(3))}
    fill(tmp_path, zip_bytes({**members, "spect": SPECT}))
    assert len(of_kind(read_study([tmp_path]), InputKind.CT_VOLUME)) == 1


def test_two_series_are_two_cts(tmp_path: Path) -> None:
    files = [*ct_series(4), *ct_series(5, series="2", SeriesDescription="CT Rest")]
    study = read_study([fill(tmp_path, *files[::2], *files[1::2], SPECT)])
    cts = of_kind(study, InputKind.CT_VOLUME)
    found = [
        (item.data.hounsfield.shape[0], item.state)
        for item in cts
        if isinstance(item.data, CtVolume)
    ]
    assert sorted(found, key=lambda pair: pair[0]) == [(4, None), (5, State.REST)]


def test_a_series_with_a_gap_is_left_out_and_the_study_read(tmp_path: Path) -> None:
    good = ct_series(4, series="2")
    study = read_study([fill(tmp_path, *ct_series(8, leave_out=[4]), *good, SPECT)])
    assert [item.kind for item in study.inputs] == [
        InputKind.TRANSAXIAL_VOLUME,
        InputKind.CT_VOLUME,
    ]
    (left_out,) = study.left_out
    assert left_out.name == "000"
    assert "A CT of 7 slices was not used" in left_out.reason
    (caution,) = study.cautions
    assert caution.code == "ct-left-out"
    assert "gap of 10 mm" in caution.message


def test_a_slice_cut_short_leaves_a_gap(tmp_path: Path) -> None:
    files = ct_series(6)
    files[3] = files[3][:-40]
    study = read_study([fill(tmp_path, *files, SPECT)])
    assert not of_kind(study, InputKind.CT_VOLUME)
    assert codes(study) == {"ct-left-out", "file-left-out"}
    assert [item.name for item in study.left_out] == ["003", "000"]


def test_slices_that_are_there_twice_count_once(tmp_path: Path) -> None:
    files = ct_series(4)
    study = read_study([fill(tmp_path, *files, SPECT, *files[:2])])
    assert len(of_kind(study, InputKind.CT_VOLUME)) == 1
    assert [item.name for item in study.left_out] == ["005", "006"]


def test_a_ct_of_another_patient_refuses_the_study(tmp_path: Path) -> None:
    fill(tmp_path, *ct_series(4, PatientID="P2"), SPECT)
    with pytest.raises(PatientMismatchError, match="of 2 patients"):
        read_study([tmp_path])


def test_one_slice_of_another_patient_refuses_the_study(tmp_path: Path) -> None:
    files = [*ct_series(4)[:3], ct_series(4, PatientID="P2")[3]]
    with pytest.raises(PatientMismatchError, match="of 2 patients"):
        read_study([fill(tmp_path, *files, SPECT)])


@pytest.mark.parametrize(
    ("uids", "ct_uid", "code"),
    [
        ([CT_FRAME], CT_FRAME, None),
        ([CT_FRAME, CT_FRAME], CT_FRAME, None),
        (["1.2.3"], CT_FRAME, "frame-of-reference-differs"),
        ([CT_FRAME, "1.2.3"], CT_FRAME, "frame-of-reference-differs"),
        ([""], CT_FRAME, "frame-of-reference-unknown"),
        ([CT_FRAME], "", "frame-of-reference-unknown"),
    ],
)
def test_another_frame_of_reference_is_told(
    tmp_path: Path, uids: Sequence[str], ct_uid: str, code: str | None
) -> None:
    volumes = [
        dicom_bytes(SeriesDescription="Rest", FrameOfReferenceUID=uid) for uid in uids
    ]
    files = ct_series(4, FrameOfReferenceUID=ct_uid)
    study = read_study([fill(tmp_path, *files, *volumes)])
    (ct,) = of_kind(study, InputKind.CT_VOLUME)
    assert codes(ct) == ({code} if code else set())
    found = [item.frame_of_reference_uid or "" for item in study.inputs]
    assert found == [*uids, ct_uid]


def test_a_ct_of_rest_is_compared_with_rest_alone(tmp_path: Path) -> None:
    elsewhere = dicom_bytes(SeriesDescription="Stress", FrameOfReferenceUID="1.2.3")
    files = ct_series(4, SeriesDescription="CT rest")
    study = read_study([fill(tmp_path, *files, elsewhere, REST)])
    (ct,) = of_kind(study, InputKind.CT_VOLUME)
    assert ct.state is State.REST
    assert codes(ct) == set()


@pytest.mark.parametrize(
    ("groups", "state"),
    [
        (("stress",), State.STRESS),
        (("rest",), State.REST),
        (("stress", "rest"), None),
    ],
)
def test_one_ct_may_serve_the_states_it_was_given_for(
    tmp_path: Path, groups: Sequence[str], state: State | None
) -> None:
    names = {"stress": SPECT, "rest": REST}
    paths: Mapping[str, Any] = {
        name: (fill(tmp_path / name, *ct_series(4), names[name]),) for name in groups
    }
    study = read_study([], options=IntakeOptions(**paths))
    (ct,) = of_kind(study, InputKind.CT_VOLUME)
    assert ct.state is state
    assert "state-unknown" not in codes(ct)


def test_a_ct_alone_is_refused_as_such(tmp_path: Path) -> None:
    folder = fill(tmp_path, *ct_series(4))
    with pytest.raises(InputError, match=r"4 files were left out: 4 × .*a CT alone"):
        read_study([folder])
    with pytest.raises(UnsupportedStudyError) as caught:
        read_study([folder / "000"])
    assert str(caught.value) == CT_ALONE


def test_a_ct_is_no_input_that_was_passed_over(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, *ct_series(4), NM_MAP, SPECT)])
    assert len(study.inputs) == 3
    assert select_inputs(study).cautions == ()


def test_a_ct_beyond_the_limit_is_left_out(tmp_path: Path) -> None:
    limits = GatherLimits(ct=CtLimits(slices=5), inputs=2)
    folder = fill(tmp_path, *ct_series(9), SPECT)
    gathered, left_out, cautions = gather([Source(path=folder, called="1")], limits)
    assert [item.content.input.kind for item in gathered] == [
        InputKind.TRANSAXIAL_VOLUME
    ]
    assert len(left_out) == 1
    (caution,) = cautions
    assert "found 9 slices, expected at most 5" in caution.message


def found_slices(n_slices: int, *, limits: CtLimits, is_map: bool) -> FoundSlices:
    (one,) = ct_slices(1)
    large = replace(one, hounsfield=np.zeros((64, 64), np.float32))
    slices = FoundSlices(limits=limits)
    for index in range(n_slices):
        content = replace(
            large, sop_instance_uid=f"1.2.{index}", hounsfield=large.hounsfield.copy()
        )
        slices.add(
            FoundSlice(
                name=f"{index}", content=content, asked_state=None, is_map=is_map
            )
        )
    return slices


@pytest.mark.parametrize(
    "limits", [CtLimits(), CtLimits(pixel_bytes=4 << 20)], ids=["slices", "bytes"]
)
def test_three_thousand_slices_are_not_held(limits: CtLimits) -> None:
    tracemalloc.start()
    slices = found_slices(3000, limits=limits, is_map=False)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 8 << 20
    series, left_out, cautions = slices.stacked()
    assert (series, len(left_out), len(cautions)) == ([], 1, 1)
    assert "found 3000 slices" in cautions[0].message


# Transmission scans


def test_a_transmission_scan_becomes_an_attenuation_map(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, NM_MAP, SPECT)])
    (found,) = of_kind(study, InputKind.ATTENUATION_MAP)
    assert isinstance(found.data, AttenuationMap)
    assert_allclose(found.data.per_cm, body_frames() / 1e4, rtol=1e-6)
    assert found.sop_instance_uid
    assert found.state is None
    assert codes(found) == codes(study) == set()


def test_a_map_of_unknown_unit_is_left_out(tmp_path: Path) -> None:
    study = read_study([fill(tmp_path, UNTOLD_MAP, SPECT)])
    assert len(study.inputs) == 1
    assert "unit of the attenuation map cannot be told" in study.left_out[0].reason


def test_a_map_of_another_patient_refuses_the_study(tmp_path: Path) -> None:
    ds = map_dataset(siemens_factor=1e4)
    ds.PatientID = "P2"
    other = file_bytes(ds, ExplicitVRLittleEndian)
    with pytest.raises(PatientMismatchError):
        read_study([fill(tmp_path, other, SPECT)])


def test_a_map_alone_is_refused_as_such(tmp_path: Path) -> None:
    folder = fill(tmp_path, NM_MAP)
    with pytest.raises(InputError, match="1 × The object is a transmission scan"):
        read_study([folder])
    with pytest.raises(UnsupportedStudyError) as caught:
        read_study([folder / "000"])
    assert str(caught.value) == MAP_ALONE


def test_one_map_may_serve_both_states(tmp_path: Path) -> None:
    options = IntakeOptions(
        stress=(fill(tmp_path / "s", NM_MAP, SPECT),),
        rest=(fill(tmp_path / "r", NM_MAP, REST),),
    )
    study = read_study([], options=options)
    assert [item.state for item in of_kind(study, InputKind.ATTENUATION_MAP)] == [None]


# What the user calls an attenuation map


@pytest.mark.parametrize("packed", [False, True])
def test_nifti_is_attenuation_where_the_user_says_so(
    tmp_path: Path, packed: bool
) -> None:
    data = gzip.compress(nifti_map()) if packed else nifti_map()
    fill(tmp_path, SPECT, data)
    options = IntakeOptions(attenuation_map=tmp_path / "001")
    study = read_study([tmp_path], options=options)
    assert [item.kind for item in study.inputs] == [
        InputKind.ATTENUATION_MAP,
        InputKind.TRANSAXIAL_VOLUME,
    ]
    found = study.inputs[0].data
    assert isinstance(found, AttenuationMap)
    assert_allclose(found.per_cm, body_frames() / 1e4, rtol=1e-6)
    spect = volume()
    assert_allclose(found.affine, spect.affine)
    assert codes(study.inputs[0]) == {"frame-of-reference-unknown"}


def test_nifti_is_a_volume_where_nobody_says_otherwise(tmp_path: Path) -> None:
    fill(tmp_path, nifti_bytes(), prefix="mu_map_")
    (found,) = read_study([tmp_path]).inputs
    assert isinstance(found.data, Volume)


def test_a_ct_that_the_user_gave_comes_first(tmp_path: Path) -> None:
    folder = fill(tmp_path / "all", *ct_series(4), NM_MAP, SPECT)
    given = fill(tmp_path / "given", *ct_series(6, series="2"))
    options = IntakeOptions(attenuation_map=given)
    study = read_study([folder], options=options)
    first = study.inputs[0].data
    assert isinstance(first, CtVolume)
    assert first.hounsfield.shape[0] == 6
    assert len(study.inputs) == 4


@pytest.mark.parametrize(
    ("files", "error", "message"),
    [
        ([nifti_map(1e4)], UnsupportedStudyError, "unit of the attenuation map"),
        ([nifti_map(0.1)], UnsupportedStudyError, "unit of the attenuation map"),
        ([nifti_bytes()], UnsupportedStudyError, "unit of the attenuation map"),
        ([UNTOLD_MAP], UnsupportedStudyError, "unit of the attenuation map"),
        ([REST], InputError, "attenuation map is a transaxial volume"),
        ([npy_bytes()], InputError, "attenuation map is a polar map"),
        ([b"text"], InputError, "no kind that is read here"),
    ],
)
def test_a_file_that_is_no_map_is_refused(
    tmp_path: Path, files: list[bytes], error: type[Exception], message: str
) -> None:
    given = fill(tmp_path / "map", *files) / "000"
    options = IntakeOptions(attenuation_map=given)
    with pytest.raises(error, match=message):
        read_study([fill(tmp_path / "spect", SPECT)], options=options)


@pytest.mark.parametrize(
    ("files", "error", "message"),
    [
        ([], InputError, "Attenuation map 1 holds nothing"),
        ([REST, b"text"], InputError, "Attenuation map 1 holds nothing"),
        (ct_series(8, leave_out=[4]), GeometryError, "gap of 10 mm"),
        (ct_series(1), GeometryError, "a single slice"),
    ],
)
def test_a_folder_without_a_map_is_refused(
    tmp_path: Path, files: list[bytes], error: type[Exception], message: str
) -> None:
    options = IntakeOptions(attenuation_map=fill(tmp_path / "map", *files))
    with pytest.raises(error, match=message):
        read_study([fill(tmp_path / "spect", SPECT)], options=options)


def test_a_ct_that_the_user_gave_is_not_left_out_for_its_size() -> None:
    slices = found_slices(6, limits=CtLimits(slices=5), is_map=True)
    with pytest.raises(LimitExceededError, match="found 6 slices"):
        slices.stacked()


def test_a_map_is_not_a_study(tmp_path: Path) -> None:
    options = IntakeOptions(attenuation_map=fill(tmp_path, NM_MAP))
    with pytest.raises(ConfigError, match="No input was given"):
        read_study([], options=options)


def test_one_file_cannot_be_a_map_and_a_state(tmp_path: Path) -> None:
    graded = volume(np.linspace(0.1, 0.2, 384).reshape(6, 8, 8))
    path = fill(tmp_path, write_nifti(graded), SPECT) / "000"
    options = IntakeOptions(attenuation_map=path, stress=(path,))
    with pytest.raises(ConfigError, match="as an attenuation map and as stress or"):
        read_study([tmp_path / "001"], options=options)
