"""NIfTI volumes land where they lie in the patient, or are refused."""

import gzip
import io
import tracemalloc
from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_files import nifti_bytes, ramp, volume
from myomap.errors import GeometryError, InputError, LimitExceededError
from myomap.geometry import apply_affine
from myomap.intake import NiftiLimits, read_nifti, write_nifti
from myomap.records import Frame, Volume


def codes(data: bytes) -> list[str]:
    return [caution.code for caution in read_nifti(data).cautions]


def test_a_volume_comes_back_as_it_was_written() -> None:
    before = volume()
    content = read_nifti(write_nifti(before))
    np.testing.assert_array_equal(content.volume.counts, before.counts)
    np.testing.assert_array_equal(content.volume.affine, before.affine)
    assert content.cautions == ()
    assert content.n_gates == 1


@given(
    angles=st.tuples(*[st.floats(-3, 3)] * 3),
    spacing=st.tuples(*[st.floats(1, 10)] * 3),
    flip=st.booleans(),
)
def test_a_tilted_volume_comes_back_to_single_precision(
    angles: tuple[float, ...], spacing: tuple[float, ...], flip: bool
) -> None:
    from scipy.spatial.transform import Rotation

    affine = np.eye(4)
    affine[:3, :3] = Rotation.from_euler("xyz", angles).as_matrix() * spacing
    affine[:3, 3] = [-12.5, 100.25, -300.75]
    if flip:
        affine[:, 1] *= -1
    before = Volume(counts=ramp(), affine=affine)
    after = read_nifti(write_nifti(before)).volume
    np.testing.assert_array_equal(after.counts, before.counts)
    # NIfTI-1 stores 32-bit floats: 7 digits of numbers up to a few hundred.
    np.testing.assert_allclose(after.affine, before.affine, atol=5e-5)


def test_writing_again_gives_the_same_bytes() -> None:
    once = write_nifti(volume(), compressed=True)
    assert write_nifti(volume(), compressed=True) == once
    assert write_nifti(read_nifti(once).volume, compressed=True) == once


def test_a_voxel_keeps_its_place_in_the_patient(tmp_path: Path) -> None:
    # The oracle is nibabel itself: its index (x, y, z) and its RAS millimetres.
    path = tmp_path / "volume.nii"
    path.write_bytes(write_nifti(volume()))
    image: Any = nibabel.load(path)
    ours = read_nifti(path.read_bytes()).volume
    for x, y, z in [(0, 0, 0), (3, 0, 0), (0, 4, 0), (0, 0, 5), (2, 3, 1)]:
        assert image.get_fdata()[x, y, z] == ours.counts[z, y, x]
        right, front, up = image.affine[:3] @ [x, y, z, 1]
        there = apply_affine(ours.affine, [z, y, x])
        np.testing.assert_allclose(there, [-right, -front, up], atol=1e-4)


def test_sform_and_qform_say_the_same(tmp_path: Path) -> None:
    path = tmp_path / "volume.nii"
    path.write_bytes(write_nifti(volume()))
    image: Any = nibabel.load(path)
    np.testing.assert_allclose(image.get_qform(), image.get_sform(), atol=1e-4)


def test_a_volume_without_a_place_in_the_patient_is_not_written() -> None:
    lost = Volume(counts=ramp(), affine=np.eye(4) * 4, frame=Frame.SHORT_AXIS)
    with pytest.raises(GeometryError, match="no other place"):
        write_nifti(lost)


def test_compressed_and_plain_are_the_same() -> None:
    plain, packed = write_nifti(volume()), write_nifti(volume(), compressed=True)
    assert packed[:2] == b"\x1f\x8b"
    assert gzip.decompress(packed) == plain
    np.testing.assert_array_equal(
        read_nifti(packed).volume.counts, read_nifti(plain).volume.counts
    )


@pytest.mark.parametrize("dtype", ["u1", "i2", "u2", "i4", "f4", "f8", ">i2", ">f4"])
@pytest.mark.parametrize("version", [1, 2])
def test_number_types_versions_and_byte_orders_are_read(
    dtype: str, version: int
) -> None:
    kinds: Any = {1: nibabel.Nifti1Image, 2: nibabel.Nifti2Image}[version]
    header = kinds.header_class(endianness=">" if dtype.startswith(">") else "<")
    header.set_data_dtype(dtype)
    counts = ramp((4, 5, 6)).astype(dtype.strip(">"))
    image = kinds(counts, np.diag([4.0, 4, 4, 1]), header)
    image.header.set_xyzt_units("mm")
    buffer = io.BytesIO(image.to_bytes())
    content = read_nifti(buffer.getvalue())
    np.testing.assert_array_equal(content.volume.counts, counts.transpose(2, 1, 0))


@pytest.mark.parametrize(
    ("slope", "intercept", "first"),
    [(2.0, 3.0, 5.0), (0.0, 7.0, 1.0), (np.nan, np.nan, 1.0), (1.0, 0.0, 1.0)],
)
def test_slope_and_intercept_are_applied_unless_absent(
    slope: float, intercept: float, first: float
) -> None:
    data = nifti_bytes(scl_slope=slope, scl_inter=intercept)
    assert read_nifti(data).volume.counts[0, 0, 0] == first


@pytest.mark.parametrize(("unit", "scale"), [(1, 0.001), (2, 1.0), (3, 1000.0)])
def test_units_of_length_are_honoured(unit: int, scale: float) -> None:
    affine = volume().affine.copy()
    affine[:3] *= scale
    data = write_nifti(Volume(counts=ramp(), affine=affine))
    header: Any = nibabel.Nifti1Header(data[:348], check=False)
    header["xyzt_units"] = unit + 8
    content = read_nifti(bytes(header.binaryblock) + data[348:])
    np.testing.assert_allclose(content.volume.affine, volume().affine, rtol=1e-6)
    assert content.cautions == ()


def test_a_missing_unit_is_taken_for_millimetres_and_said() -> None:
    assert codes(nifti_bytes(xyzt_units=0)) == ["units-assumed"]


def test_a_missing_orientation_is_assumed_and_said() -> None:
    data = nifti_bytes(qform_code=0, sform_code=0)
    assert codes(data) == ["orientation-assumed"]
    directions = np.sign(read_nifti(data).volume.affine[:3, :3])
    # Slices to the head, rows to the front, columns to the left.
    np.testing.assert_array_equal(directions, [[0, 0, 1], [0, -1, 0], [1, 0, 0]])


def test_a_tilted_volume_is_read_and_named() -> None:
    turned = volume().affine.copy()
    c, s = np.cos(0.6), np.sin(0.6)
    about_x = np.array([[1, 0, 0], [0, c, -s], [0, s, c]])
    about_z = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]])
    turned[:3, :3] = about_z @ about_x @ turned[:3, :3]
    data = write_nifti(Volume(counts=ramp(), affine=turned))
    assert codes(data) == ["orientation-oblique"]


def gated(n_gates: int) -> bytes:
    counts = np.stack([ramp((4, 5, 6)) * (i + 1) for i in range(n_gates)], axis=-1)
    image: Any = nibabel.Nifti1Image(counts, np.diag([4.0, 4, 4, 1]))
    image.header.set_xyzt_units("mm")
    return bytes(image.to_bytes())


@pytest.mark.parametrize("n_gates", [4, 8, 16])
def test_gates_are_summed_and_counted(n_gates: int) -> None:
    content = read_nifti(gated(n_gates))
    total = n_gates * (n_gates + 1) / 2
    expected = ramp((4, 5, 6)).transpose(2, 1, 0) * total
    np.testing.assert_allclose(content.volume.counts, expected, rtol=1e-6)
    assert content.n_gates == n_gates
    assert [caution.code for caution in content.cautions] == ["gates-summed"]
    for number, gate in enumerate(content.gates, start=1):
        np.testing.assert_allclose(gate.counts, number * ramp((4, 5, 6)).T)
    assert len(content.gates) == n_gates


def test_a_fourth_axis_of_one_is_no_gate() -> None:
    assert read_nifti(gated(1)).n_gates == 1
    assert read_nifti(gated(1)).gates == ()
    assert codes(gated(1)) == []


REFUSED = [
    pytest.param(gated(2), GeometryError, "may be stress and rest", id="two-volumes"),
    pytest.param(gated(65), LimitExceededError, "64 gates", id="time-series"),
    pytest.param(
        nifti_bytes(dim=[5, 4, 5, 6, 1, 3, 1, 1]), GeometryError, "5 axes", id="vectors"
    ),
    pytest.param(
        nifti_bytes(dim=[2, 4, 5, 1, 1, 1, 1, 1]), GeometryError, "2 axes", id="flat"
    ),
    pytest.param(
        nifti_bytes(dim=[3, 4, 0, 6, 1, 1, 1, 1]),
        GeometryError,
        "axis without voxels",
        id="zero",
    ),
    pytest.param(
        nifti_bytes(dim=[3, -1, 1, 1, 1, 1, 1, 1]),
        GeometryError,
        "axis without voxels",
        id="negative",
    ),
    pytest.param(
        nifti_bytes(dim=[3, 2000, 5, 6, 1, 1, 1, 1]),
        LimitExceededError,
        "too large",
        id="long",
    ),
    pytest.param(
        nifti_bytes(dim=[3, 1024, 1024, 1024, 1, 1, 1, 1]),
        LimitExceededError,
        "too large",
        id="huge",
    ),
    pytest.param(
        nifti_bytes(dim=[3, 40, 50, 60, 1, 1, 1, 1]), InputError, "cut short", id="more"
    ),
    pytest.param(nifti_bytes()[:-1], InputError, "cut short", id="last-byte"),
    pytest.param(nifti_bytes()[:200], InputError, "no complete", id="half-a-header"),
    pytest.param(
        nifti_bytes() + bytes(2 << 20), LimitExceededError, "far more", id="much-behind"
    ),
    pytest.param(
        gzip.compress(nifti_bytes())[:-20], InputError, "damaged or cut", id="gzip-cut"
    ),
    pytest.param(
        gzip.compress(nifti_bytes())[:-8] + bytes(8),
        InputError,
        "damaged or cut",
        id="gzip-checksum",
    ),
    pytest.param(
        nifti_bytes(magic=b"ni1"), InputError, "voxels in another file", id="pair"
    ),
    pytest.param(nifti_bytes(datatype=32), InputError, "complex", id="complex"),
    pytest.param(nifti_bytes(datatype=128), InputError, "colour", id="rgb"),
    pytest.param(nifti_bytes(datatype=1536), InputError, "extended", id="float128"),
    pytest.param(nifti_bytes(datatype=999), InputError, "unknown number", id="no-type"),
    pytest.param(nifti_bytes(vox_offset=0), InputError, "at byte 0", id="offset-0"),
    pytest.param(
        nifti_bytes(vox_offset=np.nan), InputError, "byte nan", id="offset-nan"
    ),
    pytest.param(nifti_bytes(vox_offset=1e9), InputError, "byte 1e", id="offset-far"),
    pytest.param(nifti_bytes(vox_offset=1e6), InputError, "cut short", id="offset-out"),
    pytest.param(
        nifti_bytes(scl_slope=np.float32(3e38)), GeometryError, "absurd", id="slope"
    ),
    pytest.param(nifti_bytes(scl_slope=-1), GeometryError, "is empty", id="negated"),
    pytest.param(nifti_bytes(xyzt_units=5), GeometryError, "makes no sense", id="unit"),
    pytest.param(nifti_bytes(xyzt_units=1), GeometryError, "measure", id="metres"),
    pytest.param(nifti_bytes(xyzt_units=3), GeometryError, "measure", id="microns"),
    pytest.param(
        nifti_bytes(srow_x=[0, 0, 0, 0]), GeometryError, "measure", id="flat-voxel"
    ),
    pytest.param(
        nifti_bytes(srow_x=[np.nan] * 4), GeometryError, "no sense", id="nan-affine"
    ),
    pytest.param(
        nifti_bytes(srow_x=[-4, -4, 0, 0]), GeometryError, "perpendicular", id="shear"
    ),
    pytest.param(
        nifti_bytes(sform_code=0, quatern_b=5.0),
        GeometryError,
        "makes no sense",
        id="quaternion",
    ),
    pytest.param(
        nifti_bytes(qform_code=0, sform_code=0, pixdim=[1, 0, 4, 4, 0, 0, 0, 0]),
        GeometryError,
        "measure",
        id="no-spacing",
    ),
    pytest.param(
        nifti_bytes(np.where(ramp() > 60, np.nan, 1)), GeometryError, "NaN", id="nan"
    ),
    pytest.param(
        nifti_bytes(np.where(ramp() > 60, np.inf, 1)), GeometryError, "NaN", id="inf"
    ),
    pytest.param(nifti_bytes(np.zeros((6, 5, 4))), GeometryError, "empty", id="empty"),
    pytest.param(
        nifti_bytes(ramp() > 60), InputError, "mask: it holds only 2", id="mask"
    ),
    pytest.param(
        nifti_bytes(ramp() % 4), InputError, "mask: it holds only 4", id="labels"
    ),
]


@pytest.mark.parametrize(("data", "error", "sentence"), REFUSED)
def test_what_makes_no_sense_is_refused_with_a_reason(
    data: bytes, error: type[Exception], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        read_nifti(data)


def test_five_different_values_are_no_mask() -> None:
    assert read_nifti(nifti_bytes(ramp() % 5)).volume.counts.max() == 4


def test_a_compressed_bomb_is_inflated_no_further_than_it_may_be() -> None:
    bomb = gzip.compress(nifti_bytes() + bytes(200 << 20))
    tracemalloc.start()
    with pytest.raises(LimitExceededError, match="far more bytes"):
        read_nifti(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 16 << 20


def test_the_limits_are_told_before_anything_is_inflated() -> None:
    with pytest.raises(LimitExceededError, match="at most 3 voxels an axis"):
        read_nifti(nifti_bytes(), NiftiLimits(axis=3))
    with pytest.raises(LimitExceededError, match="100 bytes"):
        read_nifti(nifti_bytes(), NiftiLimits(data_bytes=100))


def test_every_truncation_is_refused() -> None:
    whole = nifti_bytes()
    packed = gzip.compress(whole)
    for data in (whole, packed):
        for size in range(0, len(data), 13):
            with pytest.raises(InputError):
                read_nifti(data[:size])


def test_any_changed_header_byte_gives_a_volume_or_a_refusal() -> None:
    whole = nifti_bytes()
    for i in range(352):
        for value in (0x00, 0x7F, 0x80, 0xFF):
            changed = bytearray(whole)
            changed[i] = value
            try:
                read = read_nifti(bytes(changed)).volume
            except InputError:
                continue
            assert np.all(np.isfinite(read.counts))


def test_texts_of_the_header_go_nowhere() -> None:
    data = nifti_bytes(
        descrip=b"Canary", aux_file=b"Canary", db_name=b"Canary", intent_name=b"Canary"
    )
    assert "Canary" not in repr(read_nifti(data))
