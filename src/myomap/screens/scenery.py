"""What pictures without a polar map are made of: grids, noise, discs, pages."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from myomap.colortable import ColorTable
from myomap.screens.chance import between, happens, log_between
from myomap.screens.disc_drawing import colors_of
from myomap.screens.field import FieldArray
from myomap.screens.fonts import FONT_NAMES, font
from myomap.screens.furniture import CANARY
from myomap.screens.style import Rgb
from myomap.screens.tables import development_tables

__all__ = [
    "Painter",
    "any_table",
    "bright_rgb",
    "canvas",
    "colored_disc",
    "grid",
    "noise",
    "on_page",
    "round_mask",
    "soft",
]

Painter: TypeAlias = Callable[[np.random.Generator], Image.Image]
"""Draws one picture of a kind by chance."""


def grid(width: int, height: int | None = None) -> tuple[FieldArray, FieldArray]:
    """Return x and y of every pixel, -1 to 1, y up."""
    x = (np.arange(width, dtype=np.float32) + 0.5) * (2.0 / width) - 1.0
    n_rows = height or width
    y = 1.0 - (np.arange(n_rows, dtype=np.float32) + 0.5) * (2.0 / n_rows)
    across, up = np.meshgrid(x, y)
    return across, up


def noise(
    rng: np.random.Generator, shape: tuple[int, int], exponent: float
) -> FieldArray:
    """Return noise whose amplitude falls with frequency, 0 to 1."""
    down = np.fft.fftfreq(shape[0])[:, None]
    across = np.fft.rfftfreq(shape[1])[None, :]
    frequency = np.hypot(down, across)
    frequency[0, 0] = 1.0
    spectrum = np.fft.rfft2(rng.normal(size=shape)) / frequency**exponent
    spectrum[0, 0] = 0.0
    values = np.fft.irfft2(spectrum, s=shape)
    low, high = np.percentile(values, [1, 99])
    scaled: FieldArray = np.clip((values - low) / (high - low), 0, 1).astype(np.float32)
    return scaled


def any_table(rng: np.random.Generator) -> ColorTable:
    """Return a colour table that screens are drawn in too."""
    tables = development_tables()
    return tables[int(rng.integers(len(tables)))]


def bright_rgb(rng: np.random.Generator) -> Rgb:
    """Return a colour of full saturation or near."""
    color = rng.permutation([between(rng, 0, 90), between(rng, 30, 255), 230.0])
    return int(color[0]), int(color[1]), int(color[2])


def canvas(
    rng: np.random.Generator, low: float = 180, high: float = 700
) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return an empty picture of any background, and a brush."""
    width = round(log_between(rng, low, high))
    height = round(width * between(rng, 0.65, 1.2))
    shade = int(rng.choice([0, 0, 20, 128, 230, 255, 255]))
    image = Image.new("RGB", (width, height), (shade, shade, shade))
    return image, ImageDraw.Draw(image)


def soft(image: Image.Image, radius_px: float) -> Image.Image:
    """Return a blurred picture."""
    return image.filter(ImageFilter.GaussianBlur(radius_px))


def round_mask(size: int, scale: int = 4) -> Image.Image:
    """Return the mask of a disc that touches the edges of a square."""
    mask = Image.new("L", (size * scale, size * scale))
    ImageDraw.Draw(mask).ellipse((0, 0, size * scale - 1, size * scale - 1), fill=255)
    return mask.reduce(scale)


def colored_disc(
    rng: np.random.Generator, values: NDArray[np.floating], background: Rgb
) -> Image.Image:
    """Return values (row, column), 0 to 1, as a disc in some colour table."""
    colors = colors_of((100.0 * values).astype(np.float32), any_table(rng))
    size = len(values)
    image = Image.new("RGB", (size, size), background)
    image.paste(Image.fromarray(colors), (0, 0), round_mask(size))
    return image


def on_page(
    rng: np.random.Generator, parts: Sequence[Image.Image], background: Rgb = (0, 0, 0)
) -> Image.Image:
    """Return pictures in a row as on a station's page, with text and a colour bar."""
    gap = round(between(rng, 0.03, 0.3) * parts[0].width)
    top = round(between(rng, 20, 60))
    side = round(between(rng, 0.1, 0.8) * parts[0].width) + 30
    width = sum(part.width + gap for part in parts) + gap + side
    height = max(part.height for part in parts) + top + gap + 4
    page = Image.new("RGB", (width, height), background)
    brush = ImageDraw.Draw(page)
    ink = (0, 0, 0) if sum(background) > 380 else (255, 255, 255)
    name = FONT_NAMES[int(rng.integers(len(FONT_NAMES)))]
    brush.text((5, 4), f"{CANARY} page", fill=ink, font=font(name, 12))
    x = gap
    for part in parts:
        page.paste(part, (x, top))
        x += part.width + gap
    if happens(rng, 0.5):
        length = max(8, round(0.7 * parts[0].height))
        line = colors_of(np.linspace(100, 0, length, dtype=np.float32), any_table(rng))
        page.paste(
            Image.fromarray(np.repeat(line[:, None], 14, axis=1)), (x + 4, top + 4)
        )
    return page
