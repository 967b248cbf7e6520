"""What the flat colours of a class map stand for."""

from typing import TYPE_CHECKING

from myomap.polarmap.class_map import ClassMap
from myomap.polarmap.drawing_options import DrawingOptions
from myomap.polarmap.panel import THEMES

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw_legend"]


def draw_legend(axes: "Axes", content: ClassMap, options: DrawingOptions) -> None:
    """Draw a patch and a name for every class, two a row.

    Parameters
    ----------
    axes : Axes
        Where the colour bar of another map would stand.
    content : ClassMap
        What the legend explains.
    options : DrawingOptions
        The page's colours.
    """
    from matplotlib.patches import Patch

    theme = THEMES[options.background]
    axes.set_axis_off()
    patches = [
        Patch(
            facecolor="#{:02x}{:02x}{:02x}".format(*style.rgb),
            edgecolor=theme.text,
            linewidth=0.8,
            label=style.name,
        )
        for style in content.styles
    ]
    axes.legend(
        handles=patches,
        loc="center",
        ncols=2,
        fontsize=9,
        frameon=False,
        labelcolor=theme.text,
    )
