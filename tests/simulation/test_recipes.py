"""Whole cohorts by name: counted classes, one station's pictures, nothing else."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from command_line import refuse
from myomap.errors import ConfigError
from myomap.phantom import Disease
from myomap.records import State
from myomap.screenshot import decode_pictures, find_discs
from myomap.simulation import (
    RECIPES,
    SimulationOptions,
    patient_files,
    patient_of,
    recipe_options,
    simulate_cohort,
)
from myomap.simulation.recipes import disease_of

BASE = SimulationOptions(n_patients=1, seed=3)


@pytest.mark.parametrize(
    ("name", "n_patients", "n_pictures"), [("paper-196", 196, 1), ("paper-98x2", 98, 2)]
)
def test_both_readings_of_the_paper_have_196_images(
    name: str, n_patients: int, n_pictures: int
) -> None:
    options = recipe_options(name, BASE)
    assert options.n_patients == n_patients
    drawn = Counter(disease_of(options, index) for index in range(n_patients))
    assert drawn == Counter(dict(RECIPES[name].counts))
    assert drawn[Disease.NORMAL] == pytest.approx(0.36 * n_patients, abs=1)
    patient = patient_of(options, 5)
    assert patient.disease is disease_of(options, 5)
    files = patient_files(options, patient, "P")
    pictures = [path for path in files if path.endswith(".png")]
    assert len(pictures) == n_pictures


def test_the_seed_shuffles_the_classes() -> None:
    def order(seed: int) -> list[Disease | None]:
        options = recipe_options("paper-196", replace(BASE, seed=seed))
        return [disease_of(options, index) for index in range(196)]

    assert order(3) == order(3) != order(4)
    # Not sorted by class either.
    assert len(set(order(3)[:20])) == 3


def test_nothing_but_the_map_tells_two_patients_apart() -> None:
    options = recipe_options("paper-98x2", BASE)
    screens = []
    for index in range(2):
        files = patient_files(options, patient_of(options, index), "P")
        (picture,) = decode_pictures(files["stress.png"])
        (disc,) = find_discs(picture)
        screens.append((picture.rgb, disc))
    (one, disc), (other, _) = screens
    assert one.shape == other.shape
    rows, columns = np.indices(one.shape[:2])
    x, y = disc.centre_px
    outside = np.hypot(columns - x, rows - y) > disc.radius_px[0] + 3
    differing = (one != other).any(axis=2) & outside
    # A histogram of the map may stand beside it.
    assert differing.mean() < 0.06
    assert (one != other).any(axis=2)[~outside].mean() > 0.5


def test_the_manifest_names_the_pictures(tmp_path: Path) -> None:
    options = replace(recipe_options("paper-98x2", BASE), n_patients=2)
    simulate_cohort(options, tmp_path)
    header, first, _ = (tmp_path / "manifest.csv").read_text().splitlines()
    assert header.startswith("patient_id,stress,rest,label")
    for state in State:
        place = first.split(",")[1 if state is State.STRESS else 2]
        assert (tmp_path / place).is_file()


def test_an_unknown_cohort_is_refused() -> None:
    with pytest.raises(ConfigError, match="Choose one of: paper-196, paper-98x2"):
        recipe_options("paper", BASE)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ((), "give one of them"),
        (("--recipe", "paper-196", "--patients", "3"), "give one of them"),
        (("--recipe", "paper-196", "--stage", "map"), "Leave out --stage"),
        (("--recipe", "paper-196", "--disease", "normal"), "Leave out --stage"),
        (("--recipe", "paper-7"), "no cohort 'paper-7'"),
    ],
)
def test_words_that_contradict_a_cohort_are_refused(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    refuse(2, sentence, "simulate", "--out", tmp_path / "c", *words)
