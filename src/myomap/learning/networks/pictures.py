"""Maps as the drawings that networks look at."""

from collections.abc import Mapping, Sequence

import numpy as np

from myomap.features import canonical_picture
from myomap.geometry import FloatArray
from myomap.inference import side_by_side
from myomap.learning.dataset import Block
from myomap.records import MapSource, PictureArray, PolarMap

__all__ = ["CHANNELS", "PICTURES", "picture_block"]

PICTURES = "pictures"
"""Name of the block that networks look at."""

CHANNELS = ("red", "green", "blue")


def picture_block(
    samples: Sequence[Mapping[str, FloatArray]], *, is_paired: bool
) -> Block:
    """Return the canonical drawing of every sample.

    Parameters
    ----------
    samples : sequence of mapping of str to (32, 72)
        Uptake in percent by ``"stress"`` and ``"rest"``, NaN where not valid.
    is_paired : bool
        Whether stress and rest stand side by side in one picture; a state that is not
        there is black. Otherwise each sample has one map.

    Returns
    -------
    Block
        (sample, 3, row, column) uint8, its names the colours.
    """
    pictures = []
    for maps in samples:
        drawn = {state: _drawn(uptake) for state, uptake in maps.items()}
        shown = side_by_side(drawn) if is_paired else next(iter(drawn.values()))
        pictures.append(np.moveaxis(shown, -1, 0))
    return Block(names=CHANNELS, values=np.stack(pictures))


def _drawn(uptake: FloatArray) -> PictureArray:
    known = ~np.isnan(uptake)
    return canonical_picture(
        PolarMap(
            uptake_percent=np.where(known, uptake, 0.0).astype(np.float32),
            area_cm2=np.ones(uptake.shape, np.float32),
            valid=known,
            state=None,
            source=MapSource.ARRAY,
            reference_percentile=99.0,
        )
    ).rgb
