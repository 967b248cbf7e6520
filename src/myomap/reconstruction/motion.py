"""Shifts of the patient between the views.

A reconstruction explains what all views agree on. Where a view lies beside what the
reconstruction predicts for it, the patient had moved; taking that out and
reconstructing again finds the rest.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.camera import SystemModel
from myomap.geometry import FloatArray
from myomap.reconstruction.osem import Measurement, SubsetPlan, osem
from myomap.records import Caution

__all__ = ["ViewMotion", "check_motion", "detect_motion", "shift_views"]

Views = NDArray[np.float32]

N_ROUNDS: Final = 3
ITERATIONS: Final = 1
FARTHEST_PIXEL: Final = 6
SMOOTHING_PIXEL: Final = 1.0
NOTABLE_MM: Final = 5.0
"""Below a pixel: smaller shifts hardly change a map, and noise alone gives 1.5."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ViewMotion:
    """How far every view lies from where it should.

    Parameters
    ----------
    vertical_mm : (view,), mm
        Towards the head; the median is zero.
    horizontal_mm : (view,), mm
        Along the columns as the detector sees them; the median is zero.
    """

    vertical_mm: FloatArray
    horizontal_mm: FloatArray

    @property
    def largest_vertical_mm(self) -> float:
        """Float, mm: the largest shift along the body."""
        return float(np.abs(self.vertical_mm).max())

    @property
    def largest_horizontal_mm(self) -> float:
        """Float, mm: the largest shift across the body."""
        return float(np.abs(self.horizontal_mm).max())


def detect_motion(model: SystemModel, plan: SubsetPlan, counts: Views) -> ViewMotion:
    """Return the shift of every view against what all views agree on.

    Parameters
    ----------
    model : SystemModel
        Of all views.
    plan : SubsetPlan
        From `plan_subsets`.
    counts : (view, column, z), counts
        The photopeak.

    Returns
    -------
    ViewMotion
        A slow drift is found too small: part of it looks like another place.

    Raises
    ------
    GeometryError
        If there are no counts.

    References
    ----------
    .. [1] Matsumoto N et al. Quantitative assessment of motion artifacts and
       validation of a new motion-correction program for myocardial perfusion SPECT. J
       Nucl Med 2001;42:687-694.
    """
    step = model.acquisition
    vertical = np.zeros(step.n_views)
    horizontal = np.zeros(step.n_views)
    for _ in range(N_ROUNDS):
        settled = shift_views(counts, -vertical)
        expected = model.forward(
            osem(model, plan, Measurement(counts=settled), ITERATIONS)
        )
        vertical += _offsets(settled, expected, axis=2)
        horizontal = _offsets(settled, expected, axis=1)
        vertical -= np.median(vertical)
    horizontal -= np.median(horizontal)
    return ViewMotion(
        vertical_mm=vertical * step.row_mm, horizontal_mm=horizontal * step.column_mm
    )


def shift_views(views: Views, pixels: FloatArray) -> Views:
    """Return every view moved along the body.

    Parameters
    ----------
    views : (view, column, z)
        Any quantity.
    pixels : (view,), pixels
        How far towards the head; parts of a pixel are interpolated linearly, so that
        counts stay above zero.

    Returns
    -------
    (view, column, z), float32
        What comes in at the edge repeats the edge.
    """
    from scipy.ndimage import shift

    moved = np.empty_like(views)
    for view, by, out in zip(views, pixels, moved, strict=True):
        shift(view, (0.0, by), output=out, order=1, mode="nearest")
    return moved


def check_motion(motion: ViewMotion, *, corrected: bool) -> tuple[Caution, ...]:
    """Return a caution if the patient moved notably.

    Parameters
    ----------
    motion : ViewMotion
        From `detect_motion`.
    corrected : bool
        Whether the shifts along the body have been taken out.

    Returns
    -------
    tuple of Caution
        Empty when there was no notable motion.
    """
    along, across = motion.largest_vertical_mm, motion.largest_horizontal_mm
    if max(along, across) < NOTABLE_MM:
        return ()
    done = (
        "Shifts along the body were corrected."
        if corrected
        else "It was not corrected."
    )
    return (
        Caution(
            code="patient-motion",
            message=f"The patient moved during the acquisition, by up to "
            f"{along:.0f} mm along and {across:.0f} mm across the body as the detector "
            f"sees it. {done}",
        ),
    )


def _offsets(measured: Views, expected: Views, *, axis: int) -> FloatArray:
    """Return by how many pixels every view is shifted along an axis."""
    from scipy.ndimage import gaussian_filter

    sigma = (0.0, SMOOTHING_PIXEL, SMOOTHING_PIXEL)
    # Slopes, because the heart's edges tell its place and the even body does not.
    seen = np.gradient(gaussian_filter(measured, sigma), axis=axis)
    wanted = np.gradient(gaussian_filter(expected, sigma), axis=axis)
    seen = np.moveaxis(seen, axis, -1)
    wanted = np.moveaxis(wanted, axis, -1)
    reach = min(FARTHEST_PIXEL, (seen.shape[-1] - 1) // 2)
    lags = np.arange(-reach, reach + 1)
    overlap = np.stack([_overlap(seen, wanted, int(lag)) for lag in lags])
    return _parabola_top(overlap, lags)


def _overlap(seen: Views, wanted: Views, lag: int) -> FloatArray:
    """Return (view,): how well views fit when they are taken back by a lag."""
    n = seen.shape[-1]
    ours = seen[..., max(lag, 0) : n + min(lag, 0)]
    theirs = wanted[..., max(-lag, 0) : n + min(-lag, 0)]
    product: FloatArray = np.einsum("vji,vji->v", ours, theirs, dtype=np.float64)
    return product


def _parabola_top(overlap: FloatArray, lags: NDArray[np.int64]) -> FloatArray:
    """Return where a parabola through the best three values has its top."""
    best = np.clip(overlap.argmax(axis=0), 1, len(lags) - 2)
    view = np.arange(overlap.shape[1])
    before, top, after = (overlap[best + step, view] for step in (-1, 0, 1))
    bend = before - 2 * top + after
    safe = np.where(bend < 0, bend, -1.0)
    part = np.where(bend < 0, 0.5 * (before - after) / safe, 0.0)
    top_at: FloatArray = lags[best] + np.clip(part, -1.0, 1.0)
    return top_at
