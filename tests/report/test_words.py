"""Words of the report: safe to print, and none of them left in English."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myomap.language import Language
from myomap.polarmap import segments_17
from myomap.report.clean_text import clean_line, clean_text
from myomap.report.heart_words import segment_words, territory_words
from myomap.report.number_words import listed, moment_words
from myomap.report.study_words import population_words


@given(st.text(max_size=60))
def test_cleaned_text_is_printable_and_stays_as_it_is(text: str) -> None:
    line = clean_line(text)
    assert line.isprintable() or set(line) <= {"\xa0", *line}
    assert not set(line) & {"\n", "\r", "\x00", "\x1b", "\u202e", "\u2066"}
    assert clean_line(line) == line
    line.encode()


def test_lines_of_a_comment_are_kept() -> None:
    assert clean_text("one\r\ntwo\x0bthree\x00") == "one\ntwo three"


def test_english_segments_are_named_as_everywhere() -> None:
    for segment in segments_17().segments:
        assert segment_words(segment.number, Language.ENGLISH) == segment.name


def test_russian_segments_and_arteries_have_names_of_their_own() -> None:
    names = {segment_words(number, Language.RUSSIAN) for number in range(1, 18)}
    assert len(names) == 17
    assert all(name.isascii() is False for name in names)
    arteries = [territory_words(name, Language.RUSSIAN) for name in ("LAD", "LCX")]
    assert arteries == ["ПНА", "ОА"]


def test_a_list_ends_with_and() -> None:
    assert listed(["ПНА", "ОА", "ПКА"], Language.RUSSIAN) == "ПНА, ОА и ПКА"
    assert listed([], Language.ENGLISH) == ""


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (UTC, "24.11.2026 15:30 UTC"),
        (timezone(timedelta(hours=3)), "24.11.2026 15:30 UTC+03:00"),
        (timezone(-timedelta(hours=3, minutes=30)), "24.11.2026 15:30 UTC-03:30"),
    ],
)
def test_a_moment_names_its_zone(zone: timezone, words: str) -> None:
    moment = datetime(2026, 11, 24, 15, 30, tzinfo=zone)
    assert moment_words(moment, Language.RUSSIAN) == words


def test_limits_of_a_population_are_named_and_a_tracer_stays() -> None:
    title = "simulated, women, stress, Tc-99m, attenuation corrected"
    assert population_words(title, Language.ENGLISH) == title
    russian = population_words(title, Language.RUSSIAN)
    assert russian == (
        "смоделированные, женщины, нагрузка, Tc-99m, с коррекцией ослабления"
    )
