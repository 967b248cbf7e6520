"""The picture of the printed report, and the words below it."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from myomap.report.content import ReportContent
from myomap.report.key_picture import plain_key_picture
from myomap.report.pdf_boxes import said, tight
from myomap.report.pdf_style import INK, pdf_styles
from myomap.report.picture_caption import LegendEntry, PictureCaption
from myomap.report.picture_panels import picture_panels

__all__ = ["PrintedPicture", "caption_part", "drawn_picture", "picture_part"]

LEAST_LETTERS_POINTS: Final = 7.5
"""On paper, of every letter in the picture and below it."""

_DISC_INCHES: Final = 4.0
"""Of a disc as it is drawn, which a scale makes smaller."""

_PIXELS_PER_INCH: Final = 220
_SLOPE_POINTS: Final = 300.0
"""What a picture's height falls by at least for one of its scale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPicture:
    """A picture as it stands on paper.

    Parameters
    ----------
    png : bytes
        Drawn for this scale.
    scale : float
        Of what is drawn to what is printed.
    width_points, height_points : float, points
        On paper.
    """

    png: bytes
    scale: float
    width_points: float
    height_points: float

    def height_at(self, scale: float) -> float:
        """Return the height of the picture at another scale, or a little more.

        Parameters
        ----------
        scale : float
            Not above its own.

        Returns
        -------
        float
            Points.
        """
        return self.height_points - _SLOPE_POINTS * (self.scale - scale)


def drawn_picture(content: ReportContent, scale: float, width: float) -> PrintedPicture:
    """Return the discs, with letters that can be read on paper.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    scale : float
        Of what is drawn to what is printed.
    width : float, points
        Of the column, which the panels fill.

    Returns
    -------
    PrintedPicture
        The smaller the discs, the larger the letters beside them are drawn.
    """
    from reportlab.lib.utils import ImageReader

    n_discs = len(picture_panels(content))
    across = min(max(width / n_discs / scale / 72, _DISC_INCHES), 12.0)
    png = plain_key_picture(
        content,
        letters_points=LEAST_LETTERS_POINTS / scale,
        panel_inches=across,
        panel_px=round(scale * across * _PIXELS_PER_INCH),
    )
    columns, rows = ImageReader(BytesIO(png)).getSize()
    shown = min(scale * across * 72 * n_discs, width)
    return PrintedPicture(
        png=png, scale=scale, width_points=shown, height_points=shown * rows / columns
    )


def picture_part(picture: PrintedPicture) -> Any:
    """Return the picture.

    Parameters
    ----------
    picture : PrintedPicture
        With its size.

    Returns
    -------
    Image
        A flowable.
    """
    from reportlab.platypus import Image

    width, height = picture.width_points, picture.height_points
    return Image(BytesIO(picture.png), width=width, height=height)


def caption_part(caption: PictureCaption, width: float) -> Any:
    """Return the words below the picture; the legend stands below its own disc.

    Parameters
    ----------
    caption : PictureCaption
        In words.
    width : float, points
        Of the column.

    Returns
    -------
    flowable
        One.
    """
    from reportlab.platypus import Table

    words = said(" ".join(caption.sentences), pdf_styles().caption)
    if not caption.legend:
        return Table(
            [[words]], colWidths=[width], style=tight(), spaceBefore=3, spaceAfter=2
        )
    last = width / caption.n_discs
    return Table(
        [[words, _legend(caption.legend, last - 20)]],
        colWidths=[width - last, last],
        style=[
            *tight(),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (1, 0), (1, 0), 20),
        ],
        spaceBefore=3,
        spaceAfter=2,
    )


def _legend(entries: tuple[LegendEntry, ...], width: float) -> Any:
    """Return a patch and a name for each entry, two a row."""
    from reportlab.platypus import Table

    style, patch = pdf_styles().caption, 8.0
    cells: list[list[Any]] = []
    look: list[tuple[Any, ...]] = []
    for at, entry in enumerate(entries):
        if at % 2 == 0:
            cells.append([])
        place = (len(cells[-1]), len(cells) - 1)
        cells[-1] += ["", said(entry.name, style)]
        look += [
            ("BACKGROUND", place, place, entry.color),
            ("BOX", place, place, 0.5, INK),
        ]
    cells[-1] += [""] * (4 - len(cells[-1]))
    each = (width - 2 * patch) / 2
    return Table(
        cells,
        colWidths=[patch, each, patch, each],
        style=[*tight(), ("LEFTPADDING", (1, 0), (1, -1), 3),
               ("LEFTPADDING", (3, 0), (3, -1), 3), *look],
    )  # fmt: skip
