"""Pictures in, the polar maps that they show out, as inputs of a study.

Of a picture nothing is kept but its maps and the colours inside their discs: what
stands around them can be a name.
"""

from collections.abc import Sequence
from dataclasses import replace

from myomap.dicom import StateFinding
from myomap.errors import InputError
from myomap.intake.npy_map import standard_sample_area_cm2
from myomap.records import (
    AcquisitionFacts,
    Caution,
    InputKind,
    MapSource,
    Picture,
    PolarMap,
    StudyInput,
)
from myomap.screenshot import Disc, crop_disc, find_discs
from myomap.screenshot.read_disc import read_disc

__all__ = ["inputs_from_pictures", "with_header_state"]

_AREA_ASSUMED = Caution(
    code="area-assumed",
    message=(
        "The map came from a picture without millimetres: extents are weighed by the "
        "wall area of a standard ventricle."
    ),
)


def inputs_from_pictures(pictures: Sequence[Picture]) -> tuple[StudyInput, ...]:
    """Return the polar maps on pictures of one file.

    Parameters
    ----------
    pictures : sequence of Picture
        Its frames.

    Returns
    -------
    tuple of StudyInput
        At least one; frames without a polar map are passed over.

    Raises
    ------
    InputError
        If no frame shows a polar map that can be read, with the reason.
    """
    found: list[StudyInput] = []
    reasons: list[str] = []
    for picture in pictures:
        for disc in find_discs(picture):
            _read(picture, disc, found, reasons)
    if not found:
        raise InputError(
            reasons[0]
            if reasons
            else "The picture shows no polar map. Expected one or more round maps."
        )
    return tuple(found)


def _read(
    picture: Picture, disc: Disc, found: list[StudyInput], reasons: list[str]
) -> None:
    reading = read_disc(picture, disc)
    if reading.reason is not None:
        reasons.append(reading.reason)
        return
    polar_map = PolarMap(
        uptake_percent=reading.uptake_percent,
        area_cm2=standard_sample_area_cm2(),
        valid=reading.valid & ~reading.filled,
        state=None,
        source=MapSource.PICTURE,
        reference_percentile=float("nan"),
    )
    found.append(
        StudyInput(
            data=polar_map,
            kind=InputKind.PICTURE,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(),
            sha256="",
            cautions=(_AREA_ASSUMED,),
            colors=crop_disc(picture, disc),
        )
    )


def with_header_state(item: StudyInput, told: StateFinding) -> StudyInput:
    """Return a map with what the header of its file says of the state.

    Parameters
    ----------
    item : StudyInput
        The only map of a captured screen.
    told : StateFinding
        Of the header.

    Returns
    -------
    StudyInput
        What the picture shows and the header agree on; where they contradict each
        other the state is left open.
    """
    states = {item.state, told.state} - {None}
    state = next(iter(states)) if len(states) == 1 else None
    cautions = (*item.cautions, *told.cautions)
    if len(states) > 1:
        cautions = (*cautions, _CONTRADICTED)
    return replace(
        item, state=state, evidence=(*item.evidence, *told.evidence), cautions=cautions
    )


_CONTRADICTED = Caution(
    code="state-contradicted-by-header",
    message=(
        "The picture shows one state and its header names the other. Neither was "
        "followed: give the file with --stress or --rest."
    ),
)
