"""The report's tables, every cell as it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass

from myomap.language import Language, catalogue, decimal
from myomap.reading.document import Perfusion, TerritoryEntry
from myomap.report.content import ReportContent
from myomap.report.heart_words import segment_words, territory_words
from myomap.report.scores import SegmentScores

__all__ = ["UNKNOWN", "PageTable", "segment_table", "territory_table"]

UNKNOWN = "–"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTable:
    """One table of words.

    Parameters
    ----------
    title : str
        Above it.
    header : tuple of str
        One a column.
    rows : tuple of tuple of str
        As wide as the header.
    n_words : int
        Columns on the left that hold words; the others hold numbers.
    note : str
        Below it; empty for none.
    """

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_words: int
    note: str = ""


def segment_table(content: ReportContent) -> PageTable:
    """Return uptake and scores of the 17 segments.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    PageTable
        Where the physician changed a score, the cell holds both.
    """
    _ = catalogue(content.language, "report").gettext
    columns: list[Sequence[str]] = [
        [str(number) for number in range(1, 18)],
        [segment_words(number, content.language) for number in range(1, 18)],
    ]
    header = [_("No."), _("Segment")]
    found = {state: content.scores(state) for state in ("stress", "rest")}
    names = {
        "stress": (_("Stress"), _("score")),
        "rest": (_("Rest"), _("score")),
    }
    for state, scores in found.items():
        perfusion = _perfusion(content, state)
        if perfusion is None or scores is None:
            continue
        header += names[state]
        columns.append(
            [_number(s.uptake_percent, content.language) for s in perfusion.segments]
        )
        columns.append(_score_cells(scores))
    stress, rest = found["stress"], found["rest"]
    if stress is not None and rest is not None:
        header.append(_("change"))
        columns.append(change_cells(stress, rest))
    return PageTable(
        title=_("Segments: uptake (%) and score"),
        header=tuple(header),
        rows=tuple(zip(*columns, strict=True)),
        n_words=2,
        note=_note(content, [each for each in found.values() if each is not None]),
    )


def territory_table(content: ReportContent) -> PageTable | None:
    """Return deficit and extent of the whole wall and of each territory.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    PageTable or None
        None where nothing was judged.
    """
    _ = catalogue(content.language, "report").gettext
    header = [_("Territory")]
    names = {
        "stress": (_("TPD at stress, %"), _("extent, %")),
        "rest": (_("TPD at rest, %"), _("extent, %")),
    }
    rows = [[_("whole wall")]]
    rows += [[territory_words(name, content.language)] for name in _ARTERIES]
    for state, titles in names.items():
        perfusion = _perfusion(content, state)
        if perfusion is None or perfusion.tpd_percent is None:
            continue
        header += titles
        parts = perfusion.territories
        figures = [_figures(perfusion, content.language)]
        figures += [
            _figures(each, content.language)
            for each in (parts.LAD, parts.LCX, parts.RCA)
        ]
        for row, cells in zip(rows, figures, strict=True):
            row += cells
    if len(header) == 1:
        return None
    return PageTable(
        title=_("Deficit and extent, % of the whole wall"),
        header=tuple(header),
        rows=tuple(map(tuple, rows)),
        n_words=1,
    )


_ARTERIES = ("LAD", "LCX", "RCA")


def _figures(entry: Perfusion | TerritoryEntry, language: Language) -> list[str]:
    return [
        _number(entry.tpd_percent, language, 1),
        _number(entry.extent_percent, language, 1),
    ]


def _perfusion(content: ReportContent, state: str) -> Perfusion | None:
    states = content.document.perfusion
    return states.stress if state == "stress" else states.rest


def _number(value: float | None, language: Language, digits: int = 0) -> str:
    return UNKNOWN if value is None else decimal(value, digits, language)


def _score_cells(scores: SegmentScores) -> list[str]:
    return [score_cell(scores, number) for number in range(1, len(scores.software) + 1)]


def score_cell(scores: SegmentScores, number: int) -> str:
    """Return a segment's score, with the physician's beside where it was changed.

    Parameters
    ----------
    scores : SegmentScores
        Of a state.
    number : int
        The segment.

    Returns
    -------
    str
        As "2*" or "2* → 3".
    """
    before = scores.software[number - 1]
    star = "*" if scores.borderline[number - 1] else ""
    shown = UNKNOWN if before is None else f"{before}{star}"
    if number in scores.changed:
        return f"{shown} → {scores.changed[number]}"
    return shown


def change_cells(stress: SegmentScores, rest: SegmentScores) -> list[str]:
    """Return what the score of each segment falls from stress to rest.

    Parameters
    ----------
    stress, rest : SegmentScores
        Of both states.

    Returns
    -------
    list of 17 str
        With the physician's beside where a score was changed, as "0 → 2".
    """
    cells = []
    for software, physician in zip(
        zip(stress.software, rest.software, strict=True),
        zip(stress.physician, rest.physician, strict=True),
        strict=True,
    ):
        before, after = _fall(*software), _fall(*physician)
        cells.append(before if before == after else f"{before} → {after}")
    return cells


def _fall(stress: int | None, rest: int | None) -> str:
    if stress is None or rest is None:
        return UNKNOWN
    return str(max(0, stress - rest))


def _note(content: ReportContent, scores: Sequence[SegmentScores]) -> str:
    _ = catalogue(content.language, "report").gettext
    if all(each is None for state in scores for each in state.software):
        return ""
    told = [_("Scores: 0 normal to 4 absent.")]
    if any(any(state.borderline) for state in scores):
        told.append(_("* near the border of the next score."))
    if any(state.changed for state in scores):
        told.append(_("a → b: the software's score and the physician's."))
    return " ".join(told)
