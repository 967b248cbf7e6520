"""`myomap normals`: limits of a site's own patients, and a look at any limits."""

import json
from pathlib import Path

import numpy as np
import pytest

from command_line import names_in, refuse, run, succeed
from myomap.quantification import LimitsMethod, load_limits
from myomap.records import Sex, State
from polar_maps import defect, healthy_uptake

HEADER = "patient_id,stress,rest,label,sex\n"


def write_patient(folder: Path, number: int, depth_percent: float = 0.0) -> None:
    rng = np.random.default_rng(number)
    folder.mkdir(parents=True, exist_ok=True)
    for name, depth in (("stress", depth_percent), ("rest", 0.0)):
        uptake = healthy_uptake() - defect(depth)
        uptake = uptake * (1 + 0.04 * rng.normal(size=uptake.shape))
        np.save(folder / f"{name}{number}.npy", uptake.astype(np.float32))


def write_clinic(folder: Path, *, n_women=11, n_men=4, n_ill=3) -> Path:
    rows = [HEADER]
    for number in range(n_women + n_men + n_ill):
        is_ill = number >= n_women + n_men
        write_patient(folder, number, 40.0 if is_ill else 0.0)
        label = "ischemia" if is_ill else "normal"
        sex = "F" if number < n_women else "M"
        rows.append(f"P{number},stress{number}.npy,rest{number}.npy,{label},{sex}\n")
    manifest = folder / "manifest.csv"
    manifest.write_text("".join(rows), encoding="utf-8")
    return manifest


@pytest.fixture(scope="module")
def clinic(tmp_path_factory):
    return write_clinic(tmp_path_factory.mktemp("clinic"))


@pytest.fixture(scope="module")
def limits(clinic, tmp_path_factory):
    place = tmp_path_factory.mktemp("built") / "limits.json"
    made = run(
        "normals", "build", clinic, "-o", place, "--no-attenuation", "--name", "ours"
    )
    assert made.exit_code == 0, made.stderr
    assert "Left out: 3 patients are not normal" in made.stderr
    return place


def test_sets_are_built_for_all_groups_that_are_large_enough(limits):
    found = load_limits(limits)
    kinds = {(s.population.sex, s.population.state): s.n_cases for s in found.sets}
    assert kinds == {
        (Sex.FEMALE, State.STRESS): 11,
        (Sex.FEMALE, State.REST): 11,
        (None, State.STRESS): 15,
        (None, State.REST): 15,
    }
    assert found.name == "ours"
    for each in found.sets:
        assert not each.population.attenuation_corrected
        assert not each.population.is_simulated
        assert each.provenance.source == "15 normal patients of a manifest."
        assert len(each.provenance.source_sha256) == 64


def test_a_mixed_population_takes_everybody(clinic, tmp_path):
    place = tmp_path / "mixed.json"
    succeed("normals", "build", clinic, "-o", place, "--attenuation", "--mixed")
    both = next(s for s in load_limits(place).sets if s.population.sex is None)
    assert both.n_cases == 18
    assert both.provenance.method is LimitsMethod.MIXED
    shown = " ".join(run("normals", "show", place).stdout.split())
    assert "called abnormal" in shown
    assert "Mixed population" in shown
    assert "false positives │" not in shown


def test_few_cases_tell_how_far_chance_moves_their_false_positives(limits, tmp_path):
    place = tmp_path / "sets.json"
    shown = run("normals", "show", limits, "--json", place)
    assert "false positives" in shown.stdout
    assert "Mixed population" not in shown.stdout
    for each in json.loads(place.read_text("utf-8"))["sets"]:
        low, high = each["false_positive_interval"]
        assert low <= each["false_positive_rate"] <= high
        if each["n_cases"] == 11 and each["false_positive_rate"] == 0:
            # By hand: no event in n has the upper end 1 - 0.025^(1/n).
            assert (low, high) == (0, pytest.approx(1 - 0.025 ** (1 / 11), abs=1e-4))
            assert "0.0 % (0 to 28 %)" in shown.stdout


@pytest.mark.parametrize("told_by", ["column", "description"])
def test_limits_of_patients_who_never_lived_say_so(clinic, tmp_path, told_by):
    lines = clinic.read_text("utf-8").splitlines()
    place = tmp_path / "c"
    place.mkdir()
    for path in clinic.parent.glob("*.npy"):
        (place / path.name).write_bytes(path.read_bytes())
    if told_by == "column":
        lines = [f"{lines[0]},source", *(f"{line},simulated" for line in lines[1:])]
    else:
        (place / "simulation.json").write_text("{}", "utf-8")
    manifest = place / "manifest.csv"
    manifest.write_text("\n".join(lines) + "\n", "utf-8")
    built = tmp_path / "limits.json"
    made = run("normals", "build", manifest, "-o", built, "--no-attenuation")
    assert made.exit_code == 0
    for each in load_limits(built).sets:
        assert each.population.is_simulated
        assert each.provenance.source == "15 normal simulated patients of a manifest."
    assert "Simulated: these limits" in succeed("normals", "show", built).stdout
    read = run("read", place / "stress0.npy", "--normals", built, "--json", "-")
    assert read.exit_code == 0, read.stderr
    assert "limits-simulated" in read.stdout


def test_limits_say_what_they_are_not_for(limits, tmp_path):
    notice = "Research software, not for diagnosis."
    assert json.loads(limits.read_text("utf-8"))["notice"] == notice
    shown = succeed("normals", "show", limits).stdout
    assert notice in shown
    assert "Simulated" not in shown
    told = json.loads(succeed("normals", "show", limits, "--json", "-").stdout)
    assert told["notice"] == notice
    assert notice in succeed("normals", "compare", limits).stdout


def test_show_tells_what_limits_stand_on(limits):
    shown = succeed("normals", "show", limits)
    assert "both sexes, stress" in " ".join(shown.stdout.split())
    told = json.loads(succeed("normals", "show", limits, "--json", "-").stdout)
    assert told["sets"][0]["n_cases"] in (11, 15)


def test_without_a_file_the_shipped_limits_are_shown():
    told = json.loads(succeed("normals", "show", "--json", "-").stdout)
    assert len(told["sets"]) == 12
    assert all(each["is_simulated"] for each in told["sets"])


def test_a_file_differs_from_itself_by_nothing(limits, tmp_path):
    rows = json.loads(
        succeed("normals", "compare", limits, limits, "--json", "-").stdout
    )
    assert len(rows) == 4
    for row in rows:
        assert row["largest difference (points)"] == 0
        assert row["ratio of spreads"] == 1
    against_shipped = succeed("normals", "compare", limits)
    assert "myomap simulated" in against_shipped.stdout


def test_verify_tells_good_files_from_bad_ones(limits, tmp_path):
    good = succeed("normals", "verify", limits)
    assert "File 1: good" in good.stdout
    bad = tmp_path / "bad.json"
    bad.write_bytes(limits.read_bytes().replace(b'"n_cases": 11', b'"n_cases": 90'))
    result = run("normals", "verify", limits, bad)
    assert result.exit_code == 3
    assert "File 2: The file of normal limits was changed" in result.stdout
    assert "1 of 2 files" in result.stderr


def test_what_cannot_be_built_is_refused_and_leaves_nothing(clinic, limits, tmp_path):
    place = tmp_path / "limits.json"
    refuse(3, "say --attenuation or", "normals", "build", clinic, "-o", place)
    few = write_clinic(tmp_path / "few", n_women=3, n_men=3, n_ill=0)
    refuse(
        3, "found 6 of the 10 maps", "normals", "build", few, "-o", place,
        "--attenuation",
    )  # fmt: skip
    assert names_in(tmp_path) == {"few"}
    before = limits.read_bytes()
    refuse(1, "already holds", "normals", "build", clinic, "-o", limits)
    assert limits.read_bytes() == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("sell",), "no action 'sell'"),
        (("build",), "takes one manifest: found 0"),
        (("build", "a.csv"), "no file to write"),
        (("verify",), "no file"),
        (("compare",), "one file or two"),
        (("show", "a", "b"), "takes one file"),
    ],
)
def test_words_that_make_no_sense_are_refused(words, sentence):
    refuse(2, sentence, "normals", *words)
