"""Catalogues hold what the code says, and their check finds what is wrong."""

import ast

from babel.messages.catalog import Catalog, Message

import catalogues
from sentences import _in_tree, sentences_of

CODE = '''
"""A page of documentation. It says nothing."""

def refuse(found, name):
    """Refuse what makes no sense."""
    raise ConfigError(
        f"The {name} is wrong: found {found:.1f}, "
        "expected more. Correct it."
    )

QUERY = "SELECT a sentence from the tables."
SHOWN = _("This has a catalogue of its own.")
WORD = "stress"
'''


def test_sentences_are_gathered_with_places_for_what_is_put_in() -> None:
    assert list(_in_tree(ast.parse(CODE))) == [
        "The {0} is wrong: found {1}, expected more. Correct it."
    ]


def test_known_sentences_of_the_code_are_gathered() -> None:
    found = dict(sentences_of(catalogues.SOURCE))
    assert found["The file is empty."].startswith("intake/")
    assert all(not sentence.startswith("SELECT") for sentence in found)


def test_a_translation_that_is_missing_or_lost_a_number_is_a_fault() -> None:
    assert catalogues.faults_of(Message("found {0}", "найдено {0}")) == []
    assert "not translated" in catalogues.faults_of(Message("found {0}", ""))[0]
    assert "other names" in catalogues.faults_of(Message("found {0}", "найдено"))[0]
    several = Message(("{n} case", "{n} cases"), ("{n} случай", "{n} случая", ""))
    assert "not translated" in catalogues.faults_of(several)[0]


def test_the_same_sentences_give_the_same_file() -> None:
    def made() -> bytes:
        entries = Catalog(locale="ru", header_comment=catalogues.HEADER, fuzzy=False)
        for word in ("b", "a"):
            entries.add(word, f"{word}!")
        return catalogues.as_po(entries)

    assert made() == made()
    assert made().index(b'msgid "a"') < made().index(b'msgid "b"')
