"""A `.npy` array (ring, angle) in percent in, a polar map out.

The bytes are never unpickled: the header is checked first, and the numbers are
taken straight from the buffer.
"""

import re
import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError, InputError
from myomap.geometry import FloatArray
from myomap.records import N_ANGLES, N_RINGS, Caution, MapArray, MapSource, PolarMap

__all__ = ["AREA_ASSUMED", "polar_map_from_npy", "standard_sample_area_cm2"]

AREA_ASSUMED = Caution(
    code="area-assumed",
    message=(
        "The map came as an array without millimetres: extents are weighed by the "
        "wall area of a standard ventricle."
    ),
)

_RADIUS_MM = 27.0
_LENGTH_TO_RADIUS = 1.95
_VALVE_PLANE_BELOW_CENTRE = 0.35
_MOST_PERCENT = 400.0
_LEAST_MAXIMUM_PERCENT = 10.0
_MOST_HEADER_BYTES = 4096
_MOST_DIGITS = 18
_REAL_NUMBERS = re.compile("[<>=|]?(?:f[248]|[iu][1248])")
_ITEM_PATTERN = (
    r"'(?P<key>descr|fortran_order|shape)'\s*:\s*"
    r"(?P<value>'[^']*'|True|False|\([-\d,\s]*\)|\[[^\]]*\])\s*(?:,\s*)?"
)
_ITEM = re.compile(_ITEM_PATTERN)
_ITEMS = re.compile(f"(?:{re.sub('[?]P<[a-z]+>', '?:', _ITEM_PATTERN)})" + "{3}")
_ADVICE = "Save the map with numpy.save as float32."


def polar_map_from_npy(data: bytes) -> PolarMap:
    """Return the polar map that a `.npy` file holds.

    NaN marks a sample without a value: it becomes 0 % and not valid. A largest
    value below 10 % is refused, because it is a fraction or a mask rather than a
    map in percent, and nothing tells which.

    Parameters
    ----------
    data : bytes
        The file: (32, 72), any real number type, percent of the reference.

    Returns
    -------
    PolarMap
        Of unknown state, with the areas of `standard_sample_area_cm2`.

    Raises
    ------
    InputError
        If the bytes are not a plain `.npy` array of real numbers.
    GeometryError
        If the shape is not (32, 72) or the values are not percent.

    Examples
    --------
    >>> import io
    >>> buffer = io.BytesIO()
    >>> np.save(buffer, np.full((32, 72), 80, np.float32))
    >>> polar_map_from_npy(buffer.getvalue())
    PolarMap(state unknown, from array, mean 80 %, 100 % valid)
    """
    found = _array_from_npy(data).astype(np.float64)
    valid = ~np.isnan(found)
    if valid.any():
        _check_percent(found[valid])
    uptake = np.where(valid, found, 0.0).astype(np.float32)
    return PolarMap(
        uptake_percent=uptake,
        area_cm2=standard_sample_area_cm2(),
        valid=valid,
        state=None,
        source=MapSource.ARRAY,
        reference_percentile=float("nan"),
    )


def standard_sample_area_cm2() -> MapArray:
    """Return how much wall each sample of a standard ventricle stands for.

    The mid-wall is half an ellipsoid with a radius of 27 mm and a long half-axis
    1.95 times as long, cut by the valve plane at 0.35 of that half-axis below the
    centre. Its 32 rings have equal widths along the wall, from the apex to the
    valve plane.

    Returns
    -------
    (32, 72), float32, cm²
        The same all around a ring; small at the apex.

    Examples
    --------
    >>> area = standard_sample_area_cm2()
    >>> bool(area[0, 0] < area[8, 0] < area[20, 0])
    True
    >>> print(f"{area.sum():.0f} cm²")
    107 cm²
    """
    half_axis_mm = _RADIUS_MM * _LENGTH_TO_RADIUS
    latitude = np.linspace(0.0, np.pi / 2 + np.arcsin(_VALVE_PLANE_BELOW_CENTRE), 4001)
    radius_mm = _RADIUS_MM * np.sin(latitude)
    height_mm = half_axis_mm * np.cos(latitude)
    step_mm = np.hypot(np.diff(radius_mm), np.diff(height_mm))
    along_mm = np.concatenate([[0.0], np.cumsum(step_mm)])
    belt_mm2 = np.pi * (radius_mm[1:] + radius_mm[:-1]) * step_mm
    below_mm2 = np.concatenate([[0.0], np.cumsum(belt_mm2)])
    edges_mm = np.linspace(0.0, along_mm[-1], N_RINGS + 1)
    ring_cm2 = np.diff(np.interp(edges_mm, along_mm, below_mm2)) / 100
    sample = np.repeat(ring_cm2[:, np.newaxis] / N_ANGLES, N_ANGLES, axis=1)
    return sample.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """What the header of a `.npy` file says, and where the data begin."""

    descr: str
    is_fortran: bool
    shape: tuple[int, ...]
    start: int


def _array_from_npy(data: bytes) -> NDArray[np.generic]:
    header = _parse_header(data)
    if not _REAL_NUMBERS.fullmatch(header.descr):
        raise InputError(
            "The .npy file does not hold real numbers. Expected a float or integer "
            f"type of at most 8 bytes. {_ADVICE}"
        )
    _check_shape(header.shape)
    dtype = np.dtype(header.descr)
    found, needed = len(data) - header.start, N_RINGS * N_ANGLES * dtype.itemsize
    if found != needed:
        raise InputError(
            f"The .npy file is cut short or too long: found {found} bytes of data, "
            f"expected {needed}. {_ADVICE}"
        )
    flat = np.frombuffer(data, dtype=dtype, offset=header.start)
    return flat.reshape(header.shape, order="F" if header.is_fortran else "C")


def _parse_header(data: bytes) -> _Header:
    """Read the header by pattern: numpy's own parser evaluates it as Python."""
    size_format = {b"\x01\x00": "<H", b"\x02\x00": "<I"}.get(data[6:8])
    start = 8 + struct.calcsize(size_format or "<I")
    if size_format is None or len(data) < start:
        raise _unreadable()
    (length,) = struct.unpack_from(size_format, data, 8)
    text = data[start : start + length].decode("latin-1").strip()
    body = text.removeprefix("{").removesuffix("}").strip()
    is_possible = length <= _MOST_HEADER_BYTES and len(data) >= start + length
    if not is_possible or not _ITEMS.fullmatch(body):
        raise _unreadable()
    items = {match["key"]: match["value"] for match in _ITEM.finditer(body)}
    if set(items) != {"descr", "fortran_order", "shape"}:
        raise _unreadable()
    sizes = re.findall(r"-?\d+", items["shape"])
    if any(len(size) > _MOST_DIGITS for size in sizes):
        raise _unreadable()
    return _Header(
        descr=items["descr"].strip("'"),
        is_fortran=items["fortran_order"] == "True",
        shape=tuple(int(size) for size in sizes),
        start=start + length,
    )


def _unreadable() -> InputError:
    return InputError(f"The .npy file has no header that can be read. {_ADVICE}")


def _check_shape(shape: tuple[int, ...]) -> None:
    if shape == (N_RINGS, N_ANGLES):
        return
    found = " x ".join(str(size) for size in shape[:4]) or "a single number"
    turned = " Its axes look swapped." if shape == (N_ANGLES, N_RINGS) else ""
    raise GeometryError(
        f"The .npy array is not a polar map: found {found}, expected {N_RINGS} rings x "
        f"{N_ANGLES} angles.{turned} Sample the map anew; it is not resized here."
    )


def _check_percent(uptake: FloatArray) -> None:
    least, most = float(uptake.min()), float(uptake.max())
    if least < 0 or not most <= _MOST_PERCENT:
        raise GeometryError(
            f"The .npy array is not in percent: found values from {least:g} to "
            f"{most:g}, expected 0 to {_MOST_PERCENT:g}. Scale it so that 100 is the "
            "reference uptake."
        )
    if most == 0:
        raise GeometryError(
            "The .npy array holds no uptake: every valid sample is 0. Expected percent "
            "with 100 as the reference uptake: sample the map anew."
        )
    if most < _LEAST_MAXIMUM_PERCENT:
        raise GeometryError(
            f"The .npy array is a fraction or a mask, not a map in percent: its "
            f"largest value is {most:g}. Scale it so that 100 is the reference uptake."
        )
