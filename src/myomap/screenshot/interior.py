"""Figures of a disc's inside that tell a polar map from other round things.

A map of perfusion is a smooth surface shown in the colours of one table. So its
colours lie along one curve, they change in every direction and not along rings or
spokes alone, and no plane or bowl explains them. Round things of other kinds fail in
one of these: targets and shaded balls change along the radius alone, pies and wheels
around the centre alone, photographs have colours off any curve, plain discs none,
phantoms and weather too many hills.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from myomap.screenshot.background import ColorVector
from myomap.screenshot.color_path import color_places
from myomap.screenshot.disc_patch import PATCH_PX, PATCH_X, PATCH_Y, DiscPatch
from myomap.screenshot.ray_samples import FloatArray

__all__ = ["InteriorTraits", "interior_traits"]

_FROM_CENTRE = np.hypot(PATCH_X, PATCH_Y)
_WITHIN: Final = _FROM_CENTRE < 0.92
_DEEP: Final = _FROM_CENTRE < 0.86
_MIDDLE: Final = _FROM_CENTRE < 0.12
_SURFACE: Final = np.stack(
    [
        np.ones_like(PATCH_X),
        PATCH_X,
        PATCH_Y,
        PATCH_X**2,
        PATCH_Y**2,
        PATCH_X * PATCH_Y,
    ],
    axis=-1,
)[_WITHIN]
_TO_SURFACE: Final = np.linalg.pinv(_SURFACE)
_RADII: Final = np.linspace(0.1, 0.92, 36)
_ANGLES: Final = np.linspace(0, 2 * np.pi, 120, endpoint=False)
_ROWS: Final = (PATCH_PX - 1) / 2 - _RADII[:, None] * np.sin(_ANGLES) * (PATCH_PX / 2)
_COLS: Final = (PATCH_PX - 1) / 2 + _RADII[:, None] * np.cos(_ANGLES) * (PATCH_PX / 2)
_CLOSE: Final = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InteriorTraits:
    """Figures of a disc's inside; shares are from 0 to 1.

    Parameters
    ----------
    n_colors : float
        Colours in steps of 24 that fill at least half a percent.
    commonest : float
        Share of the disc in its commonest colour.
    spread : float, 0 to 440
        Standard deviations of red, green and blue, summed.
    noise : float
        Typical distance of a pixel from the median around it, in spreads.
    roughness : float
        Mean distance of that median from a wider one, in spreads.
    along_radius : float
        Share of the squared change of colour that is along the radius.
    oblique : float
        How much change goes along the radius and around at one place; 0.64 when
        directions are random.
    upright : float
        The same along rows and columns.
    on_rings, on_grid : float
        Share of the sharp steps that run along rings or spokes, rows or columns.
    radial, angular : float
        Share of the variance that the radius alone, the angle alone explains.
    uneven : float
        Share of the variance that no plane or bowl explains.
    jumps : float
        Share of neighbouring pixels that differ by more than 40 of 255.
    off_curve : float
        How broad the cloud of the colours is across its own curve, for its length.
    rank_change : float
        Mean change of a colour's rank over a sixteenth of the diameter.
    leaps : float
        Share of pixels that change by a third of the curve over that distance.
    gathered : float
        Share of all change that lies in its strongest twentieth.
    hills, high_hills : float
        How many tops and hollows there are; how many of them are high.
    centre : float, 0 to 255
        Distance of the middle's colour from the background's.
    """

    n_colors: float
    commonest: float
    spread: float
    noise: float
    roughness: float
    along_radius: float
    oblique: float
    upright: float
    on_rings: float
    on_grid: float
    radial: float
    angular: float
    uneven: float
    jumps: float
    off_curve: float
    rank_change: float
    leaps: float
    gathered: float
    hills: float
    high_hills: float
    centre: float


def interior_traits(patch: DiscPatch, background: ColorVector) -> InteriorTraits:
    """Return the figures of a disc's inside.

    Parameters
    ----------
    patch : DiscPatch
        The disc.
    background : (3,), 0 to 255
        Colour around it.

    Returns
    -------
    InteriorTraits
        All of them.
    """
    calm = patch.calm
    colors = calm[_WITHIN]
    spread = float(colors.std(axis=0).sum()) + 1e-6
    codes = (colors // 24).astype(np.int64) @ np.array([121, 11, 1])
    filled = np.bincount(codes) / len(codes)
    calmer = ndimage.median_filter(calm[::2, ::2], (5, 5, 1))
    rough = np.abs(calm[::2, ::2] - calmer)[_WITHIN[::2, ::2]].sum(axis=-1).mean()
    noise = np.median(np.abs(patch.raw - calm).sum(axis=-1)[_WITHIN])
    fit = _TO_SURFACE @ colors
    variance = ((colors - colors.mean(axis=0)) ** 2).sum() + 1e-9
    along_radius, oblique, radial, angular = _polar_change(calm)
    upright, on_rings, on_grid = _directions(calm)
    rank_change, leaps, gathered, hills, high_hills = _surface(calm)
    return InteriorTraits(
        n_colors=float((filled >= 0.005).sum()),
        commonest=float(filled.max()),
        spread=spread,
        noise=float(noise / spread),
        roughness=float(rough / spread),
        along_radius=along_radius,
        oblique=oblique,
        upright=upright,
        on_rings=on_rings,
        on_grid=on_grid,
        radial=radial,
        angular=angular,
        uneven=float(((colors - _SURFACE @ fit) ** 2).sum() / variance),
        jumps=float((_changes(calm, 1, _WITHIN).max(axis=-1) > 40).mean()),
        off_curve=_off_curve(colors),
        rank_change=rank_change,
        leaps=leaps,
        gathered=gathered,
        hills=hills,
        high_hills=high_hills,
        centre=float(np.abs(patch.raw[_MIDDLE] - background).max(axis=1).mean()),
    )


def _polar_change(calm: FloatArray) -> tuple[float, float, float, float]:
    """Return shares of change along the radius, oblique, and of separable variance."""
    polar = np.stack(
        [
            ndimage.map_coordinates(calm[..., c], [_ROWS, _COLS], order=1)
            for c in range(3)
        ],
        axis=-1,
    )
    smooth = ndimage.gaussian_filter(
        polar, (1, 1, 0), mode=("nearest", "wrap", "nearest")
    )
    weight = _RADII[:-1, None, None]
    outwards = np.abs(np.diff(smooth, axis=0)) / (_RADII[1] - _RADII[0])
    around = np.abs(np.roll(smooth, -1, axis=1) - smooth)[:-1] / (_ANGLES[1] * weight)
    all_change = float((weight * (outwards**2 + around**2)).sum()) + 1e-9
    middle = polar.mean(axis=(0, 1))
    variance = float(((polar - middle) ** 2).sum()) + 1e-9
    by_radius = ((polar.mean(axis=1) - middle) ** 2).sum() * len(_ANGLES)
    by_angle = ((polar.mean(axis=0) - middle) ** 2).sum() * len(_RADII)
    return (
        float((weight * outwards**2).sum()) / all_change,
        2 * float((weight * outwards * around).sum()) / all_change,
        float(by_radius) / variance,
        float(by_angle) / variance,
    )


def _directions(calm: FloatArray) -> tuple[float, float, float]:
    """Return how upright change is, and which sharp steps lie on rings or a grid."""
    smooth = ndimage.gaussian_filter(calm, (1, 1, 0))
    down, across = (np.abs(np.gradient(smooth, axis=k))[_WITHIN] for k in (0, 1))
    upright = 2 * (down * across).sum() / ((down**2 + across**2).sum() + 1e-9)
    steps = [ndimage.correlate1d(calm, [-1, 0, 1], axis=k) for k in (0, 1)]
    strongest = np.argmax(np.abs(steps[0]) + np.abs(steps[1]), axis=-1)[..., None]
    down, across = (np.take_along_axis(s, strongest, -1)[..., 0] for s in steps)
    sharp = _DEEP & (np.hypot(down, across) > 24)
    if np.count_nonzero(sharp) < 40:
        return float(upright), 0.0, 0.0
    away = _FROM_CENTRE + 1e-9
    outwards = np.abs(across * PATCH_X - down * PATCH_Y) / away
    around = np.abs(across * PATCH_Y + down * PATCH_X) / away
    on_rings = np.minimum(outwards, around) < 0.15 * np.maximum(outwards, around)
    down, across = np.abs(down), np.abs(across)
    on_grid = np.minimum(down, across) < 0.1 * np.maximum(down, across)
    return float(upright), float(on_rings[sharp].mean()), float(on_grid[sharp].mean())


def _surface(calm: FloatArray) -> tuple[float, float, float, float, float]:
    """Return change of rank, leaps, how gathered change is, hills and high hills."""
    places = color_places(calm, _WITHIN)
    if places is None:
        return 1.0, 1.0, 1.0, 99.0, 99.0
    rank, place = places
    near = np.sort(_changes(rank, 2, _DEEP))[::-1]
    smooth = ndimage.gaussian_filter(rank, 2.0)
    around = ndimage.uniform_filter(smooth, 27)
    top = smooth == ndimage.maximum_filter(smooth, 13)
    hollow = smooth == ndimage.minimum_filter(smooth, 13)
    hills = [
        ndimage.label(top & _DEEP & (smooth - around > height))[1]
        + ndimage.label(hollow & _DEEP & (around - smooth > height))[1]
        for height in (0.08, 0.2)
    ]
    return (
        float(_changes(rank, 3, _DEEP).mean()),
        float((_changes(place, 3, _DEEP) > 0.3).mean()),
        float(near[: len(near) // 20].sum() / (near.sum() + 1e-9)),
        float(hills[0]),
        float(hills[1]),
    )


def _changes(
    values: FloatArray, n_px: int, where: np.ndarray[tuple[int, int], np.dtype[np.bool]]
) -> FloatArray:
    """Return absolute differences of pixels that lie n apart, both ways."""
    down = np.abs(values[n_px:] - values[:-n_px])[where[n_px:] & where[:-n_px]]
    right = where[:, n_px:] & where[:, :-n_px]
    across = np.abs(values[:, n_px:] - values[:, :-n_px])[right]
    return np.concatenate([down, across])


def _off_curve(colors: FloatArray) -> float:
    """Return the mean ratio of the second to the first axis of clouds of near colours.

    Colours of a table lie along a curve: near one of them, they spread along one line.
    """
    sample = colors[:: max(1, len(colors) // 900)]
    chosen = sample[:: max(1, len(sample) // 60)]
    squares = (chosen**2).sum(axis=1)[:, None] + (sample**2).sum(axis=1)
    near = (squares - 2 * chosen @ sample.T < _CLOSE**2).astype(np.float64)
    count = near.sum(axis=1)
    near, count = near[count >= 8], count[count >= 8]
    if count.size == 0:
        return 1.0
    mean = near @ sample / count[:, None]
    products = (sample[:, :, None] * sample[:, None, :]).reshape(-1, 9)
    scatter = (near @ products).reshape(-1, 3, 3)
    scatter -= count[:, None, None] * mean[:, :, None] * mean[:, None, :]
    axes = np.sqrt(np.abs(np.linalg.eigvalsh(scatter)))
    # A single flat colour is a point of the curve.
    is_point = axes[:, 2] < 2 * np.sqrt(count)
    ratios = axes[:, 1] / np.maximum(axes[:, 2], 1e-9)
    return float(np.where(is_point, 0.0, ratios).mean())
