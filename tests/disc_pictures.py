"""Pictures of one polar disc with known values, small and made of formulas."""

import io

import numpy as np
from PIL import Image

from myomap.colortable import ColorTable, apply_color_table
from myomap.records import Picture
from myomap.screenshot.disc import Disc

BACKGROUND = (0, 0, 0)


def usual_map(lowest: float = 30.0) -> np.ndarray:
    """A map in percent: bright wall, a defect below, dimmer rim and apex."""
    ring = (np.arange(32)[:, None] + 0.5) / 32
    angle = np.radians(np.arange(72)[None] * 5.0)
    wall = 106.0 - 90.0 * (ring**2 - 0.35) ** 2 - 8.0 * ring * np.cos(angle - 1.0)
    east, north = ring * np.cos(angle), ring * np.sin(angle)
    away = ((east + 0.2) ** 2 + (north + 0.5) ** 2) / 0.09
    return np.clip(wall - (100.0 - lowest) * np.exp(-away), 0.0, 100.0)


def value_at(values: np.ndarray, radius: np.ndarray, angle_deg: np.ndarray):
    """Linear between the samples of a map."""
    from scipy.ndimage import map_coordinates

    around = np.concatenate([values[:1], values, values[-1:]])
    around = np.concatenate([around, around[:, :1]], axis=1)
    place = [np.clip(radius * 32 + 0.5, 0, 33), (angle_deg % 360) / 5]
    return map_coordinates(around, place, order=1)


def disc_picture(
    values: np.ndarray,
    table: ColorTable,
    size: int = 240,
    bar: str | None = None,
    *,
    is_bar_reversed: bool = False,
) -> tuple[Picture, Disc]:
    """A disc on black, with a colour bar to the right or below if asked for."""
    canvas = np.zeros((size + 80, size + 120, 3), np.uint8)
    canvas[:] = BACKGROUND
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    middle, radius = (size - 1) / 2, size / 2
    r = np.hypot(x - middle, y - middle) / radius
    angle = np.degrees(np.arctan2(middle - y, x - middle))
    colors = apply_color_table(value_at(values, r, angle), table)
    canvas[20 : size + 20, 20 : size + 20][r <= 1] = colors[r <= 1]
    line = table.rgb if is_bar_reversed else table.rgb[::-1]
    length = int(0.7 * size)
    line = line[np.arange(length) * 256 // length]
    if bar == "right":
        canvas[40 : 40 + length, size + 60 : size + 80] = line[:, None]
    elif bar == "below":
        canvas[size + 40 : size + 60, 40 : 40 + length] = line[::-1][None]
    centre = (20 + middle, 20 + middle)
    disc = Disc(centre_px=centre, radius_px=(radius, radius), confidence=1.0)
    return Picture(rgb=canvas), disc


def compressed(picture: Picture, quality: int) -> Picture:
    """The picture after JPEG."""
    buffer = io.BytesIO()
    Image.fromarray(picture.rgb).save(buffer, "JPEG", quality=quality)
    return Picture(rgb=np.asarray(Image.open(buffer)))


def foreign_table() -> ColorTable:
    """A table in no catalogue and like none of it: green, white, violet, black."""
    points = np.array([[0, 90, 30], [40, 230, 120], [240, 255, 240], [150, 60, 220]])
    place = np.linspace(0, 3, 256)
    rgb = np.stack([np.interp(place, range(4), points[:, c]) for c in range(3)], 1)
    return ColorTable(
        name="foreign",
        title="Foreign",
        rgb=np.round(rgb).astype(np.uint8),
        n_steps=None,
        source="test",
    )


def map_with_defect(
    share: float, depth: float, centre: tuple[float, float], softness: float = 0.3
) -> np.ndarray:
    """A healthy map with one round defect, its share that of the disc's area."""
    healthy = usual_map(lowest=95.0)
    ring = (np.arange(32)[:, None] + 0.5) / 32
    angle = np.radians(np.arange(72)[None] * 5.0)
    away = np.hypot(ring * np.cos(angle) - centre[0], ring * np.sin(angle) - centre[1])
    radius = np.sqrt(share)
    weight = 0.5 * (1.0 - np.tanh((away - radius) / (softness * radius)))
    return healthy * 100.0 / healthy.max() * (1.0 - weight) + depth * weight
