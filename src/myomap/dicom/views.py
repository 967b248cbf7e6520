"""Along which plane a volume was cut: transaxial, short axis, or of no use."""

from enum import Enum
from typing import Final

from myomap.dicom.header import Header
from myomap.dicom.words import has_phrase
from myomap.errors import UnsupportedStudyError

__all__ = ["Cut", "SliceOrder", "find_cut", "find_slice_order"]


class Cut(Enum):
    """The plane of the slices."""

    SHORT_AXIS = "short axis"
    OTHER = "transaxial, or not told"


class SliceOrder(Enum):
    """Where a stack of short-axis slices begins."""

    FROM_APEX = "apex first"
    FROM_BASE = "base first"
    UNKNOWN = "unknown"


_SHORT_AXIS_CODES: Final = frozenset({"103340004", "G-A186"})
_LONG_AXIS_CODES: Final = frozenset({"131185001", "131186000", "G-A18A", "G-A18B"})

_SHORT_AXIS_WORDS: Final = frozenset(
    {
        "sa",
        "sax",
        "gsa",
        "ssa",
        "rsa",
        "short axis",
        "shortaxis",
        "short axes",
        "kurze achse",
        "kurzachse",
        "kurzachsen",
        "kurzachsenschnitte",
        "petit axe",
        "eje corto",
        "eixo curto",
        "asse corto",
        "korte as",
        "короткая ось",
        "короткой оси",
        "по короткой оси",
    }
)
_LONG_AXIS_WORDS: Final = frozenset(
    {
        "vla",
        "hla",
        "long axis",
        "lange achse",
        "langachse",
        "grand axe",
        "eje largo",
        "eixo longo",
        "asse lungo",
        "длинная ось",
        "длинной оси",
    }
)

_ORDERS: Final = {
    "APEX TO BASE": SliceOrder.FROM_APEX,
    "BASE TO APEX": SliceOrder.FROM_BASE,
}
_LONG_AXIS_ORDERS: Final = frozenset(
    {"ANT TO INF", "INF TO ANT", "SEPTUM TO WALL", "WALL TO SEPTUM"}
)


def find_cut(header: Header) -> Cut:
    """Return along which plane the slices were cut, as far as the header tells.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    Cut
        Short axis by view code, by the direction of the slices or by a word in the
        series' description or the image's identifier; otherwise `Cut.OTHER`.

    Raises
    ------
    UnsupportedStudyError
        If the slices run along the long axis: cut from the transaxial volume, they
        show less of the wall than it does.

    References
    ----------
    .. [1] DICOM PS3.16 CID 26; PS3.3 C.8.4.15, Slice Progression Direction.
    """
    places = (header, *header.items("DetectorInformationSequence")[:1])
    codes = {
        item.text("CodeValue")
        for place in places
        for item in place.items("ViewCodeSequence")
    }
    progression = header.code_string("SliceProgressionDirection")
    texts = (header.text("SeriesDescription"), header.text("ImageID"))
    short_word = any(has_phrase(text, _SHORT_AXIS_WORDS) for text in texts)
    long_word = any(has_phrase(text, _LONG_AXIS_WORDS) for text in texts)
    if codes & _SHORT_AXIS_CODES or progression in _ORDERS:
        return Cut.SHORT_AXIS
    if (
        codes & _LONG_AXIS_CODES
        or progression in _LONG_AXIS_ORDERS
        or (long_word and not short_word)
    ):
        raise UnsupportedStudyError(
            "The slices run along the long axis of the heart. Expected transaxial or "
            "short-axis slices: give the volume that these were cut from."
        )
    return Cut.SHORT_AXIS if short_word and not long_word else Cut.OTHER


def find_slice_order(header: Header) -> SliceOrder:
    """Return where a stack of short-axis slices begins.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    SliceOrder
        Unknown unless Slice Progression Direction tells.
    """
    progression = header.code_string("SliceProgressionDirection")
    return _ORDERS.get(progression, SliceOrder.UNKNOWN)
