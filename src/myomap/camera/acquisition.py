"""How the camera stood, as the system model counts it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError
from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    AffineArray,
    FloatArray,
    affine_from_axes,
)
from myomap.records import (
    ProjectionArray,
    Projections,
    VolumeArray,
    frozen_array,
    require_finite,
    require_shape,
)

__all__ = [
    "Acquisition",
    "acquisition_of",
    "activity_from_slices",
    "pictures_from_views",
    "slices_from_activity",
    "views_from_pictures",
    "volume_affine",
]

FEWEST_COLUMNS = 3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Acquisition:
    """Angles, radii and pixels of a set of views.

    The volume that belongs to it has as many rows and columns as a view has columns,
    with the axis of rotation in its middle, and as many slices as a view has rows.

    Parameters
    ----------
    angle_deg : (view,), degrees
        As DICOM counts: 0° at the patient's back, counter-clockwise as seen from
        the feet.
    radius_mm : (view,), mm, or None
        Distance of the collimator's face from the axis of rotation, for every view
        its own on an orbit that follows the body; None when it is not known.
    n_rows, n_columns : int
        Pixels of a view.
    row_mm, column_mm : float, mm
        Step from row to row and from column to column; they may differ.

    Raises
    ------
    GeometryError
        If sizes make no sense.

    Examples
    --------
    >>> Acquisition(angle_deg=np.arange(60) * 3.0, radius_mm=None, n_rows=48,
    ...             n_columns=64, row_mm=6.4, column_mm=6.4)
    Acquisition(60 views of 48 x 64, 6.40 x 6.40 mm, radius unknown)
    """

    angle_deg: FloatArray
    radius_mm: FloatArray | None
    n_rows: int
    n_columns: int
    row_mm: float
    column_mm: float

    def __post_init__(self) -> None:
        angle = frozen_array(self.angle_deg, np.float64)
        require_shape("angle_deg", angle, (None,))
        require_finite("angle_deg", angle)
        object.__setattr__(self, "angle_deg", angle)
        if self.radius_mm is not None:
            radius = frozen_array(self.radius_mm, np.float64)
            require_shape("radius_mm", radius, angle.shape)
            require_finite("radius_mm", radius)
            if radius.min() <= 0:
                raise GeometryError(
                    f"A radius of rotation is not above zero: found "
                    f"{radius.min():g} mm, expected 100 to 400 mm. Correct the "
                    "header, or give None to go without."
                )
            object.__setattr__(self, "radius_mm", radius)
        if self.n_columns < FEWEST_COLUMNS or self.n_rows < 1:
            raise GeometryError(
                f"The views are too small: found {self.n_rows} x {self.n_columns} "
                f"pixels, expected at least 1 x {FEWEST_COLUMNS}."
            )
        steps = np.array([self.row_mm, self.column_mm])
        if not np.all(np.isfinite(steps)) or steps.min() < 0.1 or steps.max() > 50:
            raise GeometryError(
                f"The pixels make no sense: found {self.row_mm:g} x "
                f"{self.column_mm:g} mm, expected 0.1 to 50 mm a side."
            )

    def __repr__(self) -> str:
        radius = "radius unknown"
        if self.radius_mm is not None:
            lowest, highest = self.radius_mm.min(), self.radius_mm.max()
            radius = f"radius {lowest:.0f} to {highest:.0f} mm"
        return (
            f"Acquisition({self.n_views} views of {self.n_rows} x {self.n_columns}, "
            f"{self.row_mm:.2f} x {self.column_mm:.2f} mm, {radius})"
        )

    @property
    def n_views(self) -> int:
        """Int: how many views there are."""
        return int(self.angle_deg.size)

    @property
    def direction_rad(self) -> FloatArray:
        """(view,), radians: from the axis to the detector, from left to posterior."""
        return np.radians(90.0 - self.angle_deg)


def acquisition_of(projections: Projections) -> Acquisition:
    """Return how the camera stood for projections.

    Parameters
    ----------
    projections : Projections
        Gates and energy windows share one geometry.

    Returns
    -------
    Acquisition
        Without the counts.

    Raises
    ------
    GeometryError
        If sizes make no sense.
    """
    n_rows, n_columns = projections.counts.shape[-2:]
    row_mm, column_mm = projections.pixel_size_mm
    return Acquisition(
        angle_deg=projections.angle_deg,
        radius_mm=projections.radius_mm,
        n_rows=n_rows,
        n_columns=n_columns,
        row_mm=float(row_mm),
        column_mm=float(column_mm),
    )


def volume_affine(
    acquisition: Acquisition, centre_mm: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> AffineArray:
    """Return where the voxels of the reconstructed volume lie.

    Parameters
    ----------
    acquisition : Acquisition
        Sizes of the grid.
    centre_mm : (3,), mm, LPS
        The point of the axis of rotation at the middle of the views' rows.

    Returns
    -------
    (4, 4)
        Slices grow to the head, rows to the back, columns to the left.

    Examples
    --------
    >>> acquisition = Acquisition(angle_deg=[0.0], radius_mm=None, n_rows=1,
    ...                           n_columns=3, row_mm=4.0, column_mm=6.0)
    >>> volume_affine(acquisition)[:3, 3]
    array([-6., -6.,  0.])
    """
    in_plane, along = acquisition.column_mm, acquisition.row_mm
    half = (acquisition.n_columns - 1) / 2 * in_plane
    corner = np.array([half, half, (acquisition.n_rows - 1) / 2 * along])
    return affine_from_axes(
        np.asarray(centre_mm) - corner,
        [SUPERIOR, POSTERIOR, LEFT],
        [along, in_plane, in_plane],
    )


def activity_from_slices(slices: VolumeArray) -> NDArray[np.float32]:
    """Return (slice, row, column) as (x, y, z), z contiguous.

    Parameters
    ----------
    slices : (slice, row, column)
        Of a volume with the affine of `volume_affine`.

    Returns
    -------
    (x, y, z), float32
        A copy.
    """
    return np.array(slices.transpose(2, 1, 0), dtype=np.float32, order="C")


def slices_from_activity(activity: NDArray[np.float32]) -> VolumeArray:
    """Return (x, y, z) as (slice, row, column).

    Parameters
    ----------
    activity : (x, y, z)
        As the system model holds it.

    Returns
    -------
    (slice, row, column), float32
        A copy.
    """
    return np.array(activity.transpose(2, 1, 0), dtype=np.float32, order="C")


def views_from_pictures(pictures: ProjectionArray) -> NDArray[np.float32]:
    """Return pictures, rows from head to feet, as views (view, column, z).

    Parameters
    ----------
    pictures : (view, row, column)
        One energy window and gate of `Projections`.

    Returns
    -------
    (view, column, z), float32
        A copy; z grows to the head and is contiguous.
    """
    turned = pictures[:, ::-1, :].transpose(0, 2, 1)
    return np.array(turned, dtype=np.float32, order="C")


def pictures_from_views(views: NDArray[np.float32]) -> ProjectionArray:
    """Return views (view, column, z) as pictures, rows from head to feet.

    Parameters
    ----------
    views : (view, column, z)
        As the system model holds them.

    Returns
    -------
    (view, row, column), float32
        A copy.
    """
    turned = views.transpose(0, 2, 1)[:, ::-1, :]
    return np.array(turned, dtype=np.float32, order="C")
