"""Polar maps side by side in one figure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from myomap.errors import ConfigError
from myomap.figures import house_style
from myomap.polarmap.class_map import ClassMap
from myomap.polarmap.drawing_options import DrawingOptions, PanelSpec
from myomap.polarmap.legend import draw_legend
from myomap.polarmap.panel import THEMES, draw_color_bar, draw_disc

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.text import Text

__all__ = ["draw_polar_maps"]

# Inches of one panel, from the top down. The text sizes belong to this panel; a
# picture of more pixels has the same layout.
_PANEL = 4.0
_TITLE = 0.46
_DISC = 3.86
_BAR_TOP = 0.10
_BAR = 0.13
_BAR_LABELS = 0.78
_FOOTER = 0.34
_FOOTER_PT = 8.0
_HEIGHT = _TITLE + _DISC + _BAR_TOP + _BAR + _BAR_LABELS + _FOOTER


def draw_polar_maps(
    panels: Sequence[PanelSpec], options: DrawingOptions | None = None
) -> "Figure":
    """Return a figure of discs side by side.

    Each disc has the apex in its centre and the anterior wall on top, the graticule
    and the means of the segments, and a colour bar with its unit and the name of the
    colour table. Samples that are not valid are hatched. Every figure says that it is
    for research use only.

    Parameters
    ----------
    panels : sequence of PanelSpec
        One to six, from left to right; usually stress, rest, difference.
    options : DrawingOptions or None
        None takes the defaults.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot; hand it to `myomap.figures`.

    Raises
    ------
    ConfigError
        If there are no panels or more than six, or a colour table is unknown.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    chosen = DrawingOptions() if options is None else options
    if not 1 <= len(panels) <= 6:
        raise ConfigError(
            f"A figure of {len(panels)} polar maps was asked for. Expected 1 to 6: "
            "draw several figures."
        )
    with house_style():
        figure = Figure(
            figsize=(_PANEL * len(panels), _HEIGHT),
            dpi=chosen.panel_px / _PANEL,
            facecolor=THEMES[chosen.background].page,
        )
        FigureCanvasAgg(figure)
        for index, panel in enumerate(panels):
            _draw_panel(figure, (index, len(panels)), panel, chosen)
        _write_footer(figure, panels, chosen)
    return figure


def _draw_panel(
    figure: "Figure", place: tuple[int, int], panel: PanelSpec, options: DrawingOptions
) -> None:
    index, n_panels = place
    width = 1.0 / n_panels

    def at(
        left: float, bottom: float, across: float, up: float
    ) -> tuple[float, float, float, float]:
        return (
            (index + left) * width,
            bottom / _HEIGHT,
            across * width,
            up / _HEIGHT,
        )

    disc_bottom = _FOOTER + _BAR_LABELS + _BAR + _BAR_TOP
    margin = (1 - _DISC / _PANEL) / 2
    draw_disc(
        figure.add_axes(at(margin, disc_bottom, _DISC / _PANEL, _DISC)), panel, options
    )
    bar_bottom = _FOOTER + _BAR_LABELS
    if isinstance(panel.content, ClassMap):
        place_of_legend = at(0.04, _FOOTER, 0.92, _BAR_LABELS + _BAR)
        draw_legend(figure.add_axes(place_of_legend), panel.content, options)
    else:
        draw_color_bar(
            figure.add_axes(at(0.18, bar_bottom, 0.64, _BAR)),
            panel.content,
            options,
            panel.reference,
        )
    figure.text(
        (index + 0.5) * width,
        1 - 0.55 * _TITLE / _HEIGHT,
        panel.title,
        horizontalalignment="center",
        verticalalignment="center",
        # A title longer than its panel is made smaller rather than cut.
        fontsize=15 * min(1.0, 26 / max(len(panel.title), 1)),
        fontweight="bold",
        color=THEMES[options.background].text,
        parse_math=False,
    )


def _write_footer(
    figure: "Figure", panels: Sequence[PanelSpec], options: DrawingOptions
) -> None:
    theme, wording = THEMES[options.background], options.wording
    notes = [wording.model or options.model.name, wording.orientation]
    if not all(panel.content.valid.all() for panel in panels):
        notes.append(wording.hatched)
    if options.remark:
        # Beside one disc there is no room for more.
        notes = [*notes, options.remark] if len(panels) > 1 else [options.remark]
    margin = 0.15 / (_PANEL * len(panels))
    explanation = " · ".join(notes)
    if len(panels) == 1:
        lines = [
            (0.5, 0.66, explanation, "center"),
            (0.5, 0.24, options.notice, "center"),
        ]
    else:
        lines = [
            (margin, 0.4, explanation, "left"),
            (1 - margin, 0.4, options.notice, "right"),
        ]
    for x, y, text, side in lines:
        written = figure.text(
            x,
            y * _FOOTER / _HEIGHT,
            text,
            horizontalalignment=side,
            verticalalignment="center",
            fontsize=_FOOTER_PT,
            fontweight="bold" if text == options.notice else "normal",
            color=theme.quiet,
            parse_math=False,
        )
        _make_fit(figure, written, 1 - 2 * margin if len(panels) == 1 else 0.62)


def _make_fit(figure: "Figure", text: "Text", part: float) -> None:
    """Make a text smaller where it would take more than a part of the page's width."""
    width = text.get_window_extent().width / (part * figure.bbox.width)
    if width > 1:
        text.set_fontsize(_FOOTER_PT / width)
