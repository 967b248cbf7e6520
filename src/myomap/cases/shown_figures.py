"""What the worklist shows of a case, from its reading and its physician's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from myomap.cases.plain_text import folded
from myomap.cases.urgency import urgency_of
from myomap.reading import ReadingDocument, told_once
from myomap.report import PhysicianReading

__all__ = ["CaseNames", "shown_figures"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseNames:
    """How a case is called.

    Parameters
    ----------
    name : str
        By the user.
    pseudonym : str
        By the store.
    """

    name: str
    pseudonym: str


def shown_figures(
    names: CaseNames,
    document: ReadingDocument,
    physician: PhysicianReading | None,
) -> Mapping[str, object]:
    """Return the columns of a case that follow from what is said of it.

    Parameters
    ----------
    names : CaseNames
        By which it is searched, besides the comment.
    document : ReadingDocument
        The software's reading.
    physician : PhysicianReading or None
        What the physician says.

    Returns
    -------
    mapping of str to object
        By column of the table of cases.
    """
    verdict = document.verdict
    low, high = (verdict.interval or {}).get("abnormal", (None, None))
    stress = document.perfusion.stress
    said = None if physician is None else physician.label
    comment = "" if physician is None else physician.comment
    return {
        "label": verdict.label,
        "label_physician": said,
        "verdict": said or verdict.label,
        "abnormal_probability": verdict.probability.abnormal,
        "interval_low": low,
        "interval_high": high,
        "stress_tpd_percent": None if stress is None else stress.tpd_percent,
        "n_cautions": len(told_once(document.quality.cautions)),
        "is_read": int(physician is not None and physician.is_signed),
        "urgency": urgency_of(document),
        "search_text": "\n".join(
            folded(words) for words in (names.name, names.pseudonym, comment)
        ),
    }
