"""What a figure of polar maps shows, and how."""

from dataclasses import dataclass, field
from enum import Enum

from myomap.errors import ConfigError
from myomap.polarmap.class_map import ClassMap
from myomap.polarmap.difference import DifferenceMap
from myomap.polarmap.segment_model import SegmentModel, segments_17
from myomap.records import MaskArray, PolarMap

__all__ = ["Background", "DrawingOptions", "PanelSpec", "Wording"]


class Background(Enum):
    """Colour of the page."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words on the figure, so that a report can be in another language.

    Parameters
    ----------
    anterior, septal, inferior, lateral : str
        Names of the walls around the disc.
    uptake : str
        Label of the colour bar; ``{percentile}`` becomes the map's reference.
    uptake_of : str
        The same for a map of another reference, which becomes ``{reference}``.
    uptake_unscaled : str
        The same for a map whose reference is not known.
    difference : str
        Label of the difference's colour bar.
    table : str
        Before the colour table's title.
    orientation : str
        How to look at the disc.
    hatched : str
        What hatching stands for.
    purpose : str
        What the figure must not be used for.
    simulated : str
        Before it, where no person is shown.
    model : str
        The segments' model; empty for its own name.
    """

    anterior: str = "ANT"
    septal: str = "SEPT"
    inferior: str = "INF"
    lateral: str = "LAT"
    uptake: str = "Uptake, % of the map's {percentile}th percentile"
    uptake_of: str = "Uptake, % of {reference}"
    uptake_unscaled: str = "Uptake, %"
    difference: str = "Stress − rest, percentage points"
    table: str = "Colour table"
    orientation: str = "apex in the centre, base at the rim"
    hatched: str = "hatched: not sampled"
    purpose: str = "Research use only, not for diagnosis"
    simulated: str = "SIMULATED"
    model: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PanelSpec:
    """One disc of a figure.

    Parameters
    ----------
    title : str
        Written above it, as it is.
    content : PolarMap, DifferenceMap or ClassMap
        What to show.
    outline : (32, 72), bool, or None
        Samples to draw a line around, such as a defect.
    blackout : (32, 72), bool, or None
        Samples to paint black with a white line around them: what is below a limit.
    labels : tuple of str, or None
        What to write into the segments of the options' model instead of their means.
    reference : str or None
        What 100 % is of a map that does not know it itself: "the top of its scale".
    """

    title: str
    content: PolarMap | DifferenceMap | ClassMap
    outline: MaskArray | None = None
    blackout: MaskArray | None = None
    labels: tuple[str, ...] | None = None
    reference: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingOptions:
    """How the discs are drawn.

    Parameters
    ----------
    color_table : str
        Of the uptake; see `myomap.colortable.color_table_names`.
    difference_table : str
        Of the difference; its middle colour is no difference.
    upper_percent : float, percent, above 0
        Uptake that takes the highest colour.
    difference_limit_points : float, percentage points, above 0
        Difference that takes an end colour.
    model : SegmentModel
        Segments whose borders and means are drawn.
    shows_values : bool
        Whether the segments' means are printed.
    shows_territories : bool
        Whether borders between coronary territories are drawn thicker.
    background : Background
        Colour of the page.
    panel_px : int, pixels, 200 to 2000
        Width of one disc's panel in a PNG; 400 is the least that reads well.
    wording : Wording
        The words on the figure.
    is_simulated : bool
        Whether to say below that the data are simulated.
    remark : str
        What else to say below; nothing if empty.
    shows_captions : bool
        Whether the picture says below what its colours stand for. A page that says so
        in words of its own needs the discs and the numbers of the bars alone.
    least_letters_points : float, points, 0 to 40
        Size of the smallest letters beside a disc four inches wide: larger for a
        picture that is printed small.
    panel_inches : float, inches, 4 to 12
        Width of one disc's panel, whose disc is four inches wide: more leaves room for
        larger letters.

    Raises
    ------
    ConfigError
        If a number lies outside its range.
    """

    color_table: str = "inferno"
    difference_table: str = "red-blue"
    upper_percent: float = 100.0
    difference_limit_points: float = 50.0
    model: SegmentModel = field(default_factory=segments_17)
    shows_values: bool = True
    shows_territories: bool = False
    background: Background = Background.LIGHT
    panel_px: int = 600
    wording: Wording = field(default_factory=Wording)
    is_simulated: bool = False
    remark: str = ""
    shows_captions: bool = True
    least_letters_points: float = 0.0
    panel_inches: float = 4.0

    @property
    def notice(self) -> str:
        """What the figure must not be used for, and whether it shows anybody."""
        words = self.wording
        return (
            f"{words.simulated} · {words.purpose}"
            if self.is_simulated
            else (words.purpose)
        )

    def letters_points(self, usual_points: float) -> float:
        """Return the size of letters that are usually of another one.

        Parameters
        ----------
        usual_points : float, points
            Where nothing larger is asked for.

        Returns
        -------
        float
            Points.
        """
        return max(usual_points, self.least_letters_points)

    def __post_init__(self) -> None:
        for name, limits in (
            ("upper_percent", (1.0, 1000.0)),
            ("difference_limit_points", (1.0, 1000.0)),
            ("panel_px", (200, 2000)),
            ("least_letters_points", (0.0, 40.0)),
            ("panel_inches", (4.0, 12.0)),
        ):
            value = getattr(self, name)
            if not limits[0] <= value <= limits[1]:
                raise ConfigError(
                    f"The option {name} is {value:g}. Expected {limits[0]:g} to "
                    f"{limits[1]:g}."
                )
