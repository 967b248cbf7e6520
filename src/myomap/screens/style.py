"""How a screen looks: everything that chance decides, drawn before anything is drawn.

Drawing a screen takes its style and no further chance but for the furniture around
the discs, so that one thing can be changed and the rest kept.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

import numpy as np

from myomap.colortable import ColorTable
from myomap.screens.chance import between, happens, log_between, pick
from myomap.screens.field import Interpolation
from myomap.screens.fonts import FONT_NAMES
from myomap.screens.truth import BarKind

__all__ = [
    "BarStyle",
    "DiscStyle",
    "OverlayStyle",
    "Rgb",
    "ScreenStyle",
    "draw_style",
]

Rgb: TypeAlias = tuple[int, int, int]
Graticule: TypeAlias = Literal["none", "rings", "17", "20", "spokes"]
Numbers: TypeAlias = Literal["none", "segments", "percent"]
WallLabels: TypeAlias = Literal["none", "around", "over"]

BLACK: Final = (0, 0, 0)
WHITE: Final = (255, 255, 255)

_BACKGROUNDS: Final[dict[Rgb, float]] = {
    BLACK: 0.55,
    WHITE: 0.12,
    (128, 128, 128): 0.05,
    (64, 64, 64): 0.06,
    (192, 192, 192): 0.05,
    (0, 0, 80): 0.06,
    (16, 24, 48): 0.06,
    (20, 20, 20): 0.05,
}
_SEGMENTS_SHARE: Final = 0.05
_LINES: Final[dict[Rgb, float]] = {
    WHITE: 0.6,
    BLACK: 0.2,
    (128, 128, 128): 0.15,
    (255, 255, 0): 0.05,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlayStyle:
    """What is drawn over a disc.

    Parameters
    ----------
    graticule : str
        "none", "rings", "17", "20" (lines of the segments) or "spokes".
    line_rgb : three numbers
        Colour of the lines.
    line_px : float, pixels
        Their width.
    is_smooth : bool
        Whether lines have soft edges.
    has_rim : bool
        Whether a line runs along the rim.
    territories : bool
        Whether the borders of the three arteries are drawn.
    numbers : str
        "none", "segments" or "percent".
    wall_labels : str
        "none", "around" the disc or "over" it.
    has_arrow, has_crosshair : bool
        Whether somebody pointed at something.
    """

    graticule: Graticule
    line_rgb: Rgb
    line_px: float
    is_smooth: bool
    has_rim: bool
    territories: bool
    numbers: Numbers
    wall_labels: WallLabels
    has_arrow: bool
    has_crosshair: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscStyle:
    """How values become the pixels of a disc.

    Parameters
    ----------
    interpolation : str
        See `myomap.screens.field`.
    smoothing_rings : float
        Of the smoothed way.
    matrix : int
        Of the way through pixels.
    has_soft_edge : bool
        Whether the rim is blended with the background.
    lower_percent, top_percent : float, percent of the map's reference
        Uptake of the table's first and last colour.
    blackout_percent : float, percent of the map's reference
        What the extent paints out.
    blackout_rgb : three numbers
        In which colour.
    """

    interpolation: Interpolation
    smoothing_rings: float
    matrix: int
    has_soft_edge: bool
    lower_percent: float
    top_percent: float
    blackout_percent: float
    blackout_rgb: Rgb


@dataclass(frozen=True, slots=True, kw_only=True)
class BarStyle:
    """How the table is shown beside the discs.

    Parameters
    ----------
    kind : str
        "none", "vertical" or "horizontal".
    is_reversed : bool
        Whether the high end lies at the bottom or on the left.
    n_blocks : int or None
        Drawn in so many flat blocks; None for as it is.
    has_ticks : bool
        Whether marks and numbers stand beside it.
    has_frame : bool
        Whether a line runs around it.
    length, thickness : float, shares of a disc's diameter
        Of the bar.
    is_before : bool
        Left of the discs or above them, not right or below.
    """

    kind: BarKind
    is_reversed: bool
    n_blocks: int | None
    has_ticks: bool
    has_frame: bool
    length: float
    thickness: float
    is_before: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenStyle:
    """All that is the same for every disc of a screen.

    Parameters
    ----------
    background, ink : three numbers
        Behind everything, and of the text.
    font_name : str
        One of `FONT_NAMES`.
    text_px : int, pixels
        Size of the text.
    gap : float, diameters
        Between discs.
    table, difference_table : ColorTable
        Of uptake and of differences.
    disc : DiscStyle
        From values to pixels.
    overlay : OverlayStyle
        What is drawn over the discs.
    bar : BarStyle
        The table shown.
    panels : tuple of str
        What stands around the discs: "header", "text", "slices", "histogram",
        "render".
    has_titles : bool
        Whether "Stress" and "Rest" stand above the discs.
    """

    background: Rgb
    ink: Rgb
    font_name: str
    text_px: int
    gap: float
    table: ColorTable
    difference_table: ColorTable
    disc: DiscStyle
    overlay: OverlayStyle
    bar: BarStyle
    panels: tuple[str, ...]
    has_titles: bool


def draw_style(
    rng: np.random.Generator,
    diameter_px: float,
    tables: Sequence[ColorTable],
    difference_tables: Sequence[ColorTable],
) -> ScreenStyle:
    """Return a style by chance.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    diameter_px : float, pixels
        Of the discs: text and lines belong to it.
    tables, difference_tables : sequence of ColorTable
        To choose from. Half of all differences take the table of uptake.

    Returns
    -------
    ScreenStyle
        Drawn.
    """
    # Drawn beside the stream, which must not change with what was added later.
    (beside,) = rng.spawn(1)
    background = pick(rng, _BACKGROUNDS)
    table = tables[int(rng.integers(len(tables)))]
    other = difference_tables[int(rng.integers(len(difference_tables)))]
    largest = float(np.clip(0.09 * diameter_px, 9.0, 32.0))
    style = ScreenStyle(
        background=background,
        ink=BLACK if sum(background) > 380 else WHITE,
        font_name=pick(rng, dict.fromkeys(FONT_NAMES, 1.0)),
        text_px=round(between(rng, min(8.0, largest), largest)),
        gap=between(rng, 0.03, 0.35),
        table=table,
        difference_table=other if happens(rng, 0.5) else table,
        disc=_disc_style(rng, background),
        overlay=_overlay_style(rng, diameter_px),
        bar=_bar_style(rng, table),
        panels=_panels(rng),
        has_titles=happens(rng, 0.7),
    )
    return _in_segments(beside, style) if happens(beside, _SEGMENTS_SHARE) else style


def _in_segments(rng: np.random.Generator, style: ScreenStyle) -> ScreenStyle:
    """Return the style with one colour a segment, and lines that fit to it."""
    lines: Graticule = "17" if happens(rng, 0.75) else "20"
    way: Interpolation = "17 segments" if lines == "17" else "20 segments"
    if style.overlay.graticule == "none":
        lines = "none"
    return replace(
        style,
        disc=replace(style.disc, interpolation=way),
        overlay=replace(style.overlay, graticule=lines),
    )


def _disc_style(rng: np.random.Generator, background: Rgb) -> DiscStyle:
    has_cut = happens(rng, 0.25)
    return DiscStyle(
        interpolation=pick(
            rng,
            {
                "cells": 0.15,
                "coarse cells": 0.08,
                "bilinear": 0.37,
                "smoothed": 0.25,
                "pixels": 0.15,
            },
        ),
        smoothing_rings=between(rng, 0.5, 1.6),
        matrix=int(rng.integers(64, 160)),
        has_soft_edge=happens(rng, 0.6),
        lower_percent=between(rng, 5.0, 30.0) if has_cut else 0.0,
        top_percent=between(rng, 80.0, 99.0) if happens(rng, 0.25) else 100.0,
        blackout_percent=between(rng, 45.0, 75.0),
        blackout_rgb=pick(
            rng, {BLACK: 0.7, background: 0.1, WHITE: 0.1, (128, 128, 128): 0.1}
        ),
    )


def _overlay_style(rng: np.random.Generator, diameter_px: float) -> OverlayStyle:
    thickest = float(np.clip(0.012 * diameter_px, 1.2, 5.0))
    has_room = diameter_px >= 110.0
    return OverlayStyle(
        graticule=pick(
            rng, {"none": 0.33, "rings": 0.12, "17": 0.35, "20": 0.14, "spokes": 0.06}
        ),
        line_rgb=pick(rng, _LINES),
        line_px=log_between(rng, 0.8, thickest),
        is_smooth=happens(rng, 0.6),
        has_rim=happens(rng, 0.4),
        territories=happens(rng, 0.15),
        numbers=pick(
            rng,
            {
                "none": 0.74,
                "segments": 0.10 if has_room else 0.0,
                "percent": 0.16 if has_room else 0.0,
            },
        ),
        wall_labels=pick(rng, {"none": 0.5, "around": 0.38, "over": 0.12}),
        has_arrow=happens(rng, 0.06),
        has_crosshair=happens(rng, 0.06),
    )


def _bar_style(rng: np.random.Generator, table: ColorTable) -> BarStyle:
    is_blocky = table.n_steps is None and happens(rng, 0.15)
    return BarStyle(
        kind=pick(rng, {"none": 0.45, "vertical": 0.40, "horizontal": 0.15}),
        is_reversed=happens(rng, 0.12),
        n_blocks=int(rng.integers(16, 65)) if is_blocky else None,
        has_ticks=happens(rng, 0.6),
        has_frame=happens(rng, 0.4),
        length=between(rng, 0.45, 1.0),
        thickness=between(rng, 0.05, 0.14),
        is_before=happens(rng, 0.25),
    )


def _panels(rng: np.random.Generator) -> tuple[str, ...]:
    shares = {
        "header": 0.4,
        "text": 0.25,
        "slices": 0.22,
        "histogram": 0.1,
        "render": 0.12,
    }
    return tuple(name for name, share in shares.items() if happens(rng, share))
