"""Colour tables kept apart: the benchmark's, never developed on.

Whoever works on the reading of pictures neither looks at these colours nor tries
anything out on them. They are as different in kind as those for development, and none
of them is in the catalogue.
"""

from typing import Final

from myomap.screens.table_sketch import TableSketch

__all__ = ["HELD_OUT_SKETCHES"]

HELD_OUT_SKETCHES: Final = {
    "held-hot-ember": TableSketch(
        points="0 050000 22 5f0a05 44 b92d0a 63 eb6e14 80 fabe3c 93 fff5a5 100 ffffff"
    ),
    "held-hot-pink": TableSketch(
        points="0 000000 28 7d0019 52 e12846 70 ff7d5f 86 ffd28c 100 fffff0"
    ),
    "held-rainbow-station": TableSketch(
        points="0 000000 9 230046 20 2300be 33 0069f5 45 00bebe 56 05a532 66 7dd200 "
        "76 fafa00 86 fa9100 94 f01900 100 ffe1e1"
    ),
    "held-rainbow-bright": TableSketch(
        points="0 14148c 22 2878fa 42 32dcdc 58 50dc50 74 fae632 88 fa7d1e 100 e1141e"
    ),
    "held-cedars-like": TableSketch(
        points="0 000000 15 19195a 30 1946c8 45 1eafdc 58 5ac85a 70 e6dc28 "
        "83 f58214 95 dc1414 100 faf0f0"
    ),
    "held-ge-like": TableSketch(
        points="0 000000 16 00463c 32 009678 46 3c5ae6 60 a046c8 74 f05050 "
        "87 ffb428 100 ffffff"
    ),
    "held-french-like": TableSketch(
        points="0 000000 13 00005f 27 0a46e6 41 0ac8fa 53 32e678 66 c8f50f "
        "78 ffb905 89 ff370a 100 ffd7f5"
    ),
    "held-warm-dawn": TableSketch(
        points="0 0f0519 24 4b0f5f 46 9b2369 66 e15a41 83 f5a537 100 faf5d2"
    ),
    "held-cool-lagoon": TableSketch(
        points="0 000508 26 053c5f 50 0a8ca0 72 64d2aa 88 c8f5b9 100 fffff5"
    ),
    "held-steel": TableSketch(points="0 000000 45 465a78 75 a0b4c8 100 f5faff"),
    "held-grey-dim": TableSketch(points="0 141414 100 ebebeb"),
    "held-rose-grey": TableSketch(points="0 000000 50 826e78 100 fff0fa"),
    "held-green-phosphor": TableSketch(
        points="0 000000 50 0a7823 80 50e664 100 e1ffe1"
    ),
    "held-ocean-fire": TableSketch(
        points="0 000a32 25 145a96 48 5aa5a5 60 c8be78 76 e6823c 90 be3223 100 6e0a19"
    ),
    "held-spectrum-wide": TableSketch(
        points="0 000000 8 500078 18 5a00e6 30 0055ff 41 00b4e6 51 00d28c 61 46dc14 "
        "71 d2eb00 80 ffc300 89 ff6900 96 e10514 100 ffb4dc"
    ),
    "held-plasma-like": TableSketch(
        points="0 0f0582 25 7305aa 50 c83c82 75 f58c46 100 f5f528"
    ),
    "held-turbo-like": TableSketch(
        points="0 2d0f3c 14 4655d7 30 2daafa 45 23e6b4 60 91fa50 74 ebcd32 "
        "87 f06e14 100 960f05"
    ),
    "held-forest": TableSketch(
        points="0 190a28 25 28465f 50 2d8264 75 82b946 100 f0eb87"
    ),
    "held-violet-white": TableSketch(
        points="0 000000 33 2d1982 62 7d55d2 84 c8a5f5 100 ffffff"
    ),
    "held-inverted-steel": TableSketch(
        points="0 fafaff 35 a5bed7 70 3c6496 100 050a28"
    ),
    "held-step-9": TableSketch(
        points="0 0f0f28 1 321e8c 2 1e5af0 3 14b4dc 4 14a05a 5 a0d21e 6 fad21e "
        "7 f56e14 8 d21428",
        is_own_step=True,
    ),
    "held-step-12": TableSketch(
        points="0 000000 1 2d0a4b 2 3c1ea0 3 1e50e6 4 1496d2 5 14b48c 6 32aa32 "
        "7 a0cd1e 8 fae614 9 fa9619 10 e6321e 11 fff5f5",
        is_own_step=True,
    ),
    "held-step-16-heat": TableSketch(
        points="0 000000 30 6e0a3c 55 d7281e 78 faa01e 100 fffadc", n_steps=16
    ),
    "held-step-20-spectrum": TableSketch(
        points="0 000000 12 410f87 27 1464f0 43 14c3c8 57 2db937 72 ebe619 "
        "87 f56e0f 100 eb1e1e",
        n_steps=20,
    ),
    "held-step-32-cool": TableSketch(
        points="0 00000f 28 28289b 50 2887c8 72 6ed7a0 88 ebeb64 100 ffffff",
        n_steps=32,
    ),
}
"""Own tables for the benchmark alone."""
