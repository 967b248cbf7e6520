"""A station's screen, drawn by chance from maps with known values."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from PIL import Image, ImageDraw

from myomap.colortable import ColorTable
from myomap.geometry import FloatArray
from myomap.records import Picture, PolarMap, State
from myomap.screens.arrangement import Arrangement, arrange
from myomap.screens.chance import log_between, pick
from myomap.screens.disc_drawing import PlacedDisc, displayed, draw_disc
from myomap.screens.fonts import font
from myomap.screens.furniture import draw_bar, draw_panel
from myomap.screens.layout import LARGEST_DISC_PX, LAYOUT_SHARES, LAYOUTS, DiscPlan
from myomap.screens.overlay import draw_overlay
from myomap.screens.spoiling import Spoiling, draw_spoiling, encode, resized
from myomap.screens.style import ScreenStyle, draw_style
from myomap.screens.tables import development_tables, difference_tables
from myomap.screens.truth import DiscContent, SimulatedDisc, SimulatedScreen

__all__ = ["ScreenOptions", "draw_screen"]

SMALLEST_DISC_PX = 60.0
DIFFERENCE_LIMIT_POINTS = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenOptions:
    """What may be fixed instead of left to chance.

    Parameters
    ----------
    layout : str or None
        One of `LAYOUTS`.
    diameter_px : (low, high) or None, pixels
        Range of the discs' diameter in the file; by default 60 to 1200, less for
        screens of many discs.
    spoiling : Spoiling or None
        What happens on the way to the file.
    """

    layout: str | None = None
    diameter_px: tuple[float, float] | None = None
    spoiling: Spoiling | None = None


def draw_screen(
    rng: np.random.Generator,
    maps: Mapping[State, PolarMap],
    *,
    tables: Sequence[ColorTable] | None = None,
    options: ScreenOptions | None = None,
) -> SimulatedScreen:
    """Return a screen of a patient's maps, with the truth beside.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from: the same generator gives the same bytes.
    maps : mapping of State to PolarMap
        Both states.
    tables : sequence of ColorTable or None
        To choose from; None takes those for development.
    options : ScreenOptions or None
        What is fixed.

    Returns
    -------
    SimulatedScreen
        The picture, the file and what every disc displays.

    Examples
    --------
    >>> from myomap.records import MapSource
    >>> flat = PolarMap(
    ...     uptake_percent=np.full((32, 72), 80.0), area_cm2=np.ones((32, 72)),
    ...     valid=np.ones((32, 72), bool), state=None, source=MapSource.ARRAY,
    ...     reference_percentile=99.0)
    >>> screen = draw_screen(
    ...     np.random.default_rng(1), dict.fromkeys(State, flat),
    ...     options=ScreenOptions(layout="side by side", diameter_px=(100, 200)))
    >>> [disc.state.value for disc in screen.discs]
    ['stress', 'rest']
    """
    fixed = options or ScreenOptions()
    name = fixed.layout or pick(rng, LAYOUT_SHARES)
    low, high = fixed.diameter_px or (SMALLEST_DISC_PX, LARGEST_DISC_PX[name])
    diameter = log_between(rng, low, high)
    spoiling = fixed.spoiling or draw_spoiling(rng, diameter)
    drawn_px = diameter / float(np.sqrt(spoiling.scale[0] * spoiling.scale[1]))
    chosen = development_tables() if tables is None else tables
    style = draw_style(rng, drawn_px, chosen, difference_tables())
    places = arrange(rng, LAYOUTS[name], style, drawn_px)
    plans = tuple(chain.from_iterable(LAYOUTS[name]))
    discs = tuple(
        _placed(plan, centre, drawn_px / 2, (style, maps))
        for plan, centre in zip(plans, places.centres, strict=True)
    )
    image = _painted(rng, places, discs, plans, style)
    return _filed(rng, image, name, (discs, plans), (style, spoiling))


def _placed(
    plan: DiscPlan,
    centre: tuple[float, float],
    radius: float,
    what: tuple[ScreenStyle, Mapping[State, PolarMap]],
) -> PlacedDisc:
    style, maps = what
    disc = style.disc
    is_difference = plan.content is DiscContent.DIFFERENCE
    painted_below = None
    if plan.content is DiscContent.EXTENT:
        painted_below = float(_of_range(np.array(disc.blackout_percent), style))
    return PlacedDisc(
        centre=centre,
        radius=radius,
        percent=_shown_percent(plan, style, maps),
        table=style.difference_table if is_difference else style.table,
        style=disc,
        painted_below=painted_below,
    )


def _shown_percent(
    plan: DiscPlan, style: ScreenStyle, maps: Mapping[State, PolarMap]
) -> FloatArray:
    if plan.state is not None:
        uptake = maps[plan.state].uptake_percent.astype(np.float64)
        return _of_range(uptake, style)
    stress, rest = (maps[state].uptake_percent for state in (State.STRESS, State.REST))
    points = stress.astype(np.float64) - rest
    return 50.0 + 50.0 * points / DIFFERENCE_LIMIT_POINTS


def _of_range(percent: FloatArray, style: ScreenStyle) -> FloatArray:
    lower, top = style.disc.lower_percent, style.disc.top_percent
    return 100.0 * (percent - lower) / (top - lower)


def _painted(
    rng: np.random.Generator,
    places: Arrangement,
    discs: Sequence[PlacedDisc],
    plans: Sequence[DiscPlan],
    style: ScreenStyle,
) -> Image.Image:
    image = Image.new("RGB", places.size_px, style.background)
    shown = np.clip(discs[0].percent, 0.0, 100.0).astype(np.float32)
    for kind, box in places.panels:
        draw_panel(image, kind, box, style, shown)
    if places.bar is not None:
        draw_bar(image, places.bar, style)
    brush = ImageDraw.Draw(image)
    typeface = font(style.font_name, style.text_px)
    for disc, plan, title in zip(discs, plans, places.titles, strict=True):
        draw_disc(image, disc)
        values = np.clip(disc.percent, 0.0, 100.0).astype(np.float32)
        draw_overlay(image, (disc.centre, disc.radius), style, values, rng)
        if style.has_titles:
            brush.text(title, plan.title, fill=style.ink, font=typeface, anchor="mm")
    return image


def _filed(
    rng: np.random.Generator,
    image: Image.Image,
    layout: str,
    content: tuple[Sequence[PlacedDisc], Sequence[DiscPlan]],
    how: tuple[ScreenStyle, Spoiling],
) -> SimulatedScreen:
    discs, plans = content
    style, spoiling = how
    image, scale = resized(image, spoiling)
    origin = (0, 0)
    if spoiling.is_cropped:
        image, origin = _cropped(rng, image, discs, scale)
    file = encode(image, spoiling)
    if spoiling.file_format == "jpeg":
        image = Image.open(io.BytesIO(file))
    return SimulatedScreen(
        picture=Picture(rgb=np.asarray(image)),
        file=file,
        file_format=spoiling.file_format,
        jpeg_quality=spoiling.jpeg_quality,
        discs=tuple(
            _true_disc(disc, plan, scale, origin)
            for disc, plan in zip(discs, plans, strict=True)
        ),
        layout=layout,
        table=style.table,
        bar=style.bar.kind,
        traits=_traits(style, spoiling),
    )


def _cropped(
    rng: np.random.Generator,
    image: Image.Image,
    discs: Sequence[PlacedDisc],
    scale: tuple[float, float],
) -> tuple[Image.Image, tuple[int, int]]:
    """Cut margins off, in parts down to two pixels beside the discs."""
    reach = discs[0].radius
    low = [min(d.centre[k] - reach for d in discs) * scale[k] - 2 for k in (0, 1)]
    high = [max(d.centre[k] + reach for d in discs) * scale[k] + 2 for k in (0, 1)]
    ends = (image.width, image.height)
    share = rng.random(4) ** 2
    left, top = (int(max(0.0, low[k]) * share[k]) for k in (0, 1))
    right, bottom = (
        int(np.ceil(ends[k] - max(0.0, ends[k] - high[k]) * share[2 + k]))
        for k in (0, 1)
    )
    return image.crop((left, top, right, bottom)), (left, top)


def _true_disc(
    disc: PlacedDisc,
    plan: DiscPlan,
    scale: tuple[float, float],
    origin: tuple[int, int],
) -> SimulatedDisc:
    percent, valid = displayed(disc)
    # From the corner of the first pixel to its middle.
    centre = tuple(disc.centre[k] * scale[k] - origin[k] - 0.5 for k in (0, 1))
    return SimulatedDisc(
        centre_px=(centre[0], centre[1]),
        radius_px=(disc.radius * scale[0], disc.radius * scale[1]),
        content=plan.content,
        state=plan.state,
        percent=percent,
        valid=valid,
        table=disc.table,
    )


def _traits(style: ScreenStyle, spoiling: Spoiling) -> frozenset[str]:
    overlay = style.overlay
    named = {
        "rim": overlay.has_rim,
        "territories": overlay.territories,
        "arrow": overlay.has_arrow,
        "crosshair": overlay.has_crosshair,
        "blurred": spoiling.blur_px > 0,
        "resized": spoiling.scale != (1.0, 1.0),
        "cropped": spoiling.is_cropped,
        "lower cut-off": style.disc.lower_percent > 0,
        "lowered top": style.disc.top_percent < 100,
        "bright background": sum(style.background) > 380,
        "blocky bar": style.bar.n_blocks is not None,
        "reversed bar": style.bar.is_reversed,
        f"graticule {overlay.graticule}": True,
        f"numbers {overlay.numbers}": True,
        f"labels {overlay.wall_labels}": True,
        f"interpolation {style.disc.interpolation}": True,
    }
    return frozenset(name for name, is_so in named.items() if is_so) | set(style.panels)
