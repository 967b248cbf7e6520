"""The reader's language: sentences and numbers in English and Russian.

Input: a language and a catalogue's name. Output: a translator whose ``gettext`` and
``ngettext`` give the sentence, and numbers and dates as the language writes them.
English is the source: a sentence is its own key. Catalogues lie beside this file, one
folder a language, and are made by ``python tools/catalogues.py``.
"""

from myomap.language.catalogue import Catalogue, Language, catalogue
from myomap.language.numbers import decimal
from myomap.language.sentences import translated_sentence

__all__ = ["Catalogue", "Language", "catalogue", "decimal", "translated_sentence"]
