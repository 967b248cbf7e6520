"""Which views can be used, and whether they are enough."""

from dataclasses import replace
from typing import Final

import numpy as np

from myomap.errors import GeometryError
from myomap.records import Caution, Projections

__all__ = ["usable_views"]

FEWEST_VIEWS: Final = 8
LARGEST_GAP_DEG: Final = 30.0
LARGEST_UNEVENNESS: Final = 2.5


def usable_views(
    projections: Projections, photopeak: int
) -> tuple[Projections, tuple[Caution, ...]]:
    """Return the projections without empty views, if the rest is enough.

    Parameters
    ----------
    projections : Projections
        As read.
    photopeak : int
        Index of its energy window.

    Returns
    -------
    projections : Projections
        Every view with counts.
    cautions : tuple of Caution
        Which views are missing.

    Raises
    ------
    GeometryError
        If there are no counts, too few views, or they leave a part of the half turn
        out.
    """
    counts = projections.counts[:, photopeak]
    by_view = counts.sum(axis=(0, 2, 3), dtype=np.float64)
    if by_view.sum() <= 0:
        raise GeometryError(
            "The projections hold no counts: found 0 in all views of the photopeak. "
            "Expected 50,000 or more a view: export the photopeak of the whole study."
        )
    filled = by_view > 0
    cautions: list[Caution] = []
    if not filled.all():
        n_empty = int(np.count_nonzero(~filled))
        cautions.append(
            Caution(
                code="empty-views",
                message=f"{n_empty} of {filled.size} views hold no counts and were "
                "left out.",
            )
        )
        projections = _only(projections, filled)
    _require_enough(projections, cautions)
    by_gate = projections.counts[:, photopeak].sum(axis=(1, 2, 3), dtype=np.float64)
    n_idle = int(np.count_nonzero(by_gate <= 0))
    if n_idle:
        cautions.append(
            Caution(
                code="empty-gates",
                message=f"{n_idle} of {by_gate.size} gates hold no counts; their "
                "volumes are empty.",
            )
        )
    return projections, tuple(cautions)


def _only(
    projections: Projections, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> Projections:
    radius, duration = projections.radius_mm, projections.frame_duration_ms
    return replace(
        projections,
        counts=projections.counts[:, :, chosen],
        angle_deg=projections.angle_deg[chosen],
        radius_mm=None if radius is None else radius[chosen],
        detector=projections.detector[chosen],
        frame_duration_ms=None if duration is None else duration[chosen],
    )


def _empty(cautions: list[Caution]) -> str:
    """Say that there are views which are of no use because nothing was counted."""
    told = [caution for caution in cautions if caution.code == "empty-views"]
    return " after views without counts were left out" if told else ""


def _require_enough(projections: Projections, cautions: list[Caution]) -> None:
    n_views = projections.angle_deg.size
    if n_views < FEWEST_VIEWS:
        raise GeometryError(
            f"There are too few views to reconstruct from: found {n_views}, expected "
            f"{FEWEST_VIEWS} or more, usually 60 or 64. Give the whole acquisition."
        )
    folded = np.sort(np.mod(projections.angle_deg, 180.0))
    gaps = np.diff(np.append(folded, folded[0] + 180.0))
    widest = float(gaps.max())
    if widest > LARGEST_GAP_DEG:
        raise GeometryError(
            f"Views are missing: found a gap of {widest:.0f}°{_empty(cautions)}, "
            "expected views all around a half turn. Give all detectors of the whole "
            "acquisition."
        )
    different = gaps[gaps > 0.1]
    if widest > LARGEST_UNEVENNESS * float(np.median(different)):
        cautions.append(
            Caution(
                code="views-missing",
                message=f"The views leave a gap of {widest:.0f}°, wider than the step "
                f"of {float(np.median(different)):.0f}° between the others; views may "
                "be missing.",
            )
        )
