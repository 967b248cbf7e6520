"""What happens to a screen on its way to a file: blur, resizing, cropping, JPEG."""

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
from PIL import Image, ImageFilter

from myomap.screens.chance import between, happens, log_between, pick
from myomap.screens.truth import FileFormat

__all__ = ["UNSPOILED", "Spoiling", "draw_spoiling", "encode", "resized"]

RESAMPLING: Final = {
    Image.Resampling.NEAREST: 0.1,
    Image.Resampling.BILINEAR: 0.4,
    Image.Resampling.BICUBIC: 0.3,
    Image.Resampling.LANCZOS: 0.2,
}
FORMATS: Final[dict[FileFormat, float]] = {"png": 0.5, "jpeg": 0.4, "bmp": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoiling:
    """What is done to a drawn screen.

    Parameters
    ----------
    scale : (x, y)
        Of the resizing; (1, 1) for none.
    resampling : int
        Pillow's way of resizing.
    blur_px : float, pixels
        Standard deviation, before resizing; 0 for none.
    is_cropped : bool
        Whether the margins are cut, down to the discs.
    file_format : str
        "png", "jpeg" or "bmp".
    jpeg_quality : int or None
        60 to 95.
    is_subsampled : bool
        Whether JPEG keeps colour at half the resolution (4:2:0).
    """

    scale: tuple[float, float]
    resampling: Image.Resampling
    blur_px: float
    is_cropped: bool
    file_format: FileFormat
    jpeg_quality: int | None
    is_subsampled: bool


UNSPOILED: Final = Spoiling(
    scale=(1.0, 1.0),
    resampling=Image.Resampling.BICUBIC,
    blur_px=0.0,
    is_cropped=False,
    file_format="png",
    jpeg_quality=None,
    is_subsampled=False,
)
"""A screen as a station saves it: every pixel kept."""


def draw_spoiling(rng: np.random.Generator, diameter_px: float) -> Spoiling:
    """Return what happens to a screen by chance.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from.
    diameter_px : float, pixels
        Of the discs as they shall lie in the file: a screen is not drawn larger
        than 1200 or smaller than 60 pixels a disc to be resized.

    Returns
    -------
    Spoiling
        Drawn. The two scales differ by up to 5 %.
    """
    scale = (1.0, 1.0)
    if happens(rng, 0.45):
        low, high = max(0.5, diameter_px / 1200.0), min(2.0, diameter_px / 60.0)
        mean = log_between(rng, min(low, 1.0), max(high, 1.0))
        uneven = between(rng, -0.025, 0.025) if happens(rng, 0.6) else 0.0
        scale = (mean * (1.0 + uneven), mean * (1.0 - uneven))
    file_format = pick(rng, FORMATS)
    quality = int(rng.integers(60, 96)) if file_format == "jpeg" else None
    return Spoiling(
        scale=scale,
        resampling=pick(rng, RESAMPLING),
        blur_px=between(rng, 0.3, 0.9) if happens(rng, 0.15) else 0.0,
        is_cropped=happens(rng, 0.25),
        file_format=file_format,
        jpeg_quality=quality,
        is_subsampled=happens(rng, 0.7),
    )


def resized(
    image: Image.Image, spoiling: Spoiling
) -> tuple[Image.Image, tuple[float, float]]:
    """Return a blurred and resized picture, and the scales it really got.

    Parameters
    ----------
    image : PIL.Image.Image
        As drawn.
    spoiling : Spoiling
        What to do.

    Returns
    -------
    image : PIL.Image.Image
        Resized.
    scale : (x, y)
        Of whole pixels.
    """
    if spoiling.blur_px > 0:
        image = image.filter(ImageFilter.GaussianBlur(spoiling.blur_px))
    if spoiling.scale == (1.0, 1.0):
        return image, spoiling.scale
    size = (
        max(1, round(image.width * spoiling.scale[0])),
        max(1, round(image.height * spoiling.scale[1])),
    )
    scale = size[0] / image.width, size[1] / image.height
    return image.resize(size, spoiling.resampling), scale


def encode(image: Image.Image, spoiling: Spoiling) -> bytes:
    """Return a picture as a file.

    Parameters
    ----------
    image : PIL.Image.Image
        In RGB.
    spoiling : Spoiling
        Which format.

    Returns
    -------
    bytes
        The file.
    """
    buffer = io.BytesIO()
    if spoiling.file_format == "png":
        image.save(buffer, "PNG", compress_level=1)
    elif spoiling.file_format == "bmp":
        image.save(buffer, "BMP")
    else:
        image.save(
            buffer,
            "JPEG",
            quality=spoiling.jpeg_quality or 90,
            subsampling="4:2:0" if spoiling.is_subsampled else "4:4:4",
        )
    return buffer.getvalue()
