"""Captured screens: the colours that the station showed, however they are stored."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ImplicitVRLittleEndian,
    RLELossless,
)

from capture_files import capture_bytes, capture_dataset, with_palette
from myomap.dicom import ScreenCapture, read_dicom, read_dicom_object
from myomap.errors import (
    DicomError,
    InputError,
    LimitExceededError,
    MissingAttributeError,
    UnsupportedStudyError,
)
from myomap.records import Sex, State


@pytest.fixture
def screen(rng) -> np.ndarray:
    return rng.integers(0, 256, (21, 33, 3), dtype=np.uint8)


def pictures(ds, *syntax):
    found = read_dicom_object(capture_bytes(ds, *syntax))
    assert isinstance(found, ScreenCapture)
    return [picture.rgb for picture in found.pictures]


def grey_of(values, **options):
    (rgb,) = pictures(capture_dataset(values, "MONOCHROME2", **options))
    assert (rgb == rgb[..., :1]).all()
    return rgb[..., 0]


@pytest.mark.parametrize("by_plane", [False, True], ids=["by-pixel", "by-plane"])
@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, DeflatedExplicitVRLittleEndian]
)
def test_colours_come_back_as_they_were(screen, by_plane, syntax) -> None:
    (found,) = pictures(capture_dataset(screen, by_plane=by_plane), syntax)
    assert_array_equal(found, screen)


def test_run_length_code_is_read(screen) -> None:
    ds = capture_dataset(np.repeat(screen, 3, axis=1))
    (found,) = pictures(ds, RLELossless)
    assert_array_equal(found, np.repeat(screen, 3, axis=1))


def test_every_frame_is_a_picture(rng) -> None:
    screens = rng.integers(0, 256, (3, 10, 12, 3), dtype=np.uint8)
    for by_plane in (False, True):
        found = pictures(capture_dataset(screens, n_frames=3, by_plane=by_plane))
        assert_array_equal(np.stack(found), screens)


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("n_entries", [256, 201])
def test_a_palette_gives_its_colours(rng, bits, n_entries) -> None:
    colors = rng.integers(0, 256, (n_entries, 3), dtype=np.uint8)
    indices = rng.integers(0, n_entries, (16, 17), dtype=np.uint8)
    ds = with_palette(capture_dataset(indices, "PALETTE COLOR"), colors, bits=bits)
    (found,) = pictures(ds)
    assert_array_equal(found, colors[indices])


def test_a_palette_of_eight_bits_that_calls_itself_sixteen(rng) -> None:
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16)
    ds = with_palette(
        capture_dataset(indices, "PALETTE COLOR"), np.zeros((256, 3), np.uint8)
    )
    ds.RedPaletteColorLookupTableData = np.arange(256, dtype="<u2").tobytes()
    (found,) = pictures(ds)
    assert_array_equal(found[..., 0], indices)


def test_indices_beyond_the_palette_take_its_ends() -> None:
    indices = np.array([[0, 9, 10, 11], [12, 13, 200, 255]] * 2, np.uint8)
    colors = np.array([[10] * 3, [20] * 3, [30] * 3, [40] * 3], np.uint8)
    ds = with_palette(capture_dataset(indices, "PALETTE COLOR"), colors)
    for name in ("Red", "Green", "Blue"):
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [4, 10, 16])
    (found,) = pictures(ds)
    assert found[0, :, 0].tolist() == [10, 10, 10, 20]
    assert found[1, :, 0].tolist() == [30, 40, 40, 40]


def test_grey_values_stay_and_an_inverted_scale_is_turned() -> None:
    values = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert_array_equal(grey_of(values), values)
    (inverted,) = pictures(capture_dataset(values, "MONOCHROME1"))
    assert_array_equal(inverted[..., 0], 255 - values)


def test_more_bits_are_brought_to_eight() -> None:
    values = np.linspace(0, 4095, 256).astype(np.uint16).reshape(16, 16)
    found = grey_of(values, bits_stored=12)
    assert_allclose(found, values / 4095 * 255, atol=0.5)


def test_a_window_is_followed() -> None:
    values = np.arange(256, dtype=np.uint16).reshape(16, 16)
    ds = capture_dataset(values, "MONOCHROME2")
    ds.WindowCenter, ds.WindowWidth = "100", "51"
    (found,) = pictures(ds)
    flat = found[..., 0].reshape(-1)
    assert (flat[:75] == 0).all()
    assert (flat[125:] == 255).all()
    assert abs(int(flat[100]) - 130) <= 1


def test_luminance_and_colour_differences_are_turned_to_colours() -> None:
    ybr = np.array([[[76, 85, 255], [150, 44, 21], [29, 255, 107], [128, 128, 128]]])
    (found,) = pictures(
        capture_dataset(np.repeat(ybr, 4, 0).astype(np.uint8), "YBR_FULL")
    )
    expected = [[254, 0, 0], [0, 255, 1], [0, 0, 254], [128, 128, 128]]
    assert_allclose(found[0], expected, atol=2)


def test_the_header_speaks_of_state_and_patient(screen) -> None:
    found = read_dicom_object(
        capture_bytes(capture_dataset(screen, description="Stress polar map"))
    )
    assert isinstance(found, ScreenCapture)
    assert found.state.state is State.STRESS
    assert found.sex is Sex.FEMALE
    assert not found.patient.is_unknown
    assert repr(found) == "ScreenCapture(1 pictures)"


def test_a_capture_holds_no_counts(screen) -> None:
    with pytest.raises(UnsupportedStudyError, match="holds no counts"):
        read_dicom(capture_bytes(capture_dataset(screen)))


def changed(screen, **attributes):
    ds = capture_dataset(screen)
    for keyword, value in attributes.items():
        setattr(ds, keyword, value)
    return ds


@pytest.mark.parametrize(
    ("attributes", "error", "sentence"),
    [
        ({"PixelData": b""}, MissingAttributeError, "Pixel Data is missing"),
        ({"PixelData": bytes(20)}, DicomError, "do not fit"),
        ({"SamplesPerPixel": 1}, UnsupportedStudyError, "samples a pixel"),
        ({"SamplesPerPixel": 4}, UnsupportedStudyError, "samples a pixel"),
        (
            {"PhotometricInterpretation": "YBR_FULL_422"},
            UnsupportedStudyError,
            "not read",
        ),
        ({"BitsAllocated": 16}, UnsupportedStudyError, "not that of a screen"),
        ({"BitsStored": 9}, UnsupportedStudyError, "not that of a screen"),
        ({"HighBit": 6}, DicomError, "High Bit"),
        ({"NumberOfFrames": 65}, LimitExceededError, "65 captured screens"),
        ({"NumberOfFrames": -1}, LimitExceededError, "captured screens"),
        ({"Rows": 16_385}, LimitExceededError, "Expected sides"),
        ({"Rows": 3}, LimitExceededError, "Expected sides"),
        ({"Rows": 16_000, "Columns": 16_000}, LimitExceededError, "too large"),
        ({"Rows": 22}, DicomError, "do not fit"),
    ],
)
def test_what_cannot_be_shown_is_refused(screen, attributes, error, sentence) -> None:
    with pytest.raises(error, match=sentence):
        read_dicom_object(capture_bytes(changed(screen, **attributes)))


@pytest.mark.parametrize(
    ("change", "error", "sentence"),
    [
        ("no-descriptor", MissingAttributeError, "Descriptor is missing"),
        ("no-data", MissingAttributeError, "segmented"),
        ("short", DicomError, "does not fit"),
        ("twelve-bits", DicomError, "8 or 16 bits"),
    ],
)
def test_a_palette_that_is_not_whole_is_refused(change, error, sentence) -> None:
    ds = with_palette(
        capture_dataset(np.zeros((8, 8), np.uint8), "PALETTE COLOR"),
        np.zeros((256, 3), np.uint8),
    )
    if change == "no-descriptor":
        del ds.GreenPaletteColorLookupTableDescriptor
    elif change == "no-data":
        del ds.BluePaletteColorLookupTableData
    elif change == "short":
        ds.BluePaletteColorLookupTableData = bytes(100)
    else:
        ds.RedPaletteColorLookupTableDescriptor = [256, 0, 12]
    with pytest.raises(error, match=sentence):
        read_dicom_object(capture_bytes(ds))


def test_a_capture_cut_anywhere_is_refused(screen) -> None:
    data = capture_bytes(capture_dataset(screen))
    for end in range(140, len(data) - 1, 97):
        with pytest.raises(InputError):
            read_dicom_object(data[:end])


@pytest.mark.parametrize("syntax", [ExplicitVRBigEndian, ImplicitVRLittleEndian])
def test_grey_of_sixteen_bits_is_read_in_either_byte_order(syntax) -> None:
    values = (
        np.arange(256, dtype=np.uint16) * 257 - 100 * (np.arange(256) > 9)
    ).astype(np.uint16)
    (found,) = pictures(capture_dataset(values.reshape(16, 16), "MONOCHROME2"), syntax)
    assert_allclose(found[..., 0].reshape(-1), values / 65535 * 255, atol=0.5)


_SMALL = np.arange(8 * 9, dtype=np.uint8).reshape(8, 9)
_WHOLE = {
    "rgb": capture_bytes(capture_dataset(np.repeat(_SMALL[..., None], 3, axis=-1))),
    "palette": capture_bytes(
        with_palette(
            capture_dataset(_SMALL, "PALETTE COLOR"), np.zeros((256, 3), np.uint8)
        )
    ),
    "run-length": capture_bytes(
        capture_dataset(np.repeat(_SMALL[..., None], 3, axis=-1)), RLELossless
    ),
}


@pytest.mark.parametrize("kind", _WHOLE)
@given(changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1))
def test_a_changed_capture_is_read_or_refused_and_nothing_else(kind, changes) -> None:
    changed = bytearray(_WHOLE[kind])
    for where, value in changes:
        changed[132 + int(where * (len(changed) - 133))] = value
    try:
        found = read_dicom_object(bytes(changed))
    except InputError:
        return
    assert isinstance(found, ScreenCapture)
