import ast
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest

import myomap
from myomap.colortable import ScaleOrigin, color_table
from myomap.errors import MyomapError
from myomap.language import Language, translated_sentence
from myomap.language.put_in import PHRASES
from myomap.reconstruction import named_protocol
from myomap.screenshot.picture_cautions import _READ_BY
from myomap.ventricle import ManualPlacement
from polar_maps import map_of

RUSSIAN = Language.RUSSIAN


def said(text: str) -> str:
    return translated_sentence(text, RUSSIAN)


def test_english_is_left_as_it_is() -> None:
    text = "Nothing of this is in any catalogue."
    assert translated_sentence(text, Language.ENGLISH) == text


def test_a_sentence_is_said_again() -> None:
    assert said("The file is empty.") == "Файл пуст."


def test_what_was_found_is_put_into_the_translation() -> None:
    text = "The radius is 93.5 mm, expected 8 to 80 mm."
    assert said(text) == "Радиус 93,5 мм, ожидалось от 8 до 80 мм."


@pytest.mark.parametrize("word", ["tracer", "reconstruction", "camera"])
def test_what_map_and_limits_differ_in_is_said_in_russian_alone(word: str) -> None:
    told = said(f"Map and normal limits differ in {word}.")
    assert told.startswith("У карты и у границ нормы разн")
    assert not re.search("[a-z]", told)


def test_several_sentences_are_said_one_after_the_other() -> None:
    text = "The file is empty. Rest alone says nothing of ischemia."
    assert said(text) == (
        "Файл пуст. По одному исследованию в покое судить об ишемии нельзя."
    )


def test_a_sentence_inside_of_another_is_said_as_well() -> None:
    inner = "The disc shows a single colour."
    text = f"{inner} If it is a polar map, place it by hand: --disc 1,2,3."
    assert said(text).startswith("Карта показывает один цвет.")
    assert "--disc 1,2,3" in said(text)


def test_what_no_catalogue_knows_stays_english_beside_what_it_knows() -> None:
    assert said("Never said before. The file is empty.") == (
        "Never said before. Файл пуст."
    )


@pytest.mark.parametrize(
    "text", ["{0} {name} {", "(.*)+\\d[", "%s %(a)s", "\x00\u202e", "<b>&amp;", " " * 9]
)
def test_strange_text_comes_back(text: str) -> None:
    assert said(text) == text
    assert said(f"The radius is {text} mm, expected 8 to 80 mm.").count(text) == 1


def test_a_long_text_takes_no_long_time() -> None:
    started = time.process_time()
    text = "a. " * 40_000
    assert said(text) == text
    # Seconds would mean that every part is tried with every other.
    assert time.process_time() - started < 1.0


def test_every_part_that_is_listed_is_said_somewhere() -> None:
    source = Path(myomap.__file__).parent
    told = {
        node.value
        for path in source.rglob("*.py")
        if path.name != "put_in.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert set(PHRASES) - told <= MADE_OF_WORDS


MADE_OF_WORDS = {"attenuation corrected", "attenuation not corrected"}
"""Of the title of normal limits."""


@pytest.mark.parametrize("origin", ScaleOrigin)
@pytest.mark.parametrize("points", ["1 point", "3 points", "11 points"])
def test_what_is_put_in_is_said_in_russian_as_well(
    origin: ScaleOrigin, points: str
) -> None:
    text = (
        f"The uptake was read from colours, {_READ_BY[origin]}, within about {points}. "
        "100 % is the top of the colour scale. Less than 1 % of the map was covered by "
        "lines or words and was filled from its surroundings."
    )
    told = said(text)
    assert told.startswith("Накопление прочитано по цветам, ")
    assert "Менее 1 % карты" in told
    assert not any("a" <= letter <= "z" for letter in told)


def test_whom_limits_stand_on_is_said_part_by_part() -> None:
    title = "simulated, men, stress, Tc-99m, attenuation corrected"
    told = "смоделированные, мужчины, нагрузка, Tc-99m, с коррекцией ослабления"
    assert said(title) == told
    assert said("stress, Tc-99m, somebody else") == "stress, Tc-99m, somebody else"


def errors():
    good = map_of(80.0)
    yield lambda: named_protocol("nonsense")
    yield lambda: replace(good, uptake_percent=-good.uptake_percent)
    yield lambda: replace(good, area_cm2=0.0 * good.area_cm2)
    yield lambda: color_table("nonsense")
    yield lambda: ManualPlacement(
        apex_mm=(0.0, 0.0, 0.0), base_mm=(1.0, 0.0, 0.0), radius_mm=30.0
    )


@pytest.mark.parametrize("fails", list(errors()))
def test_errors_as_they_are_raised_are_said_in_russian(fails) -> None:
    with pytest.raises(MyomapError) as caught:
        fails()
    told = said(str(caught.value))
    assert "А" <= told[0] <= "Я"
    assert "xpected" not in told
