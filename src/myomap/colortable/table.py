"""One colour table, and how values become colours through it."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.errors import ConfigError
from myomap.records import frozen_array, require_shape

__all__ = ["INVALID_RGB", "ColorArray", "ColorTable", "apply_color_table"]

ColorArray: TypeAlias = NDArray[np.uint8]

N_ENTRIES = 256

INVALID_RGB = (128, 128, 128)
"""Colour of values that are not numbers: mid grey."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ColorTable:
    """256 colours with a name and a source.

    Parameters
    ----------
    name : str
        Lower case with hyphens; what `color_table` is asked for.
    title : str
        What to print beside a picture.
    rgb : (256, 3), uint8
        From the lowest to the highest value.
    n_steps : int or None
        Number of flat steps of a discrete table; None when the table is smooth.
    source : str
        Where the colours come from.

    Raises
    ------
    GeometryError
        If there are not exactly 256 colours.

    Examples
    --------
    >>> ramp = np.repeat(np.arange(256)[:, None], 3, axis=1)
    >>> ColorTable(name="ramp", title="Ramp", rgb=ramp, n_steps=None, source="myomap")
    ColorTable(ramp, smooth, myomap)
    """

    name: str
    title: str
    rgb: ColorArray
    n_steps: int | None
    source: str

    def __post_init__(self) -> None:
        rgb = frozen_array(self.rgb, np.uint8)
        require_shape("The colour table", rgb, (N_ENTRIES, 3))
        object.__setattr__(self, "rgb", rgb)

    def __repr__(self) -> str:
        kind = "smooth" if self.n_steps is None else f"{self.n_steps} steps"
        return f"ColorTable({self.name}, {kind}, {self.source})"


def apply_color_table(
    values_percent: ArrayLike,
    table: ColorTable,
    upper_percent: float = 100.0,
    *,
    invalid_rgb: tuple[int, int, int] = INVALID_RGB,
) -> ColorArray:
    """Return the colours of values.

    The range from 0 to `upper_percent` is cut into 256 equal parts, one an entry, so
    that the steps of a discrete table are equally wide. Values outside the range take
    the colour of its nearer end.

    Parameters
    ----------
    values_percent : any shape, percent
        NaN where there is no value.
    table : ColorTable
        The colours.
    upper_percent : float, percent
        Where the highest colour is reached; above 0.
    invalid_rgb : three numbers, 0 to 255
        Colour of NaN.

    Returns
    -------
    (..., 3), uint8
        Red, green and blue of every value.

    Raises
    ------
    ConfigError
        If `upper_percent` is not a finite number above 0.

    Examples
    --------
    >>> from myomap.colortable import color_table
    >>> apply_color_table([0, 50, 120], color_table("grey"))[:, 0]
    array([  0, 128, 255], dtype=uint8)
    """
    if not (np.isfinite(upper_percent) and upper_percent > 0):
        raise ConfigError(
            f"The upper end of the colour scale is {upper_percent:g} %. Expected a "
            "finite percentage above 0: use 100 to show the whole range."
        )
    values = np.asarray(values_percent, dtype=np.float64)
    is_number = ~np.isnan(values)
    share = np.clip(np.where(is_number, values, 0.0) / upper_percent, 0.0, 1.0)
    entry = np.minimum((share * N_ENTRIES).astype(np.intp), N_ENTRIES - 1)
    invalid = np.array(invalid_rgb, dtype=np.uint8)
    return np.where(is_number[..., None], table.rgb[entry], invalid)
