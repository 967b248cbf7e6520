"""Whether a source tells where its voxels lie, so that others can be laid on them."""

from myomap.dicom.header import Header
from myomap.dicom.kinds import image_kind_of
from myomap.dicom.placement import read_orientation, read_position
from myomap.dicom.projections import read_projections
from myomap.dicom.source import read_header
from myomap.errors import InputError

__all__ = ["tells_place"]


def tells_place(source: bytes) -> bool:
    """Return whether positions found in a source are those of its frame of reference.

    A header without a position is read all the same, with the middle of its volume, or
    the axis of its rotation, at the origin: beside another series of the study such
    voxels would lie anywhere.

    Parameters
    ----------
    source : bytes
        One whole DICOM file.

    Returns
    -------
    bool
        False too for objects that hold no tomographic image.
    """
    try:
        header, _ = read_header(source)
        return bool(header.uid("FrameOfReferenceUID")) and _has_position(header)
    except InputError:
        return False


def _has_position(header: Header) -> bool:
    if image_kind_of(header).is_volume:
        known = (read_orientation(header), read_position(header))
        return all(each is not None for each in known)
    return read_projections(header).projections.axis_position_mm is not None
