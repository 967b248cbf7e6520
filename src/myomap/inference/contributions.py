"""What each segment adds to each probability: sampled Shapley values over 17 segments.

A segment is taken away by giving it the uptake that the network thinks this patient
would have there without disease.
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.inference.bundle import Bundle
from myomap.inference.read_maps import FINDINGS, findings_of
from myomap.inference.reading_input import MapPairs, channels_of, unscaled
from myomap.polarmap import segment_weights, segments_17

__all__ = ["Contributions", "segment_contributions"]

N_ORDERS: Final = 6
"""Orders in which segments are given back, each also in reverse."""

_SEED: Final = 17
_AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Contributions:
    """What each segment adds to each probability.

    Parameters
    ----------
    values : (finding, segment)
        In the order of `FINDINGS` and of the 17 segments; they add up to the
        probability of the maps less that of the normal ones.
    normal : (finding,)
        Probability of the maps with every segment as if healthy.
    error : (finding, segment)
        Standard error of the sampling.
    """

    values: FloatArray
    normal: FloatArray
    error: FloatArray


def segment_contributions(
    bundle: Bundle, one: MapPairs, *, n_orders: int = N_ORDERS
) -> Contributions:
    """Return what each segment adds to each probability of one patient.

    Parameters
    ----------
    bundle : Bundle
        Of a reading network.
    one : MapPairs
        Of one patient.
    n_orders : int
        More of them make it more exact, and slower.

    Returns
    -------
    Contributions
        The same for the same maps; two in a row, one order forwards and backwards,
        are taken for one draw.

    Raises
    ------
    InputError
        If there is not exactly one patient.

    References
    ----------
    .. [1] Shapley L. A value for n-person games. Contributions to the Theory of Games
       1953;2:307-317.
    .. [2] Mitchell R et al. Sampling permutations for Shapley value estimation. J Mach
       Learn Res 2022;23(43):1-46.
    """
    if len(one.uptake) != 1:
        raise InputError(
            f"Contributions are of one patient: found {len(one.uptake)}. Give them one "
            "by one."
        )
    weights = segment_weights(segments_17())
    # Every sample belongs to one segment, those on a border to the first.
    owner = weights.argmax(axis=0)
    parts = np.stack([owner == k for k in range(len(weights))]).astype(np.float32)
    healthy = _healthy(bundle, one)
    rng = np.random.default_rng(_SEED)
    draws = []
    for _ in range(n_orders):
        order = rng.permutation(len(parts))
        both = [_added(bundle, one, healthy, parts, o) for o in (order, order[::-1])]
        draws.append((both[0] + both[1]) / 2.0)
    found = np.stack(draws)
    spread = found.std(axis=0, ddof=1) if n_orders > 1 else np.zeros(found.shape[1:])
    return Contributions(
        values=found.mean(axis=0),
        normal=_asked(bundle, one, healthy)[0],
        error=spread / np.sqrt(n_orders),
    )


def _healthy(bundle: Bundle, one: MapPairs) -> NDArray[np.float32]:
    """Return (1, 2, 32, 72): what the maps would be without disease."""
    shown, scale = channels_of(one)
    drawn = bundle.session.ask_for_maps(shown)[2]
    return np.asarray(unscaled(drawn[:, 3:5], scale) * one.known, np.float32)


def _added(
    bundle: Bundle,
    one: MapPairs,
    healthy: NDArray[np.float32],
    parts: NDArray[np.float32],
    order: NDArray[np.int64],
) -> FloatArray:
    """Return (finding, segment): by how much each rises when its segment is given."""
    given = np.concatenate([np.zeros((1, *parts.shape[1:])), parts[order]]).cumsum(0)
    share = given[:, None].astype(np.float32)
    found = _asked(bundle, one, share * one.uptake + (1.0 - share) * healthy)
    added = np.empty((found.shape[1], len(order)))
    added[:, order] = np.diff(found, axis=0).T
    return added


def _asked(bundle: Bundle, one: MapPairs, uptake: NDArray[np.float32]) -> FloatArray:
    """Return (map, finding): probabilities of one patient with several maps."""
    n = len(uptake)
    several = replace(
        one,
        uptake=np.asarray(uptake, np.float32),
        known=np.repeat(one.known, n, axis=0),
        area=np.repeat(one.area, n, axis=0),
        sex=np.repeat(one.sex, n),
        corrected=np.repeat(one.corrected, n),
        picture=np.repeat(one.picture, n),
    )
    shown = channels_of(several)[0]
    answers = [
        bundle.session.ask(shown[first : first + _AT_ONCE])
        for first in range(0, n, _AT_ONCE)
    ]
    found = findings_of(np.concatenate(answers))
    return np.stack([found[name] for name in FINDINGS], axis=1)
