"""The report as plain text, for a mail, a record system or a screen reader."""

import textwrap
from collections.abc import Sequence
from typing import Final

from myomap.report.content import ReportContent
from myomap.report.page import ReportPage, report_page
from myomap.report.tables import PageTable

__all__ = ["text_report"]

WIDTH: Final = 78
"""Letters of a line; a word that is longer is broken."""


def text_report(content: ReportContent) -> str:
    r"""Return the report as text.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    str
        Lines of at most 78 letters, the tables' apart, with one ``\n`` at the end.
    """
    page = report_page(content)
    blocks = [
        _head(page),
        *([_listed(page.cautions_title, page.cautions)] if page.cautions else []),
        *(_titled(each.title, each.sentences) for each in page.sections),
        *(_table(each) for each in page.tables),
        _impression(page),
        _titled(page.method_title, page.method),
        _foot(page),
    ]
    return "\n\n".join(blocks) + "\n"


def _head(page: ReportPage) -> str:
    told = " · ".join(f"{label}: {value}" for label, value in page.subject)
    return "\n".join([*_wrapped(page.title.upper()), page.notice, *_wrapped(told)])


def _foot(page: ReportPage) -> str:
    places = [f"{words}: {'_' * 30}" for words in page.signature_places]
    return "\n".join([*_wrapped(page.signature), *places, "", page.notice])


def _impression(page: ReportPage) -> str:
    blocks = [_underlined(page.impression_title)]
    for each in page.impression:
        blocks += _wrapped(each.title)
        for sentence in (each.headline, *each.sentences):
            blocks += _wrapped(sentence, "  ")
    return "\n".join(blocks)


def _titled(title: str, sentences: Sequence[str]) -> str:
    lines = [line for each in sentences for line in _wrapped(each)]
    return "\n".join([_underlined(title), *lines])


def _listed(title: str, sentences: Sequence[str]) -> str:
    lines = [line for each in sentences for line in _wrapped(each, "  ", "! ")]
    return "\n".join([_underlined(title), *lines])


def _underlined(title: str) -> str:
    return f"{title}\n{'-' * len(title)}"


def _wrapped(text: str, indent: str = "", first: str | None = None) -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def _table(table: PageTable) -> str:
    cells = [table.header, *table.rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(table.header))]
    lines = [
        "  ".join(
            cell.ljust(width) if at < table.n_words else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    note = _wrapped(table.note) if table.note else []
    return "\n".join([_underlined(table.title), *lines, *note])
