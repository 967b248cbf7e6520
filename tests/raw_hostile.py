"""A small raw study as files, to be spoilt: projections, map and CT of one patient.

Half a turn of 32 views of 32 x 32 pixels with 12 mm, three energy windows. A change
edits the pydicom data set; the pixels are at hand as (window, detector, view, row,
column).
"""

import io
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from ct_files import ct_dataset
from myomap.dicom import SeriesHeader, write_attenuation_map, write_projections
from myomap.records import EnergyWindow, Projections, State
from nm_files import file_bytes
from reconstruction_studies import acquisition, small_study

__all__ = [
    "FRAME",
    "PATIENT",
    "ct_of_body",
    "map_bytes",
    "pixels_of",
    "raw_bytes",
    "spoilt",
    "with_pixels",
    "write_files",
]

FRAME = "1.2.840.99.1"
PATIENT = "SMALL-1"
_WINDOWS = (
    EnergyWindow(lower_keV=126.0, upper_keV=154.0, name="EM"),
    EnergyWindow(lower_keV=114.0, upper_keV=126.0, name="SC"),
)


def _header(description: str, **changes: Any) -> SeriesHeader:
    values = {
        "patient_id": PATIENT,
        "series_description": description,
        "tracer": "Tc-99m sestamibi",
        "collimator": "LEHR",
        "study_instance_uid": "1.2.840.99.2",
        "frame_of_reference_uid": FRAME,
        "uid_seed": description,
    }
    return SeriesHeader(**(values | changes))


@cache
def raw_bytes(
    state: State = State.STRESS, *, n_detectors: int = 2, n_gates: int = 1
) -> bytes:
    """Return projections with one scatter window as a camera writes them."""
    study = small_study(counts=3e6)
    peak = study.projections.counts[0, 0]
    scatter = np.full_like(peak, 0.1 * float(peak.mean()))
    # Half of what the wide scatter window counts lies in the photopeak.
    rng = np.random.default_rng(2)
    counts, scattered = (
        np.stack([rng.poisson(mean / n_gates) for _ in range(n_gates)])[:, None]
        for mean in (peak + scatter, 2 * scatter)
    )
    taken = acquisition()
    n_views = taken.n_views
    projections = Projections(
        counts=np.concatenate([counts, scattered], axis=1),
        angle_deg=taken.angle_deg,
        radius_mm=taken.radius_mm,
        detector=np.repeat(np.arange(n_detectors), n_views // n_detectors),
        pixel_size_mm=[taken.row_mm, taken.column_mm],
        frame_duration_ms=np.full(n_views, 20_000.0),
        energy_windows=_WINDOWS,
        axis_position_mm=np.zeros(3),
    )
    return write_projections(projections, _header(state.value, state=state))


@cache
def map_bytes(**changes: Any) -> bytes:
    """Return the patient's attenuation map."""
    return write_attenuation_map(
        small_study().attenuation_map, _header("MU", **changes)
    )


def spoilt(data: bytes, change: Callable[[Dataset], None]) -> bytes:
    """Return a file whose data set was changed."""
    data_set = pydicom.dcmread(io.BytesIO(data))
    change(data_set)
    plain = Dataset()
    for element in data_set:
        plain.add(element)
    return file_bytes(plain, "1.2.840.10008.1.2.1")


def pixels_of(data_set: Dataset) -> NDArray[np.uint16]:
    """Return the stored frames in the order of the file."""
    shape = (int(data_set.NumberOfFrames), data_set.Rows, data_set.Columns)
    return np.frombuffer(data_set.PixelData, "<u2").reshape(shape).copy()


def with_pixels(
    change: Callable[[NDArray[np.uint16], Dataset], NDArray[Any]],
) -> Callable[[Dataset], None]:
    """Return a change of the pixels alone; the sum of counts is forgotten."""

    def changed(data_set: Dataset) -> None:
        data_set.PixelData = change(pixels_of(data_set), data_set).tobytes()
        data_set.CountsAccumulated = ""

    return changed


def ct_of_body(
    *, leave_out: tuple[int, ...] = (), shift_mm: float = 0.0, **changes: Any
) -> list[bytes]:
    """Return CT slices of the same body on the map's grid, head up."""
    body = small_study().attenuation_map
    files = []
    for index, slice_per_cm in enumerate(body.per_cm):
        if index in leave_out:
            continue
        corner = body.affine[:3, 3] + index * body.affine[:3, 0]
        ds = ct_dataset(
            [corner[0], corner[1], corner[2] + shift_mm],
            uid=f"{index}",
            pixel_mm=float(body.voxel_size_mm[2]),
            side=slice_per_cm.shape[0],
        )
        ds.PatientName, ds.PatientID = f"{PATIENT}^", PATIENT
        ds.PatientSex, ds.PatientAge = "", ""
        ds.StudyInstanceUID, ds.FrameOfReferenceUID = "1.2.840.99.2", FRAME
        ds.SliceThickness = float(body.voxel_size_mm[0])
        hounsfield = np.round(1000 * (slice_per_cm / 0.154 - 1)).astype(int)
        ds.PixelData = (hounsfield + 1024).astype("<u2").tobytes()
        for keyword, value in changes.items():
            setattr(ds, keyword, value)
        files.append(file_bytes(ds, "1.2.840.10008.1.2.1"))
    return files


def write_files(folder: Path, *files: bytes) -> Path:
    """Write files under names that tell nothing, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(files):
        (folder / f"IM{number:04}").write_bytes(data)
    return folder
