"""An attenuation map to the bytes of a transmission RECON TOMO object."""

from typing import TYPE_CHECKING

from myomap.dicom.series import SeriesHeader, code_item, file_bytes
from myomap.dicom.writer import recon_tomo_data_set
from myomap.dicom.written_pixels import StoredPixels, write_pixels
from myomap.records import AttenuationMap, Volume

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["write_attenuation_map"]


def write_attenuation_map(
    attenuation_map: AttenuationMap, header: SeriesHeader
) -> bytes:
    """Return an attenuation map as a nuclear medicine RECON TOMO file.

    Image Type calls it a transmission scan, and a real-world value mapping gives the
    unit, so that no reader has to guess what a stored number means.

    Parameters
    ----------
    attenuation_map : AttenuationMap
        On a straight grid.
    header : SeriesHeader
        What to say of it. Where it names no frame of reference, the map's own is
        written; corrections have no meaning here.

    Returns
    -------
    bytes
        Of a DICOM file; `read_dicom` gives the map back to 16 bits.

    Raises
    ------
    GeometryError
        If the map's axes are not perpendicular.
    LimitExceededError
        If the map is larger than is read.

    References
    ----------
    .. [1] DICOM PS3.3 C.8.4.9 (Real World Value Mapping Sequence), C.7.6.16.2.11;
       C.8.4.9.1.1.4 (transmission).
    .. [2] The Unified Code for Units of Measure, ``/cm``.
    """
    volume = Volume(counts=attenuation_map.per_cm, affine=attenuation_map.affine)
    data_set, stored = recon_tomo_data_set(volume, header, "TRANSMISSION")
    if header.frame_of_reference_uid is None and attenuation_map.frame_of_reference_uid:
        data_set.FrameOfReferenceUID = attenuation_map.frame_of_reference_uid
    write_pixels(data_set, stored)
    data_set.RealWorldValueMappingSequence = [_mapping(stored)]
    return file_bytes(data_set)


def _mapping(stored: StoredPixels) -> "Dataset":
    """Return the item that takes stored numbers to 1/cm."""
    from pydicom.dataset import Dataset

    item = Dataset()
    item.add_new(0x00409216, "US", 0)
    item.add_new(0x00409211, "US", 65535)
    item.RealWorldValueIntercept = 0.0
    item.RealWorldValueSlope = stored.slope
    item.LUTExplanation = "Linear attenuation coefficient at the photopeak"
    item.LUTLabel = "MU"
    item.MeasurementUnitsCodeSequence = [code_item("/cm", "UCUM", "/cm")]
    return item
