"""How wide a reading network is, and a new one of that width."""

from dataclasses import dataclass
from typing import Any

from myomap.learning.optional import optional_module

__all__ = ["Widths", "build_polar_network", "n_weights"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """How wide a network is.

    Parameters
    ----------
    fine : int
        Channels on the whole grid.
    levels : tuple of int
        Channels on grids of a half, a quarter and an eighth of its sides.
    blocks : int
        Residual blocks of each level.
    """

    fine: int = 16
    levels: tuple[int, int, int] = (32, 64, 96)
    blocks: int = 1


def build_polar_network(widths: Widths) -> Any:
    """Return a network with weights that begin by torch's chance.

    Parameters
    ----------
    widths : Widths
        How wide.

    Returns
    -------
    torch module
        From (patient, channel, 32, 72), as `myomap.inference.reading_input` makes it,
        to class scores (patient, 4), a score of being no map (patient,), features
        (patient, n), and maps (patient, 7, 32, 72) in the order of `MAP_OUTPUTS`.
    """
    optional_module("torch")
    from myomap.learning.reading_network.polar_module import PolarNetwork

    return PolarNetwork(widths)


def n_weights(network: Any) -> int:
    """Return how many weights a network has.

    Parameters
    ----------
    network : torch module
        Any.

    Returns
    -------
    int
        Of all that is learnt.
    """
    return sum(each.numel() for each in network.parameters())
