"""Fonts, sizes and colours of the printed report."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

__all__ = ["ACCENT", "INK", "LINE", "QUIET", "TINT", "WARN", "WARN_TINT", "PdfStyles",
           "pdf_styles", "registered_fonts"]  # fmt: skip

INK: Final = "#16191d"
QUIET: Final = "#4d545c"
LINE: Final = "#b9c2ca"
ACCENT: Final = "#1d4e6f"
TINT: Final = "#eef5f9"
WARN: Final = "#8a3b00"
WARN_TINT: Final = "#fff3ea"

_FONTS: Final = {
    "MyomapSans": "DejaVuSans.ttf",
    "MyomapSans-Bold": "DejaVuSans-Bold.ttf",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfStyles:
    """Paragraph styles of reportlab, by what they are for."""

    title: Any
    notice: Any
    subject: Any
    heading: Any
    body: Any
    caption: Any
    caution: Any
    who: Any
    headline: Any
    fine: Any


@cache
def registered_fonts() -> tuple[str, str]:
    """Make the fonts known to reportlab.

    DejaVu Sans, which comes with matplotlib, has Latin, Cyrillic and Greek letters; it
    is embedded, so that a page looks the same everywhere.

    Returns
    -------
    tuple of two str
        Names of the plain and the bold one.
    """
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    for name, file in _FONTS.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    plain, bold = _FONTS
    pdfmetrics.registerFontFamily(
        plain, normal=plain, bold=bold, italic=plain, boldItalic=bold
    )
    return plain, bold


@cache
def pdf_styles() -> PdfStyles:
    """Return the paragraph styles.

    Returns
    -------
    PdfStyles
        Made once.
    """
    from reportlab.lib.styles import ParagraphStyle

    plain, bold = registered_fonts()

    def style(size: float, *, font: str = plain, color: str = INK, **more: Any) -> Any:
        values = {"spaceAfter": 0, "leading": size * 1.26, "splitLongWords": 1, **more}
        return ParagraphStyle(
            f"{font} {size} {color} {sorted(more.items())}",
            fontName=font,
            fontSize=size,
            textColor=color,
            **values,
        )

    return PdfStyles(
        title=style(12.0, font=bold, color=ACCENT),
        notice=style(7.0, font=bold, color=WARN, alignment=2),
        subject=style(7.8),
        heading=style(8.2, font=bold, color=ACCENT, spaceBefore=3.2, spaceAfter=0.8),
        body=style(7.2, spaceAfter=1.0),
        caption=style(7.5),
        caution=style(7.2, spaceAfter=0.8),
        who=style(7.0, color=QUIET),
        headline=style(10.5, font=bold),
        fine=style(6.0, color=QUIET, spaceAfter=0.6),
    )
