"""What a polar map looks like inside, whatever its colours.

A map of perfusion is a smooth surface shown in the colours of one table. So its
colours lie along one curve, they change in every direction and not along rings or
spokes alone, and no plane or bowl explains them. Round things of other kinds fail in
one of these: targets and shaded balls change along the radius alone, pies and wheels
around the centre alone, photographs have colours off any curve, plain discs none.

All is measured on a copy of 96 x 96 pixels after a median over 5 x 5, which removes
graticules, numbers and arrows.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import ndimage

from myomap.records import Picture
from myomap.screenshot.ray_samples import Ellipse, FloatArray

__all__ = ["InteriorTraits", "disc_patch", "interior_traits", "why_no_map"]

_N: Final = 96
_ACROSS: Final = (np.arange(_N) + 0.5) * (2 / _N) - 1
_X, _Y = np.meshgrid(_ACROSS, -_ACROSS)
_WITHIN: Final = np.hypot(_X, _Y) < 0.92
_SURFACE: Final = np.stack(
    [np.ones_like(_X), _X, _Y, _X * _X, _Y * _Y, _X * _Y], axis=-1
)[_WITHIN]
_RADII: Final = np.linspace(0.1, 0.92, 36)
_ANGLES: Final = np.arange(120) * (2 * np.pi / 120)
_CLOSE: Final = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class InteriorTraits:
    """Figures of a disc's inside.

    Parameters
    ----------
    n_colors : int
        Colours in steps of 24 that fill at least half a percent.
    commonest : float, share
        Of the disc in its commonest colour.
    spread : float, 0 to 440
        Standard deviations of red, green and blue, summed.
    along_radius : float, share
        Of the squared change of colour that is along the radius.
    oblique : float, share
        How much change goes along both at one place; 0.64 when directions are random.
    radial, angular : float, share
        Of the variance that the radius alone, the angle alone explains.
    roughness : float, share of the spread
        Mean distance from a median over 11 x 11 pixels.
    uneven : float, share
        Of the variance that no plane or bowl explains.
    jumps : float, share
        Of neighbouring pixels that differ by more than 40 of 255.
    off_curve : float, 0 to 1
        How broad the cloud of the colours is across its own curve, for its length.
    """

    n_colors: int
    commonest: float
    spread: float
    along_radius: float
    oblique: float
    radial: float
    angular: float
    roughness: float
    uneven: float
    jumps: float
    off_curve: float


def disc_patch(picture: Picture, ellipse: Ellipse) -> FloatArray:
    """Return the disc resampled to a common size.

    Parameters
    ----------
    picture : Picture
        Where it lies.
    ellipse : Ellipse
        Its outline; what lies outside the picture is left out.

    Returns
    -------
    (96, 96, 3), 0 to 255
        Means of the pixels; the disc touches the edges.
    """
    from PIL import Image

    height, width, _ = picture.rgb.shape
    left = max(ellipse.x + 0.5 - ellipse.across, 0.0)
    top = max(ellipse.y + 0.5 - ellipse.up, 0.0)
    right = min(ellipse.x + 0.5 + ellipse.across, float(width))
    bottom = min(ellipse.y + 0.5 + ellipse.up, float(height))
    is_large = ellipse.mean_radius > _N / 2
    way = Image.Resampling.BOX if is_large else Image.Resampling.BILINEAR
    rows = slice(int(top), int(np.ceil(bottom)))
    cols = slice(int(left), int(np.ceil(right)))
    image = Image.fromarray(np.ascontiguousarray(picture.rgb[rows, cols]))
    box = (left - cols.start, top - rows.start, right - cols.start, bottom - rows.start)
    small = image.resize((_N, _N), way, box=box)
    return np.asarray(small, dtype=np.float64)


def interior_traits(patch: FloatArray) -> InteriorTraits:
    """Return the figures of a disc's inside.

    Parameters
    ----------
    patch : (96, 96, 3), 0 to 255
        From `disc_patch`.

    Returns
    -------
    InteriorTraits
        All of them.
    """
    calm = ndimage.median_filter(patch, (5, 5, 1))
    colors = calm[_WITHIN]
    spread = float(colors.std(axis=0).sum())
    codes = (colors // 24).astype(np.int64) @ np.array([121, 11, 1])
    filled = np.bincount(codes) / len(codes)
    along_radius, oblique, radial, angular = _polar_change(calm)
    calmer = ndimage.median_filter(calm[::2, ::2], (5, 5, 1))
    rough = np.abs(calm[::2, ::2] - calmer)[_WITHIN[::2, ::2]].sum(axis=-1).mean()
    fit, *_ = np.linalg.lstsq(_SURFACE, colors, rcond=None)
    variance = ((colors - colors.mean(axis=0)) ** 2).sum() + 1e-9
    return InteriorTraits(
        n_colors=int((filled >= 0.005).sum()),
        commonest=float(filled.max()),
        spread=spread,
        along_radius=along_radius,
        oblique=oblique,
        radial=radial,
        angular=angular,
        roughness=float(rough / (spread + 1e-6)),
        uneven=float(((colors - _SURFACE @ fit) ** 2).sum() / variance),
        jumps=_jumps(calm),
        off_curve=_off_curve(colors),
    )


def _polar_change(calm: FloatArray) -> tuple[float, float, float, float]:
    """Return shares of change along the radius, oblique, and of separable variance."""
    rows = (_N - 1) / 2 - _RADII[:, None] * np.sin(_ANGLES) * (_N / 2)
    cols = (_N - 1) / 2 + _RADII[:, None] * np.cos(_ANGLES) * (_N / 2)
    polar = np.stack(
        [
            ndimage.map_coordinates(calm[..., c], [rows, cols], order=1)
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


def _jumps(calm: FloatArray) -> float:
    down = np.abs(np.diff(calm, axis=0)).max(axis=-1)[_WITHIN[1:] & _WITHIN[:-1]]
    across = np.abs(np.diff(calm, axis=1)).max(axis=-1)[
        _WITHIN[:, 1:] & _WITHIN[:, :-1]
    ]
    return float((np.concatenate([down, across]) > 40).mean())


def _off_curve(colors: FloatArray) -> float:
    """Return the mean ratio of the second to the first axis of clouds of near colours.

    Colours of a table lie along a curve: near one of them, they spread along one line.
    """
    sample = colors[:: max(1, len(colors) // 1200)]
    centres = sample[:: max(1, len(sample) // 80)]
    near = ((centres[:, None] - sample[None]) ** 2).sum(axis=-1) < _CLOSE**2
    ratios = []
    for chosen in near:
        cloud = sample[chosen]
        if len(cloud) >= 8:
            cloud = cloud - cloud.mean(axis=0)
            long, broad, _ = np.sqrt(np.abs(np.linalg.eigvalsh(cloud.T @ cloud)))[::-1]
            # A single flat colour is a point of the curve.
            ratios.append(broad / long if long > 8 * np.sqrt(len(cloud)) / 4 else 0.0)
    return float(np.mean(ratios)) if ratios else 1.0


def why_no_map(traits: InteriorTraits) -> str | None:
    """Return why a disc is no polar map, or None if nothing speaks against it.

    Parameters
    ----------
    traits : InteriorTraits
        Of its inside.

    Returns
    -------
    str or None
        Half a sentence.
    """
    rules = (
        (
            traits.n_colors < 4 or traits.commonest > 0.78 or traits.spread < 25,
            "it has hardly more than one colour",
        ),
        (
            traits.along_radius > 0.968 or traits.radial > 0.93,
            "its colours change along the radius alone, as on a target or a ball",
        ),
        (
            traits.along_radius < 0.3 or traits.angular > 0.9,
            "its colours change around the centre alone, as in a pie chart",
        ),
        (
            traits.uneven < 0.1,
            "its colours change as evenly as a shaded ball's or a colour wheel's",
        ),
        (
            traits.off_curve > 0.82,
            "its colours lie on no scale, as in a photograph",
        ),
        (
            traits.oblique < 0.2,
            "its colours change along rings and spokes, as on a dart board",
        ),
        (
            traits.roughness > 0.6,
            "its colours change too abruptly for a heart's wall",
        ),
    )
    return next((reason for is_so, reason in rules if is_so), None)
