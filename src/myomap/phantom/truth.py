"""What is really there: the true ventricle of a simulated patient."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray, direction_from_angles
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.grid import GridOptions, grid_affine
from myomap.phantom.heart_frame import (
    LocalPoints,
    base_point_mm,
    patient_points_mm,
)
from myomap.phantom.meridian import sample_meridian
from myomap.phantom.shell import belt_mm, cavity_and_wall_ml, midwall_axes_mm
from myomap.phantom.uniform_shell import shell_volume
from myomap.phantom.uptake import mean_uptake
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MapSource,
    MaskArray,
    PolarMap,
    State,
    frozen_array,
    require_shape,
)

__all__ = ["TrueVentricle", "polar_map_of_truth", "render_truth"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class TrueVentricle:
    """The left ventricle as it was painted.

    Parameters
    ----------
    apex_mm, base_mm : (3,), mm, LPS
        Mid-wall apex, and where the long axis meets the valve plane.
    uptake : (32, 72), float32, fraction of the normal uptake
        The mean through the wall.
        Ring i is the middle of the i-th of 32 equal arc lengths of the mid-wall
        from the apex to the valve plane; angle index j is 5° j.
    area_cm2 : (32, 72), float32, cm²
        Mid-wall area of every sample.
    midwall_mm : (32, 72, 3), mm, LPS
        Where every sample lies.
    wall : (slice, row, column), bool
        Voxels more than half full of left ventricular wall.
    wall_affine : (4, 4)
        Of the wall mask.
    cavity_ml, wall_ml : float, ml
        Volumes on the apical side of the valve plane.
    """

    apex_mm: FloatArray
    base_mm: FloatArray
    uptake: MapArray
    area_cm2: MapArray
    midwall_mm: FloatArray
    wall: MaskArray
    wall_affine: FloatArray
    cavity_ml: float
    wall_ml: float

    def __post_init__(self) -> None:
        sizes: tuple[tuple[str, tuple[int | None, ...], type], ...] = (
            ("apex_mm", (3,), np.float64),
            ("base_mm", (3,), np.float64),
            ("uptake", (N_RINGS, N_ANGLES), np.float32),
            ("area_cm2", (N_RINGS, N_ANGLES), np.float32),
            ("midwall_mm", (N_RINGS, N_ANGLES, 3), np.float64),
            ("wall", (None, None, None), np.bool_),
            ("wall_affine", (4, 4), np.float64),
        )
        for name, shape, dtype in sizes:
            array = frozen_array(getattr(self, name), dtype)
            require_shape(name, array, shape)
            object.__setattr__(self, name, array)

    def __repr__(self) -> str:
        return (
            f"TrueVentricle(cavity {self.cavity_ml:.0f} ml, wall {self.wall_ml:.0f} "
            f"ml, lowest uptake {self.uptake.min():.2f})"
        )

    @property
    def long_axis(self) -> FloatArray:
        """(3,): unit vector base → apex, LPS."""
        offset = self.apex_mm - self.base_mm
        return offset / float(np.linalg.norm(offset))


def render_truth(
    patient: PatientParameters, grid: GridOptions | None = None
) -> TrueVentricle:
    """Return the true left ventricle of a patient.

    Parameters
    ----------
    patient : PatientParameters
        One patient in one state.
    grid : GridOptions, optional
        Grid of the wall mask; that of the volume.

    Returns
    -------
    TrueVentricle
        Axis, map, mask and volumes.

    Examples
    --------
    >>> from myomap.phantom import draw_normal
    >>> truth = render_truth(draw_normal(np.random.default_rng(3)))
    >>> float(truth.uptake.min())
    1.0
    """
    grid = grid or GridOptions()
    heart = patient.heart
    axis = direction_from_angles(heart.azimuth_deg, heart.elevation_deg)
    base_mm = base_point_mm(heart)
    shell = shell_volume(heart, shape=grid.shape, affine=grid_affine(grid))
    samples, steps_mm = _map_points(patient)
    cavity_ml, wall_ml = cavity_and_wall_ml(heart)
    turn = np.radians(360.0 / N_ANGLES)
    return TrueVentricle(
        apex_mm=base_mm + axis * (belt_mm(heart) + midwall_axes_mm(heart)[1]),
        base_mm=base_mm,
        uptake=mean_uptake(patient, samples).astype(np.float32),
        area_cm2=samples.across_mm * turn * steps_mm[None, :] / 100.0,
        midwall_mm=patient_points_mm(heart, samples),
        wall=shell.counts > 0.5,
        wall_affine=shell.affine,
        cavity_ml=cavity_ml,
        wall_ml=wall_ml,
    )


def polar_map_of_truth(truth: TrueVentricle, state: State | None) -> PolarMap:
    """Return the true uptake as a polar map in percent of the normal uptake.

    Parameters
    ----------
    truth : TrueVentricle
        Of one patient in one state.
    state : State or None
        Which one.

    Returns
    -------
    PolarMap
        Neither blurred nor thinned by the wall's thickness.
    """
    return PolarMap(
        uptake_percent=100.0 * truth.uptake,
        area_cm2=truth.area_cm2,
        valid=np.ones((N_RINGS, N_ANGLES), np.bool_),
        state=state,
        source=MapSource.SIMULATION,
        reference_percentile=float("nan"),
    )


def _map_points(patient: PatientParameters) -> tuple[LocalPoints, FloatArray]:
    """Return the map's samples, (ring, angle), and each meridian's step, mm."""
    angles = np.arange(N_ANGLES) * 360.0 / N_ANGLES
    meridians = [sample_meridian(patient.heart, float(a), N_RINGS) for a in angles]
    points = LocalPoints(
        along_mm=np.stack([m.along_mm for m in meridians], axis=1),
        across_mm=np.stack([m.across_mm for m in meridians], axis=1),
        angle_deg=np.broadcast_to(angles, (N_RINGS, N_ANGLES)),
    )
    return points, np.array([m.step_mm for m in meridians])
