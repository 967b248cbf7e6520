"""Samples that each belong to one of a few classes, as a disc in flat colours."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from myomap.colortable.table import ColorArray
from myomap.errors import GeometryError
from myomap.polarmap.disc import disc_coordinates, nearest_sample, with_opacity
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    MapArray,
    MaskArray,
    frozen_array,
    require_shape,
)

__all__ = ["ClassMap", "ClassStyle", "class_image"]

_NOT_VALID = (128, 128, 128)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassStyle:
    """What one class is called and looks like.

    Parameters
    ----------
    name : str
        In the legend.
    rgb : three ints, 0 to 255
        Its colour.
    """

    name: str
    rgb: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClassMap:
    """A class for every sample.

    Parameters
    ----------
    classes : (32, 72), uint8
        Index into `styles`.
    area_cm2 : (32, 72), float32, cm²
        Wall area of every sample.
    valid : (32, 72), bool
        Where the class is known.
    styles : tuple of ClassStyle
        In the order of the legend.

    Raises
    ------
    GeometryError
        If shapes differ from (32, 72) or a class has no style.
    """

    classes: NDArray[np.uint8]
    area_cm2: MapArray
    valid: MaskArray
    styles: tuple[ClassStyle, ...]

    def __post_init__(self) -> None:
        for name, dtype in (
            ("classes", np.uint8),
            ("area_cm2", np.float32),
            ("valid", np.bool_),
        ):
            array = frozen_array(getattr(self, name), dtype)
            require_shape(f"The class map's {name}", array, (N_RINGS, N_ANGLES))
            object.__setattr__(self, name, array)
        highest = int(self.classes.max())
        if highest >= len(self.styles):
            raise GeometryError(
                f"A class of the map has no style: found {highest}, expected 0 to "
                f"{len(self.styles) - 1}. Name every class."
            )

    def __repr__(self) -> str:
        return f"ClassMap({', '.join(style.name for style in self.styles)})"


def class_image(content: ClassMap, size_px: int) -> ColorArray:
    """Return the classes as a picture with a transparent background.

    Parameters
    ----------
    content : ClassMap
        What to show.
    size_px : int, pixels, 8 to 8192
        Edge of the square picture.

    Returns
    -------
    (row, column, 4), uint8
        Every pixel has the colour of its sample: classes do not blend.

    Raises
    ------
    ConfigError
        If the size is out of range.
    """
    colors = np.array([style.rgb for style in content.styles], np.uint8)
    samples = np.where(content.valid[..., None], colors[content.classes], _NOT_VALID)
    nearest = nearest_sample(*disc_coordinates(size_px))
    return with_opacity(samples.reshape(-1, 3).astype(np.uint8)[nearest])
