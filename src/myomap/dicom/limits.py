"""How large, deep and long a DICOM object may be before it is refused.

The figures leave an order of magnitude above the largest real study, and keep one
object below about a second of work and a few hundred megabytes.
"""

from typing import Final

__all__ = [
    "MAX_CAPTURE_FRAMES",
    "MAX_CAPTURE_PIXELS",
    "MAX_CAPTURE_SIDE",
    "MAX_DECODED_BYTES",
    "MAX_ELEMENTS",
    "MAX_FILE_BYTES",
    "MAX_FRAMES",
    "MAX_INFLATED_BYTES",
    "MAX_NESTING",
    "MAX_SIDE",
    "MAX_SPACING_MM",
    "MIN_CT_PIXEL_MM",
    "MIN_CT_SPACING_MM",
    "MIN_SIDE",
    "MIN_SPACING_MM",
]

MIB: Final = 1024 * 1024

MAX_FILE_BYTES: Final = 512 * MIB
"""Size of the file."""

MAX_INFLATED_BYTES: Final = 256 * MIB
"""Size of a deflated data set once inflated."""

MAX_NESTING: Final = 32
"""Sequences inside sequences."""

MAX_ELEMENTS: Final = 100_000
"""Elements and items of one object, nested ones included."""

MAX_FRAMES: Final = 20_000
"""Frames of one object: 32 gates of 120 views and 5 energy windows fit."""

MIN_SIDE: Final = 4
"""Fewest rows or columns of a frame."""

MAX_SIDE: Final = 1024
"""Most rows or columns of a frame."""

MAX_CAPTURE_FRAMES: Final = 64
"""Screens of one captured object; each is searched for polar maps."""

MAX_CAPTURE_SIDE: Final = 16_384
"""Most rows or columns of a captured screen."""

MAX_CAPTURE_PIXELS: Final = 25_000_000
"""Pixels of a captured screen; the largest screens have nine million."""

MAX_DECODED_BYTES: Final = 512 * MIB
"""Size of all pixels as 32-bit numbers."""

MIN_SPACING_MM: Final = 0.5
"""Smallest pixel or slice distance a gamma camera has."""

MIN_CT_SPACING_MM: Final = 0.1
"""Smallest pixel or slice distance of a CT."""

MIN_CT_PIXEL_MM: Final = 2.0
"""Pixels of a CT are averaged until they are at least so large."""

MAX_SPACING_MM: Final = 30.0
"""Largest pixel or slice distance that still shows a heart."""
