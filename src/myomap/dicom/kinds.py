"""What an object is, and why it is turned away if it is of no use."""

from enum import Enum
from typing import Final

from myomap.dicom.header import Header
from myomap.errors import DicomError, MissingAttributeError, UnsupportedStudyError

__all__ = [
    "CT_ALONE",
    "MAP_ALONE",
    "ImageKind",
    "image_kind_of",
    "is_capture_class",
    "is_ct_image",
]


class ImageKind(Enum):
    """The nuclear medicine images that are read, by value 3 of Image Type."""

    TOMO = "TOMO"
    GATED_TOMO = "GATED TOMO"
    RECON_TOMO = "RECON TOMO"
    RECON_GATED_TOMO = "RECON GATED TOMO"

    @property
    def is_volume(self) -> bool:
        """Whether the frames are slices rather than views."""
        return self in {ImageKind.RECON_TOMO, ImageKind.RECON_GATED_TOMO}


_STORAGE: Final = "1.2.840.10008.5.1.4.1.1."
_NUCLEAR_MEDICINE: Final = _STORAGE + "20"
_CT: Final = _STORAGE + "2"
_PICTURE: Final = "a picture (Secondary Capture), which holds no counts"
_CAPTURES: Final = frozenset(
    f"{_STORAGE}7{part}" for part in ("", ".1", ".2", ".3", ".4")
)
_PET: Final = "a PET image; PET perfusion is not read, its limits are not SPECT's"

_OTHER_CLASSES: Final = {
    **dict.fromkeys(_CAPTURES, _PICTURE),
    _CT: "a CT image; a CT alone shows no perfusion",
    _STORAGE + "2.1": "an enhanced CT; only CTs of single slices are read",
    _STORAGE + "128": _PET,
    _STORAGE + "128.1": _PET,
    _STORAGE + "130": _PET,
    _STORAGE + "4": "an MR image",
    _STORAGE + "4.1": "an MR image",
    _STORAGE + "5": "a nuclear medicine image of the retired class of 1993",
    _STORAGE + "6.1": "an ultrasound image",
    _STORAGE + "12.1": "an X-ray angiogram",
    _STORAGE + "66.4": "a segmentation",
    _STORAGE + "104.1": "a PDF document",
    _STORAGE + "88.11": "a structured report",
    _STORAGE + "88.22": "a structured report",
    _STORAGE + "88.33": "a structured report",
    _STORAGE + "11.1": "a presentation state",
    "1.2.840.10008.1.3.10": "a directory of other files (DICOMDIR)",
}

_EXPECTED: Final = "Expected a nuclear medicine (NM) SPECT study, raw or reconstructed."

CT_ALONE: Final = f"The object is {_OTHER_CLASSES[_CT]}. {_EXPECTED}"
"""Why a CT without a study beside it is refused."""

MAP_ALONE: Final = (
    "The object is a transmission scan; alone it shows no perfusion. Give the "
    "emission study."
)
"""Why an attenuation map without a study beside it is refused."""

_OTHER_TYPES: Final = {
    "STATIC": "a static planar image",
    "DYNAMIC": "a dynamic planar series",
    "GATED": "a gated planar series",
    "WHOLE BODY": "a whole-body scan",
}


def image_kind_of(header: Header) -> ImageKind:
    """Return which kind of tomographic image an object holds.

    The class decides before the modality: captured screens of nuclear medicine
    stations carry the modality NM and are pictures all the same.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    ImageKind
        Raw or reconstructed, gated or not.

    Raises
    ------
    UnsupportedStudyError
        If the object is anything else; the message says what.
    MissingAttributeError
        If the header does not tell what it is.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.9.1.1.3, Image Type.
    """
    _require_nuclear_medicine(header)
    values = header.texts("ImageType")
    if len(values) < 3 or not values[2]:
        raise MissingAttributeError(
            "Image Type does not say what the frames are: found fewer than 3 values. "
            "Expected TOMO, GATED TOMO, RECON TOMO or RECON GATED TOMO as the third."
        )
    name = " ".join(values[2].upper().replace("_", " ").split())
    is_transmission = len(values) > 3 and values[3].upper() == "TRANSMISSION"
    if is_transmission and name != ImageKind.RECON_TOMO.value:
        raise UnsupportedStudyError(MAP_ALONE)
    try:
        return ImageKind(name)
    except ValueError:
        found = _OTHER_TYPES.get(name, "an image of a type that is not tomographic")
        raise UnsupportedStudyError(
            f"The object is {found}. Expected a tomographic study, raw or "
            "reconstructed: give the SPECT series."
        ) from None


def _require_nuclear_medicine(header: Header) -> None:
    sop_class = header.require_uid("SOPClassUID")
    if sop_class == _NUCLEAR_MEDICINE:
        modality = header.code_string("Modality")
        if modality not in {"NM", ""}:
            raise DicomError(
                "The object contradicts itself: its class is Nuclear Medicine Image, "
                "its modality another. Export the study again."
            )
        return
    found = _OTHER_CLASSES.get(sop_class, "no nuclear medicine image")
    raise UnsupportedStudyError(f"The object is {found}. {_EXPECTED}")


def is_capture_class(sop_class: str) -> bool:
    """Return whether objects of a class are captured screens.

    Parameters
    ----------
    sop_class : str
        SOP Class UID.

    Returns
    -------
    bool
        True for the Secondary Capture classes, of one frame or of many.

    Examples
    --------
    >>> is_capture_class("1.2.840.10008.5.1.4.1.1.7")
    True
    """
    return sop_class in _CAPTURES


def is_ct_image(header: Header) -> bool:
    """Return whether an object is a single slice of a CT.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    bool
        By its class; an enhanced CT of many frames is none.

    Raises
    ------
    MissingAttributeError
        If the header does not tell what it is.
    """
    return header.require_uid("SOPClassUID") == _CT
