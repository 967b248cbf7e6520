"""What a fit itself leaves in doubt, beside the marks of its contours."""

from collections.abc import Sequence

import numpy as np

from myomap.geometry import angle_between_deg
from myomap.records import Caution
from myomap.ventricle.refit import ShellFit
from myomap.ventricle.valve_plane import ValvePlane

__all__ = ["loose_axis_cautions", "rival_cautions", "unseen_plane_cautions"]

LOOSE_AXIS_DEG = 2.4
"""Expected error of the long axis above which a reader is told: of simulated hard
patients one in forty exceeds it, and their axes are off by 3 to 10 degrees."""


def rival_cautions(
    best: ShellFit, best_rank: float, rivals: Sequence[tuple[ShellFit, float]]
) -> tuple[Caution, ...]:
    """Return a caution when another axis fits almost as well.

    Parameters
    ----------
    best : ShellFit
        The fit that was taken.
    best_rank : float
        How much it looks like a ventricle.
    rivals : sequence of (ShellFit, float)
        The other fits and their ranks.

    Returns
    -------
    tuple of Caution
        One, or none.
    """
    for rival, rank in rivals:
        turned = angle_between_deg(rival.shell.long_axis, best.shell.long_axis)
        apart = float(np.linalg.norm(rival.shell.centre_mm - best.shell.centre_mm))
        if rank > best_rank - 0.1 and (turned > 15.0 or apart > 30.0):
            return (
                Caution(
                    code="contour-rival",
                    message=(
                        f"Another long axis, {turned:.0f}° away, fits almost as well: "
                        "check the contours on the slices."
                    ),
                ),
            )
    return ()


def loose_axis_cautions(fit: ShellFit) -> tuple[Caution, ...]:
    """Return a caution when what is left of the wall hardly tells the long axis.

    Parameters
    ----------
    fit : ShellFit
        With the expected error of its axis.

    Returns
    -------
    tuple of Caution
        One, or none.
    """
    if fit.axis_error_deg < LOOSE_AXIS_DEG:
        return ()
    return (
        Caution(
            code="contour-axis",
            message=(
                "Little of the wall takes up tracer: the long axis may be off by "
                f"{fit.axis_error_deg:.0f}° or more. Check it on the slices."
            ),
        ),
    )


def unseen_plane_cautions(plane: ValvePlane) -> tuple[Caution, ...]:
    """Return a caution when the wall did not tell where it ends.

    Parameters
    ----------
    plane : ValvePlane
        As it was found.

    Returns
    -------
    tuple of Caution
        One, or none.
    """
    if plane.n_sectors > 0:
        return ()
    return (
        Caution(
            code="contour-valve-plane",
            message=(
                "The end of the wall at the base could not be seen: the valve plane "
                "was put where it usually lies. Check it on the slices."
            ),
        ),
    )
