"""A `.npy` map is taken as it stands, or refused; it is never unpickled."""

import io
import struct
import time
import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.integrate import quad

from intake_files import npy_bytes
from myomap.errors import GeometryError, InputError
from myomap.intake import polar_map_from_npy, standard_sample_area_cm2
from myomap.records import MapSource


def percent(
    rng: np.random.Generator,
) -> NDArray[np.float64]:
    return rng.uniform(20, 100, (32, 72))


@pytest.mark.parametrize("dtype", ["f4", "f8", "f2", ">f4", "u1", "i8", "u8"])
def test_every_real_number_type_is_read(dtype: str, rng: np.random.Generator) -> None:
    values = percent(rng).astype(dtype)
    found = polar_map_from_npy(npy_bytes(values))
    np.testing.assert_array_equal(found.uptake_percent, values.astype(np.float32))
    assert found.valid.all()
    assert found.state is None
    assert found.source is MapSource.ARRAY
    assert np.isnan(found.reference_percentile)


def test_the_order_in_memory_does_not_matter(rng: np.random.Generator) -> None:
    values = percent(rng)
    plain = polar_map_from_npy(npy_bytes(values))
    fortran = polar_map_from_npy(npy_bytes(np.asfortranarray(values)))
    np.testing.assert_array_equal(plain.uptake_percent, fortran.uptake_percent)


def test_a_map_written_back_is_read_back(rng: np.random.Generator) -> None:
    once = polar_map_from_npy(npy_bytes(percent(rng)))
    twice = polar_map_from_npy(npy_bytes(once.uptake_percent))
    np.testing.assert_array_equal(once.uptake_percent, twice.uptake_percent)


def test_nan_marks_a_sample_without_a_value(rng: np.random.Generator) -> None:
    values = percent(rng)
    values[3, 4:9] = np.nan
    found = polar_map_from_npy(npy_bytes(values))
    np.testing.assert_array_equal(found.valid, ~np.isnan(values))
    assert np.all(found.uptake_percent[3, 4:9] == 0)


def header(text: str, version: tuple[int, int] = (1, 0)) -> bytes:
    packed = text.encode()
    length = struct.pack("<H" if version == (1, 0) else "<I", len(packed))
    return b"\x93NUMPY" + bytes(version) + length + packed


def structured() -> bytes:
    return npy_bytes(np.zeros((32, 72), dtype=[("a", "f4")]))


REFUSED = [
    pytest.param(
        npy_bytes(np.full((32, 72), None, dtype=object)),
        InputError,
        "does not hold real numbers",
        id="objects",
    ),
    pytest.param(structured(), InputError, "real numbers", id="structured"),
    pytest.param(
        npy_bytes(np.ones((32, 72), complex)), InputError, "real", id="complex"
    ),
    pytest.param(npy_bytes(np.ones((32, 72), bool)), InputError, "real", id="bool"),
    pytest.param(npy_bytes(np.full((32, 72), "x")), InputError, "real", id="text"),
    pytest.param(npy_bytes(np.ones((32, 72), "M8[D]")), InputError, "real", id="dates"),
    pytest.param(npy_bytes()[:-1], InputError, "cut short or too long", id="cut"),
    pytest.param(npy_bytes() + b"x", InputError, "cut short or too long", id="behind"),
    pytest.param(npy_bytes()[:40], InputError, "no header", id="half-a-header"),
    pytest.param(b"\x93NUMPY", InputError, "no header", id="magic-alone"),
    pytest.param(b"\x93NUMPY\x09\x00", InputError, "no header", id="version"),
    pytest.param(
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999, 72)}"),
        GeometryError,
        "found 99999999999 x 72, expected 32 rings",
        id="huge-shape",
    ),
    pytest.param(
        header("{'descr': '<f4', 'fortran_order': False, 'shape': (-32, -72)}"),
        GeometryError,
        "expected 32 rings",
        id="negative-shape",
    ),
    pytest.param(
        header("__import__('os').system('true')"), InputError, "no header", id="code"
    ),
    pytest.param(header("{" * 5000), InputError, "no header", id="nested"),
    pytest.param(header("-" * 9000 + "1"), InputError, "no header", id="deep"),
    pytest.param(header(" " * 60000), InputError, "no header", id="blank"),
    pytest.param(
        header("{}" + " " * 99, (2, 0)), InputError, "no header", id="no-keys"
    ),
    pytest.param(npy_bytes(np.ones((72, 32))), GeometryError, "swapped", id="swapped"),
    pytest.param(npy_bytes(np.ones((64, 64))), GeometryError, "64 x 64", id="square"),
    pytest.param(npy_bytes(50.0), GeometryError, "a single number", id="number"),
    pytest.param(
        npy_bytes(np.full((32, 72), -1.0)), GeometryError, "from -1", id="below"
    ),
    pytest.param(npy_bytes(np.full((32, 72), 401.0)), GeometryError, "401", id="above"),
    pytest.param(npy_bytes(np.full((32, 72), np.inf)), GeometryError, "inf", id="inf"),
    pytest.param(
        npy_bytes(np.full((32, 72), 1e300)), GeometryError, "percent", id="overflow"
    ),
    pytest.param(
        npy_bytes(np.full((32, 72), np.nan)), GeometryError, "No sample", id="all-nan"
    ),
    pytest.param(
        npy_bytes(np.full((32, 72), 0.97)),
        GeometryError,
        "fraction or a mask",
        id="unit",
    ),
    pytest.param(
        npy_bytes(np.eye(32, 72, dtype=np.uint8)), GeometryError, "mask", id="mask"
    ),
]


@pytest.mark.parametrize(("data", "error", "sentence"), REFUSED)
def test_what_is_no_map_in_percent_is_refused_with_a_reason(
    data: bytes, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        polar_map_from_npy(data)


@pytest.mark.parametrize(
    "text",
    [
        "{'shape': (" + "1" * 4000,
        "{'shape': (" + "9" * 4000 + "), 'descr': '<f4', 'fortran_order': False}",
        ("{'descr': '<f4'" + " " * 1300) * 3,
        "{'fortran_order': True" + ", " * 2000,
        "{'descr': '" + "<" * 4000,
    ],
    ids=["digits", "large-number", "gaps", "commas", "quote"],
)
def test_a_header_made_to_be_slow_is_refused_at_once(text: str) -> None:
    began = time.process_time()
    with pytest.raises(InputError, match="no header"):
        polar_map_from_npy(header(text))
    assert time.process_time() - began < 0.5


def test_a_pickle_is_never_opened() -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return pytest.fail, ("the pickle was opened",)

    values = np.empty((32, 72), dtype=object)
    values[:] = Trap()
    with pytest.raises(InputError):
        polar_map_from_npy(npy_bytes(values))


def test_a_huge_shape_takes_no_memory() -> None:
    text = "{'descr': '<f8', 'fortran_order': False, 'shape': (100000, 100000)}"
    tracemalloc.start()
    with pytest.raises(GeometryError):
        polar_map_from_npy(header(text))
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_every_truncation_is_refused() -> None:
    whole = npy_bytes()
    for size in [*range(200), *range(200, len(whole), 512)]:
        with pytest.raises(InputError):
            polar_map_from_npy(whole[:size])


def test_standard_areas_add_up_to_the_standard_wall() -> None:
    # The oracle integrates the circumference along the ellipse, as a surface of
    # revolution is defined.
    radius, half_axis = 2.7, 2.7 * 1.95

    def belt_cm(latitude: float) -> float:
        slope = np.hypot(radius * np.cos(latitude), half_axis * np.sin(latitude))
        return float(2 * np.pi * radius * np.sin(latitude) * slope)

    expected, _ = quad(belt_cm, 0, np.pi / 2 + np.arcsin(0.35))
    found = standard_sample_area_cm2()
    assert found.shape == (32, 72)
    np.testing.assert_allclose(found.sum(dtype=float), expected, rtol=1e-5)


def test_standard_areas_are_equal_around_a_ring_and_smallest_at_the_apex() -> None:
    area = standard_sample_area_cm2()
    assert np.all(area > 0)
    assert np.all(area == area[:, :1])
    assert area[:, 0].argmin() == 0
    # Rings of equal width: the area follows the circumference, widest at the centre
    # of the ellipsoid, somewhat above the valve plane.
    assert np.all(np.diff(area[:20, 0]) > 0)
    assert 20 <= area[:, 0].argmax() < 31


def test_areas_do_not_depend_on_the_map(rng: np.random.Generator) -> None:
    found = polar_map_from_npy(npy_bytes(percent(rng)))
    np.testing.assert_array_equal(found.area_cm2, standard_sample_area_cm2())


def test_a_version_2_header_is_read(rng: np.random.Generator) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, percent(rng), version=(2, 0))
    assert polar_map_from_npy(buffer.getvalue()).valid.all()
