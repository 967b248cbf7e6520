"""One disc with its graticule, its numbers and its colour bar."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from myomap.colortable import ColorTable, color_table
from myomap.colortable.table import ColorArray
from myomap.polarmap.class_map import ClassMap, class_image
from myomap.polarmap.difference import DifferenceMap
from myomap.polarmap.disc import (
    difference_image,
    disc_coordinates,
    disc_image,
    nearest_sample,
)
from myomap.polarmap.drawing_options import (
    Background,
    DrawingOptions,
    PanelSpec,
    Wording,
)
from myomap.polarmap.graticule import (
    graticule_lines,
    label_place,
    mask_outline,
    unit_arc,
)
from myomap.polarmap.segments import known_mean_by_segment, segment_weights
from myomap.records import N_ANGLES, N_RINGS, MapArray, MaskArray, PolarMap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["THEMES", "Theme", "draw_color_bar", "draw_disc"]

# Pixels of the disc's picture for one of the panel: half again as many as are seen, so
# that an enlarged SVG stays smooth.
_OVERSAMPLING = 1.5
_LIMIT = 1.19
_WALL_PT = 10.0
_DARK_LINE = "#4a5058"

_Content: TypeAlias = PolarMap | DifferenceMap | ClassMap


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours of page and text.

    Parameters
    ----------
    page, text, quiet : str
        Background, main text, secondary text.
    """

    page: str
    text: str
    quiet: str


THEMES = {
    Background.LIGHT: Theme(page="#ffffff", text="#16191d", quiet="#565d66"),
    Background.DARK: Theme(page="#101317", text="#f1f3f5", quiet="#a8b0b9"),
}


def draw_disc(axes: "Axes", panel: PanelSpec, options: DrawingOptions) -> None:
    """Draw a map's disc into axes.

    Parameters
    ----------
    axes : Axes
        Square; filled by the disc and the names of the walls.
    panel : PanelSpec
        What to draw.
    options : DrawingOptions
        How.
    """
    theme = THEMES[options.background]
    reach = 1 + (_LIMIT - 1) * options.letters_points(_WALL_PT) / _WALL_PT
    axes.set_xlim(-reach, reach)
    axes.set_ylim(-reach, reach)
    axes.set_aspect("equal")
    axes.set_axis_off()
    picture = _picture(panel.content, options)
    if panel.blackout is not None:
        picture = _blacked_out(picture, panel.blackout)
    axes.imshow(picture, extent=(-1, 1, -1, 1), origin="upper", interpolation="hanning")
    _hatch(axes, panel.content.valid)
    _draw_graticule(axes, panel.content, options)
    if panel.blackout is not None:
        _draw_lines(axes, mask_outline(panel.blackout), width=1.4, color="#ffffff")
    if panel.outline is not None:
        _draw_lines(axes, mask_outline(panel.outline), width=2.0, color="#00e5ff")
    rim = unit_arc(1.0, 0.0, 360.0)
    axes.plot(rim[:, 0], rim[:, 1], color=theme.text, linewidth=1.6, zorder=4)
    if options.shows_values:
        labels = panel.labels or _means(panel.content, options)
        _write_labels(axes, labels, picture, options)
    _write_walls(axes, theme, options)


def draw_color_bar(
    axes: "Axes",
    content: PolarMap | DifferenceMap,
    options: DrawingOptions,
    reference: str | None = None,
) -> None:
    """Draw the colour bar of a map, with its unit and the name of its table.

    Parameters
    ----------
    axes : Axes
        Flat; the bar fills it and its labels stand below.
    content : PolarMap or DifferenceMap
        What the bar explains.
    options : DrawingOptions
        The tables and their ranges.
    reference : str or None
        What 100 % is of a map that does not know it itself.
    """
    theme = THEMES[options.background]
    table, low, high = _scale(content, options)
    axes.imshow(
        table.rgb[None],
        extent=(low, high, 0, 1),
        aspect="auto",
        interpolation="nearest",
    )
    axes.set_yticks([])
    axes.set_xticks(np.linspace(low, high, 6 if low == 0 else 5))
    sign = "" if low == 0 else "+"
    axes.xaxis.set_major_formatter(lambda value, _: _number(value, sign))
    axes.tick_params(
        labelsize=options.letters_points(8.5), colors=theme.text, length=3, width=0.8
    )
    for spine in axes.spines.values():
        spine.set_edgecolor(theme.text)
        spine.set_linewidth(0.8)
    if options.shows_captions:
        label = _bar_label(content, options.wording, reference)
        _write_bar_labels(axes, (label, table.title), options)


def _write_bar_labels(
    axes: "Axes", words: tuple[str, str], options: DrawingOptions
) -> None:
    theme = THEMES[options.background]
    label, table = words
    axes.set_xlabel(
        label,
        fontsize=9,
        color=theme.text,
        labelpad=4,
        parse_math=False,
    )
    axes.text(
        0.5,
        -4.0,
        f"{options.wording.table}: {table}",
        transform=axes.transAxes,
        horizontalalignment="center",
        verticalalignment="top",
        fontsize=8,
        color=theme.quiet,
        parse_math=False,
    )


def _scale(
    content: PolarMap | DifferenceMap, options: DrawingOptions
) -> tuple[ColorTable, float, float]:
    if isinstance(content, DifferenceMap):
        limit = options.difference_limit_points
        return color_table(options.difference_table), -limit, limit
    return color_table(options.color_table), 0.0, options.upper_percent


def _picture(content: _Content, options: DrawingOptions) -> ColorArray:
    if isinstance(content, ClassMap):
        return class_image(content, round(_OVERSAMPLING * options.panel_px))
    table, _, high = _scale(content, options)
    size_px = round(_OVERSAMPLING * options.panel_px)
    if isinstance(content, DifferenceMap):
        return difference_image(content, table, size_px, limit_points=high)
    return disc_image(content, table, size_px, upper_percent=high)


def _values(content: PolarMap | DifferenceMap) -> MapArray:
    if isinstance(content, DifferenceMap):
        return content.difference_points
    return content.uptake_percent


def _bar_label(
    content: PolarMap | DifferenceMap, wording: Wording, reference: str | None
) -> str:
    if isinstance(content, DifferenceMap):
        return wording.difference
    percentile = content.reference_percentile
    if np.isnan(percentile) and reference is not None:
        return wording.uptake_of.format(reference=reference)
    if np.isnan(percentile):
        return wording.uptake_unscaled
    return wording.uptake.format(percentile=f"{percentile:g}")


def _hatch(axes: "Axes", valid: MaskArray) -> None:
    from matplotlib.patches import Wedge

    for ring, first, last in _runs(~valid):
        axes.add_patch(
            Wedge(
                (0.0, 0.0),
                (ring + 1) / N_RINGS,
                360.0 / N_ANGLES * (first - 0.5),
                360.0 / N_ANGLES * (last + 0.5),
                width=1.0 / N_RINGS,
                fill=False,
                hatch="/////",
                edgecolor="#202020",
                linewidth=0.0,
            )
        )


def _runs(mask: MaskArray) -> list[tuple[int, int, int]]:
    """Return ring, first and last angle index of every unbroken run."""
    runs = []
    for ring, row in enumerate(mask):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], row, [0]])))
        pairs = edges.reshape(-1, 2)
        runs += [(ring, int(first), int(end) - 1) for first, end in pairs]
    return runs


def _draw_graticule(axes: "Axes", content: _Content, options: DrawingOptions) -> None:
    # No difference and no change are bright: there the lines are dark.
    color = "#ffffff" if isinstance(content, PolarMap) else _DARK_LINE
    lines = graticule_lines(options.model)
    _draw_lines(axes, tuple(line.points for line in lines), width=0.9, color=color)
    if options.shows_territories:
        thick = tuple(line.points for line in lines if line.parts_territories)
        _draw_lines(axes, thick, width=2.6, color=color)


def _draw_lines(
    axes: "Axes", lines: tuple[Any, ...], *, width: float, color: str
) -> None:
    """Draw lines with a contrasting edge, to be seen on any colour."""
    from matplotlib.collections import LineCollection
    from matplotlib.patches import Circle

    edge = "#ffffff80" if color == _DARK_LINE else "#00000080"
    for stroke, ink in ((width + 1.1, edge), (width, color)):
        collection = LineCollection(
            lines, linewidths=stroke, colors=ink, capstyle="round", zorder=3
        )
        axes.add_collection(collection, autolim=False)
        collection.set_clip_path(Circle((0.0, 0.0), 1.0, transform=axes.transData))


def _means(content: _Content, options: DrawingOptions) -> tuple[str, ...]:
    """Return the segments' means as they are written."""
    if isinstance(content, ClassMap):
        return ("",) * len(options.model.segments)
    sign = "+" if isinstance(content, DifferenceMap) else ""
    weights = segment_weights(options.model)
    means = known_mean_by_segment(
        _values(content), content.area_cm2, content.valid, weights
    )
    return tuple("–" if np.isnan(mean) else _number(mean, sign) for mean in means)


def _write_labels(
    axes: "Axes",
    labels: tuple[str, ...],
    picture: ColorArray,
    options: DrawingOptions,
) -> None:
    from matplotlib.patheffects import withStroke

    for segment, label in zip(options.model.segments, labels, strict=True):
        radius, angle_deg = label_place(segment)
        x, y = unit_arc(radius, angle_deg, angle_deg)[0]
        ink, edge = _ink_on(picture, x, y)
        axes.text(
            x,
            y,
            label,
            horizontalalignment="center",
            verticalalignment="center_baseline",
            fontsize=options.letters_points(11),
            fontweight="bold",
            color=ink,
            path_effects=[withStroke(linewidth=2.0, foreground=edge)],
            zorder=5,
        )


def _blacked_out(picture: ColorArray, mask: MaskArray) -> ColorArray:
    """Return a disc's picture, black wherever its sample is marked."""
    nearest = nearest_sample(*disc_coordinates(picture.shape[0]))
    painted = picture.copy()
    painted[mask.reshape(-1)[nearest], :3] = 0
    return painted


def _number(value: float, sign: str) -> str:
    rounded = int(np.rint(value))
    return f"{rounded:{sign if rounded else ''}d}".replace("-", "−")


def _ink_on(picture: ColorArray, x: float, y: float) -> tuple[str, str]:
    """Return text and edge colour that stand out where the text is written."""
    size_px = picture.shape[0]
    row, column = int((1 - y) * size_px / 2), int((1 + x) * size_px / 2)
    reach = size_px // 40
    patch = picture[row - reach : row + reach, column - reach : column + reach]
    luminance = float(patch[..., :3].mean(axis=(0, 1)) @ [0.299, 0.587, 0.114])
    return ("#000000", "#ffffffb0") if luminance > 140 else ("#ffffff", "#000000b0")


def _write_walls(axes: "Axes", theme: Theme, options: DrawingOptions) -> None:
    wording, size_points = options.wording, options.letters_points(_WALL_PT)
    away = 1 + 0.1 * size_points / _WALL_PT
    for x, y, text, turn in (
        (0.0, away, wording.anterior, 0),
        (-away, 0.0, wording.septal, 90),
        (0.0, -away, wording.inferior, 0),
        (away, 0.0, wording.lateral, 270),
    ):
        axes.text(
            x,
            y,
            text,
            rotation=turn,
            horizontalalignment="center",
            verticalalignment="center",
            fontsize=size_points,
            color=theme.quiet,
            parse_math=False,
        )
