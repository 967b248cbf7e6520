"""A simulated patient before the camera: activity and attenuation to projections.

The system model is that of `myomap.camera`. On the grid of the pixels it is also the
model that reconstructs: noise apart, the answer is then exact, which is called an
inverse crime and flatters every reconstruction. With `refinement` 2 body and photons
live on voxels of half the size, and no two models agree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from myomap.camera import (
    Acquisition,
    SystemModel,
    activity_from_slices,
    named_collimator,
    pictures_from_views,
)
from myomap.geometry import FloatArray
from myomap.phantom.activity import activity_volume
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.attenuation import attenuation_map
from myomap.phantom.beating import Beat
from myomap.phantom.grid import GridOptions
from myomap.phantom.orbit import orbit_radius_mm, widest_mm
from myomap.phantom.photons import expected_windows, wall_activity
from myomap.phantom.scan import Protocol, Scan
from myomap.phantom.simulated_patient import SimulatedPatient
from myomap.records import AttenuationMap, Projections, State

__all__ = ["AcquiredStudy", "acquire"]

_MARGIN_MM = 8.0
_MS = 1000.0

ViewArray = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class AcquiredStudy:
    """What a camera hands on of one patient.

    Parameters
    ----------
    stress, rest : Projections
        Counts, with the energy windows of the protocol.
    attenuation_map : AttenuationMap
        On the grid of the reconstruction, out of place where that was drawn.
    """

    stress: Projections
    rest: Projections
    attenuation_map: AttenuationMap

    def of(self, state: State) -> Projections:
        """Return the projections of one state.

        Parameters
        ----------
        state : State
            Stress or rest.

        Returns
        -------
        Projections
            As acquired.
        """
        return self.stress if state is State.STRESS else self.rest


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Camera:
    """One patient's system model and the grid that it works on."""

    protocol: Protocol
    model: SystemModel
    grid: GridOptions
    body: AttenuationMap
    refinement: int

    @property
    def margin(self) -> int:
        """Simulated columns beside the field of view."""
        return self.grid.shape[2] // self.refinement - self.protocol.matrix


def acquire(
    patient: SimulatedPatient,
    *,
    refinement: int = 1,
    beats: Mapping[State, Beat] | None = None,
) -> AcquiredStudy:
    """Return a patient's projections at stress and at rest.

    Parameters
    ----------
    patient : SimulatedPatient
        All that was drawn.
    refinement : int
        How many voxels of the simulation lie along an edge of a pixel.
    beats : mapping of State to Beat, optional
        Of `beating`, from the patient's own state: the study is gated then, and each
        gate has its share of the scan's counts. Without it the heart stands still at
        the mean of the beat.

    Returns
    -------
    AcquiredStudy
        The same arguments give the same bytes.
    """
    camera = _camera_of(patient, refinement)
    return AcquiredStudy(
        stress=_acquired_state(camera, patient, State.STRESS, beats),
        rest=_acquired_state(camera, patient, State.REST, beats),
        attenuation_map=_handed_out(camera, patient.map_shift_mm),
    )


def _acquired_state(
    camera: _Camera,
    patient: SimulatedPatient,
    state: State,
    beats: Mapping[State, Beat] | None,
) -> Projections:
    still, scan = patient.of(state), patient.scan_of(state)
    gates = (still,) if beats is None else beats[state].gates
    seen = []
    for number, gate in enumerate(gates):
        activity = activity_volume(gate, camera.grid).counts
        if state is State.STRESS and patient.rest_left > 0:
            # Of the first injection, which the second one's pictures show as well.
            residue = replace(gate, lesions=patient.rest.lesions)
            left = activity_volume(residue, camera.grid).counts
            share = np.float32(patient.rest_left / (1.0 + patient.rest_left))
            activity = (1 - share) * activity + share * left
        part = _share_of_scan(scan, number, len(gates))
        seen.append(_counts(camera, activity, gate, part))
    return _projections(camera, np.stack(seen), scan)


def _share_of_scan(scan: Scan, number: int, n_gates: int) -> Scan:
    """Return what one gate has of a scan; an ungated one keeps it as it is."""
    if n_gates == 1:
        return scan
    seed = scan.noise_seed
    if seed is not None:
        state = np.random.SeedSequence([seed, number]).generate_state(1, np.uint64)
        seed = int(state[0]) >> 1
    return replace(scan, lv_counts=scan.lv_counts / n_gates, noise_seed=seed)


def _camera_of(patient: SimulatedPatient, refinement: int) -> _Camera:
    protocol = patient.protocol
    pixel_mm = protocol.field_mm / protocol.matrix
    spare_mm = 2 * (widest_mm(patient.rest) + _MARGIN_MM)
    n_columns = max(protocol.matrix, 2 * int(np.ceil(spare_mm / pixel_mm / 2)))
    fine_mm = pixel_mm / refinement
    grid = GridOptions(
        shape=(
            protocol.matrix * refinement,
            n_columns * refinement,
            n_columns * refinement,
        ),
        voxel_mm=fine_mm,
    )
    acquisition = Acquisition(
        angle_deg=protocol.angle_deg,
        radius_mm=orbit_radius_mm(patient.rest, protocol),
        n_rows=grid.shape[0],
        n_columns=grid.shape[2],
        row_mm=fine_mm,
        column_mm=fine_mm,
    )
    body = attenuation_map(patient.rest, grid)
    model = SystemModel(
        acquisition,
        collimator=named_collimator(protocol.collimator),
        attenuation_map=body,
    )
    return _Camera(
        protocol=protocol, model=model, grid=grid, body=body, refinement=refinement
    )


def _counts(
    camera: _Camera, activity: NDArray[np.float32], state: PatientParameters, scan: Scan
) -> ViewArray:
    """Return (window, view, row, column): counts of one gate."""
    protocol = camera.protocol
    wall = activity_from_slices(wall_activity(state.heart, camera.grid))
    windows = expected_windows(
        camera.model,
        activity_from_slices(activity),
        wall=wall,
        attenuates=activity_from_slices(camera.body.per_cm),
        windows=protocol.windows,
        scan=scan,
    )
    seen = np.stack([_rebinned(camera, window) for window in windows])
    if scan.motion is not None:
        n_each = protocol.n_views // 2
        time = np.tile(np.arange(n_each) / (n_each - 1), 2)
        seen = _moved(seen, scan, time, protocol)
    if scan.noise_seed is not None:
        rng = np.random.default_rng(scan.noise_seed)
        seen = rng.poisson(np.maximum(seen, 0.0)).astype(np.float32)
    return seen


def _projections(camera: _Camera, counts: ViewArray, scan: Scan) -> Projections:
    """Return counts (gate, window, view, row, column) with their geometry."""
    protocol = camera.protocol
    pixel_mm = protocol.field_mm / protocol.matrix
    return Projections(
        counts=counts,
        angle_deg=protocol.angle_deg,
        radius_mm=camera.model.acquisition.radius_mm,
        detector=np.repeat([0, 1], protocol.n_views // 2),
        pixel_size_mm=np.array([pixel_mm, pixel_mm]),
        frame_duration_ms=np.full(protocol.n_views, scan.view_s * _MS),
        energy_windows=protocol.windows.energy_windows,
        axis_position_mm=np.zeros(3),
    )


def _rebinned(camera: _Camera, views: ViewArray) -> ViewArray:
    """Return (view, row, column): pixels of the camera's field of view."""
    pictures = pictures_from_views(views)
    k = camera.refinement
    if k > 1:
        n_views, n_rows, n_columns = pictures.shape
        cells = pictures.reshape(n_views, n_rows // k, k, n_columns // k, k)
        pictures = cells.sum(axis=(2, 4))
    cut = camera.margin // 2
    return pictures[:, :, cut : cut + camera.protocol.matrix]


def _moved(
    seen: ViewArray, scan: Scan, time: FloatArray, protocol: Protocol
) -> ViewArray:
    """Return (window, view, row, column) with later views displaced."""
    from scipy.ndimage import shift

    motion = scan.motion
    if motion is None:
        return seen
    pixel_mm = protocol.field_mm / protocol.matrix
    moved = seen.copy()
    for i_view, share in enumerate(motion.share(time)):
        if share > 0:
            # Rows run to the feet.
            by = (-share * motion.head_mm, share * motion.detector_mm)
            pixels = (0.0, by[0] / pixel_mm, by[1] / pixel_mm)
            moved[:, i_view] = shift(seen[:, i_view], pixels, order=1)
    return moved


def _handed_out(
    camera: _Camera, shift_mm: tuple[float, float, float]
) -> AttenuationMap:
    """Return the map on the grid of the reconstruction, shifted along x, y, z."""
    from scipy.ndimage import shift

    k = camera.refinement
    per_cm = camera.body.per_cm
    if k > 1:
        n_slices, n, _ = (size // k for size in per_cm.shape)
        per_cm = per_cm.reshape(n_slices, k, n, k, n, k).mean(axis=(1, 3, 5))
    voxel_mm = camera.grid.voxel_mm * k
    if any(shift_mm):
        voxels = [mm / voxel_mm for mm in shift_mm[::-1]]
        per_cm = shift(per_cm, voxels, order=1, mode="nearest")
    cut = camera.margin // 2
    inside = slice(cut, cut + camera.protocol.matrix)
    affine = camera.body.affine.copy()
    affine[:3, :3] *= k
    size = np.array([camera.protocol.matrix] * 3)
    affine[:3, 3] = -affine[:3, :3] @ ((size - 1) / 2)
    return AttenuationMap(per_cm=per_cm[:, inside, inside], affine=affine)
