"""Raw studies, each wrong in one way: a sentence, a caution, or read rightly."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import pytest
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from command_line import names_in, refuse, succeed
from myomap.dicom import SeriesHeader, write_attenuation_map
from myomap.intake import read_study
from myomap.records import State
from raw_hostile import (
    FRAME,
    PATIENT,
    ct_of_body,
    map_bytes,
    pixels_of,
    raw_bytes,
    spoilt,
    with_pixels,
    write_files,
)
from reconstruction_studies import small_study

Change = Callable[[Dataset], Any]
VECTORS = (
    "EnergyWindowVector",
    "DetectorVector",
    "RotationVector",
    "AngularViewVector",
)


def reconstruct(tmp_path: Path, *files: bytes, more: tuple[str, ...] = ()) -> Any:
    """Reconstruct a folder of files and return the description of its volume."""
    study, out = write_files(tmp_path / "study", *files), tmp_path / "out"
    succeed("reconstruct", study, "-o", out, *more)
    document = json.loads((out / "reconstruction.json").read_text())
    (volume,) = document["volumes"].values()
    volume["codes"] = {caution["code"] for caution in volume["cautions"]}
    return volume


def refused(tmp_path: Path, sentence: str, *files: bytes) -> None:
    """Check that both commands refuse a folder and leave nothing behind."""
    study, out = write_files(tmp_path / "study", *files), tmp_path / "out"
    for command in ("reconstruct", "read"):
        said = refuse(3, sentence, command, study, "-o", out)
        assert str(tmp_path) not in said
        assert not out.exists()


def test_the_study_as_it_should_be_draws_no_caution(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), map_bytes())
    assert volume["attenuation_corrected"]
    assert volume["codes"] == set()


# --- another patient, another place -------------------------------------------


def test_a_map_of_another_frame_of_reference_is_refused(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    refused(tmp_path, r"frames of reference differ.*--any-frame", raw_bytes(), other)


def test_it_is_used_with_a_caution_where_the_user_says_so(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    volume = reconstruct(tmp_path, raw_bytes(), other, more=("--any-frame",))
    assert volume["attenuation_corrected"]
    assert volume["codes"] == {"frame-of-reference-differs"}


def test_a_map_of_another_frame_is_no_matter_without_correction(tmp_path: Path) -> None:
    other = map_bytes(frame_of_reference_uid=f"{FRAME}.7")
    volume = reconstruct(tmp_path, raw_bytes(), other, more=("--no-attenuation",))
    assert volume["attenuation_source"] is None


def test_a_map_of_another_patient_is_refused(tmp_path: Path) -> None:
    other = map_bytes(patient_id="SMALL-2")
    refused(tmp_path, "of 2 patients. Expected one", raw_bytes(), other)


def test_another_patient_is_refused_by_the_option_too(tmp_path: Path) -> None:
    (tmp_path / "map.dcm").write_bytes(map_bytes(patient_id="SMALL-2"))
    study = write_files(tmp_path / "study", raw_bytes())
    for command in ("reconstruct", "read"):
        refuse(
            3,
            "of 2 patients",
            command,
            study,
            "-o",
            tmp_path / "out",
            "--attenuation-map",
            tmp_path / "map.dcm",
        )
    assert not (tmp_path / "out").exists()


# --- views ----------------------------------------------------------------------


def turn_of(data_set: Dataset) -> Dataset:
    turn: Dataset = data_set.RotationInformationSequence[0]
    return turn


def keep_frames(data_set: Dataset, kept: NDArray[np.bool_]) -> None:
    """Leave frames out, with their entries in every vector."""
    pixels = pixels_of(data_set)[kept]
    for name in VECTORS:
        entries = np.array(getattr(data_set, name))[kept]
        setattr(data_set, name, entries.tolist())
    data_set.NumberOfFrames = len(pixels)
    data_set.PixelData = pixels.tobytes()
    data_set.CountsAccumulated = ""


def drop_first_views(n_views: int) -> Change:
    """Leave out the first views of each detector and make the header fit."""

    def change(data_set: Dataset) -> None:
        keep_frames(data_set, np.array(data_set.AngularViewVector) > n_views)
        left = np.array(data_set.AngularViewVector) - n_views
        data_set.AngularViewVector = left.tolist()
        turn = turn_of(data_set)
        turn.NumberOfFramesInRotation = int(left.max())
        for item in data_set.DetectorInformationSequence:
            item.StartAngle = item.StartAngle - n_views * turn.AngularStep
            del item.ImageOrientationPatient, item.ImagePositionPatient

    return change


def drop_one_view(data_set: Dataset) -> None:
    keep_frames(data_set, np.array(data_set.AngularViewVector) != 5)


def cut_the_pixels(data_set: Dataset) -> None:
    data_set.PixelData = data_set.PixelData[:-2048]


def one_view_twice(data_set: Dataset) -> None:
    views = list(data_set.AngularViewVector)
    views[4] = views[3]
    data_set.AngularViewVector = views


def empty(frames: slice) -> Change:
    def cleared(pixels: NDArray[np.uint16], _: Dataset) -> NDArray[np.uint16]:
        pixels[frames] = 0
        return pixels

    return with_pixels(cleared)


def no_start(data_set: Dataset) -> None:
    for item in (turn_of(data_set), *data_set.DetectorInformationSequence):
        del item.StartAngle


def one_negative(pixels: NDArray[np.uint16], data_set: Dataset) -> NDArray[np.int16]:
    data_set.PixelRepresentation = 1
    return np.where(pixels == pixels.max(), -5, pixels).astype("<i2")


# Frames: photopeak of detector 1 and 2 (16 views each), then the scatter window.
REFUSED_VIEWS: dict[str, tuple[Change, str]] = {
    "a view missing in the vectors": (drop_one_view, "AngularViewVector.*a gap"),
    "frames missing in the pixels": (cut_the_pixels, "Frames are missing"),
    "a view twice in the vectors": (one_view_twice, "twice and leave as many out"),
    "fewer views than stated": (
        lambda ds: setattr(turn_of(ds), "NumberOfFramesInRotation", 30),
        "Views are missing",
    ),
    "a quarter of the arc": (
        drop_first_views(8),
        "Views are missing: found a gap of 51°, expected views all around",
    ),
    "no counts at all": (empty(slice(None)), "pixels hold no counts"),
    "no counts in the photopeak": (
        empty(slice(0, 32)),
        "projections hold no counts: found 0 in all views of the photopeak",
    ),
    "a dead detector": (
        empty(slice(16, 32)),
        "gap of 9[0-9]° after views without counts were left out",
    ),
    "no start angle": (
        no_start,
        "StartAngle is missing",
    ),
    "no direction": (
        lambda ds: delattr(turn_of(ds), "RotationDirection"),
        "RotationDirection is missing.*left and right",
    ),
    "no pixel size": (
        lambda ds: delattr(ds, "PixelSpacing"),
        "PixelSpacing is missing",
    ),
    "pixels ten times too small": (
        lambda ds: setattr(ds, "PixelSpacing", [1.2, 1.2]),
        "field of view of 38 mm.*correct PixelSpacing",
    ),
    "pixels ten times too large": (
        lambda ds: setattr(ds, "PixelSpacing", [120, 120]),
        "PixelSpacing is out of range: found 120 mm",
    ),
    "thallium": (
        lambda ds: set_window(ds, 68, 82),
        "No energy window holds the photopeak of 140.5 keV: found 68 to 82",
    ),
    "iodine": (lambda ds: set_window(ds, 143, 175), "No energy window holds"),
    "negative counts": (
        with_pixels(one_negative),
        "negative counts: found -5, expected counts of at least 0",
    ),
}


def set_window(data_set: Dataset, lower: float, upper: float) -> None:
    limits = data_set.EnergyWindowInformationSequence[0].EnergyWindowRangeSequence[0]
    limits.EnergyWindowLowerLimit, limits.EnergyWindowUpperLimit = lower, upper


@pytest.mark.parametrize("name", REFUSED_VIEWS)
def test_projections_that_cannot_be_reconstructed_are_refused(
    tmp_path: Path, name: str
) -> None:
    change, sentence = REFUSED_VIEWS[name]
    refused(tmp_path, sentence, spoilt(raw_bytes(), change))


def no_radius(data_set: Dataset) -> None:
    for item in data_set.DetectorInformationSequence:
        del item.RadialPosition


def turn_round(data_set: Dataset) -> None:
    turn_of(data_set).RotationDirection = "CC"
    for item in data_set.DetectorInformationSequence:
        del item.ImageOrientationPatient, item.ImagePositionPatient


def copy_a_view(pixels: NDArray[np.uint16], _: Dataset) -> NDArray[np.uint16]:
    pixels[5] = pixels[4]
    return pixels


def photopeak_alone(data_set: Dataset) -> None:
    keep_frames(data_set, np.array(data_set.EnergyWindowVector) == 1)
    data_set.NumberOfEnergyWindows = 1
    windows = data_set.EnergyWindowInformationSequence
    data_set.EnergyWindowInformationSequence = windows[:1]


def call_it_thallium(data_set: Dataset) -> None:
    (tracer,) = data_set.RadiopharmaceuticalInformationSequence
    tracer.Radiopharmaceutical = "Thallium"
    tracer.RadionuclideCodeSequence = []


TOLD_VIEWS: dict[str, tuple[Change, set[str]]] = {
    "radius absent": (no_radius, {"radius-unknown"}),
    "three views without counts": (
        empty(slice(3, 6)),
        {"empty-views", "views-missing"},
    ),
    "one view without counts": (empty(slice(3, 4)), {"empty-views"}),
    "first views missing": (drop_first_views(3), {"views-missing", "scan-arc-differs"}),
    "a copied view": (with_pixels(copy_a_view), {"views-identical"}),
    "the wrong way round": (turn_round, {"arc-unusual"}),
    "prone": (
        lambda ds: setattr(ds, "PatientPosition", "HFP"),
        {"prone-acquisition"},
    ),
    "one window": (
        photopeak_alone,
        {"scatter-not-corrected"},
    ),
    "thallium by its header alone": (
        call_it_thallium,
        {"tracer-contradicts-window"},
    ),
}


@pytest.mark.parametrize("name", TOLD_VIEWS)
def test_projections_that_can_be_reconstructed_say_what_is_doubtful(
    tmp_path: Path, name: str
) -> None:
    change, codes = TOLD_VIEWS[name]
    volume = reconstruct(tmp_path, spoilt(raw_bytes(), change), map_bytes())
    assert codes <= volume["codes"], volume["codes"]
    unexpected = volume["codes"] - codes
    # Whatever disturbs views can look like motion, or like a map that is shifted.
    assert unexpected <= {"patient-motion", "attenuation-map-misregistered"}
    assert volume["blur_corrected"] == ("radius-unknown" not in codes)


def test_frames_in_any_order_give_the_same_volume(tmp_path: Path) -> None:
    order = np.random.default_rng(4).permutation(64)

    def shuffle(data_set: Dataset) -> None:
        data_set.PixelData = pixels_of(data_set)[order].tobytes()
        for name in VECTORS:
            entries = np.array(getattr(data_set, name))[order]
            setattr(data_set, name, entries.tolist())

    reconstruct(tmp_path / "a", raw_bytes(), map_bytes())
    reconstruct(tmp_path / "b", spoilt(raw_bytes(), shuffle), map_bytes())
    first, second = (
        (tmp_path / name / "out" / "stress.nii.gz").read_bytes() for name in "ab"
    )
    assert first == second


def test_a_gate_without_counts_is_told(tmp_path: Path) -> None:
    def no_second_gate(
        pixels: NDArray[np.uint16], data_set: Dataset
    ) -> NDArray[np.uint16]:
        pixels[np.array(data_set.TimeSlotVector) == 2] = 0
        return pixels

    gated = spoilt(raw_bytes(n_gates=3), with_pixels(no_second_gate))
    volume = reconstruct(tmp_path, gated, map_bytes())
    assert volume["codes"] == {"empty-gates"}
    assert volume["n_gates"] == 3


@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_short_is_refused(tmp_path: Path, part: float) -> None:
    data = raw_bytes()
    refused(tmp_path, r"[A-Z].*\.", data[: int(part * len(data))])


def test_the_same_projections_twice_are_read_once(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), raw_bytes(), map_bytes())
    assert volume["codes"] == set()


# --- attenuation ------------------------------------------------------------------


def test_a_ct_takes_the_place_of_a_map(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), *ct_of_body())
    assert volume["attenuation_source"]["kind"] == "CT"
    assert volume["codes"] == set()


def test_a_ct_that_ends_within_the_heart_is_told(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), *ct_of_body(leave_out=range(18, 32)))
    assert "attenuation-map-short" in volume["codes"]


@pytest.mark.parametrize("shift_mm", [-600.0, 600.0])
def test_a_ct_elsewhere_is_refused(tmp_path: Path, shift_mm: float) -> None:
    sentence = "does not cover the heart: found 0 %.*give the map of this acquisition"
    refused(tmp_path, sentence, raw_bytes(), *ct_of_body(shift_mm=shift_mm))


def test_a_ct_with_a_missing_slice_is_left_out_and_told(tmp_path: Path) -> None:
    study = write_files(tmp_path / "study", raw_bytes(), *ct_of_body(leave_out=(9,)))
    shown = succeed("reconstruct", study, "-o", tmp_path / "out").stdout
    assert "not corrected" in shown
    assert "A CT of 31 slices was not used" in " ".join(shown.split())
    document = json.loads((tmp_path / "out" / "reconstruction.json").read_text())
    assert [caution["code"] for caution in document["cautions"]] == ["ct-left-out"]


@pytest.mark.parametrize("command", ["reconstruct", "read"])
def test_a_ct_with_a_missing_slice_is_refused_where_it_was_asked_for(
    tmp_path: Path, command: str
) -> None:
    study = write_files(tmp_path / "study", raw_bytes())
    ct = write_files(tmp_path / "ct", *ct_of_body(leave_out=(9,)))
    words = (command, study, "-o", tmp_path / "out", "--attenuation-map", ct)
    refuse(3, "gap of 24 mm", *words)
    assert not (tmp_path / "out").exists()


def flipped(axis: int) -> bytes:
    body = small_study().attenuation_map
    turned = replace(body, per_cm=np.flip(body.per_cm, axis))
    header = SeriesHeader(patient_id=PATIENT, frame_of_reference_uid=FRAME)
    return write_attenuation_map(turned, header)


def test_a_map_that_is_mirrored_is_told(tmp_path: Path) -> None:
    volume = reconstruct(tmp_path, raw_bytes(), flipped(2))
    assert "attenuation-map-misregistered" in volume["codes"]


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_a_map_that_is_not_finite_is_refused(tmp_path: Path, wrong: float) -> None:
    values = np.array(small_study().attenuation_map.per_cm)
    values[3, 4, 5] = wrong
    image = nib.Nifti1Image(values.transpose(2, 1, 0), np.diag([12.0, 12, 12, 1]))
    nib.save(image, tmp_path / "mu.nii")
    study = write_files(tmp_path / "study", raw_bytes())
    words = ("--attenuation-map", tmp_path / "mu.nii", "-o", tmp_path / "out")
    refuse(3, "(?i)nan|infinite|finite", "reconstruct", study, *words)
    assert not (tmp_path / "out").exists()


# --- the folder of results --------------------------------------------------------


def test_a_forced_run_leaves_no_volume_of_another_state(tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = write_files(tmp_path / "both", raw_bytes(), raw_bytes(State.REST))
    succeed("reconstruct", both, "-o", out)
    rest = write_files(tmp_path / "rest", raw_bytes(State.REST))
    succeed("reconstruct", rest, "-o", out, "--force")
    assert names_in(out) == {"rest.dcm", "rest.nii.gz", "reconstruction.json"}


def test_a_folder_that_is_taken_is_refused_before_the_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = write_files(tmp_path / "study", raw_bytes())
    (tmp_path / "stress.dcm").write_bytes(b"mine")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("reconstructed for nothing")

    monkeypatch.setattr("myomap.reconstruction.reconstruct_input", never)
    refuse(1, "already holds 1 of the results", "reconstruct", study, "-o", tmp_path)


def test_a_reconstructed_folder_is_read_without_further_inputs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    succeed("reconstruct", write_files(tmp_path / "s", raw_bytes()), "-o", out)
    study = read_study([out])
    assert len(study.inputs) == 1
    assert {item.code for item in study.cautions} == set()
