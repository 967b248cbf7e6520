"""A reading's document as a page says it: in its language, and without a terminal."""

from collections.abc import Mapping
from typing import Any

from myomap.language import Language
from myomap.report import page_sentence

__all__ = ["document_said"]


def document_said(document: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """Return a reading's document with the reasons of its verdicts as a page says them.

    Parameters
    ----------
    document : mapping
        JSON of the schema ``myomap.reading/1``.
    language : Language
        Of the page.

    Returns
    -------
    dict
        The same but for reasons. Cautions stay as they were raised, for programs.
    """
    return {
        **document,
        "verdict": _verdict(document["verdict"], language),
        "rule": _verdict(document["rule"], language),
    }


def _verdict(
    verdict: Mapping[str, Any] | None, language: Language
) -> dict[str, Any] | None:
    if verdict is None:
        return None
    reasons = [page_sentence(reason, language) for reason in verdict["reasons"]]
    return {**verdict, "reasons": reasons}
