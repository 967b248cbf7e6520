"""Draw docs/pictures/simulated_screens.png: screens and other pictures, to look at.

python tools/draw_simulated_screens.py

On top twelve screens of a station, with the place of every disc as the truth has it;
below twelve pictures that hold no polar map.
"""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from myomap.phantom import draw_patient, quick_maps
from myomap.records import Picture
from myomap.screens import (
    LAYOUTS,
    ScreenOptions,
    SimulatedDisc,
    draw_other_picture,
    draw_screen,
)
from myomap.screens.fonts import font

PAGE = Path("docs/pictures/simulated_screens.png")
TILE_PX = 230
TEXT_PX = 18
N_COLUMNS = 6
SEED = 7
TRUTH_RGB = (255, 0, 255)
LAYOUT_NAMES = (*LAYOUTS, "side by side", "three in a row")
KINDS = (
    "photograph",
    "pie chart",
    "dart board",
    "colour wheel",
    "wafer map",
    "weather radar",
    "planet",
    "CT slice",
    "bone scan",
    "brain slices",
    "heart slices",
    "cylinder phantom",
)


def tile(picture: Picture, title: str) -> Image.Image:
    """Return a picture made to fit its place, with its title above."""
    image = Image.fromarray(picture.rgb)
    image.thumbnail((TILE_PX - 8, TILE_PX - TEXT_PX - 8), Image.Resampling.LANCZOS)
    page = Image.new("RGB", (TILE_PX, TILE_PX), "white")
    page.paste(image, ((TILE_PX - image.width) // 2, TEXT_PX + 2))
    brush = ImageDraw.Draw(page)
    brush.text((6, 2), title, fill="black", font=font("DejaVuSans", 12))
    return page


def with_truth(picture: Picture, discs: tuple[SimulatedDisc, ...]) -> Picture:
    """Return a picture with a mark on every disc's centre and around its rim."""
    image = Image.fromarray(picture.rgb)
    brush = ImageDraw.Draw(image)
    width = max(1, round(max(image.size) / 250))
    for disc in discs:
        (x, y), (across, up) = disc.centre_px, disc.radius_px
        # A little outside, so that the rim itself can be judged.
        grown = width + 1
        box = (x - across - grown, y - up - grown, x + across + grown, y + up + grown)
        brush.ellipse(box, outline=TRUTH_RGB, width=width)
    return Picture(rgb=np.asarray(image))


def screens() -> list[Image.Image]:
    """Return one screen of every layout and two more, alternating with the truth."""
    tiles = []
    for index, layout in enumerate(LAYOUT_NAMES):
        rng = np.random.default_rng([SEED, index])
        options = ScreenOptions(layout=layout, diameter_px=(120.0, 320.0))
        screen = draw_screen(rng, quick_maps(draw_patient(rng)), options=options)
        picture = screen.picture
        if index % 2:
            picture = with_truth(picture, screen.discs)
        tiles.append(tile(picture, layout))
    return tiles


def others() -> list[Image.Image]:
    """Return pictures without a polar map."""
    tiles = []
    for index, kind in enumerate(KINDS):
        other = draw_other_picture(np.random.default_rng([SEED, index]), kind)
        tiles.append(tile(other.picture, kind))
    return tiles


def main() -> None:
    """Draw the sheet and write it."""
    tiles = screens() + others()
    n_rows = -(-len(tiles) // N_COLUMNS)
    sheet = Image.new("RGB", (N_COLUMNS * TILE_PX, n_rows * TILE_PX), "white")
    for index, one in enumerate(tiles):
        row, column = divmod(index, N_COLUMNS)
        sheet.paste(one, (column * TILE_PX, row * TILE_PX))
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    sheet.quantize(256).save(PAGE, optimize=True)


if __name__ == "__main__":
    main()
