"""A reconstructed transmission scan to an attenuation map in 1/cm.

Stations say in three ways what a stored number means: by a real-world value with its
unit, by Siemens' own pixel scale factor, by which the numbers are to be divided, or by
a rescaling without a unit. The first is taken at its word, the others when the result
is that of a patient.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.attenuation_values import attenuation_map_from_values
from myomap.dicom.frames import frame_count, frame_order
from myomap.dicom.header import Header
from myomap.dicom.pixels import read_rescale, read_stored_pixels
from myomap.dicom.placement import read_placement
from myomap.dicom.views import Cut, find_cut
from myomap.dicom.words import has_phrase
from myomap.errors import DicomError, UnsupportedStudyError
from myomap.records import AttenuationMap, Caution

__all__ = ["ReadMap", "is_attenuation_map", "read_attenuation_map"]

_PHRASES: Final = frozenset(
    (
        "mu map",
        "mumap",
        "umap",
        "u map",
        "μ map",
        "ac map",
        "acmap",
        "attenuation map",
        "attn map",
        "transmission map",
        "schwachungskarte",
    )
)
_PER_CM: Final = {
    "/cm": 1.0,
    "cm-1": 1.0,
    "1/cm": 1.0,
    "/mm": 10.0,
    "mm-1": 10.0,
    "/m": 0.01,
    "m-1": 0.01,
}
"""UCUM code → how many 1/cm one unit is."""

_SIEMENS: Final = "SIEMENS MED NM"

_UNIT_ASSUMED: Final = Caution(
    code="attenuation-unit-assumed",
    message="The header of the attenuation map names no unit; its rescaled values have "
    "soft tissue where 1/cm have it, and were taken for that.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMap:
    """An attenuation map with what had to be assumed.

    Parameters
    ----------
    attenuation_map : AttenuationMap
        In 1/cm.
    cautions : tuple of Caution
        What is doubtful.
    """

    attenuation_map: AttenuationMap
    cautions: tuple[Caution, ...]


def is_attenuation_map(header: Header) -> bool:
    """Return whether reconstructed slices show attenuation rather than uptake.

    Stations that compute the map from a CT do not all call it a transmission scan;
    the series' description then still names it.

    Parameters
    ----------
    header : Header
        Of a RECON TOMO object.

    Returns
    -------
    bool
        By value 4 of Image Type, or by a phrase of the description.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.9.1.1.4, Image Type.
    """
    values = header.texts("ImageType")
    if len(values) > 3 and values[3].upper() == "TRANSMISSION":
        return True
    texts = (header.text("SeriesDescription"), header.text("ImageID"))
    return any(has_phrase(text, _PHRASES) for text in texts)


def read_attenuation_map(header: Header) -> ReadMap:
    """Return the attenuation map of a RECON TOMO object.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    ReadMap
        In patient millimetres.

    Raises
    ------
    UnsupportedStudyError
        If its unit cannot be told, or it was cut along the heart.
    DicomError
        If the frames are more than slices, or header and pixels contradict each other.
    GeometryError
        If sizes or directions make no sense.
    """
    if find_cut(header) is Cut.SHORT_AXIS:
        raise UnsupportedStudyError(
            "The attenuation map was cut along the heart. Expected transaxial slices: "
            "give the map that they were cut from."
        )
    order = frame_order(header)
    *others, n_slices = order.index.shape
    if int(np.prod(others)) != 1:
        raise DicomError(
            "The frames of the attenuation map are divided by more than slice. "
            "Expected one volume: export the map again."
        )
    placement = read_placement(header)
    values, unit_cautions = _per_cm(header)
    values = values[order.index.reshape(n_slices)]
    attenuation_map, cautions = attenuation_map_from_values(
        values,
        placement.patient_affine(values.shape),
        header.uid("FrameOfReferenceUID"),
    )
    if placement.orientation is None or placement.position_mm is None:
        cautions = (*cautions, _PLACE_ASSUMED)
    return ReadMap(
        attenuation_map=attenuation_map,
        cautions=(*placement.cautions, *unit_cautions, *cautions),
    )


_PLACE_ASSUMED: Final = Caution(
    code="attenuation-place-assumed",
    message="The header does not place the attenuation map in the patient; it was "
    "taken as usually shown and centred on the axis of rotation. Check that it covers "
    "the heart.",
)


def _per_cm(header: Header) -> tuple[NDArray[np.float64], tuple[Caution, ...]]:
    stored = read_stored_pixels(header, frame_count(header)).astype(np.float64)
    mappings = header.items("RealWorldValueMappingSequence")
    if mappings:
        slope, intercept = _real_world(mappings)
        return stored * slope + intercept, ()
    if header.text("PrivateCreator0033") == _SIEMENS:
        factor = header.floating("SiemensPixelScaleFactor")
        if factor is not None:
            if not factor > 0:
                raise DicomError(
                    f"SiemensPixelScaleFactor is {factor:g}; expected a number above "
                    "0: export the map again."
                )
            return stored / factor, ()
    slope, intercept = read_rescale(header)
    return stored * slope + intercept, (_UNIT_ASSUMED,)


def _real_world(mappings: tuple[Header, ...]) -> tuple[float, float]:
    """Return slope and intercept in 1/cm of the only mapping to such a unit."""
    found: set[tuple[float, float]] = set()
    for mapping in mappings:
        slope = mapping.floating("RealWorldValueSlope")
        intercept = mapping.floating("RealWorldValueIntercept") or 0.0
        for code in mapping.items("MeasurementUnitsCodeSequence"):
            per_cm = _PER_CM.get(code.text("CodeValue"))
            if slope is not None and per_cm is not None:
                found.add((slope * per_cm, intercept * per_cm))
    if len(found) != 1:
        raise UnsupportedStudyError(
            "The unit of the attenuation map cannot be told: its real-world values "
            f"name {len(found)} scales in 1/cm. Expected one: export the map in 1/cm, "
            "or give the CT."
        )
    return found.pop()
