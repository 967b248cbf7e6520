"""Raw projections, and how the camera stood when it took them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.geometry import FloatArray
from myomap.records.arrays import (
    ProjectionArray,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = ["EnergyWindow", "Projections"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyWindow:
    """A range of photon energies that was counted on its own.

    Parameters
    ----------
    lower_keV, upper_keV : float, keV
        The range.
    name : str
        As the camera called it; empty when it did not.
    """

    lower_keV: float
    upper_keV: float
    name: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.lower_keV < self.upper_keV:
            raise GeometryError(
                "An energy window has no width: found "
                f"{self.lower_keV:g} to {self.upper_keV:g} keV, expected a lower "
                "limit of at least 0 below the upper one."
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Projections:
    """Counts of every view, with the geometry of the views.

    Views are in the order detector, rotation, angular view, whatever the order of
    the frames in the file was.

    Parameters
    ----------
    counts : (gate, energy window, view, row, column), float32, counts
        Ungated data have one gate. Rows run from the head to the feet; columns as
        seen from the detector.
    angle_deg : (view,), degrees
        Position of the detector as DICOM counts it: 0° at the patient's back,
        growing counter-clockwise as seen from the feet.
    radius_mm : (view,), mm, or None
        Distance of the collimator's face from the axis of rotation; None when the
        header does not tell.
    detector : (view,), int
        Which head took the view, counted from 0.
    pixel_size_mm : (2,), mm
        Of a row step and of a column step.
    frame_duration_ms : (view,), ms, or None
        Time of one view; None when the header does not tell.
    energy_windows : tuple of EnergyWindow
        One for each index of the second axis.
    axis_position_mm : (3,), mm, LPS, or None
        The point of the axis of rotation at the middle of the rows; None when the
        header does not tell.
    frame_of_reference_uid : str or None
        Of the coordinates, as DICOM names them; None when it is not known.

    Raises
    ------
    GeometryError
        If the parts do not fit each other or values are negative or not finite.

    Examples
    --------
    >>> import numpy as np
    >>> Projections(
    ...     counts=np.ones((1, 1, 60, 64, 64)), angle_deg=np.arange(60) * 3.0,
    ...     radius_mm=None, detector=np.zeros(60), pixel_size_mm=[6.4, 6.4],
    ...     frame_duration_ms=None,
    ...     energy_windows=(EnergyWindow(lower_keV=126, upper_keV=154),))
    Projections(1 gate, 1 energy window, 60 views of 64 x 64, 6.40 x 6.40 mm)
    """

    counts: ProjectionArray
    angle_deg: FloatArray
    radius_mm: FloatArray | None
    detector: NDArray[np.int64]
    pixel_size_mm: FloatArray
    frame_duration_ms: FloatArray | None
    energy_windows: tuple[EnergyWindow, ...]
    axis_position_mm: FloatArray | None = None
    frame_of_reference_uid: str | None = None

    def __post_init__(self) -> None:
        counts = frozen_array(self.counts, np.float32)
        n_windows = len(self.energy_windows)
        require_shape("Projections", counts, (None, n_windows, None, None, None))
        require_finite("Projections", counts)
        if counts.min() < 0:
            raise GeometryError(
                f"Projections hold negative counts: found {counts.min():g}, expected "
                "counts of at least 0. Give the projections as acquired."
            )
        object.__setattr__(self, "counts", counts)
        if self.axis_position_mm is not None:
            axis = frozen_array(self.axis_position_mm, np.float64)
            require_shape("axis_position_mm", axis, (3,))
            require_finite("axis_position_mm", axis)
            object.__setattr__(self, "axis_position_mm", axis)
        self._freeze_views(counts.shape[2])

    def _freeze_views(self, n_views: int) -> None:
        for name in ("angle_deg", "radius_mm", "frame_duration_ms"):
            values = getattr(self, name)
            if values is not None:
                array = frozen_array(values, np.float64)
                require_shape(name, array, (n_views,))
                require_finite(name, array)
                object.__setattr__(self, name, array)
        detector = frozen_array(self.detector, np.int64)
        require_shape("detector", detector, (n_views,))
        pixel = frozen_array(self.pixel_size_mm, np.float64)
        require_shape("pixel_size_mm", pixel, (2,))
        require_finite("pixel_size_mm", pixel)
        object.__setattr__(self, "detector", detector)
        object.__setattr__(self, "pixel_size_mm", pixel)

    def __repr__(self) -> str:
        n_gates, n_windows, n_views, n_rows, n_columns = self.counts.shape
        row_mm, column_mm = self.pixel_size_mm
        gates = "1 gate" if n_gates == 1 else f"{n_gates} gates"
        windows = "1 energy window" if n_windows == 1 else f"{n_windows} energy windows"
        return (
            f"Projections({gates}, {windows}, {n_views} views of "
            f"{n_rows} x {n_columns}, {row_mm:.2f} x {column_mm:.2f} mm)"
        )
