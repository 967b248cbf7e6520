"""Compiled catalogues: a sentence in, the same sentence in another language out."""

import gettext
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from myomap.errors import ConfigError

__all__ = ["Catalogue", "Language", "catalogue"]

Catalogue = gettext.NullTranslations
"""Gives ``gettext(sentence)`` and ``ngettext(one, many, n)``."""


class Language(StrEnum):
    """Languages that pages and reports are written in."""

    ENGLISH = "en"
    RUSSIAN = "ru"

    @classmethod
    def named(cls, name: str) -> "Language":
        """Return the language of a code.

        Parameters
        ----------
        name : str
            Two letters, in any case.

        Returns
        -------
        Language
            The one of that code.

        Raises
        ------
        ConfigError
            If there is no such language.

        Examples
        --------
        >>> Language.named("RU")
        <Language.RUSSIAN: 'ru'>
        """
        try:
            return cls(name.lower())
        except ValueError:
            known = ", ".join(cls)
            raise ConfigError(
                f"There is no language {name!r}. Expected one of: {known}."
            ) from None


@lru_cache(maxsize=16)
def catalogue(language: Language, domain: str) -> Catalogue:
    """Return the sentences of one part of myomap in a language.

    Parameters
    ----------
    language : Language
        English gives every sentence back as it is.
    domain : str
        Which part: ``report``, ``web``.

    Returns
    -------
    Catalogue
        With the plural rules of the language.

    Examples
    --------
    >>> catalogue(Language.ENGLISH, "report").gettext("stress")
    'stress'
    """
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    compiled = files("myomap.language") / language.value / f"{domain}.mo"
    with compiled.open("rb") as stream:
        return gettext.GNUTranslations(stream)
