"""The three slices through the ventricle with its contours drawn on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from myomap.colortable import apply_color_table, color_table
from myomap.errors import ConfigError
from myomap.figures import house_style
from myomap.geometry import FloatArray
from myomap.records import Surface, Ventricle, Volume
from myomap.ventricle.profiles import counts_at
from myomap.ventricle.reorient import ReorientOptions, axis_slices

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["SliceDrawing", "SliceRow", "draw_axis_slices"]

_PANEL_INCH = 3.4
_TITLE_INCH = 0.42
_FOOTER_INCH = 0.42
_CONTOURS = (
    ("endocardium", "#4dd0e1", 1.4),
    ("midwall", "#ffffff", 0.7),
    ("epicardium", "#7cfc5a", 1.4),
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SliceRow:
    """One ventricle and what to write beside it.

    Parameters
    ----------
    title : str
        "Stress", for example.
    ventricle : Ventricle
        Its slices and contours are drawn.
    """

    title: str
    ventricle: Ventricle


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceDrawing:
    """How slices are drawn.

    Parameters
    ----------
    color_table : str
        See `myomap.colortable.color_table_names`.
    upper_percent : float, percent of the wall's 99th percentile
        What takes the highest colour: hot organs beyond it do not dim the wall.
    shows_contours : bool
        Whether endo- and epicardium and the mid-wall are drawn.
    panel_px : int, pixels
        Edge of one slice.
    short, vertical, horizontal : str
        Titles of the columns.
    legend : str
        What the lines and ticks are.
    purpose : str
        What the figure must not be used for.
    simulated : str
        Before it, where no person is shown.
    is_simulated : bool
        Whether to say below that the data are simulated.
    """

    color_table: str = "inferno"
    upper_percent: float = 110.0
    shows_contours: bool = True
    panel_px: int = 420
    short: str = "Short axis"
    vertical: str = "Vertical long axis"
    horizontal: str = "Horizontal long axis"
    legend: str = "Lines: endocardium, mid-wall, epicardium; 1 tick = 1 cm"
    purpose: str = "Research use only, not for diagnosis"
    simulated: str = "SIMULATED"
    is_simulated: bool = False

    @property
    def footer(self) -> str:
        """What is written below the slices."""
        text = f"{self.purpose}. {self.legend}"
        return f"{self.simulated} · {text}" if self.is_simulated else text


def draw_axis_slices(
    rows: Sequence[SliceRow], options: SliceDrawing | None = None
) -> "Figure":
    """Return a figure of the three standard slices of one or more ventricles.

    Rows are stress above rest where both are given, each scaled to its own wall.
    Short axis: anterior up, lateral right. Vertical long axis: anterior up, apex
    right. Horizontal long axis: apex up, lateral right.

    Parameters
    ----------
    rows : sequence of SliceRow
        One to four.
    options : SliceDrawing, optional
        Colours, contours, words.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot; hand it to `myomap.figures.figure_bytes`.

    Raises
    ------
    ConfigError
        If there are no rows or more than four, or the colour table is unknown.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = SliceDrawing() if options is None else options
    if not 1 <= len(rows) <= 4:
        raise ConfigError(
            f"Slices of {len(rows)} ventricles were asked for. Expected 1 to 4."
        )
    height = _TITLE_INCH + len(rows) * _PANEL_INCH + _FOOTER_INCH
    width = 3 * _PANEL_INCH
    with house_style():
        figure = Figure(
            figsize=(width, height),
            dpi=chosen.panel_px / _PANEL_INCH,
            facecolor="#101317",
        )
        FigureCanvasAgg(figure)
        for row_index, row in enumerate(rows):
            top = 1 - (_TITLE_INCH + row_index * _PANEL_INCH) / height
            _draw_row(figure, row, (top, _PANEL_INCH / height), chosen)
        titles = (chosen.short, chosen.vertical, chosen.horizontal)
        for index, title in enumerate(titles):
            figure.text(
                (index + 0.5) / 3,
                1 - _TITLE_INCH / 2 / height,
                title,
                color="#f1f3f5",
                fontsize=12,
                ha="center",
                va="center",
                parse_math=False,
            )
        figure.text(
            0.5,
            _FOOTER_INCH / 2 / height,
            chosen.footer,
            color="#a8b0b9",
            fontsize=9,
            ha="center",
            va="center",
            parse_math=False,
        )
    return figure


def _draw_row(
    figure: "Figure", row: SliceRow, place: tuple[float, float], options: SliceDrawing
) -> None:
    """Draw the three slices of one ventricle."""
    top, height = place
    slices = axis_slices(
        row.ventricle.volume, row.ventricle.long_axis, ReorientOptions()
    )
    upper = options.upper_percent / 100.0 * wall_reference(row.ventricle)
    walls = (
        (slices.short, "ANT", "LAT"),
        (slices.vertical_long, "ANT", "APEX"),
        (slices.horizontal_long, "APEX", "LAT"),
    )
    for index, (plane, up, right) in enumerate(walls):
        axes = figure.add_axes((index / 3 + 0.002, top - height, 0.996 / 3, height))
        _draw_slice(axes, plane, upper, options)
        if options.shows_contours:
            _draw_contours(axes, plane, row.ventricle)
        for x, y, text in ((0.5, 0.965, f"{up} ↑"), (0.975, 0.965, f"{right} →")):
            axes.text(
                x,
                y,
                text,
                transform=axes.transAxes,
                color="#c9d1d9",
                fontsize=8,
                ha="center" if x == 0.5 else "right",
                va="center",
            )
        if index == 0:
            axes.text(
                0.03,
                0.965,
                row.title,
                transform=axes.transAxes,
                color="#f1f3f5",
                fontsize=11,
                fontweight="bold",
                va="center",
                parse_math=False,
            )


def wall_reference(ventricle: Ventricle) -> float:
    """Return the 99th percentile of the counts on the mid-wall, at least tiny."""
    counts = counts_at(ventricle.volume, ventricle.midwall.points_mm)
    return max(float(np.percentile(counts, 99)), 1e-12)


def _draw_slice(
    axes: "Axes", plane: Volume, upper: float, options: SliceDrawing
) -> None:
    """Show the counts of a slice in its own millimetres, the middle at 0."""
    percent = 100.0 * plane.counts[0] / upper
    rgb = apply_color_table(percent, color_table(options.color_table))
    half = plane.counts.shape[1] / 2 * float(plane.voxel_size_mm[1])
    axes.imshow(rgb, extent=(-half, half, half, -half), interpolation="bilinear")
    axes.set_xlim(-half, half)
    axes.set_ylim(half, -half)
    axes.set_xticks(np.arange(-60, 61, 10), labels=[])
    axes.set_yticks(np.arange(-60, 61, 10), labels=[])
    axes.tick_params(direction="in", color="#8b949e", length=3, width=0.6)
    for spine in axes.spines.values():
        spine.set_edgecolor("#30363d")


def _draw_contours(axes: "Axes", plane: Volume, ventricle: Ventricle) -> None:
    """Draw where the surfaces cross the slice."""
    from matplotlib.collections import LineCollection

    for name, color, width in _CONTOURS:
        lines = _crossings(getattr(ventricle, name), plane)
        axes.add_collection(
            LineCollection(list(lines), colors=color, linewidths=width), autolim=False
        )


def _crossings(surface: Surface, plane: Volume) -> FloatArray:
    """Return the segments (n, 2, 2), mm right and down, where a surface meets a slice.

    Each quadrilateral of the surface is two triangles; a triangle whose corners lie
    on both sides of the slice crosses it in one segment.
    """
    normal, down, right = (
        plane.affine[:3, k] / np.linalg.norm(plane.affine[:3, k]) for k in range(3)
    )
    offset = surface.points_mm - plane.centre_mm
    local = np.stack([offset @ right, offset @ down, offset @ normal], axis=-1)
    after = np.roll(local, -1, axis=1)
    a, b, c, d = local[:-1], local[1:], after[:-1], after[1:]
    triangles = np.concatenate(
        [
            np.stack([a, b, c], axis=-2).reshape(-1, 3, 3),
            np.stack([c, b, d], axis=-2).reshape(-1, 3, 3),
        ]
    )
    above = triangles[..., 2] > 0
    crossing = triangles[above.any(axis=1) & ~above.all(axis=1)]
    ends = np.full((len(crossing), 2, 2), np.nan)
    n_found = np.zeros(len(crossing), dtype=int)
    for first, second in ((0, 1), (1, 2), (2, 0)):
        p, q = crossing[:, first], crossing[:, second]
        cuts = (p[:, 2] > 0) != (q[:, 2] > 0)
        rows = np.flatnonzero(cuts)
        part = (p[rows, 2] / (p[rows, 2] - q[rows, 2]))[:, np.newaxis]
        ends[rows, n_found[rows]] = p[rows, :2] + part * (q[rows, :2] - p[rows, :2])
        n_found[rows] += 1
    complete: FloatArray = ends[n_found == 2]
    return complete
