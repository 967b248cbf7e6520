"""Tracer in the lung beside that in the heart, from raw anterior views."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.records import MaskArray, Projections, Ventricle

__all__ = ["LungHeart", "lung_heart_ratio"]

ANTERIOR_DEG: Final = 180.0
FARTHEST_DEG: Final = 12.0
"""How far from straight ahead a view may stand to count as anterior."""

GAP_MM: Final = 15.0
"""From the ventricle's top to the lung's region: blur and scatter of the wall end."""

HIGHEST_MM: Final = 50.0
"""How high the lung's region reaches above its foot."""

LEAST_MM: Final = 20.0
"""Of it that must lie in the field of view."""

BRIGHTEST: Final = 0.25
"""Of the heart's region: the wall, without the cavity and the blurred border."""

_FRONT: Final = "anterior views"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LungHeart:
    """Lung over heart, and where both were measured.

    Parameters
    ----------
    ratio : float
        Mean counts of a pixel of the lung over those of the heart's brightest.
    picture : (row, column), counts a second
        The mean of the anterior views.
    lung, heart : (row, column), bool
        The two regions.
    """

    ratio: float
    picture: FloatArray
    lung: MaskArray
    heart: MaskArray


def lung_heart_ratio(
    projections: Projections,
    ventricle: Ventricle,
    centre_mm: FloatArray,
    *,
    window: int = 0,
) -> LungHeart:
    """Return how much tracer is in the lung, as a share of that in the heart.

    The mean of the views within 12° of the front, of all gates together. The heart is
    the brightest quarter of the upper half of the ventricle's outline, where neither
    liver nor gut lies before it. The lung's region lies 15 to 65 mm above the outline,
    over its lateral half, away from the great vessels.

    Parameters
    ----------
    projections : Projections
        Raw counts.
    ventricle : Ventricle
        Found in what was reconstructed of them.
    centre_mm : (3,), mm, LPS
        The point of the axis of rotation at the middle of the rows, in the
        ventricle's coordinates: the middle of the reconstructed volume.
    window : int
        Index of the photopeak.

    Returns
    -------
    LungHeart
        Both pictures see through the whole chest: the ratio of a lung without tracer
        is not 0.

    Raises
    ------
    InputError
        If no view is anterior, the lung lies outside of the field of view, or the
        heart's region holds no counts.

    References
    ----------
    .. [1] Bacher-Stier C et al. J Nucl Med 2000;41:1190: lung over heart of sestamibi
       after exercise, by an automatic method; an upper limit of 0.44 is told of it,
       and of 0.50 for thallium. Neither was checked there, and the regions here are
       this library's own: the limits do not carry over.
    """
    chosen = _anterior(projections.angle_deg)
    counts = projections.counts[:, window, chosen].sum(axis=0, dtype=np.float64)
    if projections.frame_duration_ms is not None:
        counts /= projections.frame_duration_ms[chosen, None, None] / 1000.0
    picture: FloatArray = counts.mean(axis=0)
    angle_deg = projections.angle_deg[chosen]
    outline = [
        _on_picture(ventricle, centre_mm, float(angle), projections)
        for angle in angle_deg
    ]
    rows = np.concatenate([row for row, _ in outline])
    columns = np.concatenate([column for _, column in outline])
    heart = _heart(rows, columns, picture.shape)
    lung = _lung(rows, columns, picture.shape, projections.pixel_size_mm)
    in_heart = _brightest(picture[heart])
    if in_heart <= 0:
        raise InputError(
            f"The heart's region of the {_FRONT} holds no counts. Expected the "
            "ventricle in the field of view: give the whole acquisition."
        )
    return LungHeart(
        ratio=float(picture[lung].mean()) / in_heart,
        picture=picture,
        lung=lung,
        heart=heart,
    )


def _anterior(angle_deg: FloatArray) -> NDArray[np.intp]:
    away = np.abs((angle_deg - ANTERIOR_DEG + 180.0) % 360.0 - 180.0)
    chosen = np.flatnonzero(away <= FARTHEST_DEG)
    if not chosen.size:
        raise InputError(
            f"No view shows the patient from the front: the nearest lies "
            f"{float(away.min()):.0f}° off, expected at most {FARTHEST_DEG:g}°. The "
            "lung-heart ratio needs anterior views."
        )
    return chosen


def _on_picture(
    ventricle: Ventricle, centre_mm: FloatArray, angle_deg: float, views: Projections
) -> tuple[FloatArray, FloatArray]:
    """Return rows and columns, in pixels, where the epicardium is seen."""
    points = ventricle.epicardium.points_mm.reshape(-1, 3) - np.asarray(centre_mm)
    angle = np.radians(angle_deg)
    row_mm, column_mm = views.pixel_size_mm
    n_rows, n_columns = views.counts.shape[-2:]
    # Columns grow to the patient's left in a view from the front.
    across = -points[:, 0] * np.cos(angle) + points[:, 1] * np.sin(angle)
    return (
        (n_rows - 1) / 2 - points[:, 2] / row_mm,
        (n_columns - 1) / 2 + across / column_mm,
    )


def _heart(rows: FloatArray, columns: FloatArray, shape: tuple[int, ...]) -> MaskArray:
    """Return what lies inside the outline and above its middle."""
    mask: MaskArray = np.zeros(shape, bool)
    top, middle = float(rows.min()), float(rows.min() + rows.max()) / 2
    for row in range(max(0, int(np.ceil(top))), min(shape[0], int(middle) + 1)):
        near = np.abs(rows - row) <= 1.0
        if near.any():
            first = max(0, int(np.ceil(columns[near].min())))
            last = min(shape[1], int(columns[near].max()) + 1)
            mask[row, first:last] = True
    return mask


def _brightest(counts: FloatArray) -> float:
    """Return the mean of the brightest quarter; 0 where there is nothing."""
    if not counts.size:
        return 0.0
    kept = max(1, round(BRIGHTEST * counts.size))
    return float(np.sort(counts)[-kept:].mean())


def _lung(
    rows: FloatArray,
    columns: FloatArray,
    shape: tuple[int, ...],
    pixel_size_mm: FloatArray,
) -> MaskArray:
    row_mm = float(pixel_size_mm[0])
    foot = float(rows.min()) - GAP_MM / row_mm
    top = max(0.0, foot - HIGHEST_MM / row_mm)
    middle, lateral = float(columns.min() + columns.max()) / 2, float(columns.max())
    first, last = int(np.ceil(middle)), min(shape[1], int(lateral) + 1)
    seen_mm = (foot - top) * row_mm
    if seen_mm < LEAST_MM or last <= first:
        raise InputError(
            f"The lung above the heart lies outside of the {_FRONT}: "
            f"{max(0.0, seen_mm):.0f} mm of it are seen, expected at least "
            f"{LEAST_MM:g} mm. The lung-heart ratio cannot be measured."
        )
    mask: MaskArray = np.zeros(shape, bool)
    mask[int(np.ceil(top)) : int(foot) + 1, first:last] = True
    return mask
