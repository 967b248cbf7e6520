"""Parts of a disc that are no drawing over it, and that the scale does not explain.

Lines and letters are thin. A part that is as thick as it is wide belongs to the map, or
was painted over it: a defect in colours that the scale lacks, a label. What lies below
a label is unknown; a defect must not be filled with its healthy surroundings. So such
a part is left without values, and where it has many colours, as a map has, the scale is
not the map's.
"""

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from myomap.records import MaskArray, PictureArray

__all__ = ["CompactParts", "compact_parts"]

# Half the width of the broadest stroke with the soft edges of its drawing.
_HALF_STROKE_PX = 2.0
_HALF_STROKE_OF_RIM = 0.015
# Colours this near to their middle one are one colour, compressed.
_FLAT_SCATTER = 24.0
_FLAT_SHARE = 0.85


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CompactParts:
    """What is too thick for a stroke.

    Parameters
    ----------
    mask : (row, column), bool
        Its pixels; of another shape where there are none.
    share : float, 0 to 1
        Of the disc's pixels.
    is_painted : bool
        Whether every part has a single colour.
    """

    mask: MaskArray
    share: float
    is_painted: bool


_NOTHING = CompactParts(mask=np.zeros((1, 1), bool), share=0.0, is_painted=True)


def compact_parts(
    rgb: PictureArray, is_foreign: MaskArray, is_inside: MaskArray, rim_px: float
) -> CompactParts:
    """Return the parts of what the scale does not explain that are no strokes.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        The disc's colours.
    is_foreign : (row, column), bool
        Pixels whose colours are none of the scale's.
    is_inside : (row, column), bool
        Pixels of the disc.
    rim_px : float, pixels
        The disc's radius.

    Returns
    -------
    CompactParts
        Empty where everything foreign is thin.

    Examples
    --------
    >>> rgb = np.zeros((60, 60, 3), np.uint8)
    >>> line, block = np.zeros((2, 60, 60), bool)
    >>> line[30:32], block[20:40, 20:40] = True, True
    >>> everywhere = np.ones((60, 60), bool)
    >>> [float(compact_parts(rgb, each, everywhere, 30.0).share.__round__(2))
    ...  for each in (line, block)]
    [0.0, 0.11]
    """
    within = is_foreign & is_inside
    reach = _HALF_STROKE_PX + _HALF_STROKE_OF_RIM * rim_px
    # Squares are found faster than distances, and most discs have none.
    square = 2 * int(reach / np.sqrt(2.0)) + 1
    if not ndimage.minimum_filter(within, square).any():
        return _NOTHING
    core = ndimage.distance_transform_edt(within) > reach
    if not core.any():
        return _NOTHING
    mask: MaskArray = within & (ndimage.distance_transform_edt(~core) <= reach)
    labels, n_parts = ndimage.label(mask)
    is_painted = all(
        _is_flat(rgb[labels == number]) for number in range(1, n_parts + 1)
    )
    share = float(np.count_nonzero(mask)) / max(int(np.count_nonzero(is_inside)), 1)
    return CompactParts(mask=mask, share=share, is_painted=is_painted)


def _is_flat(colors: PictureArray) -> bool:
    off = colors.astype(np.float64) - np.median(colors, axis=0)
    near = np.linalg.norm(off, axis=1) < _FLAT_SCATTER
    return bool(near.mean() > _FLAT_SHARE)
