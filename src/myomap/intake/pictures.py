"""Pictures in, the polar maps that they show out, as inputs of a study.

Of a picture nothing is kept but its maps and the colours inside their discs: what
stands around them can be a name.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from myomap.colortable import ScaleOrigin
from myomap.dicom import StateFinding
from myomap.errors import InputError
from myomap.intake.npy_map import standard_sample_area_cm2
from myomap.records import (
    AcquisitionFacts,
    Caution,
    InputKind,
    Picture,
    PolarMap,
    StudyInput,
)
from myomap.screenshot import PictureReading, ReadDisc, crop_disc, read_picture

__all__ = ["inputs_from_pictures", "with_header_state"]

_AREA_ASSUMED = Caution(
    code="area-assumed",
    message=(
        "The map came from a picture without millimetres: extents are weighed by the "
        "wall area of a standard ventricle."
    ),
)
_ORIGINS = {
    ScaleOrigin.BAR: "by the colour bar beside it",
    ScaleOrigin.KNOWN: "by a colour table that was recognised",
    ScaleOrigin.BLIND: "without knowing its colour table, by the order of its colours",
}
_SAID_ELSEWHERE = "picture-state-unknown"


def inputs_from_pictures(pictures: Sequence[Picture]) -> tuple[StudyInput, ...]:
    """Return the polar maps on pictures of one file.

    Maps of extents and of differences are passed over, and so are pictures of a file
    that show no map.

    Parameters
    ----------
    pictures : sequence of Picture
        Its frames.

    Returns
    -------
    tuple of StudyInput
        At least one, in the order of the frames and row by row.

    Raises
    ------
    InputError
        If no polar map of uptake can be read, with the reason.
    """
    found: list[StudyInput] = []
    reasons: list[str] = []
    for picture in pictures:
        reading = read_picture(picture)
        found += _inputs(picture, reading)
        reasons += _reasons(reading)
    if not found:
        raise InputError(reasons[0] if reasons else _NO_MAP)
    return tuple(found)


_NO_MAP = (
    "The picture shows no polar map. Expected one or more round maps of the left "
    "ventricle, whole and at least 60 pixels wide."
)


def _inputs(picture: Picture, reading: PictureReading) -> Iterator[StudyInput]:
    """Yield an input for every map of uptake."""
    # That a state is not told is said of every input that has none.
    shared = [each for each in reading.cautions if each.code != _SAID_ELSEWHERE]
    n_refused = sum(disc.reading.is_refused for disc in reading.discs)
    if n_refused:
        shared.append(_disc_refused(n_refused))
    for read in reading.discs:
        if read.polar_map is not None:
            yield _input(picture, read, read.polar_map, shared)


def _input(
    picture: Picture, read: ReadDisc, polar_map: PolarMap, shared: Sequence[Caution]
) -> StudyInput:
    return StudyInput(
        data=replace(polar_map, area_cm2=standard_sample_area_cm2()),
        kind=InputKind.PICTURE,
        state=read.state,
        evidence=read.label.evidence,
        facts=AcquisitionFacts(),
        sha256="",
        cautions=(*shared, *_color_cautions(read), _AREA_ASSUMED),
        colors=crop_disc(picture, read.disc),
    )


def _reasons(reading: PictureReading) -> list[str]:
    """Return why discs were not read, those that are surely maps first."""
    of_discs = [disc.reading.reason for disc in reading.discs]
    of_others = [each.reason for each in reading.refused]
    no_uptake = [
        "The picture shows a difference or an extent and no uptake. Expected a polar "
        "map of stress or rest."
        for disc in reading.discs
        if disc.polar_map is None and not disc.reading.is_refused
    ]
    return [
        *(reason for reason in of_discs if reason is not None),
        *no_uptake,
        *of_others,
    ]


def _disc_refused(n_refused: int) -> Caution:
    return Caution(
        code="picture-disc-refused",
        message=(
            f"{n_refused} further disc(s) of the picture look like polar maps and "
            "their colours could not be read."
        ),
    )


def _color_cautions(read: ReadDisc) -> list[Caution]:
    """Return how the uptake was read from colours, and where it was covered."""
    reading, cautions = read.reading, []
    if reading.scale is not None:
        about = float(np.median(reading.tolerance_percent[reading.valid]))
        cautions.append(
            Caution(
                code="picture-colors",
                message=(
                    "The uptake was read from colours, "
                    f"{_ORIGINS[reading.scale.origin]}, to about {about:.0f} points. "
                    "100 % is the top of the colours as shown."
                ),
            )
        )
    covered = 100.0 * float((reading.filled & reading.valid).mean())
    if covered > 0:
        shown = f"{covered:.0f} %" if covered >= 1 else "Less than 1 %"
        cautions.append(
            Caution(
                code="picture-covered",
                message=(
                    f"{shown} of the map was covered by lines or words and was filled "
                    "from its surroundings."
                ),
            )
        )
    return cautions


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
