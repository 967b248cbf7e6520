"""The linear operator from an activity to its projections, and its exact adjoint."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.camera.acquisition import (
    Acquisition,
    activity_from_slices,
    volume_affine,
)
from myomap.camera.collimator import Collimator
from myomap.camera.distance_blur import distance_blur, no_blur
from myomap.errors import GeometryError
from myomap.geometry import FloatArray
from myomap.records import AttenuationMap, frozen_array, require_finite, require_shape

if TYPE_CHECKING:
    from myomap.camera.kernels import KernelView

__all__ = ["SystemModel"]

ViewArray = NDArray[np.float32]
ActivityArray = NDArray[np.float32]
IndexArray = NDArray[np.int64]

MM_PER_CM = 10.0


class SystemModel:
    """Rotate, attenuate, blur and sum; and the same backwards.

    An activity of one in one voxel, unattenuated, gives one count in every view: the
    activity is in counts a view. Arrays are (x, y, z) and (view, column, z), see
    `activity_from_slices` and `views_from_pictures`. Everything runs in one thread;
    run several reconstructions beside each other to use more cores. An instance
    keeps work arrays and must not be shared between threads.

    Parameters
    ----------
    acquisition : Acquisition
        How the camera stood.
    collimator : Collimator or None
        Blurs with distance; None for an ideal one. Needs the radius of every view.
    attenuation_map : AttenuationMap or None
        On the grid of `volume_affine`, wherever its centre; None for no attenuation.
    view_weight : (view,) or None
        Relative time and decay of every view, multiplied to its counts; None for
        equal views.

    Raises
    ------
    GeometryError
        If the map lies on another grid, a weight is not above zero, or there is a
        collimator without radius.

    Notes
    -----
    The activity outside the circle inscribed in the grid is not seen. Attenuation
    factors are kept as 16-bit fractions: an error of at most 1 in 130,000 of the
    unattenuated counts, and half of the memory.

    Examples
    --------
    >>> acquisition = Acquisition(angle_deg=[0.0, 90.0], radius_mm=None, n_rows=2,
    ...                           n_columns=5, row_mm=4.0, column_mm=4.0)
    >>> model = SystemModel(acquisition)
    >>> activity = np.zeros((5, 5, 2), np.float32)
    >>> activity[3, 2, 1] = 1.0  # 4 mm to the left of the axis
    >>> model.forward(activity)[:, :, 1].round(3) + 0.0
    array([[0., 1., 0., 0., 0.],
           [0., 0., 1., 0., 0.]], dtype=float32)
    """

    def __init__(
        self,
        acquisition: Acquisition,
        *,
        collimator: Collimator | None = None,
        attenuation_map: AttenuationMap | None = None,
        view_weight: ArrayLike | None = None,
    ) -> None:
        self.acquisition = acquisition
        self.view_weight = _checked_weight(acquisition, view_weight)
        self._first = _circle(acquisition.n_columns)
        self._views = _kernel_views(acquisition, collimator, self._first)
        shape = (acquisition.n_columns, acquisition.n_rows)
        self._work = np.zeros((3, *shape), np.float32)
        self._factors = self._attenuate(attenuation_map)

    @property
    def activity_shape(self) -> tuple[int, int, int]:
        """(3,): size of an activity along x, y and z."""
        n = self.acquisition.n_columns
        return n, n, self.acquisition.n_rows

    @property
    def mask(self) -> NDArray[np.bool_]:
        """(x, y), bool: where an estimate may be other than zero."""
        n = self.acquisition.n_columns
        from_axis = np.arange(n) - (n - 1) / 2
        square = from_axis[:, None] ** 2 + from_axis[None, :] ** 2
        inside: NDArray[np.bool_] = square <= ((n - 2) / 2) ** 2
        return inside

    def forward(
        self, activity: ActivityArray, views: ArrayLike | None = None
    ) -> ViewArray:
        """Return the expected projections of an activity.

        Parameters
        ----------
        activity : (x, y, z), counts a view
            Finite.
        views : (some view,), int, or None
            Which views, in any order; None for all.

        Returns
        -------
        (some view, column, z), float32, counts
            In the order of `views`.

        Raises
        ------
        GeometryError
            If the shape does not fit, or values are not finite.
        """
        from myomap.camera.kernels import project_view

        source = np.ascontiguousarray(activity, dtype=np.float32)
        require_shape("The activity", source, self.activity_shape)
        require_finite("The activity", source)
        chosen = self._chosen(views)
        seen = np.empty((chosen.size, *self._work.shape[1:]), np.float32)
        for view, factors, weight, picture in self._walk(chosen, seen):
            project_view(source, view, factors, self._work)
            np.multiply(self._work[0], weight, out=picture)
        return seen

    def adjoint(
        self, projections: ViewArray, views: ArrayLike | None = None
    ) -> ActivityArray:
        """Return projections smeared back along the way their photons came.

        Parameters
        ----------
        projections : (some view, column, z)
            Finite.
        views : (some view,), int, or None
            Which views these are; None for all.

        Returns
        -------
        (x, y, z), float32
            The transpose of `forward`, to the last bits of single precision.

        Raises
        ------
        GeometryError
            If the shape does not fit, or values are not finite.
        """
        from myomap.camera.kernels import back_project_view

        source = np.ascontiguousarray(projections, dtype=np.float32)
        chosen = self._chosen(views)
        require_shape("The projections", source, (chosen.size, *self._work.shape[1:]))
        require_finite("The projections", source)
        smeared = np.zeros(self.activity_shape, np.float32)
        for view, factors, weight, picture in self._walk(chosen, source):
            np.multiply(picture, weight, out=self._work[0])
            back_project_view(smeared, view, factors, self._work)
        return smeared

    def sensitivity(self, views: ArrayLike | None = None) -> ActivityArray:
        """Return how many counts an activity of one at each place gives in all.

        Parameters
        ----------
        views : (some view,), int, or None
            Which views; None for all.

        Returns
        -------
        (x, y, z), float32, counts
            The adjoint of ones.
        """
        ones = np.ones((self._chosen(views).size, *self._work.shape[1:]), np.float32)
        return self.adjoint(ones, views)

    def _walk(
        self, chosen: IndexArray, pictures: ViewArray
    ) -> Iterator[tuple["KernelView", NDArray[np.uint16], np.float32, ViewArray]]:
        for i_view, picture in zip(chosen, pictures, strict=True):
            weight = np.float32(self.view_weight[i_view])
            yield self._views[i_view], self._factors[i_view], weight, picture

    def _chosen(self, views: ArrayLike | None) -> IndexArray:
        n_views = self.acquisition.n_views
        if views is None:
            return np.arange(n_views)
        chosen = np.asarray(views, dtype=np.int64).reshape(-1)
        if chosen.size == 0 or chosen.min() < 0 or chosen.max() >= n_views:
            raise GeometryError(
                f"A chosen view does not exist: there are {n_views}, counted from 0. "
                "Choose at least one of them."
            )
        return chosen

    def _attenuate(self, attenuation_map: AttenuationMap | None) -> NDArray[np.uint16]:
        from myomap.camera.kernels import FULL_SCALE, attenuation_of_view

        n_views = self.acquisition.n_views
        if attenuation_map is None:
            one_line = (n_views, 1, self.acquisition.n_rows)
            return np.full(one_line, FULL_SCALE, np.uint16)
        _require_same_grid(self.acquisition, attenuation_map)
        thickness = activity_from_slices(attenuation_map.per_cm)
        thickness *= np.float32(self.acquisition.column_mm / MM_PER_CM)
        n, n_z = self._work.shape[1:]
        n_lines = int(np.sum(n - 2 * self._first))
        factors = np.empty((n_views, n_lines, n_z), np.uint16)
        for view, line in zip(self._views, factors, strict=True):
            attenuation_of_view(thickness, view, line)
        return factors


def _circle(n: int) -> IndexArray:
    """Return the first column inside the inscribed circle, for every plane."""
    centre = (n - 1) / 2
    depth = np.arange(n) - centre
    reach = np.sqrt(np.maximum(centre**2 - depth**2, 0.0))
    first: IndexArray = np.ceil(centre - reach - 1e-9).astype(np.int64)
    return first


def _kernel_views(
    acquisition: Acquisition, collimator: Collimator | None, first: IndexArray
) -> list["KernelView"]:
    from myomap.camera.kernels import KernelView

    if collimator is not None and acquisition.radius_mm is None:
        raise GeometryError(
            "The collimator's blur cannot be modelled: the radius of rotation is not "
            "known. Expected one for every view: give it, or go without collimator."
        )
    views = []
    for i_view, direction in enumerate(acquisition.direction_rad):
        blur = no_blur(acquisition)
        if collimator is not None and acquisition.radius_mm is not None:
            radius = float(acquisition.radius_mm[i_view])
            blur = distance_blur(acquisition, collimator, radius)
        view = KernelView(
            cosine=float(np.cos(direction)),
            sine=float(np.sin(direction)),
            first=first,
            level=blur.level,
            share=blur.share,
            tap_j=np.float32(blur.tap_column),
            tap_z=np.float32(blur.tap_row),
        )
        views.append(view)
    return views


def _checked_weight(
    acquisition: Acquisition, view_weight: ArrayLike | None
) -> FloatArray:
    given = np.ones(acquisition.n_views) if view_weight is None else view_weight
    weight = frozen_array(given, np.float64)
    require_shape("view_weight", weight, (acquisition.n_views,))
    require_finite("view_weight", weight)
    if weight.min() <= 0:
        raise GeometryError(
            f"A view has no weight: found {weight.min():g}, expected relative times "
            "above 0. Leave out views that were not taken."
        )
    return weight


def _require_same_grid(acquisition: Acquisition, given: AttenuationMap) -> None:
    n_rows, n = acquisition.n_rows, acquisition.n_columns
    require_shape("The attenuation map", given.per_cm, (n_rows, n, n))
    expected = volume_affine(acquisition)[:3, :3]
    if not np.allclose(given.affine[:3, :3], expected, atol=1e-3):
        raise GeometryError(
            "The attenuation map lies on another grid than the projections: found "
            f"voxels of {given.voxel_size_mm.round(2).tolist()} mm or turned axes, "
            f"expected {acquisition.row_mm:g} x {acquisition.column_mm:g} x "
            f"{acquisition.column_mm:g} mm, transaxial. Resample it first."
        )
