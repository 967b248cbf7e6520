import pytest

from command_line import names_in, refuse, succeed

SMALL = ("--views", "16", "--matrix", "16")


def test_patients_come_with_manifest_and_truth(tmp_path):
    out = tmp_path / "cohort"
    shown = succeed("simulate", "--patients", "1", "--out", out, *SMALL).stdout
    assert "Patients: 1 (1 " in shown
    assert "simulated now: 1." in shown
    assert "manifest.csv, simulation.json, patients." in shown
    assert {"manifest.csv", "simulation.json"} <= names_in(out)
    assert "truth.json" in names_in(out / "patients" / "SIM-0-000000")
    again = succeed("simulate", "--patients", "1", "--out", out, *SMALL).stdout
    assert "simulated now: 0." in again
    refuse(
        1,
        "holds another simulation",
        *("simulate", "--patients", "1", "--out", out, "--seed", "4", *SMALL),
    )


def test_one_class_is_simulated_when_it_is_asked_for(tmp_path):
    wanted = ("--stage", "map", "--disease", "infarction")
    shown = succeed("simulate", "--patients", "5", "--out", tmp_path / "c", *wanted)
    assert "Patients: 5 (5 infarction)" in shown.stdout


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        pytest.param(["--patients", "0"], "number of patients", id="none"),
        pytest.param(
            ["--patients", "1", "--stage", "slices"],
            "There is no stage 'slices'. Choose one of: projections, volume",
            id="stage",
        ),
        pytest.param(
            ["--patients", "1", "--windows", "four"], "choice of windows", id="windows"
        ),
        pytest.param(["--patients", "1", "--arc", "90"], "no such arc", id="arc"),
        pytest.param(["--patients", "1", "--jobs", "0"], "processes", id="jobs"),
        pytest.param(
            ["--patients", "1", "--disease", "flu"],
            "There is no class 'flu'. Choose one of: normal, ischemia, infarction",
            id="disease",
        ),
    ],
)
def test_wishes_that_cannot_be_met_are_refused(words, sentence, tmp_path):
    out = tmp_path / "cohort"
    refuse(2, sentence, "simulate", "--out", out, *words)
    assert not out.exists()
