"""Pictures of polar maps: a station's screen to `PolarMap`s.

Input: the bytes of a picture, or a `Picture` (row, column, 3) in RGB. Output: the
polar discs on it, in pixels, and their maps (ring, angle) in percent, with the state
as far as the picture tells it. Text outside the discs is never kept.
"""

from myomap.screenshot.crop import crop_disc
from myomap.screenshot.decoding import decode_pictures
from myomap.screenshot.disc import Disc
from myomap.screenshot.finding import (
    DiscSearch,
    RefusedDisc,
    find_discs,
    search_discs,
)
from myomap.screenshot.layout import DiscContent, DiscLabel, label_discs
from myomap.screenshot.placing import whole_disc
from myomap.screenshot.read_picture import PictureReading, ReadDisc, read_picture

__all__ = [
    "Disc",
    "DiscContent",
    "DiscLabel",
    "DiscSearch",
    "PictureReading",
    "ReadDisc",
    "RefusedDisc",
    "crop_disc",
    "decode_pictures",
    "find_discs",
    "label_discs",
    "read_picture",
    "search_discs",
    "whole_disc",
]
