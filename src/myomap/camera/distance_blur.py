"""The blur of every plane as small steps that planes share.

Variances of Gaussians add. Planes are swept from the far one to the near one, and
what has been summed so far is blurred on the way by what it needs more than the
planes still to come. One step are the three taps ``[e, 1 - 2 e, e]``, of variance
``2 e`` exactly; at ``e = 1/6`` their fourth moment too is that of a Gaussian. A
plane whose variance lies between two steps is divided between them.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.camera.acquisition import Acquisition
from myomap.camera.collimator import Collimator

__all__ = ["DistanceBlur", "distance_blur", "no_blur"]

TAP: Final = 1.0 / 6.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DistanceBlur:
    """How many steps of blur every plane of one view takes.

    Parameters
    ----------
    level : (plane,), int
        Steps that the whole plane takes; never growing towards the detector.
    share : (plane,), float32
        Part of the plane that takes one step more.
    tap_column, tap_row : float
        Outer of the three taps, along the columns and along the rows of the view.
    """

    level: NDArray[np.int64]
    share: NDArray[np.float32]
    tap_column: float
    tap_row: float


def no_blur(acquisition: Acquisition) -> DistanceBlur:
    """Return steps that change nothing.

    Parameters
    ----------
    acquisition : Acquisition
        Sizes of the grid.

    Returns
    -------
    DistanceBlur
        Of an ideal collimator.
    """
    n = acquisition.n_columns
    return DistanceBlur(
        level=np.zeros(n, np.int64),
        share=np.zeros(n, np.float32),
        tap_column=0.0,
        tap_row=0.0,
    )


def distance_blur(
    acquisition: Acquisition, collimator: Collimator, radius_mm: float
) -> DistanceBlur:
    """Return how often to blur every plane of one view.

    Parameters
    ----------
    acquisition : Acquisition
        Sizes of the grid.
    collimator : Collimator
        Its blur at every distance.
    radius_mm : float, mm
        Of this view.

    Returns
    -------
    DistanceBlur
        The last plane is the nearest to the detector.

    Notes
    -----
    Where rows and columns are not equally far apart, the step is that of the finer
    direction, so that neither tap is above 1/6.
    """
    n = acquisition.n_columns
    depth_mm = (np.arange(n) - (n - 1) / 2) * acquisition.column_mm
    distance_mm = np.maximum(radius_mm - depth_mm, 0.0)
    step_mm2 = 2 * TAP * min(acquisition.column_mm, acquisition.row_mm) ** 2
    n_steps = collimator.sigma_mm(distance_mm) ** 2 / step_mm2
    level = np.floor(n_steps)
    return DistanceBlur(
        level=level.astype(np.int64),
        share=(n_steps - level).astype(np.float32),
        tap_column=step_mm2 / 2 / acquisition.column_mm**2,
        tap_row=step_mm2 / 2 / acquisition.row_mm**2,
    )
