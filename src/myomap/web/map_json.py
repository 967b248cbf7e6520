"""Maps and slices of a case as JSON: numbers for the canvas, once."""

import base64
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.polarmap import segment_labels, segments_17, segments_20
from myomap.reading import CaseArrays, HeartSlices, StateArrays
from myomap.records import N_ANGLES, N_RINGS, Territory

__all__ = [
    "base64_of",
    "base64_of_bytes",
    "maps_json",
    "mask_of_base64",
    "slices_json",
]

_N_SAMPLES: Final = N_RINGS * N_ANGLES
_MOST_COUNTS: Final = 65_535
_PLANES: Final = {
    "short_axis": ("short", 0),
    "vertical_long": ("vertical", 2),
    "horizontal_long": ("horizontal", 1),
}
"""Plane: its name in the arrays, and which index it holds still. Points are turned
round: there they are (down, right), and (vertical long: (row, slice)) here (x, y)."""


def maps_json(arrays: CaseArrays) -> dict[str, Any]:
    """Return the maps of a case.

    Parameters
    ----------
    arrays : CaseArrays
        Of the case.

    Returns
    -------
    dict
        Every map as 2304 numbers, ring by ring from the apex; null where there is no
        data.
    """
    by_17, by_20 = segments_17(), segments_20()
    labels = segment_labels(by_17)
    territories = list(Territory)
    of_segment = {
        each.number: territories.index(each.territory) for each in by_17.segments
    }
    return {
        "rings": N_RINGS,
        "angles": N_ANGLES,
        "stress": _state(arrays.stress),
        "rest": _state(arrays.rest),
        "difference": _numbers(arrays.difference, 2),
        "affected": _whole(arrays.affected),
        "change_kinds": _whole(arrays.change_kinds),
        "chance": None
        if arrays.chance is None
        else [_numbers(each, 4) for each in arrays.chance],
        "contributions": None
        if arrays.contributions is None
        else np.round(arrays.contributions.astype(float), 4).tolist(),
        "segment_of_17": _whole(labels),
        "segment_of_20": _whole(segment_labels(by_20)),
        "territory_of": [of_segment[int(each)] for each in labels.reshape(-1)],
        "territories": [each.value for each in territories],
    }


def slices_json(arrays: CaseArrays) -> dict[str, Any]:
    """Return the slices of a case with their contours.

    Parameters
    ----------
    arrays : CaseArrays
        Of the case.

    Returns
    -------
    dict
        By state; null where no volume was read.
    """
    return {
        name: None if state is None or state.slices is None else _slices(state.slices)
        for name, state in (("stress", arrays.stress), ("rest", arrays.rest))
    }


def base64_of(array: NDArray[Any]) -> str:
    """Return the bytes of an array, little endian, as base64.

    Parameters
    ----------
    array : array
        Of any shape.

    Returns
    -------
    str
        In C order.
    """
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return base64_of_bytes(np.ascontiguousarray(little).tobytes())


def base64_of_bytes(data: bytes) -> str:
    """Return bytes as base64.

    Parameters
    ----------
    data : bytes
        Any.

    Returns
    -------
    str
        One line.
    """
    return base64.b64encode(data).decode()


def mask_of_base64(text: str) -> bytes | None:
    """Return the bytes of a drawn area.

    Parameters
    ----------
    text : str
        Base64 of 2304 bytes.

    Returns
    -------
    bytes or None
        None unless each is 0, 1 or 2.

    Examples
    --------
    >>> mask_of_base64("AAAA") is None
    True
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if len(data) == _N_SAMPLES and max(data) <= 2 else None


def _state(state: StateArrays | None) -> dict[str, Any] | None:
    if state is None:
        return None
    return {
        "uptake_percent": _numbers(state.uptake_percent, 2),
        "area_cm2": _numbers(state.area_cm2, 4),
        "deviation": _numbers(state.deviation, 2),
        "is_below": _whole(state.is_below),
    }


def _numbers(values: NDArray[Any] | None, digits: int) -> list[float | None] | None:
    if values is None:
        return None
    flat = np.round(values.astype(np.float64).reshape(-1), digits)
    known = np.isfinite(flat)
    return [
        each if is_known else None
        for each, is_known in zip(flat.tolist(), known.tolist(), strict=True)
    ]


def _whole(values: NDArray[Any] | None) -> list[int] | None:
    if values is None:
        return None
    found: list[int] = values.astype(np.int64).reshape(-1).tolist()
    return found


def _slices(slices: HeartSlices) -> dict[str, Any]:
    counts = slices.counts.astype(np.float64)
    maximum = float(counts.max())
    scale = _MOST_COUNTS / maximum if maximum > 0 else 0.0
    stored = np.round(np.clip(counts * scale, 0, _MOST_COUNTS)).astype(np.uint16)
    return {
        "shape": list(slices.counts.shape),
        "voxel_mm": [round(edge, 4) for edge in slices.voxel_mm],
        "maximum": maximum,
        "reference": float(slices.reference_counts),
        "counts": base64_of(stored),
        "wall_sample": base64_of(slices.wall_sample),
        "affine": np.round(slices.affine, 6).tolist(),
        "is_placed": slices.is_placed,
        "contours": _contours(slices),
        "long_axis": _long_axis(slices),
    }


def _contours(slices: HeartSlices) -> dict[str, list[dict[str, list[list[float]]]]]:
    """Return the lines of every slice of every plane, each as x, y, x, y, ..."""
    found: dict[str, list[dict[str, list[list[float]]]]] = {}
    for plane, (name, axis) in _PLANES.items():
        found[plane] = [
            {"endocardium": [], "epicardium": []}
            for _ in range(slices.counts.shape[axis])
        ]
        for line in slices.contours:
            if line.plane == name and line.index < len(found[plane]):
                points = np.round(line.points[:, ::-1].astype(np.float64), 2)
                found[plane][line.index][line.surface].append(
                    points.reshape(-1).tolist()
                )
    return found


def _long_axis(slices: HeartSlices) -> dict[str, Any]:
    """Return apex, base and radius in the millimetres of the affine."""
    return {
        "apex_mm": np.round(slices.long_axis.apex_mm, 2).tolist(),
        "base_mm": np.round(slices.long_axis.base_mm, 2).tolist(),
        "radius_mm": round(float(slices.radius_mm), 2),
    }
