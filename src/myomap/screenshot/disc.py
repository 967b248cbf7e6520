"""Where a polar disc lies on a picture."""

from dataclasses import dataclass

import numpy as np

from myomap.errors import GeometryError

__all__ = ["Disc"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """The outline of a polar disc: an ellipse with upright axes.

    Places are in pixels of the picture, x to the right and y down. A whole number
    is the *centre* of a pixel: the pixel in the top left corner has its centre at
    (0, 0) and reaches from -0.5 to 0.5, as in `scipy.ndimage.map_coordinates`.

    Parameters
    ----------
    centre_px : (x, y), pixels
        Where the apex is drawn.
    radius_px : (x, y), pixels
        Half the width and half the height; they differ where the picture was
        resized unevenly.
    confidence : float, 0 to 1
        Share of the rim that was seen, lowered by what else speaks against it.

    Raises
    ------
    GeometryError
        If a number is not finite, a radius is not above 0 or the confidence is no
        share.

    Examples
    --------
    >>> disc = Disc(centre_px=(99.5, 79.5), radius_px=(60.0, 61.0), confidence=0.9)
    >>> disc.box_px
    (39.5, 18.5, 159.5, 140.5)
    """

    centre_px: tuple[float, float]
    radius_px: tuple[float, float]
    confidence: float

    def __post_init__(self) -> None:
        numbers = (*self.centre_px, *self.radius_px, self.confidence)
        if not np.all(np.isfinite(numbers)) or min(self.radius_px) <= 0:
            raise GeometryError(
                "The disc has no finite place or no radius above 0. Expected numbers "
                "of pixels."
            )
        if not 0 <= self.confidence <= 1:
            raise GeometryError(
                f"The disc's confidence is {self.confidence:g}. Expected 0 to 1."
            )

    @property
    def box_px(self) -> tuple[float, float, float, float]:
        """Left, top, right and bottom end of the outline, pixels."""
        (x, y), (across, up) = self.centre_px, self.radius_px
        return x - across, y - up, x + across, y + up
