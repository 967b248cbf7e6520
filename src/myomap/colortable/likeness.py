"""Values of an unknown table from the tables that are like it.

Tables of the same manner pass through the same colours at about the same values: black,
blue, green, yellow, red; or black, red, yellow, white. A table that no catalogue holds
is read through the nearest one that is known, roughly, and only if one is near.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from myomap.colortable.catalogue import color_table_names
from myomap.colortable.color_scale import known_scale
from myomap.colortable.inversion import nearest_on_scale
from myomap.geometry import FloatArray

__all__ = ["LikeTable", "like_tables"]

# Tables nobody shows uptake in, and the second of a pair of equal ones.
_LEFT_OUT = frozenset(
    {
        "grey-inverted",
        "spring",
        "summer",
        "fall",
        "winter",
        "red-blue",
        "gist-rainbow",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LikeTable:
    """What a curve's points would be worth in a table like it.

    Parameters
    ----------
    name : str
        Of the table.
    value_percent : (n,), percent of the range
        Of every point of the curve, never falling.
    unlikeness : float, units of 8-bit colour
        Mean distance of the curve to the table, more where values would fall; of the
        curve's points or of the picture's pixels, whichever is larger.
    """

    name: str
    value_percent: FloatArray
    unlikeness: float


def like_tables(
    curve: FloatArray, weight: FloatArray, names: Iterable[str] | None = None
) -> tuple[LikeTable, ...]:
    """Return the tables of the catalogue, the one most like a curve first.

    Parameters
    ----------
    curve : (n, 3), 0 to 255
        Colours from the lowest to the highest value.
    weight : (n,)
        How much of the picture has each colour.
    names : iterable of str or None
        Tables to compare with; None for those of the catalogue that show uptake.

    Returns
    -------
    tuple of LikeTable
        Only tables along which the curve rises as a whole.

    Examples
    --------
    >>> from myomap.colortable import color_table
    >>> steps = color_table("ten-step").rgb[::26].astype(float)
    >>> found = like_tables(steps, np.ones(10))
    >>> {table.name for table in found[:2]} == {"ten-step", "cool"}
    True
    """
    if names is None:
        names = [name for name in color_table_names() if name not in _LEFT_OUT]
    share = weight / weight.sum()
    place = np.linspace(0.0, 1.0, len(curve))
    found = []
    for name in names:
        value, _, distance = nearest_on_scale(curve, known_scale(name))
        if np.polyfit(place, value, 1)[0] <= 0:
            continue
        rising = np.maximum.accumulate(value)
        beside = distance + 2.0 * (rising - value)
        # Of few pixels, the low end tells most: many tables share their upper ends.
        unlike = max(float(share @ beside), float(beside.mean()))
        found.append(LikeTable(name=name, value_percent=rising, unlikeness=unlike))
    return tuple(sorted(found, key=lambda table: table.unlikeness))
