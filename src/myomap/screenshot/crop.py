"""A disc cut out of its picture, with nothing left of what lay around it."""

import numpy as np

from myomap.errors import GeometryError
from myomap.records import Picture
from myomap.screenshot.disc import Disc

__all__ = ["crop_disc"]

_LEAST_SIDE_PX = 8


def crop_disc(picture: Picture, disc: Disc) -> Picture:
    """Return the square that a disc touches, black outside its outline.

    Names and other words around the disc are not in it. What a disc that is cut by the
    border of the picture lacks is black too.

    Parameters
    ----------
    picture : Picture
        The whole screen.
    disc : Disc
        Where the disc lies.

    Returns
    -------
    Picture
        All pixels of the outline's box whose centre lies in it.

    Raises
    ------
    GeometryError
        If the disc lies off the picture or is smaller than eight pixels.

    Examples
    --------
    >>> screen = Picture(rgb=np.full((100, 160, 3), 200, np.uint8))
    >>> disc = Disc(centre_px=(50.0, 40.0), radius_px=(30.0, 30.0), confidence=1.0)
    >>> crop = crop_disc(screen, disc)
    >>> crop, crop.rgb[0, 0].tolist(), crop.rgb[30, 30].tolist()
    (Picture(61 x 61 pixels), [0, 0, 0], [200, 200, 200])
    """
    left, top, right, bottom = disc.box_px
    columns = np.arange(int(np.ceil(left)), int(np.floor(right)) + 1)
    rows = np.arange(int(np.ceil(top)), int(np.floor(bottom)) + 1)
    height, width, _ = picture.rgb.shape
    if min(columns.size, rows.size) < _LEAST_SIDE_PX:
        raise GeometryError(
            f"The disc is {columns.size} x {rows.size} pixels. Expected at least "
            f"{_LEAST_SIDE_PX} a side: give a larger picture."
        )
    has_column, has_row = (
        (columns >= 0) & (columns < width),
        (rows >= 0) & (rows < height),
    )
    if not (has_column.any() and has_row.any()):
        raise GeometryError("The disc lies off the picture. Expected one on it.")
    across = (columns - disc.centre_px[0]) / disc.radius_px[0]
    down = (rows - disc.centre_px[1]) / disc.radius_px[1]
    inside = across[None, :] ** 2 + down[:, None] ** 2 <= 1.0
    cropped = np.zeros((rows.size, columns.size, 3), np.uint8)
    seen = np.ix_(rows[has_row], columns[has_column])
    cropped[np.ix_(has_row, has_column)] = picture.rgb[seen]
    return Picture(rgb=np.where(inside[..., None], cropped, np.uint8(0)))
