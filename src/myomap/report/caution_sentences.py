"""Cautions in the reader's language, each said once."""

from myomap.language import Language, catalogue
from myomap.reading import ReadingDocument, ToldCaution, told_once
from myomap.report.heart_words import state_words
from myomap.report.page_words import page_sentence

__all__ = ["caution_sentences"]


def caution_sentences(document: ReadingDocument, language: Language) -> list[str]:
    """Return the cautions; one that holds for both states is said once.

    Parameters
    ----------
    document : ReadingDocument
        What was found.
    language : Language
        Of the sentences.

    Returns
    -------
    list of str
        In the order in which they were raised.
    """
    return [_said(each, language) for each in told_once(document.quality.cautions)]


def _said(caution: ToldCaution, language: Language) -> str:
    _ = catalogue(language, "report").gettext
    told = page_sentence(caution.message, language)
    if caution.state is None:
        return told
    state = state_words(caution.state.value, language)
    return _("{state}: {message}").format(state=state, message=told)
