"""The figures of the reading network are what they are called."""

from dataclasses import replace

import numpy as np
import pytest

from myomap.bench.reading_area import area_figures, overlap
from myomap.bench.reading_cases import read_cases, shifted_lessons
from myomap.bench.reading_cost import fingerprint
from myomap.bench.reading_figures import (
    abstention_figures,
    calibration_figures,
    class_figures,
    detection_figures,
)
from myomap.bench.reading_pictures import picture_figures
from myomap.bench.reading_refusals import refusal_figures
from myomap.inference import shipped_reader
from myomap.learning.reading_network import CLASSES


@pytest.fixture(scope="module")
def cases():
    lessons = shifted_lessons(3, 24, corrected=True)
    return read_cases(shipped_reader(), lessons, corrected=True)


def told(case, chance: dict[str, float], classes: dict[str, float]):
    learned = replace(case.learned, probability=chance, classes=classes)
    return replace(case, learned=learned)


def all_knowing(cases):
    """Return the same patients with what a reader who knows the truth would say."""
    knowing = []
    for case in cases:
        classes = {name: 0.0 for name in CLASSES} | {CLASSES[case.label]: 1.0}
        chance = {
            "abnormal": float(case.label > 0),
            "ischemia": float(case.label in (1, 3)),
            "infarction": float(case.label in (2, 3)),
        }
        said = told(case, chance, classes)
        masked = replace(said.learned, mask=case.truth)
        knowing.append(replace(said, learned=masked))
    return knowing


def value_of(figures, word: str) -> float | None:
    (found,) = [each.value for each in figures if each.name.endswith(word)]
    return found


def test_who_knows_the_truth_reaches_every_target(cases) -> None:
    knowing = all_knowing(cases)
    found = detection_figures("x", knowing)
    for name in ("abnormal", "ischemia", "infarction"):
        assert value_of(found, f"AUC, {name}") == 1.0
    classes = class_figures("x", knowing)
    assert value_of(classes, "four classes, network") == 1.0
    areas = area_figures("x", knowing)
    assert value_of(areas, "from 5 % of the wall on") == 1.0
    assert value_of(areas, "segments, network") == 1.0
    assert value_of(areas, "truth, network") == pytest.approx(1.0)


def test_the_network_beats_chance_on_the_other_clinic(cases) -> None:
    found = detection_figures("x", cases)
    assert value_of(found, "AUC, abnormal") > 0.7
    areas = area_figures("x", cases)
    assert value_of(areas, "from 5 % of the wall on") > 0.4
    assert value_of(areas, "threshold instead") > 0.0


def test_slopes_and_abstentions_are_told(cases) -> None:
    slopes = calibration_figures("x", cases)
    assert [each.unit for each in slopes[-2:]] == ["%", ""]
    silent = abstention_figures("x", cases)
    assert 0.0 <= silent[0].value <= 100.0


def test_overlap_is_weighted_by_area() -> None:
    found = np.array([[True, False]])
    truth = np.array([[True, True]])
    assert overlap(found, truth, np.array([[3.0, 1.0]])) == pytest.approx(6.0 / 7.0)
    assert overlap(found & False, truth & False, np.ones((1, 2))) == 1.0


def test_what_should_not_be_read_is_counted() -> None:
    found = refusal_figures(shipped_reader(), 1, 4)
    assert all(0.0 <= each.value <= 100.0 for each in found)
    assert any("never taught" in each.name for each in found)


def test_pictures_are_drawn_read_and_judged() -> None:
    found = picture_figures(shipped_reader(), 1, 2)
    assert value_of(found, "both maps read") == 100.0


def test_a_fingerprint_is_of_the_patients() -> None:
    bundle = shipped_reader()
    assert fingerprint(bundle, 1) == fingerprint(bundle, 1)
    assert fingerprint(bundle, 1) != fingerprint(bundle, 2)
