"""What a reconstruction may be asked to do."""

import math
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Final

from myomap.camera import COLLIMATORS, Collimator
from myomap.errors import ConfigError
from myomap.reconstruction.corrections import TC99M_HALF_LIFE_H
from myomap.reconstruction.filters import ButterworthFilter, PostFilter
from myomap.reconstruction.relative_difference import RelativeDifferencePrior

__all__ = ["Algorithm", "ReconstructionOptions", "ScatterMethod"]

FEWEST_VIEWS_A_SUBSET: Final = 4
"""With fewer, the steps of ordered subsets lead away from the counts' answer."""


class Algorithm(Enum):
    """How the volume is found."""

    OSEM = "osem"
    """Ordered subsets; with one subset plain expectation maximisation."""

    BSREM = "bsrem"
    """With the relative-difference prior."""

    FBP = "fbp"
    """Filtered back-projection: nothing of the physics is corrected."""


class ScatterMethod(Enum):
    """Where the estimate of the scatter comes from."""

    AUTO = "auto"
    """Energy windows where there are any, else nothing."""

    WINDOWS = "windows"
    """The energy windows beside the photopeak."""

    SOURCE = "source"
    """A blurred source in the attenuation map: a rough model for one window."""

    NONE = "none"
    """Scatter is left in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReconstructionOptions:
    """A protocol: everything that decides how projections become a volume.

    Normal limits hold for one protocol only; a result carries the one it was made by.

    Parameters
    ----------
    protocol : str
        Name and version; empty for one put together by hand.
    source : str
        The guideline or paper that it comes from.
    algorithm : Algorithm
        How the volume is found.
    iterations : int
        Passes over all views.
    subsets : int
        Parts the views are divided into; at least four views a part.
    prior : RelativeDifferencePrior
        Of `Algorithm.BSREM`.
    collimator : Collimator or None
        Its blur is modelled where the radius is known; None leaves it in.
    follows_header : bool
        Whether the kind that a study's header names comes before `collimator`.
    attenuation : bool
        Whether to use an attenuation map that is given.
    scatter : ScatterMethod
        Where the estimate of the scatter comes from.
    scatter_to_primary : float
        For `ScatterMethod.SOURCE`: scattered by unscattered photons.
    dual_window_factor : float
        For a single wide scatter window.
    post_filter : PostFilter or None
        Applied to the volume in the end.
    photopeak_keV : float, keV
        Energy of the tracer's photons.
    half_life_h : float or None, h
        For the decay during the acquisition; None leaves it out.
    detects_motion, corrects_motion : bool
        Look for shifts between views; take out those along the body.

    Raises
    ------
    ConfigError
        If a number makes no sense.
    """

    protocol: str = ""
    source: str = ""
    algorithm: Algorithm = Algorithm.OSEM
    iterations: int = 4
    subsets: int = 8
    prior: RelativeDifferencePrior = field(default_factory=RelativeDifferencePrior)
    collimator: Collimator | None = COLLIMATORS["LEHR"]
    follows_header: bool = False
    attenuation: bool = True
    scatter: ScatterMethod = ScatterMethod.AUTO
    scatter_to_primary: float = 0.4
    dual_window_factor: float = 0.5
    post_filter: PostFilter | None = field(default_factory=ButterworthFilter)
    photopeak_keV: float = 140.5
    half_life_h: float | None = TC99M_HALF_LIFE_H
    detects_motion: bool = True
    corrects_motion: bool = False

    def __post_init__(self) -> None:
        for name in ("iterations", "subsets"):
            value = getattr(self, name)
            if not isinstance(value, int) or not 1 <= value <= 1000:
                raise ConfigError(
                    f"{name}={value!r} makes no sense. Expected a whole number from 1 "
                    "to 1000: docs/reconstruction.md has those of our protocols."
                )
        for name, highest in (("scatter_to_primary", 3.0), ("dual_window_factor", 5.0)):
            value = getattr(self, name)
            if not 0 < value < highest:
                raise ConfigError(
                    f"{name}={value:g} makes no sense. Expected above 0 and below "
                    f"{highest:g}."
                )

    def for_views(self, n_views: int) -> "ReconstructionOptions":
        """Return these options with no more subsets than the views can feed.

        What decides the picture of ordered subsets is the number of steps, iterations
        times subsets. A study of few views takes them in fewer and larger subsets,
        and in as many more iterations; it costs the same.

        Parameters
        ----------
        n_views : int
            Of the study.

        Returns
        -------
        ReconstructionOptions
            The same where every subset has four views, and for other algorithms.

        Examples
        --------
        >>> few = ReconstructionOptions(iterations=8, subsets=16).for_views(30)
        >>> few.iterations, few.subsets
        (19, 7)
        """
        most = max(1, n_views // FEWEST_VIEWS_A_SUBSET)
        if self.algorithm is not Algorithm.OSEM or self.subsets <= most:
            return self
        steps = self.iterations * self.subsets
        return replace(self, subsets=most, iterations=math.ceil(steps / most))
