"""The rim of a disc to a fraction of a pixel.

From the guessed centre rays run outwards. On each, the background's colour begins
somewhere; these places are fitted by an ellipse with upright axes, in passes that look
ever closer around the last one. Places far from the ellipse belong to labels, lines
and neighbours and lose their weight.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.records import Picture
from myomap.screenshot.background import ColorVector
from myomap.screenshot.ray_samples import Ellipse, FloatArray, ray_differences

__all__ = ["N_RAYS", "Rim", "fit_rim", "ray_angles"]

N_RAYS: Final = 240

# Half width of the search around the last ellipse, and the scale of the weights, as
# shares of the radius.
_PASSES: Final = ((0.14, 0.06), (0.08, 0.025), (0.06, 0.012), (0.05, 0.01))
_ROUND: Final = (0.84, 1.19)
"""Width to height of discs on pictures that were stretched."""

_PLATEAU_PX: Final = 2.5
_CLEAR: Final = 16.0
"""Distance from the background's colour that surely ends it, of 255."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rim:
    """A fitted outline and what its rays say of it.

    Parameters
    ----------
    ellipse : Ellipse
        The outline.
    background : (3,)
        Colour around it.
    seen : float, share of the rays inside the picture
        Where the background ends on the ellipse.
    faded : float, share
        Where the disc has the background's colour itself at its rim.
    covered : float, share
        Where something else lies outside the rim.
    outside : float, share of all rays
        Where the ellipse leaves the picture.
    sharpness : float, 0 to about 1
        How much of the disc's contrast is there three pixels inside the rim; low for
        slices and balls, which fade into the background.
    """

    ellipse: Ellipse
    background: ColorVector
    seen: float
    faded: float
    covered: float
    outside: float
    sharpness: float


def ray_angles() -> FloatArray:
    """Return the directions of the rays.

    Returns
    -------
    (240,), radians
        Counter-clockwise from the right.
    """
    return np.linspace(0.0, 2 * np.pi, N_RAYS, endpoint=False, dtype=np.float64)


def fit_rim(
    picture: Picture,
    start: Ellipse,
    background: ColorVector,
    *,
    keeps_size: bool = False,
) -> Rim | None:
    """Return the ellipse around a guessed disc, or None where there is none.

    Parameters
    ----------
    picture : Picture
        Where it lies.
    start : Ellipse
        Good to a tenth of the radius.
    background : (3,), 0 to 255
        Colour around it.
    keeps_size : bool
        Whether only the centre is sought.

    Returns
    -------
    Rim or None
        None if no ellipse explains a fifth of the rays, or the fit leaves the start.
    """
    ellipse = start
    ends = _end_of_background(picture, ellipse, background)
    for reach, scale in _PASSES:
        share, place = _stretch(ellipse, reach)
        difference, _ = ray_differences(picture, place, background)
        edge, trust = _edges(share, difference, ends, ellipse.mean_radius)
        least = max(scale, 0.8 / ellipse.mean_radius)
        fitted = _step(ellipse, (edge, trust, least), keeps_size=keeps_size)
        if fitted is None or not _is_near(fitted, start):
            return None
        ellipse = fitted
    return _judged(picture, background, ellipse, ends)


def _is_near(ellipse: Ellipse, start: Ellipse) -> bool:
    reach = 0.25 * start.across
    return (
        abs(ellipse.x - start.x) < reach
        and abs(ellipse.y - start.y) < reach
        and 0.8 < ellipse.mean_radius / start.mean_radius < 1.25
        and _ROUND[0] < ellipse.across / ellipse.up < _ROUND[1]
    )


def _stretch(ellipse: Ellipse, reach: float) -> tuple[FloatArray, FloatArray]:
    """Return shares of the radius around the rim, and points of every ray at them."""
    step = max(0.5 / ellipse.mean_radius, reach / 48)
    share = np.arange(1 - reach, 1 + reach + step, step)
    return share, ellipse.points(share[None, :], ray_angles()[:, None])


def _end_of_background(
    picture: Picture, ellipse: Ellipse, background: ColorVector
) -> float:
    """Return which distance from the background's colour is more than its noise.

    A picture stored without loss has none, and the dimmest rim counts.
    """
    _, place = _stretch(ellipse.grown(0.12 * ellipse.across), 0.06)
    difference, _ = ray_differences(picture, place, background)
    quiet = difference[difference < _CLEAR]
    noise = float(np.percentile(quiet, 90)) if quiet.size > 50 else _CLEAR
    return float(np.clip(3 * noise + 4, 5.0, _CLEAR))


def _edges(
    share: FloatArray, distance: FloatArray, ends: float, radius: float
) -> tuple[FloatArray, FloatArray]:
    """Return per ray where the background begins, nearest to share 1, and its trust.

    The place, NaN if there is none, is half way up to the colour just inside, which
    does not move when a sharp rim was smoothed by resizing. A colour that fades into
    the background slowly is no rim and has little trust, 0 to 1.
    """
    begins = (distance[:, :-1] >= ends) & (distance[:, 1:] < ends)
    away = np.where(begins, np.abs(0.5 * (share[:-1] + share[1:]) - 1), np.inf)
    at = np.argmin(away, axis=1)
    rays = np.arange(len(distance))
    step = share[1] - share[0]
    depth = max(1, round(_PLATEAU_PX / (step * radius)))
    # From the first point outside inwards.
    path = np.clip(at[:, None] + 1 - np.arange(depth + 2), 0, distance.shape[1] - 1)
    height = distance[rays[:, None], path]
    top = height.max(axis=1)
    half = 0.5 * top
    first = np.maximum(np.argmax(height >= half[:, None], axis=1), 1)
    upper, lower = height[rays, first], height[rays, first - 1]
    part = np.clip((half - lower) / np.maximum(upper - lower, 1e-6), 0.0, 1.0)
    edge: FloatArray = share[path[rays, first - 1]] - part * step
    edge[~begins[rays, at]] = np.nan
    return edge, np.clip(0.5 * (top / ends - 1), 0.03, 1.0)


def _step(
    ellipse: Ellipse, seen: tuple[FloatArray, FloatArray, float], *, keeps_size: bool
) -> Ellipse | None:
    """Return the ellipse moved and stretched to the places where background begins."""
    edge, trust, scale = seen
    known = np.isfinite(edge)
    if known.sum() < N_RAYS // 6:
        return None
    off, a, trust = edge[known] - 1.0, ray_angles()[known], trust[known]
    columns = [np.cos(a), np.sin(a)]
    if not keeps_size:
        columns += [np.ones_like(a), np.cos(2 * a)]
    basis = np.stack(columns, axis=1)
    change = np.zeros(len(columns))
    if not keeps_size:
        change[2] = np.median(off)
    for _ in range(12):
        residual = (off - basis @ change) / (3 * scale)
        weight = trust * np.clip(1 - residual**2, 0, None) ** 2
        if np.count_nonzero(weight) < N_RAYS // 8:
            return None
        normal = basis.T @ (basis * weight[:, None]) + 1e-6 * np.eye(len(columns))
        change[:] = np.linalg.solve(normal, basis.T @ (weight * off))
    right, upwards, size, oval = (*change, 0.0, 0.0)[:4]
    return Ellipse(
        x=ellipse.x + right * ellipse.across,
        y=ellipse.y - upwards * ellipse.up,
        across=ellipse.across * (1 + size + oval),
        up=ellipse.up * (1 + size - oval),
    )


def _judged(
    picture: Picture, background: ColorVector, ellipse: Ellipse, ends: float
) -> Rim:
    reach = max(0.10, 4 / ellipse.mean_radius)
    share, place = _stretch(ellipse, reach)
    distance, inside = ray_differences(picture, place, background)
    edge, _ = _edges(share, distance, ends, ellipse.mean_radius)
    tolerance = max(0.012, 0.9 / ellipse.mean_radius)
    is_seen = np.isfinite(edge) & (np.abs(edge - 1.0) <= tolerance)
    is_there = inside[:, np.argmin(np.abs(share - 1))]
    inner = share < 1 - 1.5 * tolerance
    outer = share > 1 + 1.5 * tolerance
    is_faded = ~is_seen & (np.median(distance[:, inner], axis=1) < 2 * _CLEAR)
    is_covered = ~is_seen & ~is_faded & (distance[:, outer].max(axis=1) >= ends)
    n = max(int(is_there.sum()), 1)
    return Rim(
        ellipse=ellipse,
        background=background,
        seen=float((is_seen & is_there).sum() / n),
        faded=float((is_faded & is_there).sum() / n),
        covered=float((is_covered & is_there).sum() / n),
        outside=float(1 - is_there.mean()),
        sharpness=_sharpness(picture, background, ellipse),
    )


def _sharpness(picture: Picture, background: ColorVector, ellipse: Ellipse) -> float:
    radius = ellipse.mean_radius
    depth = np.array([3 / radius, 0.04, 0.06, 0.1, 0.15, 0.2, 0.25])
    place = ellipse.points(1 - depth[None, :], ray_angles()[:, None])
    difference, _ = ray_differences(picture, place, background)
    contrast = difference.max(axis=1)
    told = contrast > 40
    if told.sum() < 20:
        return 0.0
    return float(np.median(difference[told, 0] / contrast[told]))
