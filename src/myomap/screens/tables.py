"""The colour tables that simulated screens are drawn in, in two halves.

======================  =======================================================
`development_tables`    known ones of the catalogue and others of their manner:
                        the reading of pictures is developed on these
`held_out_tables`       as different in kind, in no catalogue: drawn by the
                        benchmark alone
======================  =======================================================
"""

from functools import cache

from myomap.colortable import ColorTable, color_table
from myomap.screens.development_tables import CATALOGUE_NAMES, DEVELOPMENT_SKETCHES
from myomap.screens.held_out_tables import HELD_OUT_SKETCHES
from myomap.screens.table_sketch import TableSketch, table_of_sketch

__all__ = [
    "development_tables",
    "difference_tables",
    "held_out_tables",
    "known_tables",
]

_DIFFERENCE_SKETCHES = {
    "difference-blue-red": TableSketch(
        points="0 000096 30 5a8cff 50 ffffff 70 ff8c5a 100 960000"
    ),
    "difference-cold-hot": TableSketch(
        points="0 00ffff 25 0032ff 50 000000 75 ff3200 100 ffff00"
    ),
    "difference-green-red": TableSketch(
        points="0 00c800 50 3c3c3c 100 e60000",
    ),
}


@cache
def known_tables() -> tuple[ColorTable, ...]:
    """Return the tables that the catalogue has too.

    Returns
    -------
    tuple of ColorTable
        Part of `development_tables`.
    """
    return tuple(color_table(name) for name in CATALOGUE_NAMES)


@cache
def development_tables() -> tuple[ColorTable, ...]:
    """Return the tables that the reading of pictures may be developed on.

    Returns
    -------
    tuple of ColorTable
        Those of the catalogue first.

    Examples
    --------
    >>> len(development_tables()) >= 22
    True
    """
    own = DEVELOPMENT_SKETCHES.items()
    return known_tables() + tuple(table_of_sketch(*item) for item in own)


@cache
def held_out_tables() -> tuple[ColorTable, ...]:
    """Return the tables that only the benchmark draws in.

    Returns
    -------
    tuple of ColorTable
        None of them in the catalogue.
    """
    return tuple(table_of_sketch(*item) for item in HELD_OUT_SKETCHES.items())


@cache
def difference_tables() -> tuple[ColorTable, ...]:
    """Return tables with two arms, for stress minus rest.

    Returns
    -------
    tuple of ColorTable
        No difference in the middle.
    """
    return tuple(table_of_sketch(*item) for item in _DIFFERENCE_SKETCHES.items())
