"""The colours that a picture's values were shown in, as far as it is known."""

from dataclasses import dataclass
from enum import Enum
from functools import cache

import numpy as np

from myomap.colortable.catalogue import color_table
from myomap.colortable.table import ColorArray
from myomap.errors import ConfigError, GeometryError
from myomap.records import frozen_array, require_shape

__all__ = ["ColorScale", "ScaleOrigin", "known_scale"]


class ScaleOrigin(Enum):
    """Where the colours of a scale were taken from."""

    BAR = "color bar"
    KNOWN = "known table"
    BLIND = "colours of the map"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ColorScale:
    """Colours from the lowest to the highest value, and how sure they are.

    Every colour stands for an equal share of the range: of n colours, number i covers
    100 i / n to 100 (i + 1) / n percent.

    Parameters
    ----------
    colors : (n, 3), uint8
        From the lowest to the highest value.
    origin : ScaleOrigin
        Where they were taken from.
    name : str or None
        Name of the table in the catalogue; None when it is none of them.
    steps : int or None
        Number of flat steps of a discrete table; None when the scale is smooth.
    confidence : float, 0 to 1
        How sure it is that this scale was used, this way round.
    is_reversed : bool
        Whether the named table is used from its last colour to its first.
    error_percent : float, percent of the range
        How far off the values of this scale may be as a whole: near 0 for a bar or a
        known table, larger where the steps between the colours were guessed.

    Raises
    ------
    GeometryError
        If there are fewer than two colours.
    ConfigError
        If the confidence lies outside 0 to 1.

    Examples
    --------
    >>> known_scale("hot-iron")
    ColorScale(hot-iron, known table, 256 colours, confidence 1.00)
    """

    colors: ColorArray
    origin: ScaleOrigin
    name: str | None = None
    steps: int | None = None
    confidence: float
    is_reversed: bool = False
    error_percent: float = 0.0

    def __post_init__(self) -> None:
        colors = frozen_array(self.colors, np.uint8)
        require_shape("The colour scale", colors, (None, 3))
        if len(colors) < 2:
            raise GeometryError(
                "The colour scale has 1 colour. Expected at least 2: a single colour "
                "tells no value."
            )
        if not 0.0 <= self.confidence <= 1.0:
            raise ConfigError(
                f"The scale's confidence is {self.confidence:g}. Expected 0 to 1."
            )
        object.__setattr__(self, "colors", colors)

    def __repr__(self) -> str:
        name = self.name or "unnamed"
        way = ", reversed" if self.is_reversed else ""
        return (
            f"ColorScale({name}{way}, {self.origin.value}, {len(self.colors)} colours, "
            f"confidence {self.confidence:.2f})"
        )


@cache
def known_scale(
    name: str, *, is_reversed: bool = False, confidence: float = 1.0
) -> ColorScale:
    """Return a table of the catalogue as a scale.

    Parameters
    ----------
    name : str
        One of `color_table_names`.
    is_reversed : bool
        Whether its last colour stands for the lowest value.
    confidence : float, 0 to 1
        How sure it is that this table was used; 1 when a user says so.

    Returns
    -------
    ColorScale
        256 colours.

    Raises
    ------
    ConfigError
        If there is no such table.

    Examples
    --------
    >>> known_scale("grey", is_reversed=True).colors[0].tolist()
    [255, 255, 255]
    """
    table = color_table(name)
    return ColorScale(
        colors=table.rgb[::-1] if is_reversed else table.rgb,
        origin=ScaleOrigin.KNOWN,
        name=table.name,
        steps=table.n_steps,
        confidence=confidence,
        is_reversed=is_reversed,
    )
