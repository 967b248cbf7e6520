"""Draw docs/pictures/conventions.png: rings, angles, segments and territories.

    python tools/draw_conventions.py

Everything on it is asked of the code, so that the picture cannot say otherwise.
"""

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Wedge

from myomap.polarmap import Segment, Territory, segments_17
from myomap.records import N_ANGLES, N_RINGS

PICTURE = Path("docs/pictures/conventions.png")

# Apart in hue and in lightness, so that they stay apart for colour-blind eyes.
FILLS = {Territory.LAD: "#cfe3f5", Territory.RCA: "#f6e3b4", Territory.LCX: "#cbe8cf"}
WALLS = {0: "lateral", 90: "anterior", 180: "septal", 270: "inferior"}


def point(radius: float, angle_deg: float) -> tuple[float, float]:
    """Return where a point of the disc is drawn."""
    angle = np.radians(angle_deg)
    return radius * float(np.cos(angle)), radius * float(np.sin(angle))


def draw_segment(axes: Axes, segment: Segment) -> None:
    """Draw one segment with its number, in the colour of its territory."""
    wedge = Wedge(
        (0, 0),
        segment.outer_radius,
        segment.start_deg,
        segment.start_deg + segment.sweep_deg,
        width=segment.outer_radius - segment.inner_radius,
        facecolor=FILLS[segment.territory],
        edgecolor="#444444",
        linewidth=1.2,
    )
    axes.add_patch(wedge)
    is_cap = segment.inner_radius == 0
    middle = (segment.inner_radius + segment.outer_radius) / 2
    place = point(0 if is_cap else middle, segment.start_deg + segment.sweep_deg / 2)
    axes.text(*place, str(segment.number), ha="center", va="center", fontsize=13)


def draw_angles(axes: Axes) -> None:
    """Write the wall and the angle at the four quarters, and the way they grow."""
    for angle_deg, wall in WALLS.items():
        index = angle_deg * N_ANGLES // 360
        label = f"{wall}\n{angle_deg}°, index {index}"
        distance = 1.16 if angle_deg % 180 else 1.32
        place = point(distance, angle_deg)
        axes.text(*place, label, ha="center", va="center", fontsize=11)
    start, stop = point(1.08, 22), point(1.08, 62)
    axes.annotate(
        "",
        xy=stop,
        xytext=start,
        arrowprops={
            "arrowstyle": "-|>",
            "connectionstyle": "arc3,rad=0.18",
            "color": "#b03030",
            "linewidth": 1.6,
        },
    )
    axes.text(*point(1.2, 42), "angle", color="#b03030", fontsize=11, ha="left")


def draw_rings(axes: Axes) -> None:
    """Mark the ring axis from the apex to the valve plane."""
    axes.annotate(
        "",
        xy=point(1.0, -13),
        xytext=point(4 / N_RINGS, -13),
        arrowprops={"arrowstyle": "-|>", "color": "#b03030", "linewidth": 1.6},
    )
    label = f"ring 0 = apex\nring {N_RINGS - 1} = base"
    axes.text(*point(1.08, -20), label, color="#b03030", fontsize=11, va="top")


def draw() -> Figure:
    """Return the picture."""
    figure = Figure(figsize=(7.2, 6.6), dpi=110)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0.02, 0.08, 0.96, 0.9))
    axes.set_aspect("equal")
    axes.set_axis_off()
    axes.set_xlim(-1.6, 1.6)
    axes.set_ylim(-1.38, 1.38)
    model = segments_17()
    for segment in model.segments:
        draw_segment(axes, segment)
    draw_angles(axes)
    draw_rings(axes)
    for position, (territory, fill) in enumerate(FILLS.items()):
        label = f"  {territory.value}  "
        box = {"facecolor": fill, "edgecolor": "#444444"}
        figure.text(0.36 + 0.14 * position, 0.045, label, bbox=box, ha="center")
    return figure


if __name__ == "__main__":
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    draw().savefig(PICTURE, metadata={"Software": None})
