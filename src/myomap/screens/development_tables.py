"""Colour tables that the reading of pictures may be developed on.

In the manner of stations and of scientific software, drawn by hand. Those of the
catalogue come beside them.
"""

from typing import Final

from myomap.screens.table_sketch import TableSketch

__all__ = ["CATALOGUE_NAMES", "DEVELOPMENT_SKETCHES"]

CATALOGUE_NAMES: Final = (
    "grey",
    "grey-inverted",
    "hot-iron",
    "pet",
    "hot-metal-blue",
    "pet-20-step",
    "viridis",
    "inferno",
    "magma",
    "cool",
    "warm-metal",
    "french",
    "thermal",
    "rainbow",
    "ten-step",
)
"""Tables of the catalogue that screens are drawn in too."""

DEVELOPMENT_SKETCHES: Final = {
    "dev-hot-body": TableSketch(
        points="0 000000 30 8c0000 45 d23c00 60 ff8c14 78 ffd264 90 ffffb4 100 ffffff"
    ),
    "dev-rainbow-dark": TableSketch(
        points="0 000000 14 32006e 28 0000ff 43 00c8ff 57 00ff50 71 f0ff00 "
        "86 ff7800 100 e60000"
    ),
    "dev-rainbow-white": TableSketch(
        points="0 000000 10 46008c 25 0032ff 40 00d2d2 55 14c814 70 ffff00 "
        "85 ff5000 93 ff0000 100 ffffff"
    ),
    "dev-blue-green-red": TableSketch(
        points="0 00008c 25 0078ff 50 00c800 75 ffc800 100 c80000"
    ),
    "dev-purple-heat": TableSketch(
        points="0 000000 25 50007d 50 c8005a 72 ff6400 88 ffdc00 100 ffffff"
    ),
    "dev-ice": TableSketch(points="0 000000 30 001e64 55 0078c8 78 64d2ff 100 ffffff"),
    "dev-copper": TableSketch(points="0 000000 60 96643c 85 f0aa6e 100 ffd2a0"),
    "dev-sepia-grey": TableSketch(points="0 0a0500 50 967d64 100 fff5e6"),
    "dev-spectrum-violet": TableSketch(
        points="0 000000 12 6e00a0 26 1e00ff 40 00a0ff 52 00e6a0 64 3cdc00 "
        "76 f0e600 88 ff7800 95 f00000 100 ff78c8"
    ),
    "dev-green-fire": TableSketch(
        points="0 000000 35 006432 60 3cb400 80 dceb00 100 ffffdc"
    ),
    "dev-step-8": TableSketch(
        points="0 000000 1 3c0096 2 0050ff 3 00c8c8 4 00a000 5 f0f000 6 ff7800 "
        "7 f00000",
        is_own_step=True,
    ),
    "dev-step-16": TableSketch(
        points="0 000000 10 3c0078 25 0032f0 40 00c8e6 55 00b43c 70 f0f000 "
        "85 ff6400 95 e60000 100 ffffff",
        n_steps=16,
    ),
    "dev-step-20-hot": TableSketch(
        points="0 000000 35 b40000 65 ff9600 88 fff078 100 ffffff", n_steps=20
    ),
    "dev-step-24-rainbow": TableSketch(
        points="0 00005a 20 0032ff 40 00dcff 60 28d228 80 ffff00 100 ff0000",
        n_steps=24,
    ),
    "dev-blue-grey": TableSketch(points="0 000000 50 6e7896 100 f0f5ff"),
    "dev-black-body-blue": TableSketch(
        points="0 000014 25 1e1e96 45 7828a0 60 d23c5a 78 ff8c32 92 ffe678 100 ffffe6"
    ),
    "dev-viridis-like": TableSketch(
        points="0 3c0050 25 3c5a8c 50 1e968c 75 64c85a 100 fae61e"
    ),
    "dev-jet-like": TableSketch(
        points="0 000082 12 0000ff 38 00ffff 62 ffff00 88 ff0000 100 820000"
    ),
    "dev-gold": TableSketch(points="0 000000 40 5a3c00 70 c89600 90 ffe65a 100 ffffc8"),
    "dev-magenta-yellow": TableSketch(
        points="0 0a0028 30 640096 55 dc1e96 78 ff8278 100 fffa96"
    ),
    "dev-cold-hot": TableSketch(
        points="0 000000 18 0000a0 36 00a0ff 50 c8ffff 64 ffff64 82 ff6400 100 960000"
    ),
    "dev-inverted-heat": TableSketch(
        points="0 ffffff 20 fff096 45 ffa028 70 d22814 100 280000"
    ),
}
"""Own tables for development."""
