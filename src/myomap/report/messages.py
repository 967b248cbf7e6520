"""Sentences of other rooms in the report's language."""

from myomap.language import translated_sentence

__all__ = ["translated_sentence"]
