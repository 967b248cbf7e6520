"""What the chest adds to the torso: bones and breasts. They attenuate photons."""

from dataclasses import dataclass

from myomap.phantom.solids import Ellipsoid, Rod

__all__ = ["Chest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chest:
    """Bones inside the torso and breasts on it.

    Parameters
    ----------
    spine, sternum : Rod
        Along the whole grid.
    breasts : tuple of Ellipsoid
        The part outside the torso is seen as a bulge of it; none for a man.
    """

    spine: Rod
    sternum: Rod
    breasts: tuple[Ellipsoid, ...] = ()
