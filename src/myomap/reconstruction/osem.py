"""Maximum likelihood by expectation maximisation, with ordered subsets.

``f <- f / (Hᵀ 1) · Hᵀ (y / (H f + s))``: H is the system model, y the counts, s the
scatter, which is added to what is expected and never taken from what was counted.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.camera import SystemModel
from myomap.errors import ConfigError, GeometryError
from myomap.records import require_finite, require_shape

__all__ = [
    "Measurement",
    "SubsetPlan",
    "count_ratio",
    "log_likelihood",
    "osem",
    "plan_subsets",
    "require_counts",
    "start_in_mask",
]

Activity = NDArray[np.float32]
Views = NDArray[np.float32]

LOWEST_ESTIMATE = 1e-8
"""Of the mean estimate: keeps numbers off the range where processors crawl."""

LOWEST_EXPECTED = 1e-6
"""Of the mean count."""

LOWEST_SENSITIVITY = 1e-4
"""Of the highest: places seen less than that are left at zero."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measurement:
    """Counts to be explained, and what of them is scatter.

    Parameters
    ----------
    counts : (view, column, z), counts
        The photopeak.
    scatter : (view, column, z), counts, or None
        Expected scatter, added in the model.
    """

    counts: Views
    scatter: Views | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SubsetPlan:
    """Which views belong to which subset, and how well each subset sees each place.

    Gates share one plan.

    Parameters
    ----------
    views : tuple of (some view,), int
        The views of every subset, in the order the subsets are taken.
    sensitivity : tuple of (x, y, z), float32
        Adjoint of ones, of every subset.
    inside : (x, y, z), bool
        Where the estimate may be other than zero.
    """

    views: tuple[NDArray[np.int64], ...]
    sensitivity: tuple[Activity, ...]
    inside: NDArray[np.bool_]


def plan_subsets(model: SystemModel, n_subsets: int) -> SubsetPlan:
    """Divide the views evenly in angle and compute what every subset sees.

    Parameters
    ----------
    model : SystemModel
        Of all views.
    n_subsets : int
        1 for plain expectation maximisation.

    Returns
    -------
    SubsetPlan
        Subset m takes the views m, m + M, m + 2 M ... in the order of their angles,
        whichever head took them; subsets follow each other in natural order.

    Raises
    ------
    ConfigError
        If there are more subsets than views, or none.
    """
    n_views = model.acquisition.n_views
    if not 1 <= n_subsets <= n_views:
        raise ConfigError(
            f"subsets={n_subsets} does not fit the study: it has {n_views} views. "
            f"Choose 1 to {n_views}, such that every subset has 4 views or more."
        )
    by_angle = np.argsort(np.mod(model.acquisition.angle_deg, 360.0), kind="stable")
    views = tuple(np.sort(by_angle[m::n_subsets]) for m in range(n_subsets))
    sensitivity = tuple(model.sensitivity(subset) for subset in views)
    total = sum(sensitivity[1:], start=sensitivity[0])
    inside = model.mask[:, :, None] & (total > LOWEST_SENSITIVITY * total.max())
    return SubsetPlan(views=views, sensitivity=sensitivity, inside=inside)


def start_in_mask(plan: SubsetPlan, measured: Measurement) -> Activity:
    """Return an even estimate that yields as many counts as were measured.

    Parameters
    ----------
    plan : SubsetPlan
        Of the model.
    measured : Measurement
        Counts and scatter.

    Returns
    -------
    (x, y, z), float32, counts a view
        Zero outside the mask.

    Raises
    ------
    GeometryError
        If there is nothing to reconstruct.
    """
    total = float(measured.counts.sum(dtype=np.float64))
    if total <= 0:
        raise GeometryError(
            "The projections hold no counts: found 0 in all views. Expected 50,000 "
            "or more a view: export the photopeak of the whole study."
        )
    primary = total
    if measured.scatter is not None:
        scattered = float(measured.scatter.sum(dtype=np.float64))
        primary = max(total - scattered, 0.05 * total)
    seen = sum(float(part[plan.inside].sum(dtype=float)) for part in plan.sensitivity)
    start = np.zeros(plan.inside.shape, np.float32)
    start[plan.inside] = primary / seen
    return start


def count_ratio(
    measured: Measurement, views: NDArray[np.int64], expected: Views, mean_count: float
) -> Views:
    """Return counts by what was expected, safe where nothing was.

    Parameters
    ----------
    measured : Measurement
        Of all views.
    views : (some view,), int
        Which of them.
    expected : (some view, column, z), counts
        Modelled without scatter; written to.
    mean_count : float, counts
        Sets what counts as nothing.

    Returns
    -------
    (some view, column, z), float32
        In the memory of `expected`.
    """
    if measured.scatter is not None:
        expected += measured.scatter[views]
    np.maximum(expected, np.float32(LOWEST_EXPECTED * mean_count), out=expected)
    return np.divide(measured.counts[views], expected, out=expected)


def osem(
    model: SystemModel,
    plan: SubsetPlan,
    measured: Measurement,
    iterations: int,
    *,
    on_iteration: Callable[[int, Activity], None] | None = None,
) -> Activity:
    """Return the activity that explains the counts best, as far as the steps lead.

    More steps bring more resolution and more noise; they are not meant to converge.

    Parameters
    ----------
    model : SystemModel
        Of all views.
    plan : SubsetPlan
        From `plan_subsets`; one subset makes it plain expectation maximisation.
    measured : Measurement
        Counts and scatter.
    iterations : int
        Passes over all views.
    on_iteration : callable or None
        Called after every pass with its number, from 1, and the estimate, which must
        be left as it is.

    Returns
    -------
    (x, y, z), float32, counts a view
        Never negative; zero outside the mask.

    Raises
    ------
    ConfigError
        If there is no iteration.
    GeometryError
        If shapes do not fit, or counts are negative, not finite or all zero.

    References
    ----------
    .. [1] Shepp LA, Vardi Y. IEEE Trans Med Imaging 1982;1:113-122.
    .. [2] Hudson HM, Larkin RS. IEEE Trans Med Imaging 1994;13:601-609.
    """
    require_counts(model, measured)
    if iterations < 1:
        raise ConfigError(
            f"iterations={iterations} makes no sense. Choose 1 or more, usually 4."
        )
    estimate = start_in_mask(plan, measured)
    mean_count = float(measured.counts.mean(dtype=np.float64))
    floor = np.float32(LOWEST_ESTIMATE * float(estimate.max()))
    for iteration in range(1, iterations + 1):
        for views, sensitivity in zip(plan.views, plan.sensitivity, strict=True):
            expected = model.forward(estimate, views)
            ratio = count_ratio(measured, views, expected, mean_count)
            update = model.adjoint(ratio, views)
            lowest = np.float32(LOWEST_SENSITIVITY * float(sensitivity.max()))
            update /= np.maximum(sensitivity, lowest)
            estimate *= update
            np.maximum(estimate, floor, out=estimate, where=plan.inside)
        if on_iteration is not None:
            on_iteration(iteration, estimate)
    return estimate


def require_counts(model: SystemModel, measured: Measurement) -> None:
    """Raise `GeometryError` unless the counts fit the model and are counts.

    Parameters
    ----------
    model : SystemModel
        Of all views.
    measured : Measurement
        To be reconstructed.

    Raises
    ------
    GeometryError
        If the shape does not fit, or values are negative or not finite.
    """
    n, _, n_z = model.activity_shape
    counts, shape = measured.counts, (model.acquisition.n_views, n, n_z)
    require_shape("The projections", counts, shape)
    require_finite("The projections", counts)
    if measured.scatter is not None:
        require_shape("The scatter", measured.scatter, shape)
        require_finite("The scatter", measured.scatter)
    if float(counts.min()) < 0:
        raise GeometryError(
            f"The projections hold negative counts: found {float(counts.min()):g}, "
            "expected counts of at least 0. Give them as acquired; scatter is added "
            "in the model and never subtracted."
        )


def log_likelihood(counts: Views, expected: Views) -> float:
    """Return the logarithm of the Poisson likelihood, without its constant.

    Parameters
    ----------
    counts : (view, column, z), counts
        As measured.
    expected : (view, column, z), counts
        As modelled, above zero wherever there are counts.

    Returns
    -------
    float
        Larger is better.

    Examples
    --------
    >>> one = np.ones((1, 1, 1), np.float32)
    >>> log_likelihood(one, one) > log_likelihood(one, 2 * one)
    True
    """
    measured = counts.astype(np.float64)
    modelled = np.maximum(expected.astype(np.float64), 1e-300)
    return float(np.sum(measured * np.log(modelled) - modelled))
