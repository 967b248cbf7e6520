"""Discs that nothing but their context tells from a polar map."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from PIL import Image

from myomap.screens.chance import between, log_between
from myomap.screens.scenery import Painter, colored_disc, grid, noise, on_page

__all__ = ["LOOK_ALIKES"]


def _cornea(rng: np.random.Generator) -> Image.Image:
    """Draw how strongly a cornea is curved: a bow tie, flatter to the rim."""
    size = round(log_between(rng, 100, 420))
    x, y = grid(size)
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    tie = 0.2 * np.cos(2 * (turn - between(rng, 0, np.pi))) * away * (1.3 - away)
    rough = 0.1 * (noise(rng, (size, size), 2.0) - 0.5)
    values = np.clip(0.75 + tie - 0.35 * away**2 + rough, 0, 1)
    return on_page(rng, [colored_disc(rng, values, (0, 0, 0))])


def _smooth_disc(rng: np.random.Generator) -> Image.Image:
    """Draw a smooth field of any origin, cut out round."""
    size = round(log_between(rng, 100, 420))
    values = 0.25 + 0.75 * noise(rng, (size, size), between(rng, 1.8, 2.4))
    return on_page(rng, [colored_disc(rng, values, (0, 0, 0))])


LOOK_ALIKES: Final[Mapping[str, Painter]] = {
    "corneal topography": _cornea,
    "smooth disc": _smooth_disc,
}
"""Painters of look-alikes by kind."""
