"""Own approximations of the tables that workstations show.

The vendors publish no colour values. These tables have the order of colours that
readers know from the screens, drawn by hand through a few points. They are *not* the
vendors' tables, and no value may be read back through them from a station's picture.
"""

from dataclasses import dataclass

import numpy as np

from myomap.colortable.table import ColorArray, ColorTable

__all__ = ["STATION_SKETCHES", "station_table"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSketch:
    """A table given by a few points.

    Parameters
    ----------
    title : str
        What the table is called on the screens.
    points : tuple of (percent, hexadecimal colour)
        From 0 to 100 percent; of a discrete table, the colours of the steps.
    is_discrete : bool
        Whether colours stand still between the points.
    """

    title: str
    points: tuple[tuple[float, str], ...]
    is_discrete: bool = False


def _evenly(*colors: str) -> tuple[tuple[float, str], ...]:
    places = np.linspace(0.0, 100.0, len(colors))
    return tuple(zip(places.tolist(), colors, strict=True))


STATION_SKETCHES = {
    "cool": StationSketch(
        title="Cool",
        points=(
            (0, "000000"),
            (12, "2b0a5c"),
            (25, "1f2fd0"),
            (40, "009fd8"),
            (52, "00b45a"),
            (64, "b4dc00"),
            (75, "ffd800"),
            (86, "ff7a00"),
            (95, "f01414"),
            (100, "ffffff"),
        ),
    ),
    "warm-metal": StationSketch(
        title="Warm Metal",
        points=(
            (0, "000000"),
            (20, "3c0064"),
            (40, "a01478"),
            (55, "d8321e"),
            (70, "f57800"),
            (85, "ffc828"),
            (100, "ffffff"),
        ),
    ),
    "french": StationSketch(
        title="French",
        points=(
            (0, "000000"),
            (15, "00148c"),
            (30, "0078ff"),
            (42, "00dcdc"),
            (55, "28c828"),
            (68, "f0f000"),
            (80, "ff8c00"),
            (90, "e60000"),
            (100, "ff9bff"),
        ),
    ),
    "thermal": StationSketch(
        title="Thermal",
        points=_evenly("000000", "5a0000", "c81400", "ff7800", "ffdc3c", "ffffff"),
    ),
    "rainbow": StationSketch(
        title="Rainbow",
        points=_evenly("00003c", "0028ff", "00dcff", "1ec81e", "ffff00", "ff0000"),
    ),
    "ten-step": StationSketch(
        title="10 Step",
        points=_evenly(
            "000000",
            "3c0a78",
            "1e32c8",
            "0096e6",
            "00b4a0",
            "28a028",
            "c8dc00",
            "ffbe00",
            "f04600",
            "ffffff",
        ),
        is_discrete=True,
    ),
}
"""The sketches by name."""


def station_table(name: str) -> ColorTable:
    """Return an approximation of a workstation's table.

    Parameters
    ----------
    name : str
        A key of `STATION_SKETCHES`.

    Returns
    -------
    ColorTable
        Its title says that it is an approximation.
    """
    sketch = STATION_SKETCHES[name]
    return ColorTable(
        name=name,
        title=f"{sketch.title} (approximation, not the vendor's)",
        rgb=_stepped(sketch) if sketch.is_discrete else _ramped(sketch),
        n_steps=len(sketch.points) if sketch.is_discrete else None,
        source=f"myomap approximation of {sketch.title}",
    )


def _ramped(sketch: StationSketch) -> ColorArray:
    percent = np.linspace(0.0, 100.0, 256)
    places = [place for place, _ in sketch.points]
    colors = _colors(sketch)
    channels = [np.interp(percent, places, colors[:, c]) for c in range(3)]
    return np.round(np.stack(channels, axis=1)).astype(np.uint8)


def _stepped(sketch: StationSketch) -> ColorArray:
    step = np.arange(256) * len(sketch.points) // 256
    return _colors(sketch)[step]


def _colors(sketch: StationSketch) -> ColorArray:
    rows = [list(bytes.fromhex(color)) for _, color in sketch.points]
    return np.array(rows, dtype=np.uint8)
