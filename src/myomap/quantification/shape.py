"""Volumes and form of the cavity, and transient dilation between two states."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.records import Ventricle
from myomap.ventricle import enclosed_volume_ml

__all__ = ["TID_SAME_DAY", "VentricleShape", "tid_ratio", "ventricle_shape"]

TID_SAME_DAY: Final = 1.19
"""Above this the cavity is dilated at stress after rest and stress of one day.

Limits depend on the protocol: 1.19 was found for same-day rest and stress (Heston
2012); about 1.2 is in general use. Used for a caution, not for a verdict.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VentricleShape:
    """Size and form of a left ventricle, averaged over the beat where not gated.

    Parameters
    ----------
    cavity_ml : float, ml
        Inside the endocardium, up to the valve plane.
    wall_ml : float, ml
        Between endocardium and epicardium.
    length_mm : float, mm
        From the endocardial apex to the valve plane.
    diameter_mm : float, mm
        Widest of the cavity across the long axis, the mean over all directions.
    shape_index : float
        Diameter over length: 2 for half a ball, less for longer cavities.
    eccentricity : float, 0 to 1
        0 for a ball, towards 1 for a long shape: √(1 - (b/a)²) with b the largest
        radius and a the distance from there to the apex.
    """

    cavity_ml: float
    wall_ml: float
    length_mm: float
    diameter_mm: float
    shape_index: float
    eccentricity: float


def ventricle_shape(ventricle: Ventricle) -> VentricleShape:
    """Return volumes and form of a ventricle.

    Parameters
    ----------
    ventricle : Ventricle
        With its surfaces.

    Returns
    -------
    VentricleShape
        Whatever the quality of the contours: ask `Ventricle.quality`.

    Notes
    -----
    Volumes are sums of tetrahedra of the closed surfaces. Shape index and
    eccentricity are named as the common programs name them; these did not publish
    where they measure.
    """
    cavity_ml = enclosed_volume_ml(ventricle.endocardium)
    outer_ml = enclosed_volume_ml(ventricle.epicardium)
    _, _, apical = ventricle.long_axis.axes
    points = ventricle.endocardium.points_mm
    middle = points[-1].mean(axis=0)
    from_base = points - middle
    height_mm = from_base @ apical
    across_mm = np.linalg.norm(from_base - height_mm[..., None] * apical, axis=-1)
    radius_mm = across_mm.mean(axis=1)
    widest = int(np.argmax(radius_mm))
    length_mm = float(height_mm[0].mean())
    half_axis_mm = float(height_mm[0].mean() - height_mm[widest].mean())
    flatness = min(1.0, float(radius_mm[widest]) / max(half_axis_mm, 1e-6))
    diameter_mm = 2.0 * float(radius_mm[widest])
    return VentricleShape(
        cavity_ml=cavity_ml,
        wall_ml=outer_ml - cavity_ml,
        length_mm=length_mm,
        diameter_mm=diameter_mm,
        shape_index=diameter_mm / length_mm,
        eccentricity=float(np.sqrt(1.0 - flatness**2)),
    )


def tid_ratio(stress: Ventricle | None, rest: Ventricle | None) -> float | None:
    """Return how much larger the cavity is at stress.

    Parameters
    ----------
    stress, rest : Ventricle or None
        Of one patient.

    Returns
    -------
    float or None
        Cavity at stress over cavity at rest; None where a ventricle is missing or its
        contours are doubtful, for then the ratio is that of two errors.

    References
    ----------
    .. [1] Heston 2012: upper limit 1.19 for rest and stress on one day.
    """
    if stress is None or rest is None:
        return None
    if stress.quality.is_doubtful or rest.quality.is_doubtful:
        return None
    at_rest = enclosed_volume_ml(rest.endocardium)
    if at_rest <= 0:
        return None
    return enclosed_volume_ml(stress.endocardium) / at_rest
