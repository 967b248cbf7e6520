"""What the user knows better of a picture than the picture shows."""

from dataclasses import dataclass, replace

from myomap.colortable import ColorScale
from myomap.records import Picture, State
from myomap.screenshot import Disc, PictureReading, read_picture, whole_disc
from myomap.screenshot.disc_reading import PercentRange

__all__ = ["PictureOptions", "place_words", "read_with_options", "whole_pixels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureOptions:
    """What overrules what is found on pictures; applied to every picture that is read.

    Parameters
    ----------
    scale : ColorScale or None
        What the colours mean; None looks for it.
    states : tuple of State or None
        What the maps of uptake show, row by row from the top left; None passes a map
        over. Empty takes what the arrangement tells.
    places : tuple of Disc
        Discs placed by hand; empty looks for them.
    is_whole : bool
        Whether a picture is one map, cut to its edge.
    bar_range_percent : two percentages or None
        What the lower (or left) and the upper (or right) end of a colour bar stand for;
        None takes 0 and 100 in the likelier direction.
    """

    scale: ColorScale | None = None
    states: tuple[State | None, ...] = ()
    places: tuple[Disc, ...] = ()
    is_whole: bool = False
    bar_range_percent: PercentRange | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is left to be found."""
        return self == PictureOptions()

    def describe(self) -> dict[str, str | None]:
        """Return what was given as words, for a result to name.

        Returns
        -------
        dict of str to str or None
            None where a thing was left to be found.

        Examples
        --------
        >>> PictureOptions(states=(State.REST, None)).describe()
        {'color_table': None, 'bar_range': None, 'states': 'rest,-', 'discs': None}
        """
        return {
            "color_table": None if self.scale is None else _scale_words(self.scale),
            "bar_range": None
            if self.bar_range_percent is None
            else ",".join(f"{end:g}" for end in self.bar_range_percent),
            "states": ",".join(map(_state_word, self.states)) or None,
            "discs": self._discs_words(),
        }

    def _discs_words(self) -> str | None:
        if self.is_whole:
            return "whole"
        return " ".join(place_words(disc) for disc in self.places) or None


def _scale_words(scale: ColorScale) -> str:
    name = scale.name or "given"
    return f"{name}-reversed" if scale.is_reversed else name


def _state_word(state: State | None) -> str:
    return "-" if state is None else state.value


def place_words(disc: Disc) -> str:
    """Return where a disc lies, as the option that places one takes it.

    Examples
    --------
    >>> place_words(Disc(centre_px=(99.5, 80), radius_px=(60, 60), confidence=1))
    '99.5,80,60'
    """
    across, up = disc.radius_px
    radii = (across,) if across == up else (across, up)
    return ",".join(f"{number:.5g}" for number in (*disc.centre_px, *radii))


def whole_pixels(disc: Disc) -> Disc:
    """Return a disc with its place rounded to whole pixels, to be read by people."""
    x, y = (float(round(place)) for place in disc.centre_px)
    across, up = (float(max(1, round(radius))) for radius in disc.radius_px)
    return replace(disc, centre_px=(x, y), radius_px=(across, up))


def read_with_options(picture: Picture, options: PictureOptions) -> PictureReading:
    """Return what a picture shows, with what the user knows better.

    Parameters
    ----------
    picture : Picture
        A station's screen, or a part of it.
    options : PictureOptions
        What overrules it.

    Returns
    -------
    PictureReading
        See `myomap.screenshot.read_picture`.

    Raises
    ------
    ConfigError
        If the number of states is not that of the maps, or the range is none.
    GeometryError
        If a disc was placed off the picture.
    """
    places = (whole_disc(picture),) if options.is_whole else options.places
    return read_picture(
        picture,
        scale=options.scale,
        states=options.states or None,
        places=places or None,
        bar_range_percent=options.bar_range_percent,
    )
