"""The pieces of the printed report, as reportlab lays them out."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from myomap.report.findings import Section, Statement
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

_CELL_POINTS: Final = 6.7
_TALLEST_POINTS: Final = 240.0
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
        colWidths=[0.6 * width, 0.4 * width],
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
    first = "• " if len(page.cautions) > 1 else ""
    rows = [_marked(title + first + escape(page.cautions[0]), styles.caution)]
    rows += [_said(f"• {each}", styles.caution) for each in page.cautions[1:]]
    return _boxed(rows, width, (WARN_TINT, "#d55e00"))


def picture_part(picture: tuple[bytes, float], width: float) -> Any:
    """Return the key picture, as large as it fits.

    Parameters
    ----------
    picture : (bytes, float)
        PNG, and its height in points at most.
    width : float, points
        Of the column.

    Returns
    -------
    Image
        A flowable.
    """
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image

    data, most_points = picture
    columns, rows = ImageReader(BytesIO(data)).getSize()
    scale = min(width / columns, most_points / rows)
    return Image(BytesIO(data), width=scale * columns, height=scale * rows)


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
        parts.append(_said(section.title, styles.heading))
        said = [" ".join(section.sentences)] if flows else section.sentences
        parts += [_said(each, styles.body) for each in said]
    return parts


def table_parts(table: PageTable, width: float) -> list[Any]:
    """Return a table with its title and note.

    Parameters
    ----------
    table : PageTable
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    list
        Flowables.
    """
    styles = pdf_styles()
    parts = [_said(table.title, styles.heading), _grid(table, width)]
    return [*parts, _said(table.note, styles.fine)] if table.note else parts


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
    from reportlab.platypus import CondPageBreak, KeepTogether

    styles = pdf_styles()
    head = [CondPageBreak(110), _said(page.impression_title, styles.heading)]
    gap = 8.0
    each_width = (width - gap * (len(page.impression) - 1)) / len(page.impression)
    rows = [_statement(each) for each in page.impression]
    if len(rows) == 2 and all(
        _height(row, each_width) < _TALLEST_POINTS for row in rows
    ):
        return [KeepTogether([head[1], _beside(page, rows, (each_width, gap))])]
    for statement, row in zip(page.impression, rows, strict=True):
        head += _boxed(row, width, _look_of(statement))
    return head


def _beside(
    page: ReportPage, rows: list[list[Any]], widths: tuple[float, float]
) -> Any:
    """Return the physician's statement and the software's, side by side."""
    from reportlab.platypus import Table

    each_width, gap = widths
    look = []
    for at, statement in zip((0, 2), page.impression, strict=True):
        tint, edge = _look_of(statement)
        look += [
            ("BACKGROUND", (at, 0), (at, 0), tint),
            ("LINEBEFORE", (at, 0), (at, 0), 2.4, edge),
        ]
    return Table(
        [[rows[0], "", rows[1]]],
        colWidths=[each_width, gap, each_width],
        style=[*_PADDED, ("VALIGN", (0, 0), (-1, -1), "TOP"), *look],
        spaceAfter=3,
    )


def _look_of(statement: Statement) -> tuple[str, str]:
    """Return tint and edge: the software's words never look like a physician's."""
    return (TINT, ACCENT) if statement.by == "physician" else ("#f4f4f2", LINE)


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


def _boxed(rows: Sequence[Any], width: float, look: tuple[str, str]) -> list[Any]:
    from reportlab.platypus import Spacer, Table

    if _height(rows, width) > _TALLEST_POINTS:
        # What is too long for a box starts in one, and flows on.
        head = _boxed(rows[:2], width, look) if len(rows) > 2 else []
        return [*head, *rows[len(head) and 2 :], Spacer(1, 4)]
    tint, edge = look
    box = Table(
        [[list(rows)]],
        colWidths=[width],
        style=[
            *_PADDED,
            ("BACKGROUND", (0, 0), (-1, -1), tint),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, edge),
        ],
        spaceAfter=3,
    )
    return [box]


def _height(rows: Sequence[Any], width: float) -> float:
    """Return the height of what stands in a box of a width."""
    return sum(float(row.wrap(width - 14, 10_000.0)[1]) for row in rows)


_PADDED: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 8),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)


def _grid(table: PageTable, width: float) -> Any:
    from reportlab.platypus import Table

    plain, bold = registered_fonts()
    return Table(
        [table.header, *table.rows],
        colWidths=_widths(table, width),
        repeatRows=1,
        style=[
            ("FONT", (0, 0), (-1, 0), bold, _CELL_POINTS - 0.4),
            ("FONT", (0, 1), (-1, -1), plain, _CELL_POINTS),
            ("LEADING", (0, 0), (-1, -1), _CELL_POINTS + 1.5),
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
            stringWidth(table.header[at], bold, _CELL_POINTS - 0.4),
            *(stringWidth(row[at], plain, _CELL_POINTS) for row in table.rows),
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
