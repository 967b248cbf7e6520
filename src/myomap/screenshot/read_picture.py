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
    Evidence,
    MapArray,
    MapSource,
    Picture,
    PolarMap,
    State,
)
from myomap.screenshot.disc import Disc
from myomap.screenshot.disc_reading import DiscReading
from myomap.screenshot.finding import RefusedDisc, search_discs
from myomap.screenshot.layout import DiscContent, DiscLabel, label_discs
from myomap.screenshot.read_disc import read_disc

__all__ = ["PictureReading", "ReadDisc", "read_picture"]


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
        Of a disc that shows uptake; None of differences and extents, and where the
        values are refused.
    """

    disc: Disc
    label: DiscLabel
    reading: DiscReading
    polar_map: PolarMap | None

    @property
    def state(self) -> State | None:
        """Stress or rest; None where it is not known."""
        return self.label.state


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureReading:
    """What a picture shows.

    Parameters
    ----------
    discs : tuple of ReadDisc
        Row by row from the top left.
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

    Returns
    -------
    PictureReading
        Maps, refusals and cautions; no disc is no error here.

    Raises
    ------
    ConfigError
        If a state is given and the picture shows several maps.

    Examples
    --------
    >>> read_picture(Picture(rgb=np.zeros((90, 120, 3), np.uint8))).discs
    ()
    """
    search = search_discs(picture)
    labelled = label_discs(
        picture, search.discs, [refused.disc for refused in search.refused]
    )
    labels, cautions = labelled.labels, labelled.cautions
    if state is not None and labels:
        labels, cautions = (_named(labels, state),), ()
    readings = _readings(picture, search.discs, labels, scale)
    discs = tuple(
        ReadDisc(
            disc=disc,
            label=label,
            reading=reading,
            polar_map=_polar_map(label, reading),
        )
        for disc, label, reading in zip(search.discs, labels, readings, strict=True)
    )
    return PictureReading(discs=discs, refused=search.refused, cautions=cautions)


def _named(labels: Sequence[DiscLabel], state: State) -> DiscLabel:
    """Return the label of a lone disc that the user named."""
    if len(labels) > 1:
        raise ConfigError(
            f"The state {state.value} was given for a picture that shows "
            f"{len(labels)} polar maps. Expected one: leave the state out, or cut "
            "the map out and give it by itself."
        )
    evidence = Evidence(source="option", found=state.value, state=state)
    return replace(
        labels[0], content=DiscContent.UPTAKE, state=state, evidence=(evidence,)
    )


def _readings(
    picture: Picture,
    discs: Sequence[Disc],
    labels: Sequence[DiscLabel],
    scale: ColorScale | None,
) -> list[DiscReading]:
    """Return the values of every disc, those of one table read with one scale."""
    readings = [read_disc(picture, disc, scale) for disc in discs]
    shared = [
        index
        for index, label in enumerate(labels)
        if label.content is not DiscContent.DIFFERENCE
    ]
    if scale is not None or len(shared) < 2:
        return readings
    best = max((readings[index] for index in shared), key=lambda r: r.confidence)
    if best.scale is None:
        return readings
    for index in shared:
        if readings[index].confidence < best.confidence:
            again = read_disc(picture, discs[index], best.scale)
            if not again.is_refused:
                confidence = min(again.confidence, best.confidence)
                readings[index] = replace(again, confidence=confidence)
    return readings


def _polar_map(label: DiscLabel, reading: DiscReading) -> PolarMap | None:
    if reading.is_refused or not reading.valid.any():
        return None
    if label.content in {DiscContent.DIFFERENCE, DiscContent.EXTENT}:
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
