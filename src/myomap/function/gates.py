"""The ventricle of every gate, started from that of their sum."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from myomap.errors import GeometryError, InputError
from myomap.function.base_motion import (
    base_shifts_mm,
    plane_in_shell,
    plane_of_ventricle,
)
from myomap.function.gate_walls import start_of, wall_from
from myomap.geometry import FloatArray
from myomap.records import Surface, Ventricle, Volume
from myomap.ventricle import enclosed_volume_ml, find_ventricle
from myomap.ventricle.surfaces import CutSurfaces, cut_surfaces

__all__ = ["FEWEST_GATES", "GatedVentricle", "trace_gates"]

FEWEST_GATES: Final = 6
"""With fewer, end-systole falls between two gates."""

_N_HARMONICS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GatedVentricle:
    """A ventricle over the beat.

    Parameters
    ----------
    volumes : tuple of Volume
        One a gate.
    summed : Ventricle
        Found in their sum.
    gates : tuple of CutSurfaces
        Refitted in each gate, cut at the sum's valve plane as it moves over the beat.
    midwall_ml : (gate,), ml
        Inside the mid-wall, smoothed over the beat by two harmonics.
    midwall_cm2 : (gate,), cm²
        Area of the mid-wall, smoothed in the same way.
    width_mm : (gate,), mm
        Mean width of the wall at half of its maximum.
    """

    volumes: tuple[Volume, ...]
    summed: Ventricle
    gates: tuple[CutSurfaces, ...]
    midwall_ml: FloatArray
    midwall_cm2: FloatArray
    width_mm: FloatArray

    def __repr__(self) -> str:
        return f"GatedVentricle({len(self.gates)} gates)"


def trace_gates(
    volumes: Sequence[Volume], summed: Ventricle | None = None
) -> GatedVentricle:
    """Return the ventricle of every gate.

    Parameters
    ----------
    volumes : sequence of Volume
        Of one beat, in order, on one grid; at least six.
    summed : Ventricle, optional
        Of the sum of all gates on the same grid, found or placed by hand; looked for
        if not given.

    Returns
    -------
    GatedVentricle
        Each gate has the counts of a part of the study only: the fit starts from the
        sum of all, the valve plane is the sum's, moved as far as the fall of
        brightness towards the base tells, and volumes are smoothed over the beat.

    Raises
    ------
    InputError
        If there are too few gates.
    GeometryError
        If they lie on different grids.
    VentricleNotFoundError
        If a gate shows no wall.
    """
    if len(volumes) < FEWEST_GATES:
        raise InputError(
            f"There are too few gates: found {len(volumes)}, expected at least "
            f"{FEWEST_GATES}. Give the volumes of one beat, one a gate."
        )
    first = volumes[0]
    for other in volumes[1:]:
        if other.counts.shape != first.counts.shape or not np.allclose(
            other.affine, first.affine
        ):
            raise GeometryError(
                "The gates lie on different grids. Expected one grid: give the volumes "
                "of one reconstruction."
            )
    if summed is None:
        total = np.sum([each.counts for each in volumes], axis=0, dtype=np.float64)
        summed = find_ventricle(first.with_counts(total.astype(np.float32)))
    # Slices without a place in the patient lie where those of the sum were laid.
    laid = tuple(summed.volume.with_counts(each.counts) for each in volumes)
    gates = _cut_gates(laid, summed)
    area = np.array([_area_cm2(gate.midwall) for gate in gates])
    wall = np.array(
        [
            enclosed_volume_ml(gate.epicardium) - enclosed_volume_ml(gate.endocardium)
            for gate in gates
        ]
    )
    inside = np.array([enclosed_volume_ml(gate.midwall) for gate in gates])
    return GatedVentricle(
        volumes=laid,
        summed=summed,
        gates=gates,
        midwall_ml=over_the_beat(inside),
        midwall_cm2=over_the_beat(area),
        width_mm=over_the_beat(10.0 * wall / area),
    )


def _cut_gates(
    volumes: tuple[Volume, ...], summed: Ventricle
) -> tuple[CutSurfaces, ...]:
    """Return the surfaces of every gate."""
    start = start_of(summed)
    walls = [wall_from(each, start) for each in volumes]
    plane = plane_of_ventricle(summed)
    of_sum = wall_from(summed.volume, start)
    shifts_mm = over_the_beat(base_shifts_mm(walls, of_sum, plane))
    return tuple(
        cut_surfaces(wall, plane_in_shell(wall, plane, float(shift_mm)))
        for wall, shift_mm in zip(walls, shifts_mm, strict=True)
    )


def over_the_beat(values: FloatArray) -> FloatArray:
    """Return values over the beat with their mean and two harmonics alone.

    Parameters
    ----------
    values : (gate, ...)
        Periodic.

    Returns
    -------
    the same shape
        A beat has little above its second harmonic; noise has as much there.

    Examples
    --------
    >>> np.round(over_the_beat(np.array([1.0, 0, 1, 0, 1, 0, 1, 0])), 6)[:2]
    array([0.5, 0.5])
    """
    spectrum = np.fft.rfft(values, axis=0)
    spectrum[_N_HARMONICS + 1 :] = 0.0
    smooth: FloatArray = np.fft.irfft(spectrum, len(values), axis=0)
    return smooth


def _area_cm2(surface: Surface) -> float:
    points = surface.points_mm
    around = np.roll(points, -1, axis=1) - points
    along = np.diff(points, axis=0)
    return float(np.linalg.norm(np.cross(around[:-1], along), axis=-1).sum()) / 100.0
