"""What a word typed into the search field means besides letters of a name.

Input: what was typed and the reader's language. Output: the verdicts and the examples
whose words begin so, in that language or in English.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from myomap.cases import Meaning
from myomap.cases.plain_text import folded
from myomap.language import Language, catalogue
from myomap.web.examples import EXAMPLES

__all__ = ["meanings_of"]


def _(sentence: str) -> str:
    """Mark a sentence for the catalogue; it is translated where it is compared."""
    return sentence


_VERDICTS: Final = {
    "normal": _("Normal"),
    "ischemia": _("Ischemia"),
    "infarction": _("Infarction"),
    "mixed": _("Ischemia and infarction"),
    "abnormal": _("Abnormal"),
    "abstained": _("No verdict"),
    "nondiagnostic": _("Not diagnostic"),
}


def meanings_of(search: str, language: Language) -> Mapping[str, Meaning]:
    """Return what each word of a search means.

    Parameters
    ----------
    search : str
        As it was typed.
    language : Language
        Of the page.

    Returns
    -------
    mapping of str to Meaning
        By the word as it is compared; words without a meaning are left out.

    Examples
    --------
    >>> found = meanings_of("Инфаркт", Language.RUSSIAN)["инфаркт"]
    >>> sorted(found.verdicts), sorted(found.names)[0]
    (['infarction', 'mixed'], 'Simulated: infarction')
    """
    translated = catalogue(language, "web").gettext
    verdicts = {
        label: _words(sentence, translated(sentence))
        for label, sentence in _VERDICTS.items()
    }
    names = {
        example.title: _words(example.title, translated(example.title))
        for example in EXAMPLES
    }
    found: dict[str, Meaning] = {}
    for word in folded(search).split():
        meaning = Meaning(
            verdicts=_beginning(word, verdicts), names=_beginning(word, names)
        )
        if meaning.verdicts or meaning.names:
            found[word] = meaning
    return found


def _words(*sentences: str) -> frozenset[str]:
    return frozenset(word for each in sentences for word in folded(each).split())


def _beginning(word: str, known: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """Return what has a word that begins so; "normal" is not "abnormal"."""
    return frozenset(
        name
        for name, words in known.items()
        if any(each.startswith(word) for each in words)
    )
