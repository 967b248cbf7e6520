"""Sentences on pages name fields of the dialog, by the words that stand there."""

import pytest

from myomap.language import Language, catalogue
from myomap.report import page_sentence
from myomap.report.page_words import field_names


@pytest.mark.parametrize("language", Language)
def test_fields_are_called_as_the_dialog_calls_them(language: Language) -> None:
    dialog = catalogue(language, "web").gettext
    english, named = field_names(Language.ENGLISH), field_names(language)
    assert {name: dialog(words) for name, words in english.items()} == named
    if language is not Language.ENGLISH:
        assert not set(english.values()) & set(named.values())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Say which: --states rest,stress,-.",
         "Say which: “Maps of a picture, row by row”: rest, stress, –."),
        ("Read it as --stress FILE or as --rest FILE.",
         "Read it as “What is known of it” or as “What is known of it”."),
        ("Limits with correction are used. Say which it is: --attenuation or "
         "--no-attenuation.",
         "Limits with correction are used. Say which it is: “Attenuation correction”."),
        ("It was not read. If it is a map, give its place: --disc 10.5,20.5,8.25.",
         "It was not read."),
        ("No option is named.", "No option is named."),
    ],
)  # fmt: skip
def test_options_become_fields_or_are_left_out(text: str, said: str) -> None:
    assert page_sentence(text, Language.ENGLISH) == said
