"""Gated volumes in, figures of the beat out."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.function.gates import GatedVentricle, over_the_beat, trace_gates
from myomap.function.phase import PhaseFigures, phase_figures
from myomap.function.slab import seen_brightness
from myomap.function.wall_volume import WallEstimate, estimate_wall, midwall_counts
from myomap.geometry import FloatArray
from myomap.records import Ventricle, Volume

__all__ = ["FunctionFigures", "figures_of_gates", "measure_function"]

_ALIKE_ANGLES: Final = 4.0
_ALIKE_LATITUDES: Final = 2.5
"""Smoothing of brightness along the wall: 20° and about 6 mm."""

_THICKEST: Final = 3.0
_N_THICKNESSES: Final = 300


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FunctionFigures:
    """What the ventricle does over the beat.

    Parameters
    ----------
    cavity_ml : (gate,), ml
        Volume curve.
    end_diastole, end_systole : int
        Gates of the largest and the smallest cavity, from 0.
    wall : WallEstimate
        Volume of the wall and the blur through it.
    motion_mm : (latitude, angle), mm
        How far the mid-wall moves towards the middle of the cavity from end-diastole
        to end-systole; negative outwards.
    thickening_percent : (latitude, angle), percent
        Of the wall, by its brightness.
    area_cm2 : (latitude - 1, angle), cm²
        Of the mid-wall between neighbouring latitudes at end-diastole.
    phase : PhaseFigures
        When each part contracts.
    is_doubtful : bool
        Whether the contours of the sum of all gates are doubtful.
    """

    cavity_ml: FloatArray
    end_diastole: int
    end_systole: int
    wall: WallEstimate
    motion_mm: FloatArray
    thickening_percent: FloatArray
    area_cm2: FloatArray
    phase: PhaseFigures
    is_doubtful: bool

    def __repr__(self) -> str:
        return (
            f"FunctionFigures(EDV {self.diastolic_ml:.0f} ml, ESV "
            f"{self.systolic_ml:.0f} ml, EF {100 * self.ejection_fraction:.0f} %)"
        )

    @property
    def diastolic_ml(self) -> float:
        """End-diastolic volume, ml."""
        return float(self.cavity_ml[self.end_diastole])

    @property
    def systolic_ml(self) -> float:
        """End-systolic volume, ml."""
        return float(self.cavity_ml[self.end_systole])

    @property
    def stroke_ml(self) -> float:
        """Stroke volume, ml."""
        return self.diastolic_ml - self.systolic_ml

    @property
    def ejection_fraction(self) -> float:
        """Stroke volume over end-diastolic volume, 0 to 1."""
        return 1.0 - self.systolic_ml / self.diastolic_ml


def measure_function(
    volumes: Sequence[Volume], summed: Ventricle | None = None
) -> FunctionFigures:
    """Return volumes, ejection fraction, motion, thickening and phase.

    Parameters
    ----------
    volumes : sequence of Volume
        Of one beat, in order, on one grid; at least six.
    summed : Ventricle, optional
        Of their sum; see `trace_gates`.

    Returns
    -------
    FunctionFigures
        The cavity is what lies inside the mid-wall less the inner part of a wall
        that keeps its volume; see `estimate_wall`.

    Raises
    ------
    InputError
        If there are too few gates.
    GeometryError
        If they lie on different grids.
    VentricleNotFoundError
        If no ventricle shows.

    References
    ----------
    .. [1] Germano G et al. J Nucl Med 1995;36:2138: volumes and ejection fraction of
       gated perfusion SPECT.
    """
    return figures_of_gates(trace_gates(volumes, summed))


def figures_of_gates(gated: GatedVentricle) -> FunctionFigures:
    """Return the figures of gates that were traced.

    Parameters
    ----------
    gated : GatedVentricle
        Of `trace_gates`.

    Returns
    -------
    FunctionFigures
        See `measure_function`.
    """
    wall = estimate_wall(gated)
    cavity = gated.midwall_ml - wall.wall_ml * _inner_share(gated, wall)
    cavity = np.maximum(cavity, 1.0)
    diastole, systole = int(np.argmax(cavity)), int(np.argmin(cavity))
    bright = over_the_beat(_brightness(gated))
    before = gated.gates[diastole].midwall.points_mm
    after = gated.gates[systole].midwall.points_mm
    middle = gated.gates[diastole].endocardium.points_mm.mean(axis=(0, 1))
    inwards = middle - before
    inwards /= np.maximum(np.linalg.norm(inwards, axis=-1, keepdims=True), 1e-6)
    return FunctionFigures(
        cavity_ml=cavity,
        end_diastole=diastole,
        end_systole=systole,
        wall=wall,
        motion_mm=((after - before) * inwards).sum(axis=-1),
        thickening_percent=_thickening(
            bright[systole] / np.maximum(bright[diastole], 1e-9),
            10.0 * wall.wall_ml / float(gated.midwall_cm2[diastole]),
            wall.sigma_mm,
        ),
        area_cm2=_areas_cm2(before)[:-1],
        phase=phase_figures(bright, _areas_cm2(before)),
        is_doubtful=gated.summed.quality.is_doubtful,
    )


def _brightness(gated: GatedVentricle) -> FloatArray:
    """Return (gate, latitude, angle): counts of the mid-wall, smoothed along it.

    One gate has an eighth of the counts or less: single samples are noise.
    """
    from scipy.ndimage import gaussian_filter1d

    counts = np.stack(
        [
            midwall_counts(volume, gate)
            for volume, gate in zip(gated.volumes, gated.gates, strict=True)
        ]
    )
    around = gaussian_filter1d(counts, _ALIKE_ANGLES, axis=2, mode="wrap")
    smooth: FloatArray = gaussian_filter1d(
        around, _ALIKE_LATITUDES, axis=1, mode="nearest"
    )
    return smooth


def _inner_share(gated: GatedVentricle, wall: WallEstimate) -> FloatArray:
    """Return which part of the wall lies inside the mid-wall, of every gate.

    Between that of a ball and that of a tube, whose radius has the gate's mid-wall
    volume and area.
    """
    half = 5.0 * wall.wall_ml / gated.midwall_cm2
    # A cup of area A and volume V: the radius of a tube is 2 V / A, of a ball 3 V / A.
    radius = 2.5 * 10.0 * gated.midwall_ml / gated.midwall_cm2
    inner, outer = np.maximum(radius - half, 0.1), radius + half
    ball = (radius**3 - inner**3) / (outer**3 - inner**3)
    tube = (radius**2 - inner**2) / (outer**2 - inner**2)
    share: FloatArray = (ball + tube) / 2
    return share


def _thickening(ratio: FloatArray, thickness_mm: float, sigma_mm: float) -> FloatArray:
    """Return by how many percent the wall thickens where it brightens so much."""
    thicker = np.linspace(0.3, _THICKEST, _N_THICKNESSES)
    seen = seen_brightness(thicker * thickness_mm, sigma_mm)
    usual = seen_brightness(np.array([thickness_mm]), sigma_mm)[0]
    found: FloatArray = 100.0 * (np.interp(ratio, seen / usual, thicker) - 1.0)
    return found


def _areas_cm2(points_mm: FloatArray) -> FloatArray:
    """Return (latitude, angle): area beyond each point; 0 at the rim."""
    around = np.roll(points_mm, -1, axis=1) - points_mm
    along = np.diff(points_mm, axis=0)
    area = np.zeros(points_mm.shape[:2])
    area[:-1] = np.linalg.norm(np.cross(around[:-1], along), axis=-1) / 100.0
    return area
