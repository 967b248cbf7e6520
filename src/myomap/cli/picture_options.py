"""What every command that reads pictures of polar maps can be told about them."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from myomap.errors import ConfigError

if TYPE_CHECKING:
    from myomap.colortable import ColorScale
    from myomap.intake import PictureOptions
    from myomap.records import State, Study
    from myomap.screenshot import Disc

__all__ = [
    "BarRangeOption",
    "ColorTableOption",
    "DiscOption",
    "StatesOption",
    "chosen_pictures",
    "require_pictures_for",
]

ColorTableOption = Annotated[
    str | None,
    typer.Option(
        "--color-table",
        metavar="NAME",
        help="Picture: its colour table, where it is known, or NAME-reversed where its "
        "last colour is the lowest; a wrong name lists all.",
    ),
]
BarRangeOption = Annotated[
    str | None,
    typer.Option(
        "--bar-range",
        metavar="P,P",
        help="Picture: percentages at the lower (or left) and the upper (or right) end "
        "of its colour bar: 30,100 say, or 100,0 where it runs the other way.",
    ),
]
StatesOption = Annotated[
    str | None,
    typer.Option(
        "--states",
        metavar="STATE,...",
        help="Picture: what its maps show, row by row: rest,stress say; - passes one "
        "over.",
    ),
]
DiscOption = Annotated[
    list[str] | None,
    typer.Option(
        "--disc",
        metavar="X,Y,R",
        help="Picture: centre and radius of a map in pixels from the top left, or "
        "whole; can be given again. Nothing else is looked for.",
    ),
]

_REVERSED = "-reversed"
_WHOLE = "whole"
_PASSED_OVER = "-"


def chosen_pictures(
    color_table: str | None,
    bar_range: str | None,
    states: str | None,
    discs: Sequence[str] | None,
) -> "PictureOptions":
    """Return what the options say of the pictures that are read.

    Raises `ConfigError` for a word that cannot be understood.
    """
    from myomap.intake import PictureOptions

    is_whole = bool(discs) and _WHOLE in [text.lower() for text in discs or ()]
    if is_whole and len(discs or ()) > 1:
        raise ConfigError(
            "--disc whole stands for a picture that is one map. Give it alone, or the "
            "centre and radius of every map."
        )
    return PictureOptions(
        scale=None if color_table is None else _scale(color_table),
        states=() if states is None else _states(states),
        places=() if is_whole else tuple(_disc(text) for text in discs or ()),
        is_whole=is_whole,
        bar_range_percent=None if bar_range is None else _range(bar_range),
    )


def require_pictures_for(options: "PictureOptions", study: "Study") -> None:
    """Refuse options of pictures where none is read, rather than pass them over."""
    from myomap.records import InputKind

    if options.is_empty or any(i.kind is InputKind.PICTURE for i in study.inputs):
        return
    raise ConfigError(
        "--color-table, --bar-range, --states and --disc tell about a picture of polar "
        "maps, and none is read here. Leave them out."
    )


def _scale(name: str) -> "ColorScale":
    from myomap.colortable import known_scale

    plain = name.removesuffix(_REVERSED)
    return known_scale(plain, is_reversed=plain != name)


def _range(text: str) -> tuple[float, float]:
    from myomap.screenshot.disc_reading import checked_range

    try:
        first, last = (float(word) for word in text.split(","))
    except ValueError:
        raise ConfigError(
            f"--bar-range is {text!r}. Expected the percentages at the lower and the "
            "upper end of the colour bar, as in --bar-range 30,100."
        ) from None
    checked_range((first, last))
    # Their order says which way the bar runs.
    return first, last


def _states(text: str) -> "tuple[State | None, ...]":
    from myomap.records import State

    known = {_PASSED_OVER: None, **{state.value: state for state in State}}
    words = [word.strip().lower() for word in text.split(",")]
    wrong = [word for word in words if word not in known]
    if wrong:
        raise ConfigError(
            f"--states holds {wrong[0]!r}. Expected stress, rest or - for each map of "
            "the picture, row by row and separated by commas: --states rest,stress."
        )
    return tuple(known[word] for word in words)


def _disc(text: str) -> "Disc":
    from myomap.screenshot import Disc

    try:
        x, y, *radii = [float(word) for word in text.split(",")]
    except ValueError:
        radii = []
        x = y = math.nan
    is_known = all(map(math.isfinite, (x, y, *radii)))
    if not (is_known and 1 <= len(radii) <= 2 and min(radii) > 0):
        raise ConfigError(
            f"--disc is {text!r}. Expected the centre and the radius in pixels from "
            "the top left, as in --disc 120,95,60, or --disc whole."
        )
    return Disc(centre_px=(x, y), radius_px=(radii[0], radii[-1]), confidence=1.0)
