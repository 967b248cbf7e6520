"""Draw the picture of the polar map's conventions for the documentation.

Run from the root of the repository::

    python tools/draw_conventions.py

It writes docs/pictures/conventions.svg and .png, the same bytes every time.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from myomap.polarmap import SegmentModel, Territory, figure_bytes, segments_17
from myomap.polarmap.graticule import graticule_lines, label_place, unit_arc
from myomap.polarmap.rendering import house_style
from myomap.records import N_ANGLES, N_RINGS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

TEXT = "#16191d"
QUIET = "#565d66"
ACCENT = "#c2410c"
TERRITORY_COLORS = {
    Territory.LAD: "#bcd9ef",
    Territory.LCX: "#fbdfa6",
    Territory.RCA: "#b9e3d2",
}
ARTERIES = {
    Territory.LAD: "left anterior descending",
    Territory.LCX: "left circumflex",
    Territory.RCA: "right coronary",
}
EXAMPLE = (20, 8)
"""Ring and angle index of the sample that is pointed out."""


def draw_conventions() -> "Figure":
    """Return the picture: rings and angles left, segments right."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(12.0, 7.0), dpi=150, facecolor="white")
        FigureCanvasAgg(figure)
        left = _add_disc_axes(figure, 0.0, "Rings and angles")
        _draw_grid(left)
        _write_angles(left)
        _write_rings(left)
        _point_out_sample(left)
        right = _add_disc_axes(figure, 0.5, "17 segments and their usual arteries")
        _draw_segments(right, segments_17())
        _write_legend(right)
    return figure


def _add_disc_axes(figure: "Figure", left: float, title: str) -> "Axes":
    axes = figure.add_axes((left, 0.0, 0.5, 0.92))
    axes.set_xlim(-1.42, 1.42)
    axes.set_ylim(-1.62, 1.434)
    axes.set_aspect("equal")
    axes.set_axis_off()
    figure.text(
        left + 0.25,
        0.952,
        title,
        horizontalalignment="center",
        verticalalignment="center",
        fontsize=15,
        fontweight="bold",
        color=TEXT,
    )
    return axes


def _draw_grid(axes: "Axes") -> None:
    for ring in range(1, N_RINGS):
        is_quarter = ring % 8 == 0
        _plot(
            axes,
            unit_arc(ring / N_RINGS, 0, 360),
            color="#7d868f" if is_quarter else "#d5dadf",
            width=0.9 if is_quarter else 0.5,
        )
    step = 360.0 / N_ANGLES
    for index in range(N_ANGLES):
        edge = step * (index - 0.5)
        ends = [unit_arc(radius, edge, edge)[0] for radius in (1 / N_RINGS, 1.0)]
        _plot(axes, np.array(ends), color="#d5dadf", width=0.5)
    _plot(axes, unit_arc(1.0, 0, 360), color=TEXT, width=1.6)


def _write_angles(axes: "Axes") -> None:
    for degrees in range(0, 360, 30):
        if degrees % 90:
            tick = [unit_arc(radius, degrees, degrees)[0] for radius in (1.0, 1.03)]
            _plot(axes, np.array(tick), color=TEXT, width=1.0)
            x, y = unit_arc(1.11, degrees, degrees)[0]
            _write(axes, (x, y), f"{degrees}°", size=10, color=QUIET)
    for (x, y), wall, degrees in (
        ((1.22, 0.0), "lateral", 0),
        ((0.0, 1.18), "anterior", 90),
        ((-1.22, 0.0), "septal", 180),
        ((0.0, -1.18), "inferior", 270),
    ):
        index = degrees * N_ANGLES // 360
        _write(axes, (x, y + 0.075), wall, size=11, weight="bold")
        _write(axes, (x, y - 0.05), f"{degrees}°, index {index}", size=10, color=QUIET)


def _write_rings(axes: "Axes") -> None:
    """Number rings along a radius that no other text uses."""
    for ring in (0, 7, 15, 23, 31):
        x, y = unit_arc((ring + 0.5) / N_RINGS, 225.0, 225.0)[0]
        _mark(axes, (x, y), TEXT)
        _write(axes, (x + 0.035, y - 0.035), str(ring), size=10, side="left", up="top")
    _write(axes, (0.0, 0.1), "apex", size=11, weight="bold")
    _write(axes, (-0.98, -1.02), "base", size=11, weight="bold")


def _point_out_sample(axes: "Axes") -> None:
    from matplotlib.patches import FancyArrowPatch, Wedge

    ring, index = EXAMPLE
    step = 360.0 / N_ANGLES
    axes.add_patch(
        Wedge(
            (0, 0),
            (ring + 1) / N_RINGS,
            step * (index - 0.5),
            step * (index + 0.5),
            width=1 / N_RINGS,
            facecolor=ACCENT,
            edgecolor=ACCENT,
            linewidth=1.0,
            zorder=4,
        )
    )
    x, y = unit_arc((ring + 0.5) / N_RINGS, step * index, step * index)[0]
    note = f"uptake[{ring}, {index}]: ring {ring}, angle {step * index:.0f}°"
    _write(axes, (0.33, 1.36), note, size=10.5, color=ACCENT, side="left")
    _plot(axes, np.array([(0.78, 1.3), (x + 0.01, y + 0.03)]), color=ACCENT, width=1.0)
    start, end = unit_arc(0.86, 18, 18)[0], unit_arc(0.86, 70, 70)[0]
    axes.add_patch(
        FancyArrowPatch(
            tuple(start),
            tuple(end),
            connectionstyle="arc3,rad=0.235",
            arrowstyle="-|>,head_length=7,head_width=3.5",
            color=TEXT,
            linewidth=1.6,
            zorder=5,
        )
    )
    _write(
        axes,
        (0.0, -1.47),
        f"{N_RINGS} rings × {N_ANGLES} angles; ring 0 is the apex, angles grow as "
        "the arrow shows",
        size=10,
        color=QUIET,
    )


def _draw_segments(axes: "Axes", model: SegmentModel) -> None:
    from matplotlib.patches import Wedge

    for segment in model.segments:
        axes.add_patch(
            Wedge(
                (0, 0),
                segment.outer_radius,
                segment.start_deg,
                segment.start_deg + segment.sweep_deg,
                width=segment.outer_radius - segment.inner_radius,
                facecolor=TERRITORY_COLORS[segment.territory],
                linewidth=0,
            )
        )
        radius, angle_deg = label_place(segment)
        x, y = unit_arc(radius, angle_deg, angle_deg)[0]
        name = segment.name.replace(" ", "\n")
        n_lines = 1 + name.count("\n")
        _write(
            axes, (x, y + 0.035 * n_lines), str(segment.number), size=13, weight="bold"
        )
        _write(axes, (x, y - 0.045), name, size=7.5, color=TEXT)
    for line in graticule_lines(model):
        width = 2.4 if line.parts_territories else 0.9
        _plot(axes, line.points, color=TEXT, width=width)
    _plot(axes, unit_arc(1.0, 0, 360), color=TEXT, width=1.6)
    for place, wall in (
        ((0.0, 1.1), "anterior"),
        ((0.0, -1.1), "inferior"),
    ):
        _write(axes, place, wall, size=11, weight="bold")
    _write(axes, (-1.1, 0.0), "septal", size=11, weight="bold", turn=90)
    _write(axes, (1.1, 0.0), "lateral", size=11, weight="bold", turn=270)


def _write_legend(axes: "Axes") -> None:
    from matplotlib.patches import Rectangle

    for index, territory in enumerate(Territory):
        x = -1.33 + 0.98 * index
        axes.add_patch(
            Rectangle(
                (x, -1.32),
                0.09,
                0.09,
                facecolor=TERRITORY_COLORS[territory],
                edgecolor=TEXT,
                linewidth=0.8,
            )
        )
        text = f"{territory.value}, {ARTERIES[territory]}"
        _write(axes, (x + 0.13, -1.277), text, size=9.5, side="left")
    radii = "borders at 0.25, 0.50 and 0.75 of the radius; arteries differ from patient"
    _write(axes, (0.0, -1.47), f"{radii} to patient", size=10, color=QUIET)


def _plot(axes: "Axes", points: np.ndarray, *, color: str, width: float) -> None:
    axes.plot(
        points[:, 0],
        points[:, 1],
        color=color,
        linewidth=width,
        solid_capstyle="round",
        zorder=3,
    )


def _mark(axes: "Axes", place: tuple[float, float], color: str) -> None:
    axes.plot(*place, marker="o", markersize=4.5, color=color, zorder=5)


def _write(
    axes: "Axes",
    place: tuple[float, float],
    text: str,
    *,
    size: float,
    color: str = TEXT,
    weight: str = "normal",
    side: str = "center",
    up: str = "center",
    turn: float = 0,
) -> None:
    axes.text(
        *place,
        text,
        fontsize=size,
        color=color,
        fontweight=weight,
        horizontalalignment=side,
        verticalalignment=up,
        rotation=turn,
        linespacing=1.05,
        zorder=6,
    )


def main() -> None:
    """Write both pictures."""
    folder = Path(__file__).parents[1] / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    figure = draw_conventions()
    for kind in ("svg", "png"):
        path = folder / f"conventions.{kind}"
        path.write_bytes(figure_bytes(figure, kind))
        print(f"docs/pictures/{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
