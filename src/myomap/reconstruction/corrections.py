"""How much longer, and how much later, one view was taken than another."""

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.records import Caution, Projections

__all__ = ["TC99M_HALF_LIFE_H", "view_weights"]

TC99M_HALF_LIFE_H = 6.0067
"""Of technetium-99m."""

MS_PER_HOUR = 3.6e6


def view_weights(
    projections: Projections, half_life_h: float | None
) -> tuple[FloatArray, tuple[Caution, ...]]:
    """Return the relative time and decay of every view.

    They belong in the system model: dividing the counts by them would take their
    Poisson statistics away. Heads measure at the same time; one head's views follow
    each other without pause, because the header tells no pauses.

    Parameters
    ----------
    projections : Projections
        Counts do not matter here.
    half_life_h : float or None, h
        Of the nuclide; None leaves decay out.

    Returns
    -------
    weight : (view,)
        1 for a view of mean duration at the start of the acquisition.
    cautions : tuple of Caution
        Where the header tells no durations.

    Raises
    ------
    ConfigError
        If the half-life is not above zero.

    Examples
    --------
    >>> from myomap.records import EnergyWindow
    >>> windows = (EnergyWindow(lower_keV=126, upper_keV=154),)
    >>> views = Projections(
    ...     counts=np.ones((1, 1, 3, 1, 3)), angle_deg=[0, 60, 120], radius_mm=None,
    ...     detector=[0, 0, 0], pixel_size_mm=[6, 6], energy_windows=windows,
    ...     frame_duration_ms=[20_000, 20_000, 40_000])
    >>> view_weights(views, None)[0]
    array([0.75, 0.75, 1.5 ])
    """
    if half_life_h is not None and not 0.01 < half_life_h < 1e6:
        raise ConfigError(
            f"half_life_h={half_life_h:g} makes no sense. Technetium-99m has "
            f"{TC99M_HALF_LIFE_H:g}; give None to leave decay out."
        )
    duration_ms = projections.frame_duration_ms
    n_views = projections.angle_deg.size
    if duration_ms is None or float(duration_ms.min()) <= 0:
        return np.ones(n_views), (_NO_DURATION,)
    weight = duration_ms / duration_ms.mean()
    if half_life_h is None:
        return weight, ()
    decay = np.log(2.0) / half_life_h
    duration_h = duration_ms / MS_PER_HOUR
    start_h = np.empty(n_views)
    for head in np.unique(projections.detector):
        own = projections.detector == head
        start_h[own] = np.cumsum(duration_h[own]) - duration_h[own]
    within = -np.expm1(-decay * duration_h) / (decay * duration_h)
    decayed: FloatArray = weight * np.exp(-decay * start_h) * within
    return decayed, ()


_NO_DURATION = Caution(
    code="view-duration-unknown",
    message="How long a view took is not known; all were taken as equal and decay was "
    "not corrected.",
)
