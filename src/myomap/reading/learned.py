"""What a reading network says of a reading, in the words of its JSON."""

from dataclasses import replace
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from myomap.geometry import FloatArray
from myomap.inference import (
    FINDINGS,
    Bundle,
    LearnedLabel,
    LearnedReading,
    pair_of_maps,
    read_pairs,
    segment_contributions,
    shipped_reader,
)
from myomap.polarmap import segment_weights, segments_17, territory_weights
from myomap.reading.document import (
    CautionEntry,
    ContributionEntry,
    Defect,
    ModelEntry,
    Probability,
    Verdict,
)
from myomap.reading.journey import Reading
from myomap.reading.judgement import Judgement
from myomap.records import PolarMap, Territory

__all__ = [
    "contribution_entry",
    "learned_cautions",
    "learned_defects",
    "learned_verdict",
    "model_entry",
    "read_learned",
]

LEAST_EXTENT_PERCENT: Final = 3.0
"""Of the whole wall, in one territory: less is not named as a defect."""

SEGMENT_SHARE: Final = 0.25
"""Of a segment, from which it counts as affected."""

_FIXED_BELOW, _FIXED_ABOVE = 0.25, 0.75
"""Of what is missing at stress, the share that is missing at rest too."""

_SAYS_NORMAL = ("normal", "abstained")


def read_learned(
    reading: Reading, bundle: Bundle | None = None, *, explains: bool = False
) -> LearnedReading:
    """Return what a reading network says of a reading.

    Parameters
    ----------
    reading : Reading
        With stress, rest or both.
    bundle : Bundle, optional
        Of a reading network; the one that comes with the package if not given.
    explains : bool
        Whether it is found out what each segment adds to each probability.

    Returns
    -------
    LearnedReading
        The same for the same maps.

    Raises
    ------
    InputError
        If the bundle is of another kind of model.
    """
    stress, rest = reading.stress, reading.rest
    corrected = [each.attenuation_corrected for each in reading.states.values()]
    pairs = pair_of_maps(
        None if stress is None else stress.polar_map,
        None if rest is None else rest.polar_map,
        sex=reading.study.sex,
        attenuation_corrected=corrected[0] if len(set(corrected)) == 1 else None,
    )
    model = bundle or shipped_reader()
    (found,) = read_pairs(model, pairs)
    if not explains or found.label is LearnedLabel.ABSTAINED:
        return found
    return replace(found, contributions=segment_contributions(model, pairs))


def learned_verdict(learned: LearnedReading, judgement: Judgement | None) -> Verdict:
    """Return the verdict, with what the rule says where it says something else.

    Parameters
    ----------
    learned : LearnedReading
        By the network.
    judgement : Judgement or None
        By the normal limits.

    Returns
    -------
    Verdict
        With probabilities, how far they move where the maps are read off a little
        elsewhere, and reasons.
    """
    if learned.label is LearnedLabel.ABSTAINED:
        return Verdict(label="abstained", reasons=learned.reasons)
    told = [_told(learned)]
    if judgement is not None:
        told.append(_beside(learned.label.value, judgement.verdict.label.value))
    return Verdict(
        label=learned.label.value,
        probability=Probability(
            **{name: round(learned.probability[name], 4) for name in FINDINGS}
        ),
        interval={
            name: (round(low, 4), round(high, 4))
            for name, (low, high) in learned.interval.items()
        },
        reasons=tuple(told),
    )


def learned_defects(
    reading: Reading, learned: LearnedReading
) -> tuple[Defect, ...] | None:
    """Return the affected areas, one a territory.

    Parameters
    ----------
    reading : Reading
        Whose wall areas count.
    learned : LearnedReading
        With the map of affected samples.

    Returns
    -------
    tuple of Defect or None
        None where nothing is said, or one state alone cannot tell their kind; empty
        where the maps are called normal.
    """
    stress, rest = reading.stress, reading.rest
    if learned.label is LearnedLabel.ABSTAINED or stress is None or rest is None:
        return None
    if learned.label is LearnedLabel.NORMAL:
        return ()
    area = stress.polar_map.area_cm2.astype(np.float64)
    missing = _missing(learned, stress.polar_map, rest.polar_map)
    return tuple(
        defect
        for index, territory in enumerate(Territory)
        if (defect := _defect(learned, area, missing, territory_at=index)) is not None
    )


def learned_cautions(learned: LearnedReading | None) -> tuple[CautionEntry, ...]:
    """Return why what the network says may be wrong altogether.

    Parameters
    ----------
    learned : LearnedReading or None
        By the network.

    Returns
    -------
    tuple of CautionEntry
        Empty where nothing speaks against it.
    """
    warnings = learned.warnings if learned is not None else ()
    return tuple(CautionEntry(code="network-in-doubt", message=w) for w in warnings)


def contribution_entry(learned: LearnedReading | None) -> ContributionEntry | None:
    """Return what each segment adds to each probability.

    Parameters
    ----------
    learned : LearnedReading or None
        By the network.

    Returns
    -------
    ContributionEntry or None
        None where it was not asked for.
    """
    if learned is None or learned.contributions is None:
        return None
    found = learned.contributions
    told = {
        name: tuple(round(float(each), 4) for each in values)
        for name, values in zip(FINDINGS, found.values, strict=True)
    }
    normal = dict(
        zip(FINDINGS, (round(float(x), 4) for x in found.normal), strict=True)
    )
    return ContributionEntry(**told, without_disease=Probability(**normal))


def model_entry(learned: LearnedReading) -> ModelEntry:
    """Return which model it was.

    Parameters
    ----------
    learned : LearnedReading
        By the network.

    Returns
    -------
    ModelEntry
        Name and hash of its bundle.
    """
    return ModelEntry(name=learned.model, sha256=learned.sha256)


def _told(learned: LearnedReading) -> str:
    possible = ", ".join(learned.possible) or learned.label.value
    return f"A network taught by simulated patients says so; possible are: {possible}."


def _beside(learned: str, rule: str) -> str:
    if (learned in _SAYS_NORMAL) == (rule in _SAYS_NORMAL):
        same = "" if learned == rule else f" It calls them {rule}."
        return f"The rule by normal limits agrees on normal or not.{same}"
    return f"The rule by normal limits disagrees: it says {rule}. Look at the maps."


def _missing(
    learned: LearnedReading, stress: PolarMap, rest: PolarMap
) -> tuple[FloatArray, FloatArray]:
    """Return which share of its own normal uptake each sample lacks.

    At stress, and of that what is missing at rest too; 0 where either map has no data.
    """
    lacks = []
    for found, normal in zip((stress, rest), learned.normal_percent, strict=True):
        if normal is None:
            raise TypeError("a defect has a kind only where both states were read")
        lacks.append(
            np.maximum(1.0 - found.uptake_percent / np.maximum(normal, 1.0), 0.0)
        )
    known = stress.valid & rest.valid
    at_stress = np.where(known, lacks[0], 0.0).astype(np.float64)
    return at_stress, np.minimum(np.where(known, lacks[1], 0.0), at_stress)


def _defect(
    learned: LearnedReading,
    area: FloatArray,
    missing: tuple[FloatArray, FloatArray],
    *,
    territory_at: int,
) -> Defect | None:
    territory = tuple(Territory)[territory_at]
    affected = area * territory_weights(segments_17())[territory_at]
    affected = affected * (learned.mask > 0)
    extent = 100.0 * float(affected.sum()) / float(area.sum())
    if extent < LEAST_EXTENT_PERCENT:
        return None
    chance = 1.0 - learned.chance[0].astype(np.float64)
    at_stress, at_rest_too = (float((affected * each).sum()) for each in missing)
    return Defect(
        kind=_kind(at_rest_too / max(at_stress, 1e-9)),
        territory=territory.value,
        segments=_segments(learned.mask, area, territory),
        extent_percent=round(extent, 2),
        probability=round(float((affected * chance).sum() / affected.sum()), 4),
    )


def _kind(fixed_share: float) -> Literal["ischemia", "infarction", "mixed"]:
    if fixed_share < _FIXED_BELOW:
        return "ischemia"
    return "infarction" if fixed_share > _FIXED_ABOVE else "mixed"


def _segments(
    mask: NDArray[np.uint8], area: FloatArray, territory: Territory
) -> tuple[int, ...]:
    model = segments_17()
    parts = segment_weights(model) * area
    share = (parts * (mask > 0)).sum(axis=(1, 2)) / parts.sum(axis=(1, 2))
    return tuple(
        segment.number
        for segment, each in zip(model.segments, share, strict=True)
        if segment.territory is territory and each >= SEGMENT_SHARE
    )
