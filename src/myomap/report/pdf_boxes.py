"""Paragraphs and boxes of the printed report, as reportlab lays them out."""

from collections.abc import Sequence
from typing import Any, Final
from xml.sax.saxutils import escape

__all__ = ["PADDED", "TALLEST_POINTS", "boxed", "height_of", "marked", "said", "tight"]

TALLEST_POINTS: Final = 240.0
"""A box with a frame around is one row; what is higher stands without, and flows."""

PADDED: Final = (
    ("LEFTPADDING", (0, 0), (-1, -1), 8),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("TOPPADDING", (0, 0), (-1, -1), 3),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
)


def boxed(rows: Sequence[Any], width: float, look: tuple[str, str]) -> list[Any]:
    """Return paragraphs in a tinted box with an edge.

    Parameters
    ----------
    rows : sequence of flowables
        What stands in it.
    width : float, points
        Of the box.
    look : (str, str)
        Colours of tint and edge.

    Returns
    -------
    list
        Flowables; what is too long for a box flows on below it.
    """
    from reportlab.platypus import Spacer, Table

    if height_of(rows, width) > TALLEST_POINTS:
        # What is too long for a box starts in one, and flows on.
        head = boxed(rows[:2], width, look) if len(rows) > 2 else []
        return [*head, *rows[len(head) and 2 :], Spacer(1, 4)]
    tint, edge = look
    box = Table(
        [[list(rows)]],
        colWidths=[width],
        style=[
            *PADDED,
            ("BACKGROUND", (0, 0), (-1, -1), tint),
            ("LINEBEFORE", (0, 0), (0, -1), 2.4, edge),
        ],
        spaceAfter=3,
    )
    return [box]


def height_of(rows: Sequence[Any], width: float) -> float:
    """Return the height of what stands in a box.

    Parameters
    ----------
    rows : sequence of flowables
        One below the other.
    width : float, points
        Of the box, its padding included.

    Returns
    -------
    float
        Points.
    """
    return sum(float(row.wrap(width - 14, 10_000.0)[1]) for row in rows)


def tight() -> list[tuple[Any, ...]]:
    """Return the commands of a table without padding."""
    return [
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 0),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
    ]


def said(text: str, style: Any) -> Any:
    """Return a paragraph of text, which is escaped.

    Parameters
    ----------
    text : str
        Any.
    style : ParagraphStyle
        Of `pdf_styles`.

    Returns
    -------
    Paragraph
        A flowable.
    """
    return marked(escape(text), style)


def marked(markup: str, style: Any) -> Any:
    """Return a paragraph of text that is escaped already.

    Parameters
    ----------
    markup : str
        As reportlab understands it.
    style : ParagraphStyle
        Of `pdf_styles`.

    Returns
    -------
    Paragraph
        A flowable.
    """
    from reportlab.platypus import Paragraph

    return Paragraph(markup, style)
