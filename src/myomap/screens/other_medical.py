"""Medical pictures that are no polar maps: slices, scans, sectors, phantoms."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from PIL import Image
from scipy import ndimage

from myomap.screens.chance import between, happens, log_between
from myomap.screens.disc_drawing import colors_of
from myomap.screens.field import FieldArray
from myomap.screens.scenery import Painter, any_table, grid, noise, on_page, soft

__all__ = ["MEDICAL"]


def _size(rng: np.random.Generator) -> int:
    return round(log_between(rng, 80, 380))


def _ellipse(
    x: FieldArray, y: FieldArray, centre: tuple[float, float], axes: tuple[float, float]
) -> FieldArray:
    """Return how far inside an ellipse points lie: above zero inside."""
    inside: FieldArray = 1.0 - np.hypot(
        (x - centre[0]) / axes[0], (y - centre[1]) / axes[1]
    )
    return inside


def _in_table(rng: np.random.Generator, fields: list[FieldArray]) -> Image.Image:
    table = any_table(rng)
    parts = [Image.fromarray(colors_of(100 * values, table)) for values in fields]
    return on_page(rng, parts)


def _blurred(values: FieldArray, sigma: float) -> FieldArray:
    smooth: FieldArray = ndimage.gaussian_filter(values, sigma)
    return smooth / max(float(smooth.max()), 1e-6)


def _ct(rng: np.random.Generator) -> Image.Image:
    """Draw a slice through the chest in greys."""
    size = _size(rng) + 60
    x, y = grid(size)
    values = np.where(_ellipse(x, y, (0, 0), (0.92, 0.68)) > 0, 0.55, 0.0)
    for side in (-1.0, 1.0):
        lung = _ellipse(x, y, (0.43 * side, 0.05), (0.32, 0.46)) > 0
        values[lung] = 0.12 + 0.05 * noise(rng, (size, size), 0.7)[lung]
    values[_ellipse(x, y, (0.12, 0.12), (0.28, 0.26)) > 0] = 0.62
    values[_ellipse(x, y, (0, -0.45), (0.12, 0.11)) > 0] = 0.95
    for k in range(10):
        angle = 2 * np.pi * k / 10
        at = 0.84 * np.cos(angle), 0.6 * np.sin(angle)
        values[_ellipse(x, y, at, (0.07, 0.03)) > 0] = 0.9
    values = values + 0.02 * rng.normal(size=values.shape)
    grey = (255 * np.clip(values, 0, 1)).astype(np.uint8)
    return soft(Image.fromarray(grey).convert("RGB"), 0.7)


def _bone_scan(rng: np.random.Generator) -> Image.Image:
    """Draw a whole body from the front, dark on white or bright on black."""
    height = _size(rng) + 200
    x, y = grid(height // 2, height)
    x = x * 0.5
    parts = [
        ((0, 0.86), (0.09, 0.11), 0.7),
        ((0, 0.4), (0.2, 0.28), 0.35),
        ((0, 0.2), (0.035, 0.5), 1.0),
        ((0, -0.05), (0.2, 0.11), 0.8),
        ((-0.1, -0.5), (0.05, 0.42), 0.45),
        ((0.1, -0.5), (0.05, 0.42), 0.45),
        ((-0.28, 0.3), (0.035, 0.36), 0.4),
        ((0.28, 0.3), (0.035, 0.36), 0.4),
        ((0, -0.14), (0.05, 0.04), 1.0),
    ]
    values = np.zeros_like(x)
    for centre, axes, level in parts:
        values = np.maximum(values, level * (_ellipse(x, y, centre, axes) > 0))
    counts = rng.poisson(60 * _blurred(values, 0.008 * height)) / 60.0
    values = np.clip(counts, 0, 1)
    shown = 1.0 - values if happens(rng, 0.7) else values
    grey = Image.fromarray((255 * shown).astype(np.uint8)).convert("RGB")
    return on_page(rng, [grey, grey], (255,) * 3 if happens(rng, 0.5) else (0, 0, 0))


def _brain(rng: np.random.Generator) -> Image.Image:
    """Draw slices through a brain in a station's colours."""
    size = _size(rng)
    x, y = grid(size)
    fields = []
    for _ in range(int(rng.integers(1, 5))):
        axes = between(rng, 0.68, 0.78), between(rng, 0.86, 0.94)
        depth = _ellipse(x, y, (0, 0), axes)
        cortex = np.where(depth > 0, 0.45, 0.0) + 0.5 * (np.abs(depth - 0.14) < 0.1)
        for side in (-1.0, 1.0):
            deep = _ellipse(x, y, (0.22 * side, 0.05), (0.12, 0.2)) > 0
            cortex[deep] = 0.9
            hole = _ellipse(x, y, (0.08 * side, 0.0), (0.06, 0.26)) > 0
            cortex[hole] = 0.1
        cortex = cortex * (0.8 + 0.3 * noise(rng, (size, size), 1.2))
        cortex[(np.abs(x) < 0.02) & (depth > 0)] *= 0.6
        fields.append(_blurred(cortex.astype(np.float32), 0.02 * size))
    return _in_table(rng, fields)


def _heart_slices(rng: np.random.Generator) -> Image.Image:
    """Draw rows of short-axis slices and nothing else."""
    size = round(log_between(rng, 40, 160))
    x, y = grid(size)
    away, turn = np.hypot(x, y), np.arctan2(y, x)
    fields = []
    weak, depth = between(rng, 0, 2 * np.pi), between(rng, 0.0, 0.7)
    for k in range(int(rng.integers(3, 9))):
        middle = 0.3 + 0.03 * k
        level = 1.0 - depth * np.exp(2.5 * (np.cos(turn - weak) - 1.0))
        wall = np.exp(-(((away - middle) / 0.13) ** 2)) * level
        grain = 0.85 + 0.3 * noise(rng, (size, size), 1.0)
        fields.append(_blurred((wall * grain).astype(np.float32), 0.015 * size))
    return _in_table(rng, fields)


def _doppler(rng: np.random.Generator) -> Image.Image:
    """Draw a fan of ultrasound in greys with a patch of red and blue."""
    size = _size(rng) + 120
    x, y = grid(size)
    depth, turn = np.hypot(x, y - 1.0), np.arctan2(x, 1.0 - y)
    is_fan = (depth < 1.9) & (np.abs(turn) < 0.75) & (depth > 0.1)
    tissue = noise(rng, (size, size), 1.0) ** 2 * rng.uniform(0.6, 1.0, (size, size))
    pixels = np.repeat((255 * tissue)[..., None], 3, axis=2)
    flow = noise(rng, (size, size), 1.8) - 0.5
    is_flow = (np.abs(depth - 1.1) < 0.35) & (np.abs(turn) < 0.3) & (np.abs(flow) > 0.1)
    pixels[is_flow & (flow > 0)] = (230, 60, 30)
    pixels[is_flow & (flow < 0)] = (30, 80, 230)
    pixels[~is_fan] = 0
    return Image.fromarray(pixels.astype(np.uint8))


def _retina(rng: np.random.Generator) -> Image.Image:
    """Draw the back of an eye: orange, a bright spot, dark vessels."""
    size = _size(rng) + 60
    x, y = grid(size)
    ground = 0.75 + 0.25 * noise(rng, (size, size), 1.6)
    pixels = ground[..., None] * np.array([210, 95, 45])
    spot = np.exp(-((x - 0.4) ** 2 + y**2) / 0.02)[..., None]
    pixels = pixels + spot * np.array([60, 130, 90])
    pixels *= (1.0 - 0.6 * np.exp(-((x + 0.25) ** 2 + y**2) / 0.03))[..., None]
    for k in range(6):
        bend = 0.8 * np.sin(k) * (x - 0.4) ** 2 + 0.3 * (k - 2.5) * np.abs(x - 0.4)
        pixels[np.abs(y - bend) < 0.012] *= 0.55
    pixels[np.hypot(x, y) > 0.97] = 0
    return soft(Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8)), 0.8)


def _cylinder(rng: np.random.Generator) -> Image.Image:
    """Draw an even cylinder, with rods in six sectors or with cold spheres."""
    size = _size(rng)
    x, y = grid(size)
    values = np.where(np.hypot(x, y) < 0.85, 0.8, 0.0).astype(np.float32)
    if happens(rng, 0.6):
        for k in range(6):
            for row in range(4):
                reach = 0.2 + 0.16 * row
                for column in range(row + 1):
                    angle = np.pi / 3 * (k + (column + 0.5) / (row + 1.0))
                    at = reach * np.cos(angle), reach * np.sin(angle)
                    rod = 0.022 * (k + 1.5)
                    values[_ellipse(x, y, at, (rod, rod)) > 0] = 0.1
    else:
        for k in range(6):
            at = 0.5 * np.cos(k * np.pi / 3), 0.5 * np.sin(k * np.pi / 3)
            ball = 0.05 + 0.025 * k
            values[_ellipse(x, y, at, (ball, ball)) > 0] = 0.05
    grain = 0.9 + 0.2 * noise(rng, (size, size), 0.8)
    return _in_table(rng, [_blurred((values * grain).astype(np.float32), 0.015 * size)])


def _two_organs(rng: np.random.Generator) -> Image.Image:
    """Draw kidneys, lungs or the two lobes of a thyroid."""
    size = _size(rng) + 40
    x, y = grid(size)
    wide, high = between(rng, 0.15, 0.3), between(rng, 0.3, 0.6)
    values = np.zeros_like(x)
    for side in (-1.0, 1.0):
        at = 0.4 * side, between(rng, -0.1, 0.1)
        values = np.maximum(values, _ellipse(x, y, at, (wide, high)) > 0)
    organs = values * (0.4 + 0.6 * noise(rng, (size, size), 1.3)) + 0.06
    counts = rng.poisson(80 * _blurred(organs.astype(np.float32), 0.015 * size)) / 80.0
    return _in_table(rng, [np.clip(counts, 0, 1).astype(np.float32)])


def _body_slice(rng: np.random.Generator) -> Image.Image:
    """Draw a slice through the liver of a PET in a station's colours."""
    size = _size(rng) + 60
    x, y = grid(size)
    values = 0.25 * (_ellipse(x, y, (0, 0), (0.9, 0.7)) > 0)
    values[_ellipse(x, y, (-0.35, 0.05), (0.42, 0.42)) > 0] = 0.7
    values[_ellipse(x, y, (0.5, -0.1), (0.18, 0.22)) > 0] = 0.85
    values[_ellipse(x, y, (0.0, -0.4), (0.1, 0.1)) > 0] = 0.5
    values = values * (0.8 + 0.3 * noise(rng, (size, size), 1.0))
    return _in_table(rng, [_blurred(values.astype(np.float32), 0.015 * size)])


def _microscope(rng: np.random.Generator) -> Image.Image:
    """Draw cells in the round field of a microscope."""
    size = _size(rng) + 80
    x, y = grid(size)
    pixels = np.full((size, size, 3), (235.0, 215.0, 230.0))
    pixels *= (0.93 + 0.1 * noise(rng, (size, size), 1.0))[..., None]
    for at in rng.uniform(-0.95, 0.95, size=(int(rng.integers(20, 90)), 2)):
        radius = between(rng, 0.02, 0.07)
        pixels[_ellipse(x, y, (at[0], at[1]), (radius, radius)) > 0] = (150, 70, 150)
    pixels[np.hypot(x, y) > 0.98] = 0
    return soft(Image.fromarray(pixels.astype(np.uint8)), 0.7)


MEDICAL: Final[Mapping[str, Painter]] = {
    "CT slice": _ct,
    "bone scan": _bone_scan,
    "brain slices": _brain,
    "heart slices": _heart_slices,
    "Doppler sector": _doppler,
    "retina": _retina,
    "cylinder phantom": _cylinder,
    "two organs": _two_organs,
    "body slice": _body_slice,
    "microscope": _microscope,
}
"""Painters of medical pictures by kind."""
