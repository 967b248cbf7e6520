"""Files of screens with polar maps of simulated patients, as a user has them."""

import io
from functools import cache

import numpy as np
from PIL import Image

from myomap.colortable import color_table
from myomap.phantom import draw_patient, quick_maps
from myomap.polarmap import difference_image, difference_map, disc_image
from myomap.records import PictureArray, PolarMap, State
from screen_samples import blank_screen, write_words

NAME_ON_SCREEN = "CANARY^JANE 1950-01-01"
SIZE_PX = 140


@cache
def shown_maps() -> tuple[PolarMap, PolarMap]:
    """Return a simulated patient at stress and at rest."""
    patient = draw_patient(np.random.default_rng(5))
    maps = quick_maps(patient, attenuation_corrected=True)
    return maps[State.STRESS], maps[State.REST]


def paint(rgb: PictureArray, polar_map: PolarMap, left: int, top: int) -> None:
    """Draw a map on a screen."""
    _lay(rgb, disc_image(polar_map, color_table("hot-iron"), SIZE_PX), left, top)


def _lay(rgb: PictureArray, drawn: PictureArray, left: int, top: int) -> None:
    place = rgb[top : top + SIZE_PX, left : left + SIZE_PX]
    share = drawn[..., 3:] / 255.0
    place[...] = np.round(drawn[..., :3] * share + place * (1 - share)).astype(np.uint8)


def screen_with(n_discs: int) -> PictureArray:
    """Return a screen with stress, rest and their difference, and a name above them."""
    rgb = blank_screen(210, 180 * n_discs + 20, (0, 0, 0))
    for index, polar_map in enumerate(shown_maps()[:n_discs]):
        paint(rgb, polar_map, 30 + 180 * index, 40)
    if n_discs == 3:
        change = difference_map(*shown_maps())
        drawn = difference_image(
            change, color_table("red-blue"), SIZE_PX, limit_points=20.0
        )
        _lay(rgb, drawn, 30 + 180 * 2, 40)
    write_words(rgb, 8, 8, NAME_ON_SCREEN, (255, 255, 255))
    return rgb


def file_of(rgb: PictureArray, kind: str = "PNG") -> bytes:
    """Return a picture file; a JPEG of quality 95."""
    stream = io.BytesIO()
    options = {"quality": 95} if kind == "JPEG" else {}
    Image.fromarray(rgb).save(stream, kind, **options)
    return stream.getvalue()
