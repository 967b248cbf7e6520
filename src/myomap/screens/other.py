"""Pictures without any polar map: whoever reads one out of them makes it up.

======================  =======================================================
scenes                  textures as photographs have them, pages of text
charts                  plots, pies, targets, dart boards, dials, colour wheels
discs                   plain and coloured ones, planets, eyes
sectors                 dart boards, heat charts, sunbursts, roses of the wind
medical                 slices, scans, phantoms, in greys and stations' colours
look-alikes             smooth discs in a station's colours that only their
                        context tells from a polar map; drawn when asked for
======================  =======================================================
"""

import io
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import numpy as np
from PIL import Image

from myomap.errors import ConfigError
from myomap.records import Picture
from myomap.screens.chance import happens
from myomap.screens.other_charts import CHARTS
from myomap.screens.other_discs import DISCS
from myomap.screens.other_look_alikes import LOOK_ALIKES
from myomap.screens.other_medical import MEDICAL
from myomap.screens.other_scenes import SCENES
from myomap.screens.other_sectors import SECTORS
from myomap.screens.scenery import Painter
from myomap.screens.spoiling import draw_spoiling, encode
from myomap.screens.truth import OtherPicture

__all__ = ["LOOK_ALIKE_KINDS", "OTHER_KINDS", "draw_other_picture"]

_TOLD_APART: Final[Mapping[str, Painter]] = MappingProxyType(
    {**SCENES, **CHARTS, **DISCS, **MEDICAL, **SECTORS}
)

OTHER_KINDS: Final = tuple(_TOLD_APART)
"""Kinds that look unlike a polar map; all are drawn equally often."""

LOOK_ALIKE_KINDS: Final = tuple(LOOK_ALIKES)
"""Kinds that a person, too, would tell from a polar map by their context only."""


def draw_other_picture(
    rng: np.random.Generator, kind: str | None = None
) -> OtherPicture:
    """Return a picture that holds no polar map.

    Parameters
    ----------
    rng : numpy.random.Generator
        Where chance comes from: the same generator gives the same bytes.
    kind : str or None
        One of `OTHER_KINDS` or `LOOK_ALIKE_KINDS`; None takes any of the former.

    Returns
    -------
    OtherPicture
        The picture and its file.

    Raises
    ------
    ConfigError
        If there is no such kind.

    Examples
    --------
    >>> draw_other_picture(np.random.default_rng(1), "pie chart").kind
    'pie chart'
    """
    chosen = OTHER_KINDS[int(rng.integers(len(OTHER_KINDS)))] if kind is None else kind
    painters = {**_TOLD_APART, **LOOK_ALIKES}
    if chosen not in painters:
        raise ConfigError(
            f"There is no kind of picture {chosen!r}. Choose one of: "
            f"{', '.join(painters)}."
        )
    image = painters[chosen](rng)
    spoiling = draw_spoiling(rng, 300.0)
    if happens(rng, 0.3):
        size = tuple(
            max(16, round(n * s)) for n, s in zip(image.size, (0.8, 0.83), strict=True)
        )
        image = image.resize((size[0], size[1]), Image.Resampling.BICUBIC)
    file = encode(image, spoiling)
    if spoiling.file_format == "jpeg":
        image = Image.open(io.BytesIO(file))
    return OtherPicture(
        picture=Picture(rgb=np.asarray(image)),
        kind=chosen,
        file=file,
        file_format=spoiling.file_format,
    )
