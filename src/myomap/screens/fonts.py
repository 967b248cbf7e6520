"""The typefaces that matplotlib brings along, so that every machine draws the same."""

from functools import lru_cache
from pathlib import Path
from typing import Final

from PIL.ImageFont import FreeTypeFont, truetype

__all__ = ["FONT_NAMES", "font"]

FONT_NAMES: Final = (
    "DejaVuSans",
    "DejaVuSans-Bold",
    "DejaVuSansMono",
    "DejaVuSansMono-Bold",
    "DejaVuSerif",
)


@lru_cache(maxsize=256)
def font(name: str, size_px: int) -> FreeTypeFont:
    """Return a typeface in one size.

    Parameters
    ----------
    name : str
        One of `FONT_NAMES`.
    size_px : int, pixels
        Height of the letters' box.

    Returns
    -------
    PIL.ImageFont.FreeTypeFont
        The same object at every call.
    """
    import matplotlib as mpl

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    return truetype(str(folder / f"{name}.ttf"), max(6, size_px))
