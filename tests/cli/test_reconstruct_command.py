import json
import subprocess
from pathlib import Path

import nibabel as nib
import numpy as np
import pydicom
import pytest

from command_line import refuse, succeed
from myomap.dicom import read_dicom
from myomap.records import State, Volume
from raw_study import write_mu_map, write_raw_study
from study_folder import write_study


@pytest.fixture(scope="module")
def raw(tmp_path_factory):
    folder = tmp_path_factory.mktemp("raw_study")
    write_raw_study(folder / "raw")
    write_mu_map(folder / "mu.nii.gz")
    return folder


@pytest.fixture(scope="module")
def volumes(raw):
    out = raw / "volumes"
    shown = succeed(
        "reconstruct", raw / "raw", "-o", out, "--attenuation-map", raw / "mu.nii.gz"
    )
    return out, shown.stdout


def volume_of(path) -> Volume:
    data = read_dicom(path.read_bytes()).input.data
    assert isinstance(data, Volume)
    return data


def test_each_state_becomes_dicom_and_nifti_on_one_grid(volumes):
    out, _ = volumes
    for state in ("stress", "rest"):
        volume = volume_of(out / f"{state}.dcm")
        image = nib.Nifti1Image.from_filename(out / f"{state}.nii.gz")
        assert image.shape == volume.counts.shape[::-1]
        counts = np.asarray(image.dataobj).transpose(2, 1, 0)
        # DICOM keeps 16 bits of the counts.
        step = counts.max() / 65535
        np.testing.assert_allclose(volume.counts, counts, atol=step)


def test_the_written_dicom_says_state_and_correction(volumes):
    out, _ = volumes
    content = read_dicom((out / "stress.dcm").read_bytes())
    assert content.input.state is State.STRESS
    assert content.input.facts.attenuation_corrected is True


def test_the_written_dicom_lists_all_that_was_corrected(volumes):
    out, _ = volumes
    for state in ("stress", "rest"):
        listed = pydicom.dcmread(out / f"{state}.dcm").CorrectedImage
        assert list(listed) == ["DECY", "ATTN", "SCAT"]


def test_the_written_dicom_validates(volumes, dciodvfy):
    out, _ = volumes
    for state in ("stress", "rest"):
        path = out / f"{state}.dcm"
        shown = subprocess.run(
            [dciodvfy, path], capture_output=True, text=True, check=False
        )
        told = shown.stdout + shown.stderr
        assert "NMImage" in told
        assert "Error" not in told


def test_the_json_names_protocol_source_and_cautions(volumes):
    out, _ = volumes
    document = json.loads((out / "reconstruction.json").read_text())
    stress = document["volumes"]["stress"]
    assert stress["protocol"].startswith("osem-psf")
    assert stress["attenuation_corrected"] is True
    assert stress["attenuation_source"]["kind"] == "attenuation map"
    codes = {caution["code"] for caution in stress["cautions"]}
    assert "attenuation-not-corrected" not in codes


def test_without_a_map_every_volume_says_it_is_not_corrected(raw, tmp_path):
    shown = succeed("reconstruct", raw / "raw", "-o", tmp_path / "out")
    assert shown.stdout.count("not corrected") >= 2
    document = json.loads((tmp_path / "out" / "reconstruction.json").read_text())
    for volume in document["volumes"].values():
        assert volume["attenuation_source"] is None
        assert "attenuation-not-corrected" in {c["code"] for c in volume["cautions"]}


def test_an_unknown_protocol_is_wrong_usage_and_names_the_nearest(raw, tmp_path):
    refuse(
        2,
        "osem-psf",
        "reconstruct",
        raw / "raw",
        "-o",
        tmp_path / "out",
        "--protocol",
        "osem-pfs",
    )
    assert not (tmp_path / "out").exists()


def test_a_study_without_projections_is_refused(tmp_path):
    write_study(tmp_path / "study")
    refuse(
        3,
        "no raw projections",
        "reconstruct",
        tmp_path / "study",
        "-o",
        tmp_path / "out",
    )


def test_results_that_are_there_stay(volumes, raw):
    out, _ = volumes
    before = (out / "stress.dcm").read_bytes()
    refuse(1, "--force", "reconstruct", raw / "raw", "-o", out)
    assert (out / "stress.dcm").read_bytes() == before


def own_protocol(page: Path) -> str:
    """Return the protocol that the documentation shows."""
    text = page.read_text(encoding="utf-8")
    return text.split("```toml\n")[1].split("```")[0]


def test_the_protocol_of_the_documentation_is_used_from_a_file(raw, tmp_path):
    file = tmp_path / "ours.toml"
    page = Path(__file__).parents[2] / "docs" / "reconstruction.md"
    file.write_text(own_protocol(page), encoding="utf-8")
    words = ("reconstruct", raw / "raw", "-o", tmp_path / "out", "--protocol", file)
    succeed(*words)
    document = json.loads((tmp_path / "out" / "reconstruction.json").read_text())
    stress = document["volumes"]["stress"]
    assert stress["protocol"] == "ours/1"
    assert (stress["settings"]["iterations"], stress["settings"]["subsets"]) == (10, 12)
    assert stress["settings"]["collimator"]["hole_mm"] == 1.5
    assert stress["settings"]["filter"] == {
        "kind": "butterworth",
        "cutoff_per_cm": 0.4,
        "order": 5.0,
    }


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(None, "cannot be read", id="no file"),
        pytest.param(
            "format = 1\n[a]\nversion = 1\n[b]\nversion = 1\n",
            "holds 2 protocols",
            id="two",
        ),
        pytest.param("format = 1\n[a]\nfoo = 1\n", "foo", id="unknown key"),
        pytest.param(
            "format = 1\n[osem-psf]\nversion = 2\n", "comes with myomap", id="our name"
        ),
        pytest.param(
            "format = 1\n[a]\nversion = 1\n[a.collimator]\nhole_mm = 15\n"
            "length_mm = 3\nintrinsic_fwhm_mm = 4\n",
            "five times as long as wide",
            id="collimator",
        ),
    ],
)
def test_a_protocol_file_that_is_no_protocol_is_wrong_usage(
    text, sentence, raw, tmp_path
):
    file = tmp_path / "ours.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    refuse(2, sentence, "reconstruct", raw / "raw", "-o", out, "--protocol", file)
    assert not out.exists()


def test_raw_projections_are_never_written_over(tmp_path):
    write_raw_study(tmp_path / "raw")
    before = {p.name: p.read_bytes() for p in (tmp_path / "raw").iterdir()}
    one = tmp_path / "raw" / "stress.dcm"
    for given, out in (
        (tmp_path / "raw", tmp_path / "raw"),
        (tmp_path / "raw", tmp_path / "raw" / "volumes"),
    ):
        refuse(
            2,
            "lies inside the folder that is read",
            *("reconstruct", given, "-o", out, "--force"),
        )
    (tmp_path / "alone").mkdir()
    moved = one.rename(tmp_path / "alone" / "stress.dcm")
    refuse(
        2,
        "over an input",
        *("reconstruct", moved, "-o", tmp_path / "alone", "--force"),
    )
    moved.rename(one)
    assert before == {p.name: p.read_bytes() for p in (tmp_path / "raw").iterdir()}
