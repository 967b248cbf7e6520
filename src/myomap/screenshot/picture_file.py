"""What a picture file says of itself before anything is decoded."""

from dataclasses import dataclass
from enum import Enum
from typing import Final

from myomap.errors import InputError, LimitExceededError

__all__ = [
    "MAX_FILE_BYTES",
    "MAX_PIXELS",
    "MAX_SIDE_PX",
    "BareFile",
    "PictureKind",
    "damaged",
    "require_nothing_after",
    "require_size",
]

MAX_FILE_BYTES: Final = 128 * 1024 * 1024
"""Size of a picture file: an uncompressed one of `MAX_PIXELS` fits."""

MAX_PIXELS: Final = 25_000_000
"""Pixels of a picture; the largest screens have nine million."""

MAX_SIDE_PX: Final = 20_000
"""Longest side of a picture, pixels."""


class PictureKind(Enum):
    """The kinds of picture file that are opened."""

    PNG = "PNG"
    JPEG = "JPEG"
    BMP = "BMP"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BareFile:
    """A picture file without anything but the picture.

    Parameters
    ----------
    kind : PictureKind
        How it is encoded.
    width_px, height_px : int, pixels
        As the header says; before turning it upright.
    data : bytes
        The file again without text, thumbnails, profiles and other attachments.
    """

    kind: PictureKind
    width_px: int
    height_px: int
    data: bytes

    def __repr__(self) -> str:
        return f"BareFile({self.kind.value}, {self.width_px} x {self.height_px} pixels)"


def damaged(kind: PictureKind, found: str) -> InputError:
    """Return the error of a file that ends early or contradicts itself.

    Parameters
    ----------
    kind : PictureKind
        What it claims to be.
    found : str
        What is wrong with it, as a part of a sentence; no words from the file.

    Returns
    -------
    InputError
        To be raised.
    """
    return InputError(
        f"The {kind.value} picture is damaged or cut short: {found}. Expected a whole "
        "file: export or copy it again."
    )


def require_size(kind: PictureKind, width_px: int, height_px: int) -> None:
    """Raise unless the size in the header is one that will be decoded.

    Parameters
    ----------
    kind : PictureKind
        What the file is.
    width_px, height_px : int, pixels
        As its header says.

    Raises
    ------
    InputError
        If a side has no pixel.
    LimitExceededError
        If there are more pixels than `MAX_PIXELS` or a side is too long.
    """
    if width_px < 1 or height_px < 1:
        raise damaged(kind, f"its header says {width_px} x {height_px} pixels")
    if width_px * height_px > MAX_PIXELS or max(width_px, height_px) > MAX_SIDE_PX:
        raise LimitExceededError(
            f"The {kind.value} picture has {width_px} x {height_px} pixels. At most "
            f"{MAX_PIXELS // 10**6} megapixels and {MAX_SIDE_PX} pixels a side are "
            "decoded: export the screen itself, or a smaller picture."
        )


def require_nothing_after(kind: PictureKind, data: bytes, end: int) -> None:
    """Raise if a file goes on after its picture has ended.

    A second file behind the picture is how one file passes for two kinds. Zeros that
    fill up a sector are let pass.

    Parameters
    ----------
    kind : PictureKind
        What the file is.
    data : bytes
        All of it.
    end : int
        Where the picture ends, bytes from the start.

    Raises
    ------
    InputError
        If anything but zeros and line ends follows.
    """
    n_after = len(data[end:].strip(b"\0\r\n"))
    if n_after:
        raise InputError(
            f"Something follows the {kind.value} picture in its file: {n_after} bytes "
            "after the end. Expected the picture alone: it may be two files in one. "
            "Open it on the station and export it again."
        )
