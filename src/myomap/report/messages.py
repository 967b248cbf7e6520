"""Sentences of other rooms in the report's language.

Cautions and reasons come as English sentences with numbers inside. They all pass
through this one function.
"""

from myomap.language import Language

__all__ = ["translated_sentence"]


def translated_sentence(text: str, language: Language) -> str:
    """Return a caution's or a reason's sentence in a language.

    Parameters
    ----------
    text : str
        In English, as another room wrote it.
    language : Language
        To translate into.

    Returns
    -------
    str
        The sentence itself where there is no translation.
    """
    del language
    return text
