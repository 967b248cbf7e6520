"""What must be known before the values of a disc are used."""

from myomap.colortable import ColorScale, ScaleOrigin
from myomap.records import Caution
from myomap.screenshot.compact_parts import CompactParts
from myomap.screenshot.disc_reading import PercentRange

__all__ = ["BAR_RUNS_AGAINST", "looks_upside_down", "part_unread", "reading_cautions"]

BAR_RUNS_AGAINST = Caution(
    code="picture-bar-disagrees",
    message=(
        "The picture's colour bar runs against the usual direction of its colour "
        "table: either the table is used in reverse or the bar hangs upside down, and "
        "only its numbers tell. Compare the map with the picture; --bar-range 0,100 "
        "or 100,0 says what the lower or left and the other end stand for."
    ),
)
"""The direction that fits the map better was taken."""

_REFERENCE_UNKNOWN = Caution(
    code="picture-reference-unknown",
    message=(
        "Neither a colour bar nor a known colour table tells what the colours stand "
        "for: 100 % is the highest colour of the discs. If the map does not reach the "
        "top of its scale, all of it reads too high by the same factor."
    ),
)
_RANGE_ASSUMED = Caution(
    code="picture-range-assumed",
    message=(
        "The colour scale was taken to run from 0 to 100 %; the numbers beside a bar "
        "are not read. If they say otherwise, give both ends: --bar-range 30,100."
    ),
)
_RANGE_UNUSED = Caution(
    code="picture-range-unused",
    message=(
        "A range of the colour scale was given and not used: neither a colour bar nor "
        "a known colour table explains the disc."
    ),
)


def reading_cautions(
    scale: ColorScale, range_percent: PercentRange | None
) -> tuple[Caution, ...]:
    """Return what the scale leaves open.

    Parameters
    ----------
    scale : ColorScale
        That the disc was read with.
    range_percent : (low, high), percent, or None
        What the user says of its ends.

    Returns
    -------
    tuple of Caution
        Empty where bar or table and their range are known.
    """
    if scale.origin is ScaleOrigin.BLIND:
        unused = () if range_percent is None else (_RANGE_UNUSED,)
        return (_REFERENCE_UNKNOWN, *unused)
    return (_RANGE_ASSUMED,) if range_percent is None else ()


def part_unread(parts: CompactParts) -> Caution:
    """Return that a part was neither read nor filled.

    Parameters
    ----------
    parts : CompactParts
        Which ones.

    Returns
    -------
    Caution
        With their share of the disc.
    """
    return Caution(
        code="picture-part-unread",
        message=(
            f"{100 * parts.share:.1f} % of the disc has colours that the scale lacks, "
            "in a part too broad for a line or a letter: it was left without values. "
            "It may be a defect."
        ),
    )


def looks_upside_down(named: str) -> Caution:
    """Return that a map is likelier the other way round.

    Parameters
    ----------
    named : str
        The table.

    Returns
    -------
    Caution
        The table was taken as it was given.
    """
    return Caution(
        code="picture-upside-down",
        message=(
            f"Read with {named} as it was given, the map looks upside down: most of "
            "it low, its rim high. Compare it with the picture."
        ),
    )
