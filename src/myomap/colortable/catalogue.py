"""Every colour table by name.

======================  =======================================================
tables                  for
======================  =======================================================
grey, grey-inverted     plain display, print
hot-iron, pet, ...      DICOM's well-known palettes (PS3.6, annex B)
viridis, cividis, ...   equal steps of value look like equal steps of lightness
jet, turbo, hot, ...    what scientific software shows; to be read back from pictures
cool, warm-metal, ...   readers used to a workstation; approximations, and named so
red-blue                differences, with white in the middle
======================  =======================================================
"""

import difflib
from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from myomap.colortable.perceptual import MATPLOTLIB_NAMES, matplotlib_table
from myomap.colortable.scientific import SCIENTIFIC_NAMES, scientific_table
from myomap.colortable.standard import DICOM_PALETTES, dicom_table
from myomap.colortable.station import STATION_SKETCHES, station_table
from myomap.colortable.table import ColorTable
from myomap.errors import ConfigError

__all__ = ["color_table", "color_table_groups", "color_table_names"]

# Other spellings of the same tables.
_ALIASES = {"gray": "grey", "gray-inverted": "grey-inverted", "gray-r": "grey-inverted"}

_GREYS = ("grey", "grey-inverted")


def color_table_names() -> tuple[str, ...]:
    """Return the names of all colour tables.

    Returns
    -------
    tuple of str
        Greys first, then the standard's, the perceptually uniform ones, those of
        scientific software, the approximations of stations.

    Examples
    --------
    >>> color_table_names()[:3]
    ('grey', 'grey-inverted', 'hot-iron')
    """
    return tuple(_builders())


def color_table_groups() -> Mapping[str, tuple[str, ...]]:
    """Return the names of all colour tables by what they are for.

    Returns
    -------
    mapping of str to tuple of str
        In the order of `color_table_names`.

    Examples
    --------
    >>> color_table_groups()["greys"]
    ('grey', 'grey-inverted')
    """
    return {
        "greys": ("grey", "grey-inverted"),
        "DICOM": tuple(DICOM_PALETTES),
        "even steps": tuple(MATPLOTLIB_NAMES),
        "scientific software": tuple(SCIENTIFIC_NAMES),
        "like stations": tuple(STATION_SKETCHES),
    }


def color_table(name: str) -> ColorTable:
    """Return a colour table by its name.

    Parameters
    ----------
    name : str
        One of `color_table_names`; capitals, spaces and underscores are as good.

    Returns
    -------
    ColorTable
        The same record at every call.

    Raises
    ------
    ConfigError
        If there is no such table; the message names the nearest one, if any is near.

    Examples
    --------
    >>> color_table("PET 20 step").n_steps
    20
    """
    spelled = name.strip().lower().replace("_", "-").replace(" ", "-")
    spelled = _ALIASES.get(spelled, spelled)
    builders = _builders()
    if spelled in builders:
        return _built(spelled)
    near = difflib.get_close_matches(spelled, builders, n=1)
    hint = f": did you mean {near[0]!r}?" if near else "."
    groups = color_table_groups().items()
    known = "; ".join(f"{title}: {', '.join(names)}" for title, names in groups)
    raise ConfigError(
        f"There is no colour table {name!r}{hint} Expected one of these. {known}."
    )


@cache
def _built(name: str) -> ColorTable:
    return _builders()[name](name)


# The builders import pydicom and matplotlib only when a table of theirs is asked for:
# both load slowly, and most runs draw nothing.
def _builders() -> Mapping[str, Callable[[str], ColorTable]]:
    return (
        dict.fromkeys(_GREYS, _grey_table)
        | dict.fromkeys(DICOM_PALETTES, dicom_table)
        | dict.fromkeys(MATPLOTLIB_NAMES, matplotlib_table)
        | dict.fromkeys(SCIENTIFIC_NAMES, scientific_table)
        | dict.fromkeys(STATION_SKETCHES, station_table)
    )


def _grey_table(name: str) -> ColorTable:
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[:, None], 3, axis=1)
    is_inverted = name == "grey-inverted"
    return ColorTable(
        name=name,
        title="Grey, inverted" if is_inverted else "Grey",
        rgb=ramp[::-1] if is_inverted else ramp,
        n_steps=None,
        source="myomap",
    )
