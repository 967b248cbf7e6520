"""From the bytes of a picture file to colours, trusting neither.

The file is first walked through by code of this room: its kind is told by its first
bytes, its size by its header, and everything in it that is not the picture is left
behind before a decoder sees it. So no decoder reads a text, a thumbnail or a
profile, and none is asked for more pixels than the limit.
"""

import io
import struct
import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import numpy as np

from myomap.errors import InputError, LimitExceededError
from myomap.records import Picture, PictureArray
from myomap.screenshot.bmp_file import BMP_SIGNATURE, bare_bmp
from myomap.screenshot.jpeg_file import JPEG_SIGNATURE, bare_jpeg
from myomap.screenshot.picture_file import MAX_FILE_BYTES, BareFile, damaged
from myomap.screenshot.png_file import PNG_SIGNATURE, bare_png

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["decode_pictures"]

_KINDS: Final[tuple[tuple[bytes, Callable[[bytes], BareFile]], ...]] = (
    (PNG_SIGNATURE, bare_png),
    (JPEG_SIGNATURE, bare_jpeg),
    (BMP_SIGNATURE, bare_bmp),
)

# What Pillow raises at files that are not what they say.
_DECODER_ERRORS: Final = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    IndexError,
    KeyError,
    OverflowError,
    TypeError,
    struct.error,
    zlib.error,
)


def decode_pictures(data: bytes) -> tuple[Picture, ...]:
    """Return the picture that a PNG, JPEG or BMP file holds.

    It is turned upright as the camera noted it. Transparent parts are laid on black,
    the background of most stations. Sixteen bits a channel become eight, grey and
    palettes become red, green and blue; inks (CMYK) are taken as Pillow takes them,
    without a profile. Nothing else of the file is kept.

    Parameters
    ----------
    data : bytes
        The whole file; what it is called does not matter.

    Returns
    -------
    tuple of Picture
        One picture; a tuple, as files of several pictures give several.

    Raises
    ------
    InputError
        If it is none of the three kinds, damaged, cut short, animated, or has
        something behind the picture.
    LimitExceededError
        If the file or the picture is larger than will be decoded.

    Examples
    --------
    >>> import io
    >>> from PIL import Image
    >>> file = io.BytesIO()
    >>> Image.new("L", (40, 30), 200).save(file, "PNG")
    >>> decode_pictures(file.getvalue())
    (Picture(40 x 30 pixels),)
    """
    if len(data) > MAX_FILE_BYTES:
        raise LimitExceededError(
            f"The picture's file has {len(data) / 1e6:.0f} MB. Expected at most "
            f"{MAX_FILE_BYTES // 10**6} MB: export it as PNG."
        )
    return (Picture(rgb=_decoded(_bare_file(data))),)


def _bare_file(data: bytes) -> BareFile:
    for signature, bare in _KINDS:
        if data.startswith(signature):
            return bare(data)
    raise InputError(
        "The file is no picture that is opened here: its first bytes are those of no "
        "PNG, JPEG or BMP, whatever its name says. Export the screen as PNG."
    )


def _decoded(file: BareFile) -> PictureArray:
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(file.data), formats=[file.kind.value]) as image:
            if image.size != (file.width_px, file.height_px):
                raise damaged(file.kind, "its headers contradict each other")
            image.load()
            return _colors(ImageOps.exif_transpose(image))
    except InputError:
        raise
    except (*_DECODER_ERRORS, Image.DecompressionBombError) as error:
        raise damaged(file.kind, "its pixels cannot be decoded") from error


def _colors(image: "Image") -> PictureArray:
    """Return red, green and blue of any kind of Pillow image."""
    from PIL import Image

    if image.mode.startswith("I"):
        grey = np.asarray(image).astype(np.int64) >> 8
        return np.repeat(np.clip(grey, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    if "transparency" in image.info or image.mode in ("LA", "PA", "RGBA", "La", "RGBa"):
        rgba = image.convert("RGBA")
        black = Image.new("RGBA", rgba.size, (0, 0, 0, 255))
        return np.array(Image.alpha_composite(black, rgba).convert("RGB"))
    return np.array(image.convert("RGB"))
