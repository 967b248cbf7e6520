"""Segment scores side by side: the software's, and what the physician made of them."""

from dataclasses import dataclass

from myomap.reading import ReadingDocument
from myomap.report.physician import PhysicianReading

__all__ = ["SegmentScores", "segment_scores", "summed", "summed_fall"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SegmentScores:
    """The 17 scores of one state, twice.

    Parameters
    ----------
    software : tuple of int or None
        As they were computed; None where a segment could not be judged.
    borderline : tuple of bool
        Whether the software's score lies close to the next one.
    changed : dict of int to int
        Segments whose score the physician changed, and to what.
    """

    software: tuple[int | None, ...]
    borderline: tuple[bool, ...]
    changed: dict[int, int]

    @property
    def physician(self) -> tuple[int | None, ...]:
        """The scores with the physician's changes."""
        return tuple(
            self.changed.get(number, score)
            for number, score in enumerate(self.software, start=1)
        )


def segment_scores(
    document: ReadingDocument, physician: PhysicianReading | None, state: str
) -> SegmentScores | None:
    """Return the scores of a state.

    Parameters
    ----------
    document : ReadingDocument
        The software's.
    physician : PhysicianReading or None
        With what was changed.
    state : str
        ``stress`` or ``rest``.

    Returns
    -------
    SegmentScores or None
        None where the state was not read.
    """
    is_stress = state == "stress"
    states = document.perfusion
    found = states.stress if is_stress else states.rest
    if found is None:
        return None
    software = tuple(each.score for each in found.segments)
    given: dict[int, int] = {}
    if physician is not None:
        scores = physician.scores
        given = scores.stress if is_stress else scores.rest
    return SegmentScores(
        software=software,
        borderline=tuple(bool(each.is_borderline) for each in found.segments),
        changed={
            number: score
            for number, score in sorted(given.items())
            if software[number - 1] != score
        },
    )


def summed(scores: tuple[int | None, ...]) -> int | None:
    """Return the sum of scores.

    Parameters
    ----------
    scores : tuple of int or None
        Of all segments.

    Returns
    -------
    int or None
        None where one is missing: the sum of some would be read as one of all.

    Examples
    --------
    >>> summed((0, 2, 3)), summed((0, None, 3))
    (5, None)
    """
    known = [score for score in scores if score is not None]
    return sum(known) if len(known) == len(scores) else None


def summed_fall(
    stress: tuple[int | None, ...], rest: tuple[int | None, ...]
) -> int | None:
    """Return the sum of what scores fall from stress to rest: SDS.

    Parameters
    ----------
    stress, rest : tuple of int or None
        Of all segments.

    Returns
    -------
    int or None
        None where one is missing. A score that is higher at rest counts as 0.

    Examples
    --------
    >>> summed_fall((4, 2, 1), (1, 2, 3))
    3
    """
    if None in stress or None in rest:
        return None
    pairs = zip(stress, rest, strict=True)
    return sum(max(0, (high or 0) - (low or 0)) for high, low in pairs)
