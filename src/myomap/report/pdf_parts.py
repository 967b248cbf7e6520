"""The pieces of the printed report, as reportlab lays them out."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from myomap.report.findings import Statement
from myomap.report.page import ReportPage
from myomap.report.pdf_style import (
    ACCENT,
    INK,
    LINE,
    TINT,
    WARN,
    WARN_TINT,
    pdf_styles,
    registered_fonts,
)
from myomap.report.tables import PageTable

__all__ = [
    "cautions_box",
    "findings_parts",
    "head_parts",
    "impression_parts",
    "method_parts",
    "picture_part",
    "signature_part",
    "table_parts",
]

_PICTURE_HEIGHT_PT: Final = 214.0
_CELL_PT: Final = 6.7
_TALLEST_BOX_PT: Final = 240.0
"""A box with a frame around is one row; what is higher stands without, and flows."""


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
        [[_said(page.title, styles.title), _said(page.notice, styles.notice)]],
        colWidths=[0.62 * width, 0.38 * width],
        style=[*_tight(), ("VALIGN", (0, 0), (-1, -1), "MIDDLE")],
    )
    told = " &nbsp;·&nbsp; ".join(
        f'<font color="#4d545c">{escape(label)}:</font> {escape(value)}'
        for label, value in page.subject
    )
    return [
        head,
        HRFlowable(width="100%", thickness=1.2, color=ACCENT, spaceBefore=3,
                   spaceAfter=3),
        _marked(told, styles.subject),
        HRFlowable(width="100%", thickness=0.5, color=LINE, spaceBefore=3,
                   spaceAfter=3),
    ]  # fmt: skip


def cautions_box(page: ReportPage, width: float) -> list[Any]:
    """Return the cautions, before anything that could be trusted too soon.

    Parameters
    ----------
    page : ReportPage
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    list
        Flowables; empty where there are none.
    """
    if not page.cautions:
        return []
    styles = pdf_styles()
    title = f'<font color="{WARN}"><b>{escape(page.cautions_title)}.</b></font> '
    rows = [_marked(title + escape(page.cautions[0]), styles.caution)]
    rows += [_said(each, styles.caution) for each in page.cautions[1:]]
    return _boxed(rows, width, tint=WARN_TINT, edge="#d55e00")


def picture_part(picture: bytes, width: float) -> Any:
    """Return the key picture, as wide as it fits.

    Parameters
    ----------
    picture : bytes
        PNG.
    width : float, points
        Of the column.

    Returns
    -------
    Image
        A flowable.
    """
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    columns, rows = ImageReader(BytesIO(picture)).getSize()
    scale = min(width / columns, _PICTURE_HEIGHT_PT / rows)
    return Image(BytesIO(picture), width=scale * columns, height=scale * rows)


def findings_parts(page: ReportPage) -> list[Any]:
    """Return the sections of the findings.

    Parameters
    ----------
    page : ReportPage
        In words.

    Returns
    -------
    list
        Flowables.
    """
    styles = pdf_styles()
    parts: list[Any] = []
    for section in page.sections:
        parts.append(_said(section.title, styles.heading))
        parts += [_said(each, styles.body) for each in section.sentences]
    return parts


def table_parts(page: ReportPage, width: float) -> list[Any]:
    """Return the tables with their titles and notes.

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
    styles = pdf_styles()
    parts: list[Any] = []
    for table in page.tables:
        parts.append(_said(table.title, styles.heading))
        parts.append(_grid(table, width))
        if table.note:
            parts.append(_said(table.note, styles.fine))
    return parts


def impression_parts(page: ReportPage, width: float) -> list[Any]:
    """Return the impression, one box for each who says something.

    Parameters
    ----------
    page : ReportPage
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    list
        Flowables; a long comment flows over pages.
    """
    from reportlab.platypus import CondPageBreak, Spacer

    styles = pdf_styles()
    parts: list[Any] = [CondPageBreak(60), _said(page.impression_title, styles.heading)]
    for statement in page.impression:
        is_own = statement.by == "physician"
        parts += _boxed(
            _statement(statement),
            width,
            tint=TINT if is_own else "#ffffff",
            edge=ACCENT if is_own else LINE,
        )
        parts.append(Spacer(1, 3))
    return parts


def _statement(statement: Statement) -> list[Any]:
    styles = pdf_styles()
    return [
        _said(statement.title, styles.who),
        _said(statement.headline, styles.headline),
        *(_said(each, styles.body) for each in statement.sentences),
    ]


def method_parts(page: ReportPage) -> list[Any]:
    """Return how the figures were made.

    Parameters
    ----------
    page : ReportPage
        In words.

    Returns
    -------
    list
        Flowables.
    """
    styles = pdf_styles()
    title = f"<b>{escape(page.method_title)}.</b> "
    return [
        _marked(title + escape(each) if at == 0 else escape(each), styles.fine)
        for at, each in enumerate(page.method)
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
    signed = _marked(f"<b>{escape(page.signature)}</b>", styles.subject)
    if not page.signature_places:
        return KeepTogether([Spacer(1, 5), signed])
    cells = [_said(words, styles.who) for words in page.signature_places]
    gap = 14.0
    each = (width - gap * (len(cells) - 1)) / len(cells)
    row: list[Any] = [cells[0]]
    for cell in cells[1:]:
        row += ["", cell]
    lines = [("LINEABOVE", (at, 0), (at, 0), 0.7, INK) for at in range(0, len(row), 2)]
    places = Table(
        [row],
        colWidths=[each if at % 2 == 0 else gap for at in range(len(row))],
        style=[*_tight(), ("TOPPADDING", (0, 0), (-1, -1), 2), *lines],
    )
    return KeepTogether([Spacer(1, 4), signed, Spacer(1, 20), places])


def _boxed(rows: Sequence[Any], width: float, *, tint: str, edge: str) -> list[Any]:
    from reportlab.platypus import Spacer, Table

    inner = width - 14
    height = sum(float(row.wrap(inner, 10_000.0)[1]) for row in rows)
    if height > _TALLEST_BOX_PT:
        return [*rows, Spacer(1, 4)]
    box = Table(
        [[list(rows)]],
        colWidths=[width],
        style=[
            ("BACKGROUND", (0, 0), (-1, -1), tint),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, edge),
            ("LEFTPADDING", (0, 0), (-1, -1), 8),
            ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ],
    )
    return [box, Spacer(1, 2)]


def _grid(table: PageTable, width: float) -> Any:
    from reportlab.platypus import Table

    plain, bold = registered_fonts()
    return Table(
        [table.header, *table.rows],
        colWidths=_widths(table, width),
        repeatRows=1,
        style=[
            ("FONT", (0, 0), (-1, 0), bold, _CELL_PT - 0.4),
            ("FONT", (0, 1), (-1, -1), plain, _CELL_PT),
            ("LEADING", (0, 0), (-1, -1), _CELL_PT + 1.5),
            ("TEXTCOLOR", (0, 0), (-1, -1), INK),
            ("ALIGN", (table.n_words, 0), (-1, -1), "RIGHT"),
            ("TOPPADDING", (0, 0), (-1, -1), 0.6),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 1.6),
            ("LEFTPADDING", (0, 0), (-1, -1), 2),
            ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ("LINEBELOW", (0, 0), (-1, 0), 0.7, INK),
            ("LINEBELOW", (0, 1), (-1, -1), 0.25, LINE),
        ],
    )


def _widths(table: PageTable, width: float) -> list[float]:
    """Return columns as wide as their widest cell, the rest to the widest words."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    plain, bold = registered_fonts()
    needed = [
        max(
            stringWidth(table.header[at], bold, _CELL_PT - 0.4),
            *(stringWidth(row[at], plain, _CELL_PT) for row in table.rows),
        )
        + 5.0
        for at in range(len(table.header))
    ]
    spare = width - sum(needed)
    if spare < 0:
        return [each * width / sum(needed) for each in needed]
    needed[table.n_words - 1] += spare
    return needed


def _tight() -> list[tuple[Any, ...]]:
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]


def _said(text: str, style: Any) -> Any:
    return _marked(escape(text), style)


def _marked(markup: str, style: Any) -> Any:
    """Return a paragraph of text that is escaped already."""
    from reportlab.platypus import Paragraph

    return Paragraph(markup, style)
