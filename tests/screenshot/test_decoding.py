import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from myomap.errors import InputError, LimitExceededError
from myomap.records import PictureArray
from myomap.screenshot import decode_pictures
from picture_files import (
    colored_corners,
    encoded,
    png_chunk,
    png_of,
    with_png_chunk,
)


def decoded(data: bytes) -> PictureArray:
    (picture,) = decode_pictures(data)
    return picture.rgb


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_lossless_files_come_back_exactly(kind: str) -> None:
    pixels = colored_corners()
    np.testing.assert_array_equal(decoded(encoded(pixels, kind)), pixels)


@pytest.mark.parametrize("progressive", [False, True])
def test_jpeg_comes_back_closely(progressive: bool) -> None:
    pixels = colored_corners()
    data = encoded(pixels, "JPEG", quality=95, subsampling=0, progressive=progressive)
    # Ringing at the borders of the quarters is left out of the comparison.
    flat = (slice(4, 16), slice(4, 24))
    difference = decoded(data)[flat].astype(int) - pixels[flat]
    assert np.abs(difference).max() <= 6


def test_palette_picture_comes_back_exactly() -> None:
    pixels = colored_corners()
    image = Image.fromarray(pixels).quantize(4)
    stream = io.BytesIO()
    image.save(stream, "PNG")
    np.testing.assert_array_equal(decoded(stream.getvalue()), pixels)


def test_grey_becomes_three_equal_channels() -> None:
    grey = np.arange(12, dtype=np.uint8).reshape(3, 4) * 20
    rgb = decoded(encoded(grey, "PNG"))
    np.testing.assert_array_equal(rgb, np.repeat(grey[..., None], 3, axis=2))


def test_one_bit_becomes_black_and_white() -> None:
    rgb = decoded(encoded(np.array([[0, 255]], np.uint8), "PNG", mode="1"))
    assert rgb.tolist() == [[[0, 0, 0], [255, 255, 255]]]


def test_sixteen_bits_keep_their_upper_byte() -> None:
    rows = b"\0" + struct.pack(">3H", 0x0000, 0x80FF, 0xFFFF)
    rgb = decoded(png_of(3, 1, 16, 0, rows))
    assert rgb[0, :, 0].tolist() == [0x00, 0x80, 0xFF]


def test_sixteen_bit_colours_keep_their_upper_byte() -> None:
    rows = b"\0" + struct.pack(">3H", 0x1234, 0xABCD, 0xFF00)
    assert decoded(png_of(1, 1, 16, 2, rows)).tolist() == [[[0x12, 0xAB, 0xFF]]]


def test_transparency_is_laid_on_black() -> None:
    pixels = np.array([[[200, 100, 50, 255], [200, 100, 50, 0]]], np.uint8)
    rgb = decoded(encoded(pixels, "PNG"))
    assert rgb.tolist() == [[[200, 100, 50], [0, 0, 0]]]


def test_transparent_palette_entry_is_laid_on_black() -> None:
    image = Image.fromarray(colored_corners()).quantize(4)
    index = image.getpixel((0, 0))
    stream = io.BytesIO()
    image.save(stream, "PNG", transparency=index)
    rgb = decoded(stream.getvalue())
    assert rgb[0, 0].tolist() == [0, 0, 0]
    assert rgb[0, -1].tolist() == [0, 200, 0]


def test_interlaced_rows_come_back_in_order() -> None:
    # Adam7 of a 2 x 2 grey picture: pass 1 holds (0, 0), pass 6 (0, 1), pass 7 row 1.
    passes = b"\0\x0a" + b"\0\x14" + b"\0\x1e\x28"
    header = struct.pack(">IIBBBBB", 2, 2, 8, 0, 0, 0, 1)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + png_chunk(b"IHDR", header)
        + png_chunk(b"IDAT", zlib.compress(passes))
        + png_chunk(b"IEND", b"")
    )
    assert decoded(data)[..., 0].tolist() == [[10, 20], [30, 40]]


def test_ink_colours_become_light() -> None:
    pixels = np.full((16, 16, 3), (250, 250, 250), np.uint8)
    data = encoded(pixels, "JPEG", mode="CMYK", quality=95)
    assert decoded(data).min() >= 235


@pytest.mark.parametrize(
    ("orientation", "red_corner"),
    [
        (1, (0, 0)),
        (2, (0, -1)),
        (3, (-1, -1)),
        (4, (-1, 0)),
        (6, (0, -1)),
        (8, (-1, 0)),
    ],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_picture_is_turned_upright(
    kind: str, orientation: int, red_corner: tuple[int, int]
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    rgb = decoded(encoded(colored_corners(), kind, exif=exif))
    assert rgb.shape == ((64, 48, 3) if orientation in (6, 8) else (48, 64, 3))
    assert rgb[red_corner][0] > 180
    assert rgb[red_corner][1:].max() < 30


def test_animated_picture_is_refused() -> None:
    frames = [Image.fromarray(np.full((8, 8, 3), n, np.uint8)) for n in (0, 200)]
    stream = io.BytesIO()
    frames[0].save(stream, "PNG", save_all=True, append_images=frames[1:])
    with pytest.raises(InputError, match="animated"):
        decode_pictures(stream.getvalue())


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 0.95])
def test_truncated_file_is_refused(kind: str, share: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (40, 40, 3), dtype=np.uint8)
    data = encoded(noise, kind)
    with pytest.raises(InputError, match="cut short"):
        decode_pictures(data[: int(len(data) * share)])


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_second_file_behind_the_picture_is_refused(kind: str) -> None:
    data = encoded(colored_corners(), kind) + b"PK\x03\x04%PDF-1.7"
    with pytest.raises(InputError, match="follows"):
        decode_pictures(data)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_zeros_that_fill_up_a_sector_are_let_pass(kind: str) -> None:
    assert decode_pictures(encoded(colored_corners(), kind) + bytes(100))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"GIF89a\1\0\1\0\0\0\0;", id="gif"),
        pytest.param(b"II*\0\x08\0\0\0", id="tiff"),
        pytest.param(b"%!PS-Adobe-3.0 EPSF-3.0\n", id="postscript"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
        pytest.param(b"DDS " + bytes(124), id="dds"),
        pytest.param(b"RIFF\0\0\0\0WEBPVP8 ", id="webp"),
        pytest.param(b"MZ\x90\0", id="program"),
        pytest.param(b"\0" * 200, id="zeros"),
    ],
)
def test_other_kinds_are_refused_whatever_their_name(data: bytes) -> None:
    with pytest.raises(InputError, match="no PNG, JPEG or BMP"):
        decode_pictures(data)


@pytest.mark.parametrize("side", [(13_300, 13_300), (5_001, 5_000), (30_000, 2)])
def test_too_many_pixels_are_refused_from_the_header(side: tuple[int, int]) -> None:
    # The pixels are missing: whoever decoded first would call the file damaged.
    with pytest.raises(LimitExceededError, match="megapixels"):
        decode_pictures(png_of(*side, 8, 2, b""))


def test_jpeg_header_is_believed_before_its_pixels_are_decoded() -> None:
    data = bytearray(encoded(colored_corners(), "JPEG"))
    place = data.find(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", 60_000, 60_000)
    with pytest.raises(LimitExceededError, match="60000 x 60000"):
        decode_pictures(bytes(data))


def test_bmp_of_too_many_pixels_is_refused() -> None:
    data = bytearray(encoded(colored_corners(), "BMP"))
    data[18:26] = struct.pack("<ii", 100_000, -100_000)
    with pytest.raises(LimitExceededError, match="100000 x 100000"):
        decode_pictures(bytes(data))


def test_endless_passes_are_refused() -> None:
    data = encoded(colored_corners(), "JPEG", progressive=True)
    first = data.find(b"\xff\xda")
    after = data.find(b"\xff\xc4", first)
    scan = data[first:after]
    with pytest.raises(LimitExceededError, match="passes"):
        decode_pictures(data[:first] + scan * 150 + data[first:])


def test_wrong_checksum_is_refused() -> None:
    data = bytearray(encoded(colored_corners(), "PNG"))
    data[30] ^= 0xFF
    with pytest.raises(InputError, match="checksum"):
        decode_pictures(bytes(data))


def test_bomb_in_a_text_chunk_is_never_inflated() -> None:
    bomb = b"Comment\0\0" + zlib.compress(b"a" * 50_000_000)
    data = with_png_chunk(encoded(colored_corners(), "PNG"), png_chunk(b"zTXt", bomb))
    np.testing.assert_array_equal(decoded(data), colored_corners())


def test_text_of_a_damaged_file_is_in_no_message() -> None:
    data = encoded(colored_corners(), "PNG")
    data = with_png_chunk(data, png_chunk(b"tEXt", b"PatientName\0DOE^JANE"))
    data = data.replace(zlib.compress(b""), b"") + b"DOE^JANE"
    with pytest.raises(InputError) as caught:
        decode_pictures(data)
    assert "DOE" not in str(caught.value)
    assert "DOE" not in repr(caught.value.__cause__)


def test_damaged_bytes_end_as_a_typed_error_or_a_picture() -> None:
    rng = np.random.default_rng(4)
    for kind in ("PNG", "JPEG", "BMP"):
        whole = np.frombuffer(encoded(colored_corners(), kind), np.uint8)
        for _ in range(60):
            data = whole.copy()
            where = rng.integers(2, data.size, size=3)
            data[where] = rng.integers(0, 256, size=3)
            try:
                (picture,) = decode_pictures(data.tobytes())
            except InputError:
                continue
            assert picture.rgb.shape[2] == 3
