"""A whole screen: its discs, what they show, and their maps in percent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from myomap.colortable import ColorScale
from myomap.errors import ConfigError
from myomap.records import (
    N_ANGLES,
    N_RINGS,
    Caution,
    MapArray,
    MapSource,
    Picture,
    PolarMap,
    State,
)
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_reading import DiscReading, PercentRange
from myomap.screenshot.finding import DiscSearch, RefusedDisc, search_discs
from myomap.screenshot.layout import (
    DiscContent,
    DiscLabel,
    LabelledDiscs,
    label_discs,
    unlabelled,
)
from myomap.screenshot.line_of_three import has_false_difference
from myomap.screenshot.naming import named_labels
from myomap.screenshot.neighbours import neighbour_cautions
from myomap.screenshot.placing import PLACED_BY_HAND, checked_places
from myomap.screenshot.read_disc import read_disc
from myomap.screenshot.segment_drawing import segment_drawing
from myomap.screenshot.segment_values import FLAT_SEGMENTS, values_by_segment

__all__ = ["PictureReading", "ReadDisc", "read_picture"]

_NO_MAP_OF = {
    DiscContent.DIFFERENCE: "The disc shows a difference, no uptake.",
    DiscContent.EXTENT: "The disc shows an extent, no uptake as it is.",
    DiscContent.UNKNOWN: (
        "What the disc shows is not known: say what each disc is, or cut it out and "
        "give it by itself."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReadDisc:
    """One polar disc of a picture, read.

    Parameters
    ----------
    disc : Disc
        Where it lies.
    label : DiscLabel
        What it shows, and why.
    reading : DiscReading
        Its values in percent, and how sure they are.
    polar_map : PolarMap or None
        Of a disc that shows uptake; None of differences and extents, of discs whose
        content is not known, and where the values are refused.
    """

    disc: Disc
    label: DiscLabel
    reading: DiscReading
    polar_map: PolarMap | None

    @property
    def state(self) -> State | None:
        """Stress or rest; None where it is not known."""
        return self.label.state

    @property
    def reason(self) -> str | None:
        """Why there is no map of it; None where there is one."""
        if self.polar_map is not None:
            return None
        if self.label.content in _NO_MAP_OF:
            return _NO_MAP_OF[self.label.content]
        return self.reading.reason or "Nothing of the disc could be read."


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _ScaleAsked:
    """What the user knows of the colours."""

    scale: ColorScale | None
    range_percent: PercentRange | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureReading:
    """What a picture shows.

    Parameters
    ----------
    discs : tuple of ReadDisc
        Row by row from the top left, or as they were placed.
    refused : tuple of RefusedDisc
        Round things that are not read, with the reason.
    cautions : tuple of Caution
        How the states were told, and what is doubtful.
    """

    discs: tuple[ReadDisc, ...]
    refused: tuple[RefusedDisc, ...]
    cautions: tuple[Caution, ...]

    @property
    def maps(self) -> tuple[PolarMap, ...]:
        """The maps of uptake, in the order of the discs."""
        maps = [disc.polar_map for disc in self.discs]
        return tuple(each for each in maps if each is not None)


def read_picture(
    picture: Picture,
    *,
    scale: ColorScale | None = None,
    state: State | None = None,
    states: Sequence[State | None] | None = None,
    places: Sequence[Disc] | None = None,
    bar_range_percent: PercentRange | None = None,
) -> PictureReading:
    """Return the polar maps of a picture.

    Discs of one screen are shown in one colour table: the scale that is surest on one
    of them is tried on the others.

    Parameters
    ----------
    picture : Picture
        A station's screen, or a part of it.
    scale : ColorScale or None
        What the colours mean, when that is known.
    state : State or None
        What a lone map shows, when that is known.
    states : sequence of State or None, or None
        What the discs of uptake show, row by row from the top left, against the
        arrangement; None among them passes a disc over. As many as there are discs of
        uptake, or discs of any content.
    places : sequence of Disc or None
        Where the discs lie, when that is known better: nothing else is looked for,
        and nothing judges whether a map is there. `whole_disc` takes a picture that
        is cropped to the map.
    bar_range_percent : (low, high), percent, or None
        What the ends of the colour scale stand for; None takes 0 and 100.

    Returns
    -------
    PictureReading
        Maps, refusals and cautions; no disc is no error here.

    Raises
    ------
    ConfigError
        If a state is given and the picture shows several maps, or states and there
        are not as many discs.
    GeometryError
        If a place lies off the picture.

    Examples
    --------
    >>> read_picture(Picture(rgb=np.zeros((90, 120, 3), np.uint8))).discs
    ()
    """
    search = _searched(picture, places)
    labelled = _labelled(picture, search, state, states)
    drawings = [segment_drawing(picture, disc) for disc in search.discs]
    colors = _ScaleAsked(scale=scale, range_percent=bar_range_percent)
    readings = [
        reading if drawing is None else values_by_segment(reading, drawing)
        for reading, drawing in zip(
            _readings(picture, search.discs, labelled.labels, colors),
            drawings,
            strict=True,
        )
    ]
    if has_false_difference(labelled.labels, readings) and states is None:
        labelled = unlabelled(search.discs)
    cautions = (
        *((PLACED_BY_HAND,) if places is not None else ()),
        *labelled.cautions,
        *neighbour_cautions(search),
        *((FLAT_SEGMENTS,) if any(drawings) else ()),
    )
    discs = tuple(
        ReadDisc(
            disc=disc,
            label=label,
            reading=reading,
            polar_map=_polar_map(label, reading),
        )
        for disc, label, reading in zip(
            search.discs, labelled.labels, readings, strict=True
        )
    )
    return PictureReading(discs=discs, refused=search.refused, cautions=cautions)


def _searched(picture: Picture, places: Sequence[Disc] | None) -> DiscSearch:
    if places is None:
        return search_discs(picture)
    return DiscSearch(discs=checked_places(picture, places), refused=())


def _labelled(
    picture: Picture,
    search: DiscSearch,
    state: State | None,
    states: Sequence[State | None] | None,
) -> LabelledDiscs:
    """Return what every disc shows: as the user says, else by the arrangement."""
    others = [refused.disc for refused in search.refused]
    labelled = label_discs(picture, search.discs, others)
    if not search.discs:
        return labelled
    if state is not None:
        states = (*(states or ()), state)
        if len(search.discs) > 1 or len(states) > 1:
            raise ConfigError(
                f"The state {state.value} was given for a picture that shows "
                f"{len(search.discs)} polar maps. Expected one: leave the state out, "
                "give the states of all of them, or cut the map out."
            )
    if states is None:
        return labelled
    return LabelledDiscs(labels=named_labels(labelled.labels, states), cautions=())


def _readings(
    picture: Picture,
    discs: Sequence[Disc],
    labels: Sequence[DiscLabel],
    colors: _ScaleAsked,
) -> list[DiscReading]:
    """Return the values of every disc, those of one table read with one scale."""
    ends = colors.range_percent
    readings = [
        read_disc(picture, disc, colors.scale, bar_range_percent=ends) for disc in discs
    ]
    shared = [
        index
        for index, label in enumerate(labels)
        if label.content is not DiscContent.DIFFERENCE
    ]
    if colors.scale is not None or len(shared) < 2:
        return readings
    best = max((readings[index] for index in shared), key=lambda r: r.confidence)
    if best.scale is None:
        return readings
    for index in shared:
        if readings[index].confidence < best.confidence:
            again = read_disc(
                picture,
                discs[index],
                best.scale,
                bar_range_percent=ends,
                is_scale_told=False,
            )
            if not again.is_refused:
                confidence = min(again.confidence, best.confidence)
                readings[index] = replace(again, confidence=confidence)
    return readings


def _polar_map(label: DiscLabel, reading: DiscReading) -> PolarMap | None:
    if reading.is_refused or not reading.valid.any():
        return None
    if label.content is not DiscContent.UPTAKE:
        return None
    return PolarMap(
        uptake_percent=reading.uptake_percent,
        area_cm2=_disc_area(),
        valid=reading.valid,
        state=label.state,
        source=MapSource.PICTURE,
        # 100 is the top of the colour scale, whatever that was.
        reference_percentile=float("nan"),
    )


def _disc_area() -> MapArray:
    """Return the relative area of every sample on the drawn disc, mean 1."""
    ring = (2 * np.arange(N_RINGS) + 1) / N_RINGS
    return np.repeat(ring[:, None], N_ANGLES, axis=1).astype(np.float32)
