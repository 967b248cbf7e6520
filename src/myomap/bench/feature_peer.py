"""The 84 features as one writes them first: a mask and two numpy calls a part."""

import numpy as np

from myomap.features import ColorOptions
from myomap.geometry import FloatArray
from myomap.records import PictureArray

__all__ = ["features_part_by_part"]

N_STRIPS = 5
N_RING_PARTS = 4


def features_part_by_part(rgb: PictureArray) -> FloatArray:
    """Return the 84 features of a picture that is cropped to a disc.

    Parameters
    ----------
    rgb : (row, column, 3), uint8
        The disc touches the edges.

    Returns
    -------
    (84,), 0 to 255
        In the order of `myomap.features.COLOR_FEATURES`.
    """
    height, width, _ = rgb.shape
    x = (np.arange(width) + 0.5) / width
    y = (np.arange(height) + 0.5) / height
    radius = np.hypot(2 * x[None, :] - 1, 2 * y[:, None] - 1)
    painted = np.where(radius[..., None] < 1 - ColorOptions().rim_fraction, rgb, 0)
    column = np.broadcast_to(np.floor(N_STRIPS * x)[None, :], radius.shape)
    row = np.broadcast_to(np.floor(N_STRIPS * y)[:, None], radius.shape)
    ring = np.floor(N_RING_PARTS * radius)
    is_bright = painted.any(axis=2)
    features = []
    for channel in range(3):
        values = painted[..., channel].astype(np.float64)
        for cut, n_parts in ((column, N_STRIPS), (row, N_STRIPS), (ring, N_RING_PARTS)):
            for part in range(n_parts):
                points = values[is_bright & (cut == part)]
                features += [points.mean(), points.std()]
    return np.array(features)
