"""Small studies with known truth: a shell in an elliptic body, seen by the model."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter

from myomap.camera import (
    COLLIMATORS,
    Acquisition,
    SystemModel,
    activity_from_slices,
    pictures_from_views,
    volume_affine,
)
from myomap.records import AttenuationMap, EnergyWindow, Projections, Volume

N = 32
STEP_MM = 12.0
N_VIEWS = 32
PEAK = EnergyWindow(lower_keV=126.0, upper_keV=154.0)


@dataclass(frozen=True, kw_only=True, eq=False)
class SmallStudy:
    """Noise-free projections, the map, and the truth in counts a view."""

    projections: Projections
    attenuation_map: AttenuationMap
    truth: Volume


def acquisition(**changes: Any) -> Acquisition:
    """Return half a turn around the left front."""
    values: dict[str, Any] = {
        "angle_deg": np.mod(225.0 - np.arange(N_VIEWS) * 180.0 / N_VIEWS, 360.0),
        "radius_mm": np.full(N_VIEWS, 220.0),
        "n_rows": N,
        "n_columns": N,
        "row_mm": STEP_MM,
        "column_mm": STEP_MM,
    }
    return Acquisition(**{**values, **changes})


def body_and_heart() -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return attenuation in 1/cm and activity, (slice, row, column)."""
    at = (np.arange(N) - (N - 1) / 2) * STEP_MM
    z, y, x = np.meshgrid(at, at, at, indexing="ij")
    body = (x / 170) ** 2 + (y / 115) ** 2 < 1
    lungs = ((np.abs(x) - 85) / 50) ** 2 + (y / 80) ** 2 + ((z - 40) / 110) ** 2 < 1
    from_heart = np.sqrt((x - 36) ** 2 + (y + 36) ** 2 + z**2)
    heart = from_heart < 55
    per_cm = np.where(body, np.where(lungs & ~heart, 0.043, 0.15), 0.0)
    activity = np.where(body, 0.06, 0.0)
    activity[heart] = 0.1
    activity[(from_heart > 22) & (from_heart < 46)] = 1.0
    activity[np.abs(z) > 150] = 0.0
    return per_cm.astype(np.float32), activity.astype(np.float32)


@cache
def small_study(*, counts: float = 3e6, seed: int | None = None) -> SmallStudy:
    """Return expected counts, or one draw of them."""
    taken = acquisition()
    per_cm, activity = body_and_heart()
    affine = volume_affine(taken)
    attenuation_map = AttenuationMap(per_cm=per_cm, affine=affine)
    model = SystemModel(
        taken, collimator=COLLIMATORS["LEHR"], attenuation_map=attenuation_map
    )
    smooth = gaussian_filter(activity, 0.5)
    expected = model.forward(activity_from_slices(smooth)).astype(np.float64)
    scale = counts / expected.sum()
    expected *= scale
    if seed is not None:
        expected = np.random.default_rng(seed).poisson(expected)
    return SmallStudy(
        projections=projections_of(pictures_from_views(expected.astype(np.float32))),
        attenuation_map=attenuation_map,
        truth=Volume(counts=smooth * np.float32(scale), affine=affine),
    )


def projections_of(pictures: NDArray[Any], **changes: Any) -> Projections:
    """Return ungated projections of one energy window."""
    n_views = len(pictures)
    values: dict[str, Any] = {
        "counts": pictures[None, None],
        "angle_deg": np.mod(225.0 - np.arange(n_views) * 180.0 / n_views, 360.0),
        "radius_mm": np.full(n_views, 220.0),
        "detector": np.zeros(n_views, int),
        "pixel_size_mm": [STEP_MM, STEP_MM],
        "frame_duration_ms": np.full(n_views, 20_000.0),
        "energy_windows": (PEAK,),
    }
    return Projections(**{**values, **changes})
