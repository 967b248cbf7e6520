"""Pictures in, the polar maps that they show out, as inputs of a study.

Of a picture nothing is kept but its maps and the colours inside their discs: what
stands around them can be a name.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from myomap.colortable import ColorScale, ScaleOrigin
from myomap.dicom import StateFinding
from myomap.errors import InputError
from myomap.intake.npy_map import standard_sample_area_cm2
from myomap.intake.picture_options import PictureOptions, read_with_options
from myomap.intake.picture_refusal import refusal_of
from myomap.records import (
    AcquisitionFacts,
    Caution,
    InputKind,
    Picture,
    PolarMap,
    State,
    StudyInput,
)
from myomap.screenshot import PictureReading, ReadDisc, crop_disc
from myomap.screenshot.picture_cautions import cautions_of_disc, cautions_of_picture

__all__ = ["inputs_from_pictures", "with_header_state"]

_NO_OPTIONS = PictureOptions()
_SAID_ELSEWHERE = "picture-state-unknown"


def inputs_from_pictures(
    pictures: Sequence[Picture], options: PictureOptions = _NO_OPTIONS
) -> tuple[StudyInput, ...]:
    """Return the polar maps on pictures of one file.

    Maps of extents and of differences are passed over, and so are pictures of a file
    that show no map.

    Parameters
    ----------
    pictures : sequence of Picture
        Its frames.
    options : PictureOptions
        What the user knows better of them.

    Returns
    -------
    tuple of StudyInput
        At least one, in the order of the frames and row by row.

    Raises
    ------
    InputError
        If no polar map of uptake can be read, with the reason; or a disc was placed
        off a picture.
    ConfigError
        If other states were given than a picture has maps.
    """
    readings = [read_with_options(picture, options) for picture in pictures]
    found = [
        item
        for picture, reading in zip(pictures, readings, strict=True)
        for item in _inputs(picture, reading)
    ]
    if not found:
        raise InputError(refusal_of(readings, options))
    return tuple(found)


def _inputs(picture: Picture, reading: PictureReading) -> Iterator[StudyInput]:
    """Yield an input for every map of uptake."""
    # That a state is not told is said of every input that has none.
    shared = [
        each for each in cautions_of_picture(reading) if each.code != _SAID_ELSEWHERE
    ]
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
        cautions=(*shared, *cautions_of_disc(read)),
        colors=crop_disc(picture, read.disc),
        place_px=(*read.disc.centre_px, *read.disc.radius_px),
        color_scale=_scale_name(read.reading.scale),
        reference=None
        if read.reading.is_range_given
        else f"the {read.reading.reference.value}",
    )


def _scale_name(scale: ColorScale | None) -> str | None:
    if scale is None or scale.name is not None:
        return None if scale is None else scale.name
    return "bar" if scale.origin is ScaleOrigin.BAR else "unknown"


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
        other the state is left open, unless the user said what the map shows.
    """
    evidence = (*item.evidence, *told.evidence)
    cautions = (*item.cautions, *told.cautions)
    states = {item.state, told.state} - {None}
    is_said = bool(item.evidence) and item.evidence[0].source == "option"
    if is_said and len(states) > 1:
        cautions = (*cautions, _OVERRULED)
    elif len(states) > 1:
        cautions = (*cautions, _CONTRADICTED)
    state = item.state if is_said else _only(states)
    return replace(item, state=state, evidence=evidence, cautions=cautions)


def _only(states: Collection[State | None]) -> State | None:
    return next(iter(states)) if len(states) == 1 else None


_OVERRULED = Caution(
    code="state-overruled",
    message="The header names another state than was given; what was given counts.",
)
_CONTRADICTED = Caution(
    code="state-contradicted-by-header",
    message=(
        "The picture shows one state and its header names the other. Neither was "
        "followed: give the file with --stress or --rest."
    ),
)
