"""The tracer: how organs take it up beside the heart, at rest and under stress."""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from myomap.phantom.solids import require_between

__all__ = ["Stressor", "Tracer", "Uptake", "draw_uptake"]


class Tracer(Enum):
    """What was injected."""

    SESTAMIBI = "sestamibi"
    TETROFOSMIN = "tetrofosmin"


class Stressor(Enum):
    """What raised the flow; None of them at rest."""

    EXERCISE = "exercise"
    VASODILATOR = "vasodilator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Uptake:
    """Concentrations in the organs; healthy myocardium is 1.

    Parameters
    ----------
    soft, lung, liver, spleen : float
        Of soft tissue and organs.
    stomach, gut : float
        Of their contents; 0 leaves them out.
    """

    soft: float
    lung: float
    liver: float
    spleen: float
    stomach: float
    gut: float

    def __post_init__(self) -> None:
        for name in self.__slots__:
            require_between(name, getattr(self, name), 0, 100)


_LIVER_AT_REST = {Tracer.SESTAMIBI: 0.70, Tracer.TETROFOSMIN: 0.50}
_LIVER_UNDER_STRESS = {Stressor.EXERCISE: 0.55, Stressor.VASODILATOR: 1.1}
_GUT_CHANCE = {None: 0.5, Stressor.EXERCISE: 0.25, Stressor.VASODILATOR: 0.5}


def draw_uptake(
    rng: np.random.Generator, tracer: Tracer, stressor: Stressor | None
) -> Uptake:
    """Draw one injection's uptake.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    tracer : Tracer
        Tetrofosmin leaves the liver sooner.
    stressor : Stressor or None
        Exercise turns blood away from liver and gut; None is rest.

    Returns
    -------
    Uptake
        Half an hour to an hour after the injection.

    Notes
    -----
    Planar heart to liver ratios rise within an hour from 0.83 to 1.08 (sestamibi) and
    from 1.04 to 1.51 (tetrofosmin), heart to lung ratios are 2.5 to 2.95 [1]_.
    A planar liver is two to three times as thick as the heart's two walls, so that the
    ratio of concentrations is more in the heart's favour: the medians here are 0.7 and
    0.5. Lung, blood and gut have wide ranges, because hardly anybody measured them.

    References
    ----------
    .. [1] PubMed 9074532: sestamibi and tetrofosmin compared in the same patients.
    """
    liver = _LIVER_AT_REST[tracer] * float(np.exp(0.3 * rng.normal()))
    if stressor is not None:
        liver *= _LIVER_UNDER_STRESS[stressor]
    gut = float(rng.uniform(0.3, 1.2)) if rng.random() < _GUT_CHANCE[stressor] else 0.0
    return Uptake(
        soft=float(rng.uniform(0.04, 0.10)),
        lung=float(rng.uniform(0.03, 0.08)),
        liver=float(np.clip(liver, 0.15, 1.6)),
        spleen=float(rng.uniform(0.3, 0.6)),
        stomach=float(rng.uniform(0.1, 0.5)) if rng.random() < 0.3 else 0.0,
        gut=gut,
    )
