"""Colour tables: from a percentage to a display colour.

A table is 256 colours, (256, 3) uint8 RGB. Entry 0 stands for the lowest values,
entry 255 for the highest; every entry covers the same share of the range, so a value
of p percent takes entry floor(2.56 p). Which table was used belongs beside every
picture: readers judge the same defect differently in different colours.

The way back goes through a `ColorScale`: colours (n, 3) of a table, of a bar in a
picture or guessed from a map, each for an equal share of the range.
"""

from myomap.colortable.catalogue import (
    color_table,
    color_table_groups,
    color_table_names,
)
from myomap.colortable.color_scale import ColorScale, ScaleOrigin, known_scale
from myomap.colortable.inversion import (
    InvertedColors,
    invert_colors,
    nearest_on_scale,
    scale_point,
)
from myomap.colortable.recognition import ScaleFit, fit_scale, recognise_scale
from myomap.colortable.table import INVALID_RGB, ColorTable, apply_color_table

__all__ = [
    "INVALID_RGB",
    "ColorScale",
    "ColorTable",
    "InvertedColors",
    "ScaleFit",
    "ScaleOrigin",
    "apply_color_table",
    "color_table",
    "color_table_groups",
    "color_table_names",
    "fit_scale",
    "invert_colors",
    "known_scale",
    "nearest_on_scale",
    "recognise_scale",
    "scale_point",
]
