"""Draw the conventions of the polar map: rings and angles, segments and arteries.

Run from anywhere::

    python tools/draw_polar_map_conventions.py [FOLDER]

It writes polar-map-conventions.svg and .png, the same bytes every time, by default to
docs/pictures. All numbers and names are asked of the code.
"""

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from myomap.figures import figure_bytes, house_style
from myomap.geometry import FloatArray
from myomap.polarmap import (
    DEFAULT_RADII,
    Segment,
    segments_17,
)
from myomap.polarmap.graticule import graticule_lines, label_place, unit_arc
from myomap.records import N_ANGLES, N_RINGS, Territory

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"

TEXT = "#16191d"
QUIET = "#565d66"
FAINT = "#dbe0e4"
ACCENT = "#c2410c"

# Apart in hue and in lightness, so that they stay apart for colour-blind eyes.
TERRITORY_COLORS = {
    Territory.LAD: "#bcd9ef",
    Territory.LCX: "#fbe5b8",
    Territory.RCA: "#a9dcc6",
}
ARTERIES = {
    Territory.LAD: "left anterior descending",
    Territory.LCX: "left circumflex",
    Territory.RCA: "right coronary",
}
STEP_DEG = 360.0 / N_ANGLES
SAMPLE = (20, 8)
"""Ring and angle index of the sample that is pointed out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """How a text is written."""

    size: float
    color: str = TEXT
    weight: str = "normal"
    side: str = "center"
    turn: float = 0.0
    has_halo: bool = False


WALL = Ink(size=12, weight="bold")
DETAIL = Ink(size=10.5, color=QUIET)
CAPTION = Ink(size=10.5, color=QUIET)


def draw_conventions() -> "Figure":
    """Return the picture: rings and angles left, segments right."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with house_style():
        figure = Figure(figsize=(12.0, 6.9), dpi=120, facecolor="white")
        FigureCanvasAgg(figure)
        left = add_disc_axes(figure, 0.0, "Rings and angles")
        draw_grid(left)
        write_angles(left)
        draw_direction(left)
        write_rings(left)
        point_out_sample(left)
        right = add_disc_axes(figure, 0.5, "17 segments and their usual arteries")
        draw_segments(right)
        write_legend(right)
    return figure


def add_disc_axes(figure: "Figure", left: float, title: str) -> "Axes":
    """Return axes for a disc of radius one, with room for words around it."""
    axes = figure.add_axes((left, 0.0, 0.5, 1.0))
    axes.set_xlim(-1.4, 1.4)
    axes.set_ylim(-1.58, 1.64)
    axes.set_aspect("equal")
    axes.set_axis_off()
    write(axes, (0.0, 1.5), title, Ink(size=15, weight="bold"))
    return axes


def draw_grid(axes: "Axes") -> None:
    """Draw the borders of all cells."""
    for ring in range(1, N_RINGS):
        is_quarter = ring % 8 == 0
        line = unit_arc(ring / N_RINGS, 0, 360)
        plot(axes, line, "#8b949d" if is_quarter else FAINT, 0.9 if is_quarter else 0.5)
    for index in range(N_ANGLES):
        edge = STEP_DEG * (index - 0.5)
        plot(axes, spoke(edge, 1 / N_RINGS, 1.0), FAINT, 0.5)
    plot(axes, unit_arc(1.0, 0, 360), TEXT, 1.6)


def write_angles(axes: "Axes") -> None:
    """Write the angles around the disc, and the walls at its quarters."""
    for degrees in range(0, 360, 30):
        plot(axes, spoke(degrees, 1.0, 1.03), TEXT, 1.0)
        if degrees % 90:
            write(axes, at(1.11, degrees), f"{degrees}°", DETAIL)
    for (x, y), wall, degrees in (
        ((1.22, 0.0), "lateral", 0),
        ((0.0, 1.2), "anterior", 90),
        ((-1.22, 0.0), "septal", 180),
        ((0.0, -1.2), "inferior", 270),
    ):
        lines = [f"{degrees}°", f"index {degrees * N_ANGLES // 360}"]
        is_side = x != 0
        text = "\n".join(lines) if is_side else ", ".join(lines)
        write(axes, (x, y + (0.1 if is_side else 0.06)), wall, WALL)
        write(axes, (x, y - 0.06), text, DETAIL)


def draw_direction(axes: "Axes") -> None:
    """Draw the arrow along which angles grow."""
    from matplotlib.patches import FancyArrowPatch

    line = unit_arc(0.87, 105, 163)
    plot(axes, line, TEXT, 1.8)
    axes.add_patch(
        FancyArrowPatch(
            at(0.87, 162),
            at(0.87, 166),
            arrowstyle="-|>,head_length=7,head_width=3.5",
            color=TEXT,
            linewidth=1.0,
            shrinkA=0,
            shrinkB=0,
            zorder=5,
        )
    )


def write_rings(axes: "Axes") -> None:
    """Write the numbers of some rings along a radius."""
    ink = Ink(size=10.5, side="left", has_halo=True)
    for ring in (0, 7, 15, 23, 31):
        x, y = at((ring + 0.5) / N_RINGS, 225.0)
        axes.plot(x, y, marker="o", markersize=4.5, color=TEXT, zorder=5)
        write(axes, (x + 0.045, y - 0.01), f"ring {ring}", ink)
    heading = Ink(size=12, weight="bold", has_halo=True)
    write(axes, (0.0, 0.1), "apex", heading)
    write(axes, at(1.12, 225.0), "base", heading)


def point_out_sample(axes: "Axes") -> None:
    """Fill one sample's cell and say how it is addressed."""
    from matplotlib.patches import Wedge

    ring, index = SAMPLE
    angle_deg = STEP_DEG * index
    axes.add_patch(
        Wedge(
            (0, 0),
            (ring + 1) / N_RINGS,
            angle_deg - STEP_DEG / 2,
            angle_deg + STEP_DEG / 2,
            width=1 / N_RINGS,
            facecolor=ACCENT,
            linewidth=0,
            zorder=4,
        )
    )
    plot(axes, spoke(angle_deg + 4.0, (ring + 2) / N_RINGS, 1.2), ACCENT, 1.1)
    note = f"map[{ring}, {index}]\nring {ring}, angle {angle_deg:.0f}°"
    ink = Ink(size=10.5, color=ACCENT, side="left")
    write(axes, (0.79, 0.97), note, ink)
    caption = (
        f"{N_RINGS} rings × {N_ANGLES} angles. Rings are equal steps along the wall;\n"
        f"angles grow counter-clockwise, {STEP_DEG:.0f}° an index."
    )
    write(axes, (0.0, -1.46), caption, CAPTION)


def draw_segments(axes: "Axes") -> None:
    """Draw the segments in the colours of their arteries."""
    model = segments_17()
    for segment in model.segments:
        draw_segment(axes, segment)
    for line in graticule_lines(model):
        plot(axes, line.points, TEXT, 2.6 if line.parts_territories else 0.9)
    plot(axes, unit_arc(1.0, 0, 360), TEXT, 1.6)
    for segment in model.segments:
        if segment.outer_radius == 1.0:
            _, angle_deg = label_place(segment)
            wall = segment.name.removeprefix("basal ")
            for first in ("antero", "infero"):
                wall = wall.replace(first, f"{first}-\n")
            x, y = at(1.06, angle_deg)
            side = "center" if abs(x) < 0.1 else "left" if x > 0 else "right"
            ink = Ink(size=12, weight="bold", side=side)
            write(axes, (x, 1.03 * y), wall, ink)


def draw_segment(axes: "Axes", segment: Segment) -> None:
    """Draw one segment with its number and name."""
    from matplotlib.patches import Wedge

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
    x, y = at(*label_place(segment))
    # A ring is narrower than the long names: their second word stands by the rim.
    words = segment.name.split()
    is_long = any(word.startswith(("antero", "infero")) for word in words)
    name = "\n".join(words[:1] if is_long else words)
    n_lines = name.count("\n") + 1
    number_ink = Ink(size=13, weight="bold")
    write(axes, (x, y + 0.036 * n_lines), str(segment.number), number_ink)
    write(axes, (x, y - 0.046), name, Ink(size=8.5))


def write_legend(axes: "Axes") -> None:
    """Write which colour stands for which artery."""
    from matplotlib.patches import Rectangle

    for territory, x in zip(Territory, (-1.36, -0.2, 0.62), strict=True):
        axes.add_patch(
            Rectangle(
                (x, -1.33),
                0.08,
                0.08,
                facecolor=TERRITORY_COLORS[territory],
                edgecolor=TEXT,
                linewidth=0.8,
            )
        )
        text = f"{territory.value} {ARTERIES[territory]}"
        write(axes, (x + 0.12, -1.29), text, Ink(size=9.5, side="left"))
    radii = ", ".join(f"{radius:.2f}" for radius in DEFAULT_RADII)
    caption = (
        f"Borders at {radii} of the radius.\n"
        "Which artery feeds a segment differs from patient to patient."
    )
    write(axes, (0.0, -1.46), caption, CAPTION)


def at(radius: float, angle_deg: float) -> tuple[float, float]:
    """Return x and y of a point of the disc."""
    x, y = unit_arc(radius, angle_deg, angle_deg)[0].tolist()
    return x, y


def spoke(angle_deg: float, inner: float, outer: float) -> FloatArray:
    """Return the two ends of a piece of radius."""
    return np.array([at(inner, angle_deg), at(outer, angle_deg)])


def plot(axes: "Axes", points: FloatArray, color: str, width: float) -> None:
    """Draw a line through points."""
    x, y = points.T
    axes.plot(x, y, color=color, linewidth=width, solid_capstyle="round", zorder=3)


def write(axes: "Axes", place: tuple[float, float], text: str, ink: Ink) -> None:
    """Write a text at a place."""
    from matplotlib.patheffects import withStroke

    halo = [withStroke(linewidth=3.0, foreground="#ffffff")] if ink.has_halo else []
    axes.text(
        *place,
        text,
        fontsize=ink.size,
        color=ink.color,
        fontweight=ink.weight,
        horizontalalignment=ink.side,
        verticalalignment="center",
        rotation=ink.turn,
        linespacing=1.1,
        path_effects=halo,
        zorder=6,
    )


def main(folder: Path) -> None:
    """Write both pictures into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    figure = draw_conventions()
    for kind in ("svg", "png"):
        path = folder / f"polar-map-conventions.{kind}"
        path.write_bytes(figure_bytes(figure, kind))
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
