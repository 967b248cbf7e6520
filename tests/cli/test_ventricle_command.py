"""`myomap ventricle`: files that other programs open, and agree with each other."""

import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
import trimesh
from numpy.testing import assert_allclose
from PIL import Image

from command_line import COLUMNS, names_in, refuse, refuse_usage, succeed
from intake_files import CT_CLASS, dicom_bytes, npy_bytes
from journeys import (
    dicom_at,
    patient,
    reading_of_rest,
    volume_without_ventricle,
    write_study,
)
from myomap.cli import one_volume
from myomap.dicom import SeriesHeader, read_dicom, write_recon_tomo
from myomap.intake import read_nifti, write_nifti
from myomap.records import Frame, InputKind, State, Volume
from nm_files import study_bytes

SURFACES = ("endocardium", "midwall", "epicardium")
FILES = {
    *(f"{name}.{kind}" for name in SURFACES for kind in ("stl", "vtk")),
    "short_axis.nii.gz",
    "short_axis.dcm",
    "slices.png",
    "ventricle.json",
}


@dataclass(frozen=True)
class Run:
    """One run of the command, looked at by many tests."""

    source: Path
    out: Path
    shown: str

    @property
    def json(self) -> dict[str, Any]:
        text = (self.out / "ventricle.json").read_text(encoding="utf-8")
        document: dict[str, Any] = json.loads(text)
        return document


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The ventricle of the simulated patient's rest volume."""
    folder = tmp_path_factory.mktemp("ventricle")
    source, out = folder / "rest.dcm", folder / "out"
    source.write_bytes(dicom_at(State.REST))
    shown = succeed("ventricle", source, "-o", out).stdout
    return Run(source=source, out=out, shown=shown)


def fail_if_found(*_: object) -> None:
    raise AssertionError("the ventricle was looked for before the places were")


def test_the_documented_files_are_left_and_named(found: Run) -> None:
    assert names_in(found.out) == FILES
    said = found.shown.partition("Written to the output folder: ")[2]
    assert all(name in said for name in FILES)


def test_the_table_fits_and_says_where_how_large_and_how_sure(found: Run) -> None:
    lines = found.shown.splitlines()
    assert max(len(line) for line in lines) <= COLUMNS
    table = {
        cells[1].strip(): cells[2].strip()
        for cells in (line.split("│") for line in lines)
        if len(cells) == 4
    }
    document = found.json
    assert table["state"] == "rest"
    assert table["placed"] == "automatically"
    assert table["long axis"] == f"{document['long_axis_mm']:.0f} mm"
    assert table["contour quality"] == f"{document['contour_score']:.2f} of 1"
    assert lines[-1] == "Research software, not for diagnosis."


def test_the_place_is_the_true_one(found: Run) -> None:
    truth = patient().rest_truth
    assert np.linalg.norm(found.json["apex_mm"] - truth.apex_mm) < 8
    assert np.linalg.norm(found.json["base_mm"] - truth.base_mm) < 15
    assert found.json["frame"] == "patient"
    assert 18 < found.json["radius_mm"] < 40


def test_the_json_says_what_it_was_made_from(found: Run) -> None:
    document = found.json
    data = found.source.read_bytes()
    assert document["schema"] == "myomap.ventricle/1"
    assert document["input"]["sha256"] == hashlib.sha256(data).hexdigest()
    assert document["input"]["sop_instance_uid"] == (
        read_dicom(data).input.sop_instance_uid
    )
    assert document["notice"] == "Research software, not for diagnosis."
    assert document["cautions"] == []


def mesh_of(found: Run, name: str) -> Any:
    """Return a surface as a program of others sees it."""
    return trimesh.load(found.out / f"{name}.stl")


@pytest.mark.parametrize("name", SURFACES)
def test_a_surface_is_a_closed_mesh_in_both_formats(found: Run, name: str) -> None:
    mesh = mesh_of(found, name)
    assert mesh.is_watertight
    assert mesh.volume > 0, "the triangles face outwards"
    head = (found.out / f"{name}.vtk").read_bytes()[:400].split(b"\n")
    assert head[0].startswith(b"# vtk DataFile Version")
    assert head[2] in (b"BINARY", b"ASCII")
    assert head[3] == b"DATASET POLYDATA"
    assert head[4].split()[:2] == [b"POINTS", str(len(mesh.vertices)).encode()]


def test_the_volumes_are_those_of_the_meshes(found: Run) -> None:
    inside, outside = (
        mesh_of(found, name).volume / 1000.0 for name in ("endocardium", "epicardium")
    )
    assert found.json["visible_cavity_ml"] == pytest.approx(inside, rel=0.01)
    assert found.json["visible_wall_ml"] == pytest.approx(outside - inside, rel=0.01)


def test_the_apex_of_the_mesh_is_the_apex_of_the_json(found: Run) -> None:
    mesh = mesh_of(found, "midwall")
    distance = np.linalg.norm(mesh.vertices - found.json["apex_mm"], axis=1)
    assert distance.min() < 0.1


def test_the_short_axis_is_the_same_as_dicom_and_as_nifti(found: Run) -> None:
    content = read_dicom((found.out / "short_axis.dcm").read_bytes())
    dicom = content.input.data
    assert content.input.kind is InputKind.SHORT_AXIS_VOLUME
    assert content.input.state is State.REST
    assert isinstance(dicom, Volume)
    nifti = read_nifti((found.out / "short_axis.nii.gz").read_bytes()).volume
    assert dicom.counts.shape == nifti.counts.shape
    assert_allclose(dicom.affine, nifti.affine, atol=2e-3)
    scale = nifti.counts.max() / dicom.counts.max()
    step = nifti.counts.max() / 2**15
    assert_allclose(scale * dicom.counts, nifti.counts, atol=2 * step)


def test_other_programs_place_the_nifti_in_the_patient(found: Run) -> None:
    image: Any = nibabel.load(found.out / "short_axis.nii.gz")
    to_lps = np.diag([-1.0, -1.0, 1.0, 1.0])
    middle = to_lps @ image.affine @ [*(np.array(image.shape) - 1) / 2, 1.0]
    apex, base = (np.array(found.json[name]) for name in ("apex_mm", "base_mm"))
    assert np.linalg.norm(middle[:3] - (apex + base) / 2) < 30
    assert image.header.get_xyzt_units()[0] == "mm"


def test_the_short_axis_volume_is_read_as_a_study(found: Run, tmp_path: Path) -> None:
    printed = succeed("read", found.out / "short_axis.dcm", "--json", "-").stdout
    document = json.loads(printed)
    (source,) = document["provenance"]["inputs"]
    assert (source["kind"], source["state"]) == ("short-axis volume", "rest")
    again = [one["uptake_percent"] for one in document["perfusion"]["rest"]["segments"]]
    assert found.json["contour_score"] > 0.5
    assert len(again) == 17
    assert min(again) > 30


def test_the_validator_finds_no_error(found: Run, dciodvfy: str) -> None:
    result = subprocess.run(
        [dciodvfy, str(found.out / "short_axis.dcm")], capture_output=True, check=False
    )
    lines = (result.stdout + result.stderr).decode().splitlines()
    assert "NMImage" in lines, "the validator recognises the object"
    assert [line for line in lines if line.startswith("Error")] == []


def test_the_picture_opens(found: Run) -> None:
    with Image.open(found.out / "slices.png") as picture:
        assert min(picture.size) > 300
        picture.verify()


def test_what_was_found_can_be_placed_by_hand(found: Run, tmp_path: Path) -> None:
    document = found.json
    words = ["--apex", *map(str, document["apex_mm"])]
    words += ["--base", *map(str, document["base_mm"])]
    words += ["--radius", str(document["radius_mm"])]
    shown = succeed("ventricle", found.source, "-o", tmp_path / "out", *words).stdout
    placed = json.loads((tmp_path / "out" / "ventricle.json").read_text("utf-8"))
    assert placed["placed"] == "manual"
    assert placed["contour_score"] is None
    assert "not judged, placed by hand" in shown
    assert_allclose(placed["apex_mm"], document["apex_mm"], atol=6)
    assert placed["long_axis_mm"] == pytest.approx(document["long_axis_mm"], abs=8)


def test_slices_without_a_place_in_the_patient_claim_none(tmp_path: Path) -> None:
    ventricle = reading_of_rest().states[State.REST].ventricle
    assert ventricle is not None
    unplaced = Volume(
        counts=ventricle.short_axis.counts,
        affine=np.diag([*ventricle.short_axis.voxel_size_mm, 1.0]),
        frame=Frame.SHORT_AXIS_FROM_APEX,
    )
    header = SeriesHeader(patient_id="P", short_axis=True)
    (tmp_path / "sa.dcm").write_bytes(write_recon_tomo(unplaced, header))
    shown = succeed("ventricle", tmp_path / "sa.dcm", "-o", tmp_path / "out").stdout
    document = json.loads((tmp_path / "out" / "ventricle.json").read_text("utf-8"))
    assert names_in(tmp_path / "out") == FILES - {"short_axis.nii.gz"}
    assert document["frame"] == "imagined"
    assert "in an imagined patient" in " ".join(shown.split())
    assert "--stress" not in shown, "advice that this command cannot follow"


# --- refusals -----------------------------------------------------------------


def test_a_folder_that_is_taken_is_refused_before_the_search(
    found: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in found.out.iterdir()}
    monkeypatch.setattr(one_volume, "find_or_place", fail_if_found)
    sentence = "already holds 10 of the results.*--force"
    refuse(1, sentence, "ventricle", found.source, "-o", found.out)
    assert {path: path.read_bytes() for path in found.out.iterdir()} == before


def test_a_file_in_the_place_of_the_folder_is_kept(found: Run, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    refuse(1, "a file stands in its place", "ventricle", found.source, "-o",
           tmp_path / "out")  # fmt: skip
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param("--radius 27", "all of --apex.*1 of 3", id="radius alone"),
        pytest.param("--apex 50 -70 0 --radius 27", "2 of 3 were given", id="no base"),
        pytest.param(
            "--apex 50 -70 0 --base 0 0 0 --radius 0", "radius is 0 mm", id="no radius"
        ),
        pytest.param(
            "--apex 50 -70 0 --base 0 0 0 --radius nan", "radius is nan", id="nan"
        ),
        pytest.param(
            "--apex nan 0 0 --base 0 0 0 --radius 27", "is no point", id="no point"
        ),
        pytest.param(
            "--apex 0 0 0 --base 0 0 0 --radius 27", "axis is 0 mm long", id="no axis"
        ),
        pytest.param(
            "--apex 0 0 0 --base 0 0 900 --radius 27", "900 mm long", id="too long"
        ),
    ],
)
def test_a_place_that_is_none_is_wrong_usage(
    tmp_path: Path, words: str, sentence: str
) -> None:
    refuse(2, sentence, "ventricle", "x.dcm", "-o", tmp_path / "out", *words.split())
    assert not (tmp_path / "out").exists()


def test_a_place_beside_the_heart_is_refused(found: Run, tmp_path: Path) -> None:
    far = ["--apex", "1000", "0", "0", "--base", "1060", "0", "0", "--radius", "27"]
    sentence = "no counts along the wall that was given by hand"
    refuse(3, sentence, "ventricle", found.source, "-o", tmp_path / "out", *far)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param([], "Missing argument 'volume'", id="nothing"),
        pytest.param(["x.dcm"], "Missing option '--out'", id="no folder"),
        pytest.param(
            ["x.dcm", "-o", "o", "--radius", "wide"], "--radius", id="no number"
        ),
        pytest.param(["x.dcm", "-o", "o", "--apex", "1", "2"], "--apex", id="two"),
    ],
)
def test_words_that_cannot_be_understood(words: list[str], sentence: str) -> None:
    refuse_usage(sentence, "ventricle", *words)


def test_two_volumes_are_one_too_many(tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    sentence = r"2 were found \(in all: 2 × transaxial volume\). Name one"
    refuse(3, sentence, "ventricle", study, "-o", tmp_path / "out")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        pytest.param(npy_bytes(), "0 were found.*1 × polar map", id="map"),
        pytest.param(study_bytes("ge-tomo"), "1 × projections", id="projections"),
        pytest.param(dicom_bytes(CT_CLASS), "CT", id="CT"),
        pytest.param(b"no image", "of no kind that is read here", id="text"),
    ],
)
def test_what_is_no_volume_is_refused(
    tmp_path: Path, data: bytes, sentence: str
) -> None:
    (tmp_path / "file").write_bytes(data)
    refuse(3, sentence, "ventricle", tmp_path / "file", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_volume_without_a_heart_is_refused(tmp_path: Path) -> None:
    (tmp_path / "torso.nii").write_bytes(write_nifti(volume_without_ventricle()))
    sentence = "(?i)left ventricle"
    refuse(3, sentence, "ventricle", tmp_path / "torso.nii", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_nothing_of_the_source_is_changed(found: Run) -> None:
    assert found.source.read_bytes() == dicom_at(State.REST)
    assert names_in(found.source.parent) == {"rest.dcm", "out"}
