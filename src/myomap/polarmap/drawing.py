"""Polar maps side by side in one figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

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
_TITLE = 0.46
_TITLE_PT = 15.0
_TITLE_LETTERS = 26
_DISC = 3.86
_BAR_TOP = 0.10
_BAR = 0.13
_BAR_LABELS = 0.78
_FOOTER = 0.34
_FOOTER_PT = 8.0
_TICK_PT = 8.5
_TICKS = 0.13


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
            figsize=(
                chosen.panel_inches * len(panels),
                _Rows.of(panels, chosen).height,
            ),
            dpi=chosen.panel_px / chosen.panel_inches,
            facecolor=THEMES[chosen.background].page,
        )
        FigureCanvasAgg(figure)
        drawn = chosen, _Rows.of(panels, chosen)
        for index, panel in enumerate(panels):
            _draw_panel(figure, (index, len(panels)), panel, drawn)
        if chosen.shows_captions:
            _write_footer(figure, panels, chosen)
    return figure


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rows:
    """Inches from the bottom to each row of a figure.

    Parameters
    ----------
    legend, bar, disc, title : float
        To the lower edge.
    height : float
        Of the whole.
    """

    legend: float
    bar: float
    disc: float
    title: float
    height: float

    @classmethod
    def of(cls, panels: Sequence[PanelSpec], options: DrawingOptions) -> Self:
        """Return the rows of a figure: without captions it is as low as it can be."""
        if options.shows_captions:
            legend, bar, title = _FOOTER, _FOOTER + _BAR_LABELS, _TITLE
            disc = bar + _BAR + _BAR_TOP
        else:
            has_bar = any(not isinstance(each.content, ClassMap) for each in panels)
            legend = 0.0
            bar = _TICKS + options.letters_points(_TICK_PT) / 72 if has_bar else 0.0
            disc = bar + _BAR + _BAR_TOP if has_bar else 0.0
            lines = max(_title(each, options).count("\n") + 1 for each in panels)
            title = max(_TITLE, lines * 1.3 * options.letters_points(_TITLE_PT) / 72)
        top = disc + _DISC
        return cls(legend=legend, bar=bar, disc=disc, title=top, height=top + title)


def _title(panel: PanelSpec, options: DrawingOptions) -> str:
    """Return a panel's title; where letters keep their size, a long one takes lines."""
    if options.shows_captions or len(panel.title) <= _TITLE_LETTERS:
        return panel.title
    return panel.title.replace(": ", ":\n", 1)


def _title_points(title: str, options: DrawingOptions) -> float:
    """Return the size of a title: rather made smaller than cut."""
    longest = max(map(len, title.split("\n")))
    return options.letters_points(
        _TITLE_PT * min(1.0, _TITLE_LETTERS / max(longest, 1))
    )


def _draw_panel(
    figure: "Figure",
    place: tuple[int, int],
    panel: PanelSpec,
    drawn: tuple[DrawingOptions, _Rows],
) -> None:
    index, n_panels = place
    options, rows = drawn
    width = 1.0 / n_panels

    def at(
        left: float, bottom: float, across: float, up: float
    ) -> tuple[float, float, float, float]:
        return (
            (index + left) * width,
            bottom / rows.height,
            across * width,
            up / rows.height,
        )

    across = _DISC / options.panel_inches
    disc = at((1 - across) / 2, rows.disc, across, _DISC)
    draw_disc(figure.add_axes(disc), panel, options)
    if not isinstance(panel.content, ClassMap):
        draw_color_bar(
            figure.add_axes(at(0.18, rows.bar, 0.64, _BAR)),
            panel.content,
            options,
            panel.reference,
        )
    elif options.shows_captions:
        place_of_legend = at(0.04, rows.legend, 0.92, _BAR_LABELS + _BAR)
        draw_legend(figure.add_axes(place_of_legend), panel.content, options)
    title = _title(panel, options)
    above = rows.height - rows.title
    figure.text(
        (index + 0.5) * width,
        (rows.title + 0.45 * above) / rows.height,
        title,
        horizontalalignment="center",
        verticalalignment="center",
        fontsize=_title_points(title, options),
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
    margin = 0.15 / (options.panel_inches * len(panels))
    height = _Rows.of(panels, options).height
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
            y * _FOOTER / height,
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
