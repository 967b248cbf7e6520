"""The left ventricle that was found in a volume."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from myomap.geometry import FloatArray, heart_axes
from myomap.records.arrays import frozen_array, require_finite, require_shape
from myomap.records.caution import Caution
from myomap.records.volume import Volume

__all__ = [
    "ContourQuality",
    "LongAxis",
    "Surface",
    "Ventricle",
    "VentricleSource",
]


class VentricleSource(Enum):
    """Who placed the long axis."""

    AUTOMATIC = "automatic"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LongAxis:
    """The line from the middle of the valve plane to the apex.

    Parameters
    ----------
    apex_mm, base_mm : (3,), mm, LPS
        Mid-wall apex and the centre of the valve plane.
    """

    apex_mm: FloatArray
    base_mm: FloatArray

    def __post_init__(self) -> None:
        for name in ("apex_mm", "base_mm"):
            point = frozen_array(getattr(self, name), np.float64)
            require_shape(name, point, (3,))
            require_finite(name, point)
            object.__setattr__(self, name, point)

    @property
    def length_mm(self) -> float:
        """Distance of apex and valve plane, mm."""
        return float(np.linalg.norm(self.apex_mm - self.base_mm))

    @property
    def axes(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Unit vectors lateral, anterior and apical; see `heart_axes`."""
        return heart_axes(self.apex_mm - self.base_mm)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surface:
    """A cup around the long axis, open at the valve plane.

    Parameters
    ----------
    points_mm : (latitude, angle, 3), mm, LPS
        Latitude 0 is the apex (all its points are one), the last latitude lies on
        the valve plane; angle index j stands for 360° j / n, counted as on the
        polar map from lateral over anterior.
    """

    points_mm: FloatArray

    def __post_init__(self) -> None:
        points = frozen_array(self.points_mm, np.float64)
        require_shape("points_mm", points, (None, None, 3))
        require_finite("points_mm", points)
        object.__setattr__(self, "points_mm", points)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContourQuality:
    """How far the contours can be trusted.

    Parameters
    ----------
    score : float, 0 to 1
        1 = nothing to object; documented in `myomap.ventricle.quality`.
    contrast : float
        How much brighter the wall is than the cavity and the outside; see
        `myomap.ventricle.quality`.
    supported_percent : float, percent
        Share of the wall's profiles that show a peak of their own.
    residual_mm : float, mm
        Typical distance of those peaks from the fitted shell.
    cautions : tuple of Caution
        What is doubtful; empty when nothing is.
    """

    score: float
    contrast: float
    supported_percent: float
    residual_mm: float
    cautions: tuple[Caution, ...] = ()

    @property
    def is_doubtful(self) -> bool:
        """Whether anything speaks against the contours."""
        return bool(self.cautions)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Ventricle:
    """Long axis, surfaces, valve plane and short-axis volume of a left ventricle.

    Parameters
    ----------
    volume : Volume
        What it was found in, in `Frame.PATIENT`: all points below are in its
        millimetres. Short-axis slices without a place in the patient are laid into
        an imagined one, so this can differ from the volume that was given.
    long_axis : LongAxis
        Apex and base.
    endocardium, midwall, epicardium : Surface
        On one common grid of latitudes and angles.
    normals : (latitude, angle, 3)
        Unit vectors out of the mid-wall surface.
    short_axis : Volume
        Resampled: slices from apex to base, rows to inferior, columns to lateral.
    quality : ContourQuality
        How far to trust all this.
    source : VentricleSource
        Found automatically or placed by hand.
    """

    volume: Volume
    long_axis: LongAxis
    endocardium: Surface
    midwall: Surface
    epicardium: Surface
    normals: FloatArray
    short_axis: Volume
    quality: ContourQuality
    source: VentricleSource = VentricleSource.AUTOMATIC

    def __post_init__(self) -> None:
        normals = frozen_array(self.normals, np.float64)
        shape = self.midwall.points_mm.shape
        require_shape("normals", normals, shape)
        require_shape("endocardium", self.endocardium.points_mm, shape)
        require_shape("epicardium", self.epicardium.points_mm, shape)
        require_finite("normals", normals)
        object.__setattr__(self, "normals", normals)

    def __repr__(self) -> str:
        return (
            f"Ventricle(long axis {self.long_axis.length_mm:.0f} mm, "
            f"{self.source.value}, quality {self.quality.score:.2f})"
        )
