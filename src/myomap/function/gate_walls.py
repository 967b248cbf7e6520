"""The wall of one gate, started from the ventricle of the sum of all."""

from typing import Final

import numpy as np

from myomap.errors import VentricleNotFoundError
from myomap.records import Ventricle, Volume
from myomap.ventricle import FindOptions
from myomap.ventricle.placement import shell_of_placement
from myomap.ventricle.profiles import smoothed
from myomap.ventricle.refit import refit_shell
from myomap.ventricle.shell import Shell
from myomap.ventricle.wall import Wall, trace_wall

__all__ = ["start_of", "wall_from"]

_OPTIONS: Final = FindOptions()
"""Those that ventricles are found with."""


def start_of(known: Ventricle) -> Shell:
    """Return the shell of a known ventricle, to start a fit from.

    Parameters
    ----------
    known : Ventricle
        Found or placed by hand.

    Returns
    -------
    Shell
        Its axis, and its radius at two thirds of the way to the valve plane.
    """
    points = known.midwall.points_mm
    ring = points[2 * len(points) // 3]
    return shell_of_placement(
        known.long_axis.apex_mm,
        known.long_axis.base_mm,
        float(np.linalg.norm(ring - ring.mean(axis=0), axis=-1).mean()),
    )


def wall_from(volume: Volume, start: Shell) -> Wall:
    """Return the wall of a volume, fitted from a shell that lies near it.

    Parameters
    ----------
    volume : Volume
        A gate, or the sum of all; in the patient's frame.
    start : Shell
        Nothing is searched: so a gate is traced that holds too few counts to be
        found in.

    Returns
    -------
    Wall
        Past the widest ring, not cut at a valve plane.

    Raises
    ------
    VentricleNotFoundError
        If no wall shows near the shell.
    """
    counts = smoothed(volume, _OPTIONS.smoothing_mm)
    fit = refit_shell(counts, start, _OPTIONS.bounds, _OPTIONS.refit)
    if fit is None:
        raise VentricleNotFoundError(
            "A gate shows no wall where the sum of all gates does. Check that every "
            "gate holds counts, and lies on the same grid."
        )
    return trace_wall(
        smoothed(volume, _OPTIONS.wall_smoothing_mm), fit.shell, _OPTIONS.wall
    )
