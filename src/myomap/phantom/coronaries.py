"""Which coronary artery feeds which part of the wall, and where the borders run."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom.solids import require_between
from myomap.records import Territory

__all__ = ["Coronaries", "border_distance_mm", "draw_coronaries"]

_NARROWEST_DEG = 20.0
_BASAL_TO, _APICAL_FROM = 0.5, 0.75
_TURN = 360.0

Border = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coronaries:
    """Three borders between three arteries, and the cap that the LAD feeds.

    A border runs at one angle along the basal half of the wall and at another near
    the apex. The defaults are the assignment of the 17 segments [1]_.

    Parameters
    ----------
    anterolateral_deg : (base, apex), degrees
        Between LAD and LCX; 0 lateral, 90 anterior.
    inferoseptal_deg : (base, apex), degrees
        Between LAD and RCA.
    inferolateral_deg : (base, apex), degrees
        Between RCA and LCX: low when the LCX is dominant.
    cap_fraction : float
        Beyond this height, 0 valve plane and 1 apex, all is fed by the LAD.

    References
    ----------
    .. [1] Cerqueira MD et al. Standardized myocardial segmentation. Circulation
       2002;105:539-542.
    """

    anterolateral_deg: Border = (60.0, 45.0)
    inferoseptal_deg: Border = (180.0, 225.0)
    inferolateral_deg: Border = (300.0, 315.0)
    cap_fraction: float = 0.9

    def __post_init__(self) -> None:
        require_between("cap_fraction", self.cap_fraction, 0.5, 1.0)
        for end in (0, 1):
            order = (
                self.anterolateral_deg[end],
                self.inferoseptal_deg[end],
                self.inferolateral_deg[end],
                self.anterolateral_deg[end] + _TURN,
            )
            for before, after in pairwise(order):
                if not after - before >= _NARROWEST_DEG:
                    raise ConfigError(
                        "A territory has no room: found "
                        f"{after - before:g} degrees between its borders, expected "
                        f"at least {_NARROWEST_DEG:g}. Move the borders apart."
                    )


def border_distance_mm(
    coronaries: Coronaries,
    territory: Territory,
    *,
    fraction: FloatArray,
    angle_deg: FloatArray,
    across_mm: FloatArray,
    apex_mm: float,
) -> FloatArray:
    """Return how deep points lie in a territory.

    Parameters
    ----------
    coronaries : Coronaries
        Borders.
    territory : Territory
        Which artery.
    fraction : (...)
        Height of the points: 0 valve plane, 1 apex of the mid-wall.
    angle_deg : (...), degrees
        Around the long axis.
    across_mm : (...), mm
        Distance from the long axis.
    apex_mm : float, mm
        From the valve plane to the apex of the mid-wall.

    Returns
    -------
    (...), mm
        To the nearest border, along the wall; negative outside.
    """
    first, last = _borders(coronaries, territory)
    share = np.clip((fraction - _BASAL_TO) / (_APICAL_FROM - _BASAL_TO), 0.0, 1.0)
    share = share * share * (3.0 - 2.0 * share)
    low = first[0] + share * (first[1] - first[0])
    high = last[0] + share * (last[1] - last[0])
    away = np.abs((angle_deg - (low + high) / 2 + 180.0) % _TURN - 180.0)
    inside = np.radians((high - low) / 2 - away) * across_mm
    above_cap = (fraction - coronaries.cap_fraction) * apex_mm
    if territory is Territory.LAD:
        return np.maximum(inside, above_cap)
    return np.minimum(inside, -above_cap)


def _borders(coronaries: Coronaries, territory: Territory) -> tuple[Border, Border]:
    anterolateral = coronaries.anterolateral_deg
    inferoseptal = coronaries.inferoseptal_deg
    inferolateral = coronaries.inferolateral_deg
    if territory is Territory.LAD:
        return anterolateral, inferoseptal
    if territory is Territory.RCA:
        return inferoseptal, inferolateral
    return inferolateral, (anterolateral[0] + _TURN, anterolateral[1] + _TURN)


def draw_coronaries(rng: np.random.Generator) -> Coronaries:
    """Draw where a patient's borders run.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Coronaries
        One in twelve with a dominant LCX, which takes most of the inferior wall
        from the RCA; one in five with an LAD that wraps around the apex.

    Notes
    -----
    With a balloon in one artery at a time the border segments 3, 4, 5, 9, 10, 11, 12
    and 15 belonged now to one artery and now to another [1]_; a scatter of 10 to 12°
    (one standard deviation) moves a border across about half of such a segment. A
    dominant LCX is found in about 8 % of hearts.

    References
    ----------
    .. [1] Pereztol-Valdés O et al. Correspondence between left ventricular 17
       myocardial segments and coronary arteries. Eur Heart J 2005;26:2637-2643.
    """
    drawn = np.clip(rng.normal(size=3), -2.0, 2.0) * (10.0, 11.0, 12.0)
    shift = [float(degrees) for degrees in drawn]
    anterolateral = (60.0 + shift[0], 45.0 + 0.7 * shift[0])
    wraps = rng.random() < 0.2
    inferoseptal = (180.0 + shift[1], (255.0 if wraps else 225.0) + 0.7 * shift[1])
    base, apex = (232.0, 305.0) if rng.random() < 0.08 else (300.0, 315.0)
    return Coronaries(
        anterolateral_deg=anterolateral,
        inferoseptal_deg=inferoseptal,
        # However small a right coronary artery is, it keeps some of the wall.
        inferolateral_deg=(
            max(base + shift[2], inferoseptal[0] + _NARROWEST_DEG),
            max(apex + 0.7 * shift[2], inferoseptal[1] + _NARROWEST_DEG),
        ),
        cap_fraction=float(rng.uniform(0.82 if wraps else 0.88, 0.94)),
    )
