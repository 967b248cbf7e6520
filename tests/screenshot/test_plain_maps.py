"""Maps by formula, drawn without the simulated screens: no texture at all."""

import numpy as np
import pytest

from myomap.colortable import color_table
from myomap.records import PictureArray
from myomap.screenshot import find_discs
from screen_samples import as_picture

DEFECTS = {
    "large inferior": ((0.1, -0.5), 0.3, 0.6),
    "lateral": ((0.55, 0.1), 0.3, 0.7),
    "septal, deep": ((-0.5, 0.2), 0.25, 0.9),
}


def plain_disc(
    name: str, table: str, radius: float = 100.0, ground: int = 0
) -> PictureArray:
    """Return a picture of a normal heart with one smooth defect."""
    side = int(2.6 * radius)
    rows, cols = np.mgrid[:side, :side]
    x, y = (cols - side / 2) / radius, (side / 2 - rows) / radius
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    (across, up), width, depth = DEFECTS[name]
    wall = 0.84 - 0.13 * np.clip((away - 0.7) / 0.3, 0, 1) ** 2
    wall += 0.06 * np.cos(turn - 0.3) * away + 0.04 * np.sin(3 * turn + 1) * away
    wall *= 1 - depth * np.exp(-((x - across) ** 2 + (y - up) ** 2) / width**2)
    rgb = np.full((side, side + 60, 3), ground, np.uint8)
    entry = (255 * np.clip(wall, 0, 1)).astype(int)
    rgb[:, :side][away <= 1] = color_table(table).rgb[entry[away <= 1]]
    bar = color_table(table).rgb[np.linspace(255, 0, side - 40).astype(int)]
    rgb[20:-20, side + 20 : side + 35] = bar[:, None]
    return rgb


@pytest.mark.parametrize("name", DEFECTS)
@pytest.mark.parametrize("table", ["grey", "hot-iron", "viridis", "french"])
def test_a_smooth_map_with_one_defect_is_found(name: str, table: str) -> None:
    assert len(find_discs(as_picture(plain_disc(name, table)))) == 1


@pytest.mark.parametrize("ground", [0, 255])
def test_a_grey_map_is_found_on_black_and_white(ground: int) -> None:
    rgb = plain_disc("large inferior", "grey", ground=ground)
    assert len(find_discs(as_picture(rgb))) == 1
