"""How the patient lay, where it matters to what is read."""

from typing import Final

from myomap.dicom.header import Header
from myomap.dicom.words import has_phrase
from myomap.records import Caution

__all__ = ["lying_cautions"]

_PRONE_CODES: Final = frozenset({"1240000", "F-10310"})
_PRONE_POSITIONS: Final = frozenset({"HFP", "FFP"})
_PRONE_WORDS: Final = frozenset({"prone", "bauchlage", "procubitus"})

_PRONE: Final = Caution(
    code="prone-acquisition",
    message="The patient lay prone: attenuation differs from that of a patient on the "
    "back, and so do normal limits and any map acquired on the back.",
)


def lying_cautions(header: Header) -> tuple[Caution, ...]:
    """Return a caution where the patient lay prone.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    tuple of Caution
        By Patient Position, by the orientation's modifier, or by a word of the
        description; empty where nothing says so.

    References
    ----------
    .. [1] DICOM PS3.16 CID 20, Patient Orientation Modifier; PS3.3 C.7.3.1.1.2.
    """
    codes = {
        modifier.text("CodeValue")
        for orientation in header.items("PatientOrientationCodeSequence")
        for modifier in orientation.items("PatientOrientationModifierCodeSequence")
    }
    is_prone = (
        header.code_string("PatientPosition") in _PRONE_POSITIONS
        or bool(codes & _PRONE_CODES)
        or any(
            has_phrase(header.text(keyword), _PRONE_WORDS)
            for keyword in ("SeriesDescription", "ImageID", "ProtocolName")
        )
    )
    return (_PRONE,) if is_prone else ()
