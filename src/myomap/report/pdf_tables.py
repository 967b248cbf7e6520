"""The tables of the printed report."""

from typing import Any, Final

from myomap.report.pdf_boxes import said
from myomap.report.pdf_style import INK, LINE, pdf_styles, registered_fonts
from myomap.report.tables import PageTable

__all__ = ["table_parts"]

_CELL_POINTS: Final = 6.7


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
    parts = [said(table.title, styles.heading), _grid(table, width)]
    return [*parts, said(table.note, styles.fine)] if table.note else parts


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
