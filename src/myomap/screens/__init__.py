"""Simulated screens of a station: `PolarMap`s to a `Picture`, and the truth beside it.

Input: polar maps (ring, angle) in percent of both states, a generator, and the colour
tables to choose from. Output: `SimulatedScreen`: the picture and its file, where the
discs lie in pixels (a whole number is the centre of a pixel) and what they display in
percent of the table's range (32, 72). `draw_other_picture` draws pictures without any
polar map, to be refused. Everything is simulated, and invented names hold `CANARY`::

    maps = quick_maps(draw_patient(rng))
    screen = draw_screen(rng, maps, tables=development_tables())
    screen.file, screen.picture, screen.discs[0].centre_px, screen.discs[0].percent

`held_out_tables` are the benchmark's: nothing is developed on them.
"""

from myomap.screens.draw import ScreenOptions, draw_screen
from myomap.screens.furniture import CANARY
from myomap.screens.layout import LAYOUT_SHARES, LAYOUTS, DiscPlan
from myomap.screens.other import (
    LOOK_ALIKE_KINDS,
    OTHER_KINDS,
    draw_other_picture,
)
from myomap.screens.spoiling import UNSPOILED, Spoiling, draw_spoiling
from myomap.screens.tables import (
    development_tables,
    difference_tables,
    held_out_tables,
    known_tables,
)
from myomap.screens.truth import (
    DiscContent,
    OtherPicture,
    SimulatedDisc,
    SimulatedScreen,
)

__all__ = [
    "CANARY",
    "LAYOUTS",
    "LAYOUT_SHARES",
    "LOOK_ALIKE_KINDS",
    "OTHER_KINDS",
    "UNSPOILED",
    "DiscContent",
    "DiscPlan",
    "OtherPicture",
    "ScreenOptions",
    "SimulatedDisc",
    "SimulatedScreen",
    "Spoiling",
    "development_tables",
    "difference_tables",
    "draw_other_picture",
    "draw_screen",
    "draw_spoiling",
    "held_out_tables",
    "known_tables",
]
