"""The impression of the printed report: the software's words and the physician's."""

from typing import Any

from myomap.report.findings import Statement
from myomap.report.page import ReportPage
from myomap.report.pdf_boxes import PADDED, TALLEST_POINTS, boxed, height_of, said
from myomap.report.pdf_style import ACCENT, LINE, TINT, pdf_styles

__all__ = ["impression_parts"]


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
    head = [CondPageBreak(110), said(page.impression_title, styles.heading)]
    gap = 8.0
    each_width = (width - gap * (len(page.impression) - 1)) / len(page.impression)
    rows = [_statement(each) for each in page.impression]
    if len(rows) == 2 and all(
        height_of(row, each_width) < TALLEST_POINTS for row in rows
    ):
        return [KeepTogether([head[1], _beside(page, rows, (each_width, gap))])]
    for statement, row in zip(page.impression, rows, strict=True):
        head += boxed(row, width, _look_of(statement))
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
        style=[*PADDED, ("VALIGN", (0, 0), (-1, -1), "TOP"), *look],
        spaceAfter=3,
    )


def _look_of(statement: Statement) -> tuple[str, str]:
    """Return tint and edge: the software's words never look like a physician's."""
    return (TINT, ACCENT) if statement.by == "physician" else ("#f4f4f2", LINE)


def _statement(statement: Statement) -> list[Any]:
    styles = pdf_styles()
    return [
        said(statement.title, styles.who),
        said(statement.headline, styles.headline),
        *(said(each, styles.body) for each in statement.sentences),
    ]
