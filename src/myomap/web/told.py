"""What the user knows better than the files, from the words of a form."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from myomap.errors import ConfigError
from myomap.intake import PictureOptions
from myomap.reading import ReadOptions
from myomap.records import Sex, State
from myomap.ventricle import ManualPlacement

if TYPE_CHECKING:
    from myomap.colortable import ColorScale

__all__ = ["TOLD", "read_options"]

TOLD: Final = ("sex", "age", "attenuation", "states", "color_table", "bar_range")
"""Fields of an upload that change how it is read."""

_REVERSED = "-reversed"
_PASSED_OVER = "-"
_LONGEST = 200


def read_options(told: Mapping[str, str], placements: Mapping[str, Any]) -> ReadOptions:
    """Return how to read, from the words of a form.

    Parameters
    ----------
    told : mapping of str to str
        By the names of `TOLD`; an empty word tells nothing.
    placements : mapping of str to mapping
        By state: ``apex_mm``, ``base_mm``, ``radius_mm``.

    Returns
    -------
    ReadOptions
        With what was told.

    Raises
    ------
    ConfigError
        If a word is not understood.

    Examples
    --------
    >>> read_options({"sex": "f", "age": "61"}, {}).age_years
    61.0
    """
    words = {name: told.get(name, "").strip()[:_LONGEST] for name in TOLD}
    return ReadOptions(
        sex=_sex(words["sex"]),
        age_years=_age(words["age"]),
        attenuation_corrected=_correction(words["attenuation"]),
        pictures=PictureOptions(
            scale=_scale(words["color_table"]),
            states=_states(words["states"]),
            bar_range_percent=_range(words["bar_range"]),
        ),
        placements={
            State(state): ManualPlacement(
                apex_mm=found["apex_mm"],
                base_mm=found["base_mm"],
                radius_mm=found["radius_mm"],
            )
            for state, found in placements.items()
        },
    )


def _sex(word: str) -> Sex | None:
    if not word:
        return None
    known = {"f": Sex.FEMALE, "m": Sex.MALE}
    if word.lower() not in known:
        raise ConfigError("The sex is not understood. Expected F or M.")
    return known[word.lower()]


def _age(word: str) -> float | None:
    if not word:
        return None
    try:
        return float(word.replace(",", "."))
    except ValueError:
        raise ConfigError(
            "The age is not understood. Expected a number of years."
        ) from None


def _correction(word: str) -> bool | None:
    known = {"": None, "yes": True, "no": False}
    if word.lower() not in known:
        raise ConfigError(
            "Whether attenuation was corrected is not understood. Expected yes or no."
        )
    return known[word.lower()]


def _scale(word: str) -> "ColorScale | None":
    from myomap.colortable import known_scale

    if not word:
        return None
    plain = word.removesuffix(_REVERSED)
    return known_scale(plain, is_reversed=plain != word)


def _states(word: str) -> tuple[State | None, ...]:
    if not word:
        return ()
    names = [name.strip().lower() for name in word.split(",")]
    known = {state.value: state for state in State} | {_PASSED_OVER: None}
    if any(name not in known for name in names):
        raise ConfigError(
            "The states of the maps are not understood. Expected stress, rest or - "
            "for every map, joined by commas."
        )
    return tuple(known[name] for name in names)


def _range(word: str) -> tuple[float, float] | None:
    from myomap.screenshot.disc_reading import checked_range

    if not word:
        return None
    try:
        first, last = (float(end) for end in word.split(","))
    except ValueError:
        raise ConfigError(
            "The range of the colour bar is not understood. Expected two percentages "
            "joined by a comma, such as 0,100."
        ) from None
    checked_range((first, last))
    # Their order says which way the bar runs.
    return first, last
