"""How the colour tables of simulated screens are given: by a few points.

Colours between two points lie on a straight line in red, green and blue; a stepped
table shows the colours in the middle of its steps. None of them is a vendor's table.
"""

from dataclasses import dataclass

import numpy as np

from myomap.colortable import ColorTable
from myomap.geometry import FloatArray

__all__ = ["TableSketch", "table_of_sketch"]

N_ENTRIES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSketch:
    """A table given by a few points.

    Parameters
    ----------
    points : str
        Percentages and hexadecimal colours, low to high: ``"0 000000 100 ffffff"``.
    n_steps : int or None
        How many flat steps; None for a smooth table.
    is_own_step : bool
        Whether every point is a step's colour as it stands, percentages apart.
    """

    points: str
    n_steps: int | None = None
    is_own_step: bool = False


def table_of_sketch(name: str, sketch: TableSketch) -> ColorTable:
    """Return the 256 colours of a sketch.

    Parameters
    ----------
    name : str
        Of the table.
    sketch : TableSketch
        Its points.

    Returns
    -------
    ColorTable
        With the sketch's steps, if it has any.

    Examples
    --------
    >>> table_of_sketch("two", TableSketch(points="0 000000 100 ffffff", n_steps=2))
    ColorTable(two, 2 steps, myomap simulation)
    """
    words = sketch.points.split()
    percent = np.array([float(word) for word in words[::2]])
    colors = np.array([list(bytes.fromhex(word)) for word in words[1::2]], np.float64)
    n_steps = len(colors) if sketch.is_own_step else sketch.n_steps
    if sketch.is_own_step:
        rgb = colors[np.arange(N_ENTRIES) * len(colors) // N_ENTRIES]
    else:
        rgb = _between(100.0 * _places(n_steps), percent, colors)
    return ColorTable(
        name=name,
        title=name.replace("-", " ").capitalize(),
        rgb=np.round(rgb).astype(np.uint8),
        n_steps=n_steps,
        source="myomap simulation",
    )


def _places(n_steps: int | None) -> FloatArray:
    if n_steps is None:
        return np.linspace(0.0, 1.0, N_ENTRIES)
    step = np.arange(N_ENTRIES) * n_steps // N_ENTRIES
    places: FloatArray = step / (n_steps - 1.0)
    return places


def _between(places: FloatArray, percent: FloatArray, colors: FloatArray) -> FloatArray:
    return np.stack([np.interp(places, percent, colors[:, c]) for c in range(3)], 1)
