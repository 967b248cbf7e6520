"""The report as PDF: one A4 page to sign; what is longer flows to the next."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

from myomap.report.content import ReportContent
from myomap.report.page import ReportPage, report_page
from myomap.report.pdf_impression import impression_parts
from myomap.report.pdf_parts import (
    cautions_box,
    findings_parts,
    head_parts,
    method_parts,
    signature_part,
)
from myomap.report.pdf_picture import caption_part, drawn_picture, picture_part
from myomap.report.pdf_style import LINE, QUIET, WARN, registered_fonts
from myomap.report.pdf_tables import table_parts

__all__ = ["pdf_report"]

MARGIN_POINTS: Final = 32.0
_FOOT_POINTS: Final = 26.0
_GAP_POINTS: Final = 10.0
_TABLES_SHARE: Final = 0.5
"""Of the page's width, for the tables beside the findings."""

PICTURE_SCALES: Final = (0.6, 0.54, 0.48, 0.43, 0.39)
"""Of the discs, from what is drawn: made smaller where that saves a page."""

_SAVINGS: Final = (
    *((scale, False) for scale in PICTURE_SCALES[1:3]),
    *((scale, True) for scale in PICTURE_SCALES[1:]),
)
"""What saves a page: a smaller picture, then sentences that flow in one paragraph."""

_OVER_ALL_THE_WIDTH: Final = ("physician", "prior")
"""Sections that hold what others wrote, or may be long."""

_BESIDE_AT_MOST_POINTS: Final = 400.0
"""Height of findings that still stand beside the tables; a row of a table cannot flow
from page to page, so that longer ones are set below them, over the whole width."""


def pdf_report(content: ReportContent) -> bytes:
    """Return the report as PDF.

    Parameters
    ----------
    content : ReportContent
        Of a report.

    Returns
    -------
    bytes
        The same for the same content and versions; fonts are embedded.
    """
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import Spacer

    page, width = report_page(content), A4[0] - 2 * MARGIN_POINTS
    picture = drawn_picture(content, PICTURE_SCALES[0], width)
    data, n_pages = _built(page, picture_part(picture), total=1)
    if n_pages == 1:
        return data
    # Where nothing makes enough room, the picture stays as large as it was.
    for scale, is_dense in _SAVINGS if n_pages == 2 else ():
        room = Spacer(1, picture.height_at(scale))
        if _built(page, room, total=1, is_dense=is_dense)[1] == 1:
            part = picture_part(drawn_picture(content, scale, width))
            return _built(page, part, total=1, is_dense=is_dense)[0]
    # What stands at each foot is known only when all is laid out.
    return _built(page, picture_part(picture), total=n_pages)[0]


def _built(
    page: ReportPage, picture: Any, *, total: int, is_dense: bool = False
) -> tuple[bytes, int]:
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    stream = BytesIO()
    width, height = A4
    inner = width - 2 * MARGIN_POINTS

    def foot(canvas: Any, document: Any) -> None:
        _draw_foot(canvas, page, (document.page, total))

    document = BaseDocTemplate(
        stream,
        pagesize=A4,
        title=page.title,
        author="myomap",
        subject=page.notice,
        creator="myomap",
        lang=page.language.value,
        invariant=1,
    )
    frame = Frame(
        MARGIN_POINTS,
        MARGIN_POINTS - 6 + _FOOT_POINTS,
        inner,
        height - 2 * MARGIN_POINTS + 12 - _FOOT_POINTS,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=foot))
    document.build(_story(page, picture, inner, flows=is_dense))
    return stream.getvalue(), document.page


def _story(page: ReportPage, picture: Any, width: float, *, flows: bool) -> list[Any]:
    from reportlab.platypus import Spacer

    return [
        *head_parts(page, width),
        *cautions_box(page, width, flows=flows),
        picture,
        caption_part(page.caption, width),
        *_figures_and_findings(page, width, flows=flows),
        Spacer(1, 3),
        *impression_parts(page, width),
        *method_parts(page, flows=flows),
        signature_part(page, width),
    ]


def _figures_and_findings(page: ReportPage, width: float, *, flows: bool) -> list[Any]:
    left = _TABLES_SHARE * width
    right = width - left - _GAP_POINTS
    short = [each for each in page.sections if each.key not in _OVER_ALL_THE_WIDTH]
    longer = [each for each in page.sections if each.key in _OVER_ALL_THE_WIDTH]
    if _height(findings_parts(short, flows=flows), right) > _BESIDE_AT_MOST_POINTS:
        tables = [part for each in page.tables for part in table_parts(each, left)]
        return [*tables, *findings_parts(page.sections)]
    columns = [table_parts(page.tables[0], left)], [findings_parts(short, flows=flows)]
    for each in page.tables[1:]:
        # Where the column is shorter, so that the page is.
        at = 0 if _total(columns[0], left) <= _total(columns[1], right) else 1
        columns[at].append(table_parts(each, (left, right)[at]))
    room = _total(columns[0], left) - _total(columns[1], right)
    while longer and _height(findings_parts(longer[:1]), right) <= room:
        columns[1].append(findings_parts(longer[:1]))
        room -= _height(findings_parts(longer[:1]), right)
        longer = longer[1:]
    flat = [[part for parts in column for part in parts] for column in columns]
    together = _side_by_side(flat[0], flat[1], (left, right))
    return [together, *findings_parts(longer, flows=True)]


def _height(parts: Sequence[Any], width: float) -> float:
    return sum(
        float(part.wrap(width, 10_000.0)[1])
        + float(part.getSpaceBefore())
        + float(part.getSpaceAfter())
        for part in parts
    )


def _total(column: Sequence[Sequence[Any]], width: float) -> float:
    return sum(_height(parts, width) for parts in column)


def _side_by_side(
    left: list[Any], right: list[Any], widths: tuple[float, float]
) -> Any:
    from reportlab.platypus import Table

    return Table(
        [[left, "", right]],
        colWidths=[widths[0], _GAP_POINTS, widths[1]],
        style=[
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), 0),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
        ],
    )


def _draw_foot(canvas: Any, page: ReportPage, place: tuple[int, int]) -> None:
    plain, bold = registered_fonts()
    width, _ = canvas._pagesize
    number, total = place
    canvas.saveState()
    canvas.setStrokeColor(LINE)
    canvas.setLineWidth(0.6)
    line = MARGIN_POINTS - 6 + _FOOT_POINTS - 6
    canvas.line(MARGIN_POINTS, line, width - MARGIN_POINTS, line)
    canvas.setFillColor(WARN)
    canvas.setFont(bold, 7.2)
    canvas.drawString(MARGIN_POINTS, line - 10, page.notice)
    canvas.setFillColor(QUIET)
    canvas.setFont(plain, 7.2)
    words = page.page_words.format(number=number, total=total)
    case = page.case if len(page.case) <= 40 else f"{page.case[:39]}…"
    canvas.drawRightString(width - MARGIN_POINTS, line - 10, f"{case} · {words}")
    canvas.restoreState()
