"""Maps at stress and rest to what the reading network says of them."""

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError
from myomap.geometry import FloatArray
from myomap.inference.bundle import Bundle
from myomap.inference.card_parts import ReadingPart
from myomap.inference.displaced import displaced_pairs
from myomap.inference.doubts import (
    DOUBTS,
    Doubt,
    States,
    doubt_limits,
    doubt_reason,
    doubt_warning,
)
from myomap.inference.reading_input import MapPairs, channels_of, unscaled
from myomap.records import MapArray

if TYPE_CHECKING:
    from myomap.inference.contributions import Contributions

__all__ = [
    "FINDINGS",
    "LearnedLabel",
    "LearnedReading",
    "findings_of",
    "read_pairs",
]

FINDINGS: Final = ("abnormal", "ischemia", "infarction")
"""What a probability is given for."""

_CALLED_FROM = 0.5
_NORMAL, _ISCHEMIA, _INFARCTION, _MIXED = range(4)
_OF_FINDINGS = {
    "abnormal": (_ISCHEMIA, _INFARCTION, _MIXED),
    "ischemia": (_ISCHEMIA, _MIXED),
    "infarction": (_INFARCTION, _MIXED),
}
_LEAST_KNOWN = 0.5
_TOO_LITTLE = "Less than half of a map has data."
_REST_ALONE = (
    "Rest alone, and the network found no scar: what stress would show is not known."
)


class LearnedLabel(Enum):
    """What the network can say."""

    NORMAL = "normal"
    ISCHEMIA = "ischemia"
    INFARCTION = "infarction"
    MIXED = "mixed"
    ABNORMAL = "abnormal"
    """One state alone does not tell ischemia from infarction."""

    ABSTAINED = "abstained"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class LearnedReading:
    """What the network says of one patient.

    Parameters
    ----------
    label : LearnedLabel
        The likeliest, if anything is said at all.
    probability : dict of str to float
        Of each of `FINDINGS`, calibrated on simulated patients.
    interval : dict of str to (float, float)
        Of each, how far it moves where the maps are read off a little elsewhere.
    classes : dict of str to float
        Of each of the four classes, of sum 1.
    possible : tuple of str
        The classes that cannot be ruled out, at the card's coverage.
    mask : (32, 72), uint8
        0 none, 1 reversible, 2 fixed.
    chance : (3, 32, 72), float32
        Of each of the three, in every sample.
    normal_percent : tuple of (32, 72) or None
        The maps at stress and rest that the patient would have without disease, in
        percent of the given map's reference; None for a state that is not there.
    doubt : dict of Doubt to float
        Of `DOUBTS`; 1 is the most at which anything is said.
    reasons : tuple of str
        Why nothing is said; empty where something is.
    warnings : tuple of str
        Why the maps are to be looked at before anything is trusted; empty where they
        are the reason that nothing is said.
    model, sha256 : str
        Name of the model, and of its bundle.
    contributions : Contributions or None
        What each segment adds to each probability, where that was asked for.
    """

    label: LearnedLabel
    probability: dict[str, float]
    interval: dict[str, tuple[float, float]]
    classes: dict[str, float]
    possible: tuple[str, ...]
    mask: NDArray[np.uint8]
    chance: NDArray[np.float32]
    normal_percent: tuple[MapArray | None, MapArray | None]
    doubt: dict[Doubt, float]
    reasons: tuple[str, ...]
    warnings: tuple[str, ...]
    model: str
    sha256: str
    contributions: "Contributions | None" = None

    def __repr__(self) -> str:
        return f"LearnedReading({self.label.value}, {self.model})"


def read_pairs(
    bundle: Bundle, pairs: MapPairs, *, has_intervals: bool = True
) -> tuple[LearnedReading, ...]:
    """Return what a reading network says of patients.

    Parameters
    ----------
    bundle : Bundle
        Of a reading network.
    pairs : MapPairs
        The patients.
    has_intervals : bool
        Whether each is read again a little displaced; without it, both ends of every
        interval are the probability itself.

    Returns
    -------
    tuple of LearnedReading
        One a patient, whoever else is there.

    Raises
    ------
    InputError
        If the bundle is of another kind of model.
    """
    part = bundle.card.reading
    if part is None:
        raise InputError(
            f"The model '{bundle.card.name}' does not read pairs of maps. Name the "
            "bundle of a reading network."
        )
    return tuple(
        _read_one(bundle, part, pairs, place, has_intervals=has_intervals)
        for place in range(len(pairs.uptake))
    )


def findings_of(probability: FloatArray) -> dict[str, FloatArray]:
    """Return the probabilities of findings from those of classes.

    Parameters
    ----------
    probability : (patient, class)
        Of sum 1.

    Returns
    -------
    dict of str to (patient,)
        Of each of `FINDINGS`.

    Examples
    --------
    >>> found = findings_of(np.array([[0.5, 0.25, 0.125, 0.125]]))
    >>> [float(each[0]) for each in found.values()]
    [0.5, 0.375, 0.25]
    """
    return {
        name: np.clip(probability[:, list(of)].sum(axis=1), 0.0, 1.0)
        for name, of in _OF_FINDINGS.items()
    }


def _read_one(
    bundle: Bundle,
    part: ReadingPart,
    pairs: MapPairs,
    place: int,
    *,
    has_intervals: bool,
) -> LearnedReading:
    one = _only(pairs, place)
    shown, scale = channels_of(displaced_pairs(one) if has_intervals else one)
    probability, doubts, drawn = bundle.session.ask_for_maps(shown)
    findings = findings_of(probability)
    states = _states(one)
    found = {name: float(doubts[0, index]) for index, name in enumerate(DOUBTS)}
    most, warned = doubt_limits(part, states)
    reasons = tuple(
        doubt_reason(name, found[name], most[name])
        for name in DOUBTS
        if found[name] > most[name]
    )
    share = one.known[0].mean(axis=(1, 2))
    if ((share > 0) & (share < _LEAST_KNOWN)).any():
        reasons = (_TOO_LITTLE, *reasons)
    warnings = tuple(
        doubt_warning(name, found[name], warned[name])
        for name in DOUBTS
        if found[name] > warned[name] and not reasons
    )
    label = LearnedLabel.ABSTAINED if reasons else _label(probability[0], states)
    if label is LearnedLabel.ABSTAINED and not reasons:
        reasons = (_REST_ALONE,)
    healthy = unscaled(drawn[:1, 3:5], scale[:1])[0]
    least = part.least_probability[states]
    classes = bundle.card.task.classes
    return LearnedReading(
        label=label,
        probability={name: float(each[0]) for name, each in findings.items()},
        interval={
            name: (float(each.min()), float(each.max()))
            for name, each in findings.items()
        },
        classes=dict(zip(classes, probability[0].tolist(), strict=True)),
        possible=tuple(
            name
            for name, chance, needed in zip(classes, probability[0], least, strict=True)
            if chance >= needed
        ),
        mask=drawn[0, :3].argmax(axis=0).astype(np.uint8),
        chance=drawn[0, :3],
        normal_percent=(
            healthy[0] if one.known[0, 0].any() else None,
            healthy[1] if one.known[0, 1].any() else None,
        ),
        doubt={name: found[name] / most[name] for name in DOUBTS},
        reasons=reasons,
        warnings=warnings,
        model=bundle.card.name,
        sha256=bundle.sha256,
    )


def _only(pairs: MapPairs, place: int) -> MapPairs:
    where = slice(place, place + 1)
    return MapPairs(
        uptake=pairs.uptake[where],
        known=pairs.known[where],
        area=pairs.area[where],
        sex=pairs.sex[where],
        corrected=pairs.corrected[where],
        picture=pairs.picture[where],
    )


def _states(one: MapPairs) -> States:
    has_stress, has_rest = one.known[0].any(axis=(1, 2))
    if has_stress and has_rest:
        return "both"
    return "stress" if has_stress else "rest"


def _label(probability: FloatArray, states: States) -> LearnedLabel:
    diseased = 1.0 - probability[_NORMAL]
    if states == "stress":
        return (
            LearnedLabel.ABNORMAL if diseased >= _CALLED_FROM else LearnedLabel.NORMAL
        )
    if states == "rest":
        # A rest map without a scar leaves open what stress would show.
        scarred = probability[_INFARCTION] + probability[_MIXED]
        return (
            LearnedLabel.ABNORMAL if scarred >= _CALLED_FROM else LearnedLabel.ABSTAINED
        )
    if diseased < _CALLED_FROM:
        return LearnedLabel.NORMAL
    kinds = (LearnedLabel.ISCHEMIA, LearnedLabel.INFARCTION, LearnedLabel.MIXED)
    return kinds[int(np.argmax(probability[_ISCHEMIA:]))]
