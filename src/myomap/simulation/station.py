"""Pictures of one station: everybody's maps on screens that look alike.

The layout, the colours, the lines and the writing are drawn once for a seed, so that
nothing but the map tells two patients apart.
"""

from io import BytesIO

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from myomap.records import PolarMap, State
from myomap.screens import UNSPOILED, ScreenOptions, draw_screen, known_tables
from myomap.simulation.options import SimulationOptions

__all__ = ["station_screen"]

_DIAMETER_PX = 320.0
_LAYOUTS = {State.STRESS: "stress alone", State.REST: "rest alone"}
_STATION = 196
_COMMENT = "SIMULATED DATA: a drawn screen that shows no person."


def station_screen(
    options: SimulationOptions, maps: dict[State, PolarMap], state: State
) -> bytes:
    """Return one map as the picture that a station saves.

    Parameters
    ----------
    options : SimulationOptions
        Whose seed chooses the station's look.
    maps : dict of State to PolarMap
        Both states.
    state : State
        The one that is shown.

    Returns
    -------
    bytes
        A PNG.
    """
    table = next(table for table in known_tables() if table.name == "warm-metal")
    screen = draw_screen(
        np.random.default_rng([options.seed, _STATION]),
        maps,
        tables=[table],
        options=ScreenOptions(
            layout=_LAYOUTS[state],
            diameter_px=(_DIAMETER_PX, _DIAMETER_PX),
            spoiling=UNSPOILED,
        ),
    )
    return _with_comment(screen.file)


def _with_comment(png: bytes) -> bytes:
    """Return the same pixels in a file that says what it shows."""
    notes = PngInfo()
    notes.add_text("Comment", _COMMENT)
    stream = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.save(stream, format="png", pnginfo=notes)
    return stream.getvalue()
