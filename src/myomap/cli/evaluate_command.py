"""The options of `myomap evaluate` as they were typed, without paths."""

import shlex
from dataclasses import fields
from pathlib import Path

from myomap.cli.evaluate_words import EvaluateWords

__all__ = ["command_told"]

_PLACES = {"test": "MANIFEST", "weights": "FILE", "out": "DIR", "data": "DIR"}


def command_told(source: str, words: EvaluateWords, *, is_public: bool) -> str:
    """Return what to type to run a study again.

    A path can carry a name, so that a word stands in place of each.

    Examples
    --------
    >>> words = EvaluateWords(recipe="paper", models="forest", as_published=True)
    >>> command_told("a/b.csv", words, is_public=False)
    'myomap evaluate MANIFEST --recipe paper --models forest --as-published'
    """
    told = ["myomap", "evaluate", source if is_public else "MANIFEST"]
    for each in fields(words):
        value = getattr(words, each.name)
        if value == each.default:
            continue
        told.append(f"--{each.name.replace('_', '-')}")
        if isinstance(value, Path):
            told.append(_PLACES[each.name])
        elif value is not True:
            told.append(str(value))
    return shlex.join(told)
