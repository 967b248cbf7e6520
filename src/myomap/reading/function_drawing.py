"""The beat as a picture: volume curve, thickening, motion and phase of each state."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from myomap.figures import house_style
from myomap.function import FunctionFigures, on_rings
from myomap.geometry import FloatArray
from myomap.polarmap import DifferenceMap, DrawingOptions, PanelSpec
from myomap.polarmap.panel import THEMES, draw_color_bar, draw_disc
from myomap.reading.journey import Reading
from myomap.records import State

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["draw_function", "drawn_beats"]

_WIDTH: Final = 15.6
_ROW: Final = 4.6
_FOOTER: Final = 0.34
_GAP: Final = 0.35
_LEFTS: Final = (0.055, 0.285, 0.525, 0.79)
_ACROSS: Final = (0.19, 0.22, 0.22, 0.19)
_THICKENING_PERCENT: Final = 100.0
_MOTION_MM: Final = 12.0
_BIN_DEG: Final = 6.0
_REMARK: Final = (
    "ED end-diastole, ES end-systole; phase: when each part of the wall contracts"
)


def drawn_beats(reading: Reading) -> dict[State, FunctionFigures]:
    """Return the function of the states that a picture may show.

    Parameters
    ----------
    reading : Reading
        What was found.

    Returns
    -------
    dict of State to FunctionFigures
        Without those of doubtful contours.
    """
    return {
        state: found.beat.figures
        for state, found in reading.states.items()
        if found.beat is not None
        and found.beat.figures is not None
        and not found.beat.figures.is_doubtful
    }


def draw_function(
    beats: dict[State, FunctionFigures], options: DrawingOptions | None = None
) -> "Figure":
    """Return a figure with one row a gated state.

    Parameters
    ----------
    beats : dict of State to FunctionFigures
        Of `drawn_beats`; at least one.
    options : DrawingOptions, optional
        Background, resolution and whether the data are simulated.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot; hand it to `myomap.figures`.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = options or DrawingOptions()
    theme = THEMES[chosen.background]
    height = _ROW * len(beats) + _GAP * (len(beats) - 1) + _FOOTER
    with house_style():
        figure = Figure(
            figsize=(_WIDTH, height),
            dpi=chosen.panel_px / 6.0,
            facecolor=theme.page,
        )
        FigureCanvasAgg(figure)
        for row, (state, figures) in enumerate(beats.items()):
            bottom = (_FOOTER + (_ROW + _GAP) * (len(beats) - 1 - row)) / height
            _draw_row(figure, (bottom, _ROW / height), state, figures, chosen)
        for place, text, side in (
            (0.01, _REMARK, "left"),
            (0.99, chosen.notice, "right"),
        ):
            figure.text(
                place,
                0.4 * _FOOTER / height,
                text,
                horizontalalignment=side,
                verticalalignment="center",
                fontsize=8.0,
                fontweight="bold" if side == "right" else "normal",
                color=theme.quiet,
            )
    return figure


def _draw_row(
    figure: "Figure",
    place: tuple[float, float],
    state: State,
    figures: FunctionFigures,
    options: DrawingOptions,
) -> None:
    bottom, high = place
    theme = THEMES[options.background]
    figure.text(
        0.01,
        bottom + 0.955 * high,
        f"{state.value.capitalize()}: EF {100 * figures.ejection_fraction:.0f} %, "
        f"EDV {figures.diastolic_ml:.0f} ml, ESV {figures.systolic_ml:.0f} ml, "
        f"stroke volume {figures.stroke_ml:.0f} ml",
        fontsize=13,
        fontweight="bold",
        verticalalignment="center",
        color=theme.text,
    )
    boxes = [
        (left, bottom + 0.16 * high, across, 0.66 * high)
        for left, across in zip(_LEFTS, _ACROSS, strict=True)
    ]
    _draw_curve(_plain_axes(figure, boxes[0], options), figures, options)
    for box, values, limit, label in (
        (boxes[1], figures.thickening_percent, _THICKENING_PERCENT, "Thickening, %"),
        (boxes[2], figures.motion_mm, _MOTION_MM, "Motion inwards, mm"),
    ):
        _draw_map(figure, box, (values, figures.area_cm2), limit, label, options)
    _draw_phases(_plain_axes(figure, boxes[3], options), figures, options)


def _plain_axes(
    figure: "Figure", box: Sequence[float], options: DrawingOptions
) -> "Axes":
    theme = THEMES[options.background]
    axes = figure.add_axes((box[0], box[1], box[2], box[3]))
    axes.set_facecolor(theme.page)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        axes.spines[side].set_color(theme.quiet)
    axes.tick_params(colors=theme.text, labelsize=9)
    return axes


def _draw_curve(
    axes: "Axes", figures: FunctionFigures, options: DrawingOptions
) -> None:
    theme = THEMES[options.background]
    cavity = figures.cavity_ml
    gates = np.arange(1, cavity.size + 2)
    # The beat closes: the first gate comes after the last.
    axes.plot(
        gates, np.append(cavity, cavity[0]), marker="o", color="#0072b2", linewidth=2
    )
    axes.set_ylim(0, 1.15 * float(cavity.max()))
    axes.set_xticks(gates[: cavity.size : max(1, cavity.size // 8)])
    for gate, name in ((figures.end_diastole, "ED"), (figures.end_systole, "ES")):
        axes.annotate(
            name,
            (gate + 1, float(cavity[gate])),
            xytext=(0, 8),
            textcoords="offset points",
            ha="center",
            fontsize=10,
            color=theme.text,
        )
    axes.set_xlabel("Gate", color=theme.text, fontsize=10)
    axes.set_title("Cavity, ml", color=theme.text, fontsize=11)


def _draw_map(
    figure: "Figure",
    box: Sequence[float],
    values: tuple[FloatArray, FloatArray],
    limit: float,
    label: str,
    options: DrawingOptions,
) -> None:
    rings, area_cm2 = on_rings(values[0]), values[1]
    content = DifferenceMap(
        difference_points=rings.astype(np.float32),
        area_cm2=area_cm2.astype(np.float32),
        valid=np.ones(rings.shape, bool),
    )
    look = replace(
        options,
        difference_limit_points=limit,
        wording=replace(options.wording, difference=label),
        shows_territories=False,
    )
    left, bottom, across, up = box
    draw_disc(
        figure.add_axes((left, bottom - 0.02 * up, across, 1.12 * up)),
        PanelSpec(title=label, content=content, labels=_numbers(content, look)),
        look,
    )
    bar = figure.add_axes(
        (left + 0.1 * across, bottom - 0.09 * up, 0.8 * across, 0.045 * up)
    )
    draw_color_bar(bar, content, look)


def _numbers(content: DifferenceMap, options: DrawingOptions) -> tuple[str, ...]:
    from myomap.polarmap import mean_by_segment, segment_weights

    means = mean_by_segment(
        content.difference_points, content.area_cm2, segment_weights(options.model)
    )
    return tuple(f"{round(float(each))}".replace("-", "−") for each in means)


def _draw_phases(
    axes: "Axes", figures: FunctionFigures, options: DrawingOptions
) -> None:
    theme = THEMES[options.background]
    phase = figures.phase
    middles = -180.0 + _BIN_DEG * (np.arange(phase.histogram.size) + 0.5)
    axes.bar(middles, 100.0 * phase.histogram, width=_BIN_DEG, color="#d55e00")
    axes.set_xlim(-180, 180)
    axes.set_xticks([-180, -90, 0, 90, 180])
    axes.set_xlabel("Degrees of the beat about the mean", color=theme.text, fontsize=10)
    axes.set_title("Phase, % of the wall", color=theme.text, fontsize=11)
    axes.text(
        0.98,
        0.96,
        f"bandwidth {phase.bandwidth_deg:.0f}°\nSD {phase.spread_deg:.0f}°\n"
        f"entropy {100 * phase.entropy:.0f} %",
        transform=axes.transAxes,
        ha="right",
        va="top",
        fontsize=9.5,
        color=theme.text,
    )
