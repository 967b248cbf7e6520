"""Whether what attenuates lies in the same coordinates as what was measured."""

from collections.abc import Sequence
from dataclasses import replace

from myomap.records import Caution, InputKind, StudyInput

__all__ = ["with_coordinate_cautions"]


def with_coordinate_cautions(inputs: Sequence[StudyInput]) -> tuple[StudyInput, ...]:
    """Return the inputs, with a caution at each CT or map that may lie elsewhere.

    A scanner names one frame of reference for all that was acquired without moving
    the patient. Two names prove nothing, since some stations draw a new one for every
    series, but whether the two fit must then be seen.

    Parameters
    ----------
    inputs : sequence of StudyInput
        Of one study.

    Returns
    -------
    tuple of StudyInput
        In the same order; a CT of known state is compared with that state alone.
    """
    return tuple(
        item if item.kind.shows_uptake else _compared(item, inputs) for item in inputs
    )


def _compared(item: StudyInput, inputs: Sequence[StudyInput]) -> StudyInput:
    partners = [
        other
        for other in inputs
        if other.kind.shows_uptake
        and other.kind is not InputKind.POLAR_MAP
        and (item.state is None or other.state in (None, item.state))
    ]
    mine = item.frame_of_reference_uid
    theirs = [other.frame_of_reference_uid for other in partners]
    n_apart = sum(uid not in (None, mine) for uid in theirs) if mine else 0
    what = "CT" if item.kind is InputKind.CT_VOLUME else "attenuation map"
    if n_apart:
        caution = Caution(
            code="frame-of-reference-differs",
            message=(
                f"The {what} names another frame of reference than {n_apart} of "
                f"{len(partners)} SPECT inputs. Check on an overlay that it lies where "
                "the patient lay."
            ),
        )
    elif mine is None or None in theirs:
        caution = Caution(
            code="frame-of-reference-unknown",
            message=(
                f"Not both the {what} and the SPECT name their frame of reference. "
                "Check on an overlay that it lies where the patient lay."
            ),
        )
    else:
        return item
    return replace(item, cautions=(*item.cautions, caution))
