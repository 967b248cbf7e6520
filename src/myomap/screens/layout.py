"""How discs are arranged on a screen: what is shown in which row and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from myomap.records import State
from myomap.screens.truth import DiscContent

__all__ = ["LARGEST_DISC_PX", "LAYOUTS", "LAYOUT_SHARES", "DiscPlan", "Layout"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscPlan:
    """What one disc shall show.

    Parameters
    ----------
    content : DiscContent
        Uptake, difference or extent.
    state : State or None
        None for a difference.
    title : str
        What stands beside it.
    """

    content: DiscContent
    state: State | None
    title: str


Layout = tuple[tuple[DiscPlan, ...], ...]
"""Rows of discs, from the top; the discs of a row from the left."""

_S = DiscPlan(content=DiscContent.UPTAKE, state=State.STRESS, title="Stress")
_R = DiscPlan(content=DiscContent.UPTAKE, state=State.REST, title="Rest")
_D = DiscPlan(content=DiscContent.DIFFERENCE, state=None, title="Difference")
_SE = DiscPlan(content=DiscContent.EXTENT, state=State.STRESS, title="Stress extent")
_RE = DiscPlan(content=DiscContent.EXTENT, state=State.REST, title="Rest extent")

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "stress alone": ((_S,),),
        "rest alone": ((_R,),),
        "side by side": ((_S, _R),),
        "stacked": ((_S,), (_R,)),
        "three in a row": ((_S, _R, _D),),
        "three stacked": ((_S,), (_R,), (_D,)),
        "2 x 2, states in columns": ((_S, _R), (_SE, _RE)),
        "2 x 2, states in rows": ((_S, _SE), (_R, _RE)),
        "2 x 3": ((_S, _R, _D), (_SE, _RE, _D)),
        "3 x 2": ((_S, _SE), (_R, _RE), (_D, _D)),
    }
)
"""Every arrangement by name. Side by side is that of the stations' usual picture."""

LAYOUT_SHARES: Final = {
    "stress alone": 0.12,
    "rest alone": 0.06,
    "side by side": 0.34,
    "stacked": 0.10,
    "three in a row": 0.14,
    "three stacked": 0.04,
    "2 x 2, states in columns": 0.06,
    "2 x 2, states in rows": 0.05,
    "2 x 3": 0.06,
    "3 x 2": 0.03,
}
"""How often each is drawn."""

LARGEST_DISC_PX: Final = {
    "stress alone": 1200.0,
    "rest alone": 1200.0,
    "side by side": 1000.0,
    "stacked": 900.0,
    "three in a row": 700.0,
    "three stacked": 600.0,
    "2 x 2, states in columns": 600.0,
    "2 x 2, states in rows": 600.0,
    "2 x 3": 450.0,
    "3 x 2": 450.0,
}
"""Diameter beyond which the screen would be larger than screens are."""
