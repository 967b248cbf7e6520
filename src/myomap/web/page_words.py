"""The sentences of the web catalogue as a table that a script can look into."""

from functools import lru_cache
from importlib.resources import files

from myomap.language import Language

__all__ = ["page_words"]


@lru_cache(maxsize=8)
def page_words(language: Language) -> dict[str, str | list[str]]:
    """Return every translated sentence.

    Parameters
    ----------
    language : Language
        English needs no table.

    Returns
    -------
    dict of str to str or list of str
        By the English sentence; of a plural, all forms by the English singular.

    Examples
    --------
    >>> page_words(Language.ENGLISH)
    {}
    """
    from babel.messages.mofile import read_mo

    if language is Language.ENGLISH:
        return {}
    compiled = files("myomap.language") / language.value / "web.mo"
    with compiled.open("rb") as stream:
        found = read_mo(stream)
    words: dict[str, str | list[str]] = {}
    for message in found:
        if not message.id:
            continue
        if isinstance(message.id, str):
            words[message.id] = str(message.string)
        else:
            words[message.id[0]] = [str(form) for form in message.string or ()]
    return words
