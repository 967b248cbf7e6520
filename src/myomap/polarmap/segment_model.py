"""How the disc is cut into segments, and which coronary artery feeds each.

Angles grow counter-clockwise from lateral: 0° lateral, 90° anterior, 180° septal,
270° inferior. Radii are fractions of the disc's radius, which is the fraction of the
arc length from apex (0) to valve plane (1).
"""

from dataclasses import dataclass

from myomap.errors import ConfigError, GeometryError
from myomap.records import Territory

__all__ = [
    "DEFAULT_RADII",
    "Segment",
    "SegmentModel",
    "segments_17",
    "segments_20",
]

DEFAULT_RADII = (0.25, 0.50, 0.75)
"""Outer radius of apex, apical ring and mid ring: equal steps on the disc."""

_WALLS = (
    "anterior",
    "anteroseptal",
    "inferoseptal",
    "inferior",
    "inferolateral",
    "anterolateral",
)
_APICAL_WALLS = ("anterior", "septal", "inferior", "lateral")


_WALL_TERRITORIES = (
    Territory.LAD,
    Territory.LAD,
    Territory.RCA,
    Territory.RCA,
    Territory.LCX,
    Territory.LCX,
)
_APICAL_TERRITORIES = (Territory.LAD, Territory.LAD, Territory.RCA, Territory.LCX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One piece of the disc.

    Parameters
    ----------
    number : int
        From 1.
    name : str
        ``"basal anterior"``.
    territory : Territory
        The artery that usually feeds it.
    inner_radius, outer_radius : float, 0 to 1
        Fractions of the disc's radius.
    start_deg, sweep_deg : float, degrees
        Where the segment begins and how far it runs counter-clockwise.
    """

    number: int
    name: str
    territory: Territory
    inner_radius: float
    outer_radius: float
    start_deg: float
    sweep_deg: float

    def contains(self, radius: float, angle_deg: float) -> bool:
        """Return whether a point of the disc lies in the segment.

        Parameters
        ----------
        radius : float, 0 to 1
            Fraction of the disc's radius.
        angle_deg : float, degrees
            Any angle; whole turns do not count.

        Returns
        -------
        bool
            The inner and the first border belong to the segment, the outer and the
            last do not; only the rim of the disc belongs to the basal ring.
        """
        beyond = (angle_deg - self.start_deg) % 360.0
        is_on_rim = radius == 1.0 == self.outer_radius
        reaches = self.inner_radius <= radius < self.outer_radius or is_on_rim
        return reaches and beyond < self.sweep_deg


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SegmentModel:
    """Segments that cover the disc.

    Parameters
    ----------
    name : str
        ``"17 segments (AHA)"``; what to print beside a picture.
    segments : tuple of Segment
        In the order of their numbers 1, 2, 3, ...

    Raises
    ------
    GeometryError
        If the numbers have gaps or the segments do not cover the disc once.
    """

    name: str
    segments: tuple[Segment, ...]

    def __post_init__(self) -> None:
        numbers = [segment.number for segment in self.segments]
        if numbers != list(range(1, len(numbers) + 1)):
            raise GeometryError(
                f"The segments are numbered {numbers}. Expected 1, 2, 3, ... without "
                "gaps: sort and number them again."
            )
        covered = sum(
            (segment.outer_radius - segment.inner_radius) * segment.sweep_deg / 360.0
            for segment in self.segments
        )
        if abs(covered - 1.0) > 1e-9:
            raise GeometryError(
                f"The segments cover {100 * covered:.1f} % of the disc. Expected "
                "100 %: close the gaps between them or take away what overlaps."
            )

    def __repr__(self) -> str:
        return f"SegmentModel({self.name})"

    def segment_at(self, radius: float, angle_deg: float) -> Segment:
        """Return the segment that a point of the disc lies in.

        Parameters
        ----------
        radius : float, 0 to 1
            Fraction of the disc's radius.
        angle_deg : float, degrees
            Counter-clockwise from lateral.

        Returns
        -------
        Segment
            The one that has the point.

        Raises
        ------
        GeometryError
            If the point lies off the disc.

        Examples
        --------
        >>> segments_17().segment_at(0.9, 90).name
        'basal anterior'
        """
        for segment in self.segments:
            if segment.contains(radius, angle_deg):
                return segment
        raise GeometryError(
            f"A point at {radius:g} of the radius lies on no segment. Expected a "
            "radius from 0 to 1 and a finite angle."
        )


def segments_17(radii: tuple[float, float, float] = DEFAULT_RADII) -> SegmentModel:
    """Return the 17 segments of the American Heart Association.

    Six basal and six mid segments of 60°, four apical ones of 90°, and the apex.
    Anterior and inferior segments are centred on 90° and 270°.

    Parameters
    ----------
    radii : three floats, 0 to 1
        Outer radii of apex, apical ring and mid ring. Screens differ in them: the
        default .25, .50, .75 is the graticule that perfusion screens draw.

    Returns
    -------
    SegmentModel
        The segment that a territory's name stands for is the one it *usually* feeds;
        inferior and inferolateral segments can belong to RCA or LCX [2]_.

    Raises
    ------
    ConfigError
        If the radii do not grow from above 0 to below 1.

    References
    ----------
    .. [1] Cerqueira et al., Circulation 2002;105:539.
    .. [2] Pereztol-Valdés et al., Eur Heart J 2005;26:2637.

    Examples
    --------
    >>> model = segments_17()
    >>> [s.number for s in model.segments if s.territory is Territory.RCA]
    [3, 4, 9, 10, 15]
    """
    apex, apical, mid = _checked(radii)
    apical_ring = tuple(
        Segment(
            number=13 + index,
            name=f"apical {wall}",
            territory=_APICAL_TERRITORIES[index],
            inner_radius=apex,
            outer_radius=apical,
            start_deg=45.0 + 90.0 * index,
            sweep_deg=90.0,
        )
        for index, wall in enumerate(_APICAL_WALLS)
    )
    cap = Segment(
        number=17,
        name="apex",
        territory=Territory.LAD,
        inner_radius=0.0,
        outer_radius=apex,
        start_deg=0.0,
        sweep_deg=360.0,
    )
    rings = _six("basal", 1, (mid, 1.0)) + _six("mid", 7, (apical, mid))
    return SegmentModel(name="17 segments (AHA)", segments=(*rings, *apical_ring, cap))


def segments_20(radii: tuple[float, float, float] = DEFAULT_RADII) -> SegmentModel:
    """Return the older model of 20 segments.

    Three rings of six segments of 60°, numbered from the distal ring to the base, and
    the apex cut in two: 1-6 distal, 7-12 mid, 13-18 basal, 19 anterior apex, 20
    inferior apex.

    Parameters
    ----------
    radii : three floats, 0 to 1
        Outer radii of apex, distal ring and mid ring; the same default as for 17.

    Returns
    -------
    SegmentModel
        Its territories follow the walls as in the 17 segments: the anterior and
        anteroseptal walls and the apex LAD, inferoseptal and inferior RCA, the
        lateral walls LCX. The model was never given one agreed table of territories;
        take these as a convention.

    Raises
    ------
    ConfigError
        If the radii do not grow from above 0 to below 1.

    Examples
    --------
    >>> segments_20().segment_at(0.1, 270).name
    'inferior apex'
    """
    apex, distal, mid = _checked(radii)
    halves = tuple(
        Segment(
            number=19 + index,
            name=f"{wall} apex",
            territory=Territory.LAD,
            inner_radius=0.0,
            outer_radius=apex,
            start_deg=180.0 * index,
            sweep_deg=180.0,
        )
        for index, wall in enumerate(("anterior", "inferior"))
    )
    rings = (
        _six("distal", 1, (apex, distal))
        + _six("mid", 7, (distal, mid))
        + _six("basal", 13, (mid, 1.0))
    )
    return SegmentModel(name="20 segments", segments=(*rings, *halves))


def _six(level: str, first: int, radii: tuple[float, float]) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            number=first + index,
            name=f"{level} {wall}",
            territory=_WALL_TERRITORIES[index],
            inner_radius=radii[0],
            outer_radius=radii[1],
            start_deg=(60.0 + 60.0 * index) % 360.0,
            sweep_deg=60.0,
        )
        for index, wall in enumerate(_WALLS)
    )


def _checked(radii: tuple[float, float, float]) -> tuple[float, float, float]:
    apex, second, third = radii
    if not 0.0 < apex < second < third < 1.0:
        raise ConfigError(
            f"The segments' radii are {apex:g}, {second:g}, {third:g}. Expected three "
            "growing fractions between 0 and 1, such as 0.25, 0.5, 0.75."
        )
    return radii
