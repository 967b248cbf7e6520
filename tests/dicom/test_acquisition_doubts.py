"""Doubts about an acquisition that the header alone raises."""

import numpy as np
import pytest
from pydicom.dataset import Dataset

from myomap.dicom import read_dicom
from nm_files import STUDIES, TomoStyle, code, coded_frames, file_bytes, recon, tomo


def codes(ds: Dataset) -> set[str]:
    return {caution.code for caution in read_dicom(file_bytes(ds)).input.cautions}


def half_turn(direction: str = "CW", start_deg: float = 225.0) -> Dataset:
    frames = coded_frames(1, 1, 1, 30)
    return tomo(frames, TomoStyle(direction=direction, start_deg=start_deg))


def test_a_half_turn_around_the_left_front_is_usual() -> None:
    assert codes(half_turn()) == set()
    assert codes(half_turn("CC", 45.0)) == set()
    assert codes(half_turn(start_deg=270.0)) == set()


@pytest.mark.parametrize(
    ("direction", "start_deg"), [("CC", 225.0), ("CW", 45.0), ("CW", 315.0)]
)
def test_a_half_turn_on_another_side_is_told(direction: str, start_deg: float) -> None:
    assert codes(half_turn(direction, start_deg)) == {"arc-unusual"}


def test_a_full_turn_has_no_side() -> None:
    frames = coded_frames(1, 1, 1, 60)
    for direction in ("CW", "CC"):
        assert codes(tomo(frames, TomoStyle(direction=direction))) == set()


@pytest.mark.parametrize("stated", [180.0, 174.0, 0.0, ""])
def test_the_arc_may_be_stated_with_or_without_its_last_step(stated: object) -> None:
    ds = half_turn()
    ds.RotationInformationSequence[0].ScanArc = stated
    assert codes(ds) == set()


@pytest.mark.parametrize("stated", [360.0, 204.0, 90.0])
def test_an_arc_that_the_views_do_not_make_up_is_told(stated: float) -> None:
    ds = half_turn()
    ds.RotationInformationSequence[0].ScanArc = stated
    assert codes(ds) == {"scan-arc-differs"}


def test_the_arc_of_two_heads_may_be_stated_for_one_or_for_both() -> None:
    for stated, expected in (
        (30.0, set()),
        (60.0, set()),
        (90.0, {"scan-arc-differs"}),
    ):
        ds = STUDIES["siemens-two-heads"]()
        ds.RotationInformationSequence[0].ScanArc = stated
        assert codes(ds) == expected


def test_frames_that_are_copies_are_told() -> None:
    frames = coded_frames(1, 1, 1, 10)
    frames[0, 0, 0, 7] = frames[0, 0, 0, 2]
    assert codes(tomo(frames)) == {"views-identical"}


def test_frames_of_hardly_any_counts_may_be_alike() -> None:
    frames = np.zeros((1, 1, 1, 10, 8, 8), dtype=np.int64)
    frames[..., 3, 4] = 1
    frames[0, 0, 0, 0] = 50
    assert codes(tomo(frames)) == set()


def prone_by_modifier(value: str, scheme: str) -> Dataset:
    orientation = code("102538003", "SCT", "recumbent")
    orientation.PatientOrientationModifierCodeSequence = [code(value, scheme, "x")]
    ds = half_turn()
    ds.PatientOrientationCodeSequence = [orientation]
    return ds


@pytest.mark.parametrize(
    ("value", "scheme", "expected"),
    [
        ("1240000", "SCT", {"prone-acquisition"}),
        ("F-10310", "SRT", {"prone-acquisition"}),
        ("40199007", "SCT", set()),
        ("F-10340", "SRT", set()),
    ],
)
def test_the_orientation_s_modifier_tells_prone_from_supine(
    value: str, scheme: str, expected: set[str]
) -> None:
    assert codes(prone_by_modifier(value, scheme)) == expected


@pytest.mark.parametrize(
    ("keyword", "value"),
    [
        ("PatientPosition", "HFP"),
        ("PatientPosition", "FFP"),
        ("SeriesDescription", "Stress MIBI PRONE"),
        ("ImageID", "ProneStress"),
    ],
)
def test_prone_is_told_of_views_and_of_volumes(keyword: str, value: str) -> None:
    for ds in (half_turn(), recon(coded_frames(6))):
        setattr(ds, keyword, value)
        assert "prone-acquisition" in codes(ds)
