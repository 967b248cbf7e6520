"""A case's arrays as one small file, and back; hostile bytes are refused.

The file is an ``.npz``: a zip of arrays without pickled objects. Counts are stored in
65,536 steps between their lowest and highest, contours in 1/128 of a voxel, distances
of counts and contours from what they were are half of such a step at most. Everything
else comes back bit by bit.
"""

import io
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError
from myomap.reading.case_arrays import CaseArrays, StateArrays
from myomap.reading.heart_slices import HeartSlices
from myomap.reading.packed_arrays import arrays_from_npz
from myomap.reading.slice_contours import PLANES, SURFACES, ContourLine
from myomap.records import LongAxis

__all__ = ["pack_arrays", "unpack_arrays"]

Arrays = dict[str, NDArray[Any]]

_VERSION: Final = 1
_STATES: Final = ("stress", "rest")
_OF_STATE: Final = ("uptake_percent", "area_cm2", "deviation", "is_below")
_OF_CASE: Final = ("difference", "change_kinds", "affected", "chance", "contributions")
_OF_SLICES: Final = (
    "count_range",
    "affine",
    "is_placed",
    "placement",
    "lines",
    "points",
    "wall_sample",
)
_TYPE_OF: Final = {
    "version": "u1",
    "uptake_percent": "f4",
    "area_cm2": "f4",
    "deviation": "f4",
    "is_below": "b1",
    "difference": "f4",
    "change_kinds": "u1",
    "affected": "u1",
    "chance": "f4",
    "contributions": "f4",
    "counts": "u2",
    "count_range": "f8",
    "affine": "f8",
    "is_placed": "b1",
    "placement": "f8",
    "lines": "i4",
    "points": "i2",
    "wall_sample": "i2",
}
_STEPS: Final = 65535
_PER_VOXEL: Final = 128
_MOST_LINES: Final = 20_000


def pack_arrays(arrays: CaseArrays) -> bytes:
    """Return a case's arrays as the bytes of one file.

    Parameters
    ----------
    arrays : CaseArrays
        Of a case.

    Returns
    -------
    bytes
        The same for the same arrays.
    """
    packed: Arrays = {"version": np.array(_VERSION, dtype=np.uint8)}
    packed |= _named("", _OF_CASE, arrays)
    for name in _STATES:
        state: StateArrays | None = getattr(arrays, name)
        if state is None:
            continue
        packed |= _named(f"{name}_", _OF_STATE, state)
        if state.slices is not None:
            packed |= {
                f"{name}_{key}": value
                for key, value in _packed_slices(state.slices).items()
            }
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **packed)
    return stream.getvalue()


def unpack_arrays(data: bytes) -> CaseArrays:
    """Return a case's arrays from the bytes of one file.

    Parameters
    ----------
    data : bytes
        Of `pack_arrays`.

    Returns
    -------
    CaseArrays
        What was packed.

    Raises
    ------
    InputError
        If the bytes are something else, damaged, or not what they say.
    """
    packed = arrays_from_npz(data)
    for name, array in packed.items():
        kind = name.removeprefix("stress_").removeprefix("rest_")
        if array.dtype.str[1:] != _TYPE_OF.get(kind):
            raise _other_file("an array is of another kind than it should be")
    version = packed.get("version")
    if version is None or version.shape != () or int(version) != _VERSION:
        raise _other_file("its version is missing or another one")
    return CaseArrays(
        stress=_state(packed, "stress"),
        rest=_state(packed, "rest"),
        difference=packed.get("difference"),
        change_kinds=packed.get("change_kinds"),
        affected=packed.get("affected"),
        chance=packed.get("chance"),
        contributions=packed.get("contributions"),
    )


def _named(prefix: str, names: tuple[str, ...], record: object) -> Arrays:
    found = {name: getattr(record, name) for name in names}
    return {f"{prefix}{k}": value for k, value in found.items() if value is not None}


def _packed_slices(slices: HeartSlices) -> Arrays:
    low, high = float(slices.counts.min()), float(slices.counts.max())
    step = (high - low) / _STEPS or 1.0
    lines = slices.contours
    table = [
        (SURFACES.index(line.surface), PLANES.index(line.plane), line.index, n)
        for line in lines
        for n in [len(line.points)]
    ]
    points = [line.points for line in lines] or [np.zeros((0, 2), np.float32)]
    placed = np.clip(np.rint(np.concatenate(points) * _PER_VOXEL), -32768, 32767)
    return {
        "counts": np.rint((slices.counts - low) / step).astype(np.uint16),
        "count_range": np.array([low, high], dtype=np.float64),
        "affine": slices.affine,
        "is_placed": np.array(slices.is_placed),
        "placement": np.array(
            [
                slices.reference_counts,
                slices.radius_mm,
                *slices.long_axis.apex_mm,
                *slices.long_axis.base_mm,
            ]
        ),
        "lines": np.array(table, dtype=np.int32).reshape(-1, 4),
        "points": placed.astype(np.int16),
        "wall_sample": slices.wall_sample,
    }


def _state(packed: Mapping[str, NDArray[Any]], name: str) -> StateArrays | None:
    found = {
        key.removeprefix(f"{name}_"): value
        for key, value in packed.items()
        if key.startswith(f"{name}_")
    }
    if not found:
        return None
    _require(found, ("uptake_percent", "area_cm2"), name)
    return StateArrays(
        uptake_percent=found["uptake_percent"],
        area_cm2=found["area_cm2"],
        deviation=found.get("deviation"),
        is_below=found.get("is_below"),
        slices=_slices(found, name) if "counts" in found else None,
    )


def _slices(found: Mapping[str, NDArray[Any]], name: str) -> HeartSlices:
    _require(found, _OF_SLICES, name)
    low_high, counts = found["count_range"], found["counts"]
    if low_high.shape != (2,) or found["is_placed"].shape != ():
        raise _other_file(f"the counts of {name} have no scale or place")
    placement = found["placement"]
    if placement.shape != (8,):
        raise _other_file(f"the long axis of {name} is missing")
    low, high = (float(each) for each in low_high)
    # Limits that no count has become infinite, and are refused as such.
    with np.errstate(all="ignore"):
        scaled = (low + counts * ((high - low) / _STEPS)).astype(np.float32)
    return HeartSlices(
        counts=scaled,
        affine=found["affine"],
        is_placed=bool(found["is_placed"]),
        reference_counts=float(placement[0]),
        radius_mm=float(placement[1]),
        long_axis=LongAxis(apex_mm=placement[2:5], base_mm=placement[5:8]),
        contours=_contours(found["lines"], found["points"], name),
        wall_sample=found["wall_sample"],
    )


def _contours(
    table: NDArray[Any], points: NDArray[Any], name: str
) -> tuple[ContourLine, ...]:
    is_table = table.ndim == 2 and table.shape[1] == 4 and len(table) <= _MOST_LINES
    is_sound = (
        is_table
        and points.ndim == 2
        and points.shape[1] == 2
        and bool((table >= 0).all())
        and bool((table[:, 0] < len(SURFACES)).all())
        and bool((table[:, 1] < len(PLANES)).all())
        and bool((table[:, 3] > 0).all())
        and int(table[:, 3].sum(dtype=np.int64)) == len(points)
    )
    if not is_sound:
        raise _other_file(f"the contours of {name} do not belong together")
    placed = (points / _PER_VOXEL).astype(np.float32)
    ends = np.cumsum(table[:, 3], dtype=np.int64)
    return tuple(
        ContourLine(
            surface=SURFACES[int(surface)],
            plane=PLANES[int(plane)],
            index=int(index),
            points=placed[end - n : end],
        )
        for (surface, plane, index, n), end in zip(table, ends, strict=True)
    )


def _require(
    found: Mapping[str, NDArray[Any]], names: tuple[str, ...], state: str
) -> None:
    for name in names:
        if name not in found:
            raise _other_file(f"{state} has no {name}")


def _other_file(found: str) -> InputError:
    return InputError(
        f"The case's arrays cannot be read: {found}. Expected what myomap packs: read "
        "the study again."
    )
