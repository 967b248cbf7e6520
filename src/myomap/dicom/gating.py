"""How the beat was cut into gates, as the gated-information sequence tells it.

The standard puts the range of beats and their number into the data information
sequence inside it; some makers write them one level higher. Both are read.
"""

from collections.abc import Iterator
from typing import Final

from myomap.dicom.header import Header
from myomap.errors import DicomError
from myomap.records import Gating

__all__ = ["read_gating"]

_LONGEST_MS: Final = 10_000.0
_MOST_BEATS: Final = 1_000_000
_TELLING: Final = ("LowRRValue", "HighRRValue", "IntervalsAcquired")


def read_gating(header: Header) -> Gating | None:
    """Return what the header tells of the beats.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    Gating or None
        Of several ranges of heart rate the widest in all, and the sum of their beats;
        None where nothing is told. Values that cannot be true are left out.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.12: NM Multi-gated Acquisition.
    """
    items = [*_items(header)]
    low = [ms for item in items if (ms := _interval_ms(item, "LowRRValue"))]
    high = [ms for item in items if (ms := _interval_ms(item, "HighRRValue"))]
    in_order = bool(low) and bool(high) and min(low) <= max(high)
    accepted = [n for item in items if (n := _beats(item, "IntervalsAcquired"))]
    rejected = [
        n
        for item in items
        if (n := _beats(item, "IntervalsRejected")) is not None and accepted
    ]
    if not in_order and not accepted:
        return None
    return Gating(
        shortest_ms=min(low) if in_order else None,
        longest_ms=max(high) if in_order else None,
        n_accepted=sum(accepted) if accepted else None,
        n_rejected=sum(rejected) if rejected else None,
    )


def _items(header: Header) -> Iterator[Header]:
    for gated in _sequence(header, "GatedInformationSequence"):
        inner = _sequence(gated, "DataInformationSequence")
        tells = any(item.has(name) for item in inner for name in _TELLING)
        yield from inner if tells else (gated,)


def _sequence(header: Header, keyword: str) -> tuple[Header, ...]:
    try:
        return header.items(keyword)
    except DicomError:
        return ()


def _interval_ms(item: Header, keyword: str) -> float | None:
    value = _number(item, keyword)
    return value if value is not None and 0 < value <= _LONGEST_MS else None


def _beats(item: Header, keyword: str) -> int | None:
    value = _number(item, keyword)
    return int(value) if value is not None and 0 <= value <= _MOST_BEATS else None


def _number(item: Header, keyword: str) -> float | None:
    """Return a number; a fault in what only adds a caution refuses no study."""
    try:
        return item.number(keyword)
    except DicomError:
        return None
