"""The pieces of the printed report, as reportlab lays them out."""

from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

from myomap.report.findings import Section
from myomap.report.page import ReportPage
from myomap.report.pdf_boxes import boxed, marked, said, tight
from myomap.report.pdf_style import ACCENT, INK, LINE, WARN, WARN_TINT, pdf_styles

__all__ = [
    "cautions_box",
    "findings_parts",
    "head_parts",
    "method_parts",
    "signature_part",
]

_WARNING: Final = (WARN_TINT, "#d55e00")


def head_parts(page: ReportPage, width: float) -> list[Any]:
    """Return title, notice and whom the study shows.

    Parameters
    ----------
    page : ReportPage
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    list
        Flowables.
    """
    from reportlab.platypus import HRFlowable, Table

    styles = pdf_styles()
    head = Table(
        [[said(page.title, styles.title), said(page.notice, styles.notice)]],
        colWidths=[0.6 * width, 0.4 * width],
        style=[*tight(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    told = " &nbsp;·&nbsp; ".join(
        f'<font color="#4d545c">{escape(label)}:</font> {escape(value)}'
        for label, value in page.subject
    )
    return [
        head,
        HRFlowable(width="100%", thickness=1.2, color=ACCENT, spaceBefore=3,
                   spaceAfter=3),
        marked(told, styles.subject),
        HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=3,
                   spaceAfter=3),
    ]  # fmt: skip


def cautions_box(page: ReportPage, width: float, *, flows: bool = False) -> list[Any]:
    """Return the cautions, before anything that could be trusted too soon.

    Parameters
    ----------
    page : ReportPage
        In words.
    width : float, points
        Of the column.
    flows : bool
        Whether they stand in one paragraph, to save lines.

    Returns
    -------
    list
        Flowables; empty where there are none.
    """
    if not page.cautions:
        return []
    styles = pdf_styles()
    title = f'<font color="{WARN}"><b>{escape(page.cautions_title)}.</b></font> '
    first = "• " if len(page.cautions) > 1 else ""
    if flows:
        told = " &nbsp;".join(f"{first}{escape(each)}" for each in page.cautions)
        return boxed([marked(title + told, styles.caution)], width, _WARNING)
    rows = [marked(title + first + escape(page.cautions[0]), styles.caution)]
    rows += [said(f"• {each}", styles.caution) for each in page.cautions[1:]]
    return boxed(rows, width, _WARNING)


def findings_parts(sections: Sequence[Section], *, flows: bool = False) -> list[Any]:
    """Return sections of the findings.

    Parameters
    ----------
    sections : sequence of Section
        In words.
    flows : bool
        Whether a section's sentences stand in one paragraph, to save lines.

    Returns
    -------
    list
        Flowables.
    """
    styles = pdf_styles()
    parts: list[Any] = []
    for section in sections:
        parts.append(said(section.title, styles.heading))
        told = [" ".join(section.sentences)] if flows else section.sentences
        parts += [said(each, styles.body) for each in told]
    return parts


def method_parts(page: ReportPage, *, flows: bool = False) -> list[Any]:
    """Return how the figures were made.

    Parameters
    ----------
    page : ReportPage
        In words.
    flows : bool
        Whether it stands in one paragraph, to save lines.

    Returns
    -------
    list
        Flowables.
    """
    styles = pdf_styles()
    title = f"<b>{escape(page.method_title)}.</b> "
    told = [" ".join(page.method)] if flows else page.method
    return [
        marked(title + escape(each) if at == 0 else escape(each), styles.fine)
        for at, each in enumerate(told)
    ]


def signature_part(page: ReportPage, width: float) -> Any:
    """Return who signed, or lines to sign on.

    Parameters
    ----------
    page : ReportPage
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    flowable
        Never parted by a page's end.
    """
    from reportlab.platypus import KeepTogether, Spacer, Table

    styles = pdf_styles()
    signed = marked(f"<b>{escape(page.signature)}</b>", styles.subject)
    if not page.signature_places:
        return KeepTogether([Spacer(1, 5), signed])
    cells = [said(words, styles.who) for words in page.signature_places]
    gap = 14.0
    each = (width - gap * (len(cells) - 1)) / len(cells)
    row: list[Any] = [cells[0]]
    for cell in cells[1:]:
        row += ["", cell]
    lines = [("LINEABOVE", (at, 0), (at, 0), 0.7, INK) for at in range(0, len(row), 2)]
    places = Table(
        [row],
        colWidths=[each if at % 2 == 0 else gap for at in range(len(row))],
        style=[*tight(), ("TOPPADDING", (0, 0), (-1, -1), 2), *lines],
    )
    return KeepTogether([Spacer(1, 4), signed, Spacer(1, 20), places])
