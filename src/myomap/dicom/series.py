"""What a written object says of itself, and the parts all written objects share."""

import hashlib
import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from myomap.dicom.simulated import SIMULATED_COMMENT
from myomap.errors import ConfigError
from myomap.records import Sex, State

if TYPE_CHECKING:
    from pydicom.dataset import Dataset
    from pydicom.valuerep import DSfloat

__all__ = [
    "NUCLEAR_MEDICINE",
    "SeriesHeader",
    "code_item",
    "decimal_string",
    "derived_uid",
    "file_bytes",
    "shared_attributes",
]

NUCLEAR_MEDICINE: Final = "1.2.840.10008.5.1.4.1.1.20"
_PSEUDONYM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")
_UID: Final = re.compile(r"\d+(\.\d+)+", re.ASCII)
_NUCLIDES: Final = {
    "Tc-99m": ("72454006", "Technetium-99m"),
    "Tl-201": ("60057003", "Thallium-201"),
}
_STATE_CODES: Final = {
    State.REST: ("128975004", "SCT", "Resting State"),
    State.STRESS: ("109091", "DCM", "Cardiac Stress State"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesHeader:
    """What to write into the header of an object.

    Parameters
    ----------
    patient_id : str
        A pseudonym: letters, digits, space, dot, dash, underscore. Empty says that
        it is not known whose object this is; one word for all would claim that they
        are of one patient.
    series_description : str
        Shown by archives; the same characters.
    state : State or None
        Stress or rest, written as a code.
    sex : Sex or None
        If known.
    tracer : str or None
        As `read_dicom` names it.
    collimator : str or None
        Name of the collimator, of raw projections; the same characters.
    attenuation_corrected : bool or None
        If known.
    scatter_corrected, decay_corrected, motion_corrected : bool
        What else was corrected beyond doubt.
    short_axis : bool
        Whether slices were cut along the short axis.
    study_instance_uid, frame_of_reference_uid : str or None
        To file the object with others; new ones by default.
    derived_from : str or None
        SOP Instance UID of the nuclear medicine object it was made from.
    is_simulated : bool
        Whether to say, in the comments on patient and image, that this is nobody's.
    uid_seed : str
        Identifiers follow from this and from the pixels alone, so that the same
        input gives the same bytes.

    Raises
    ------
    ConfigError
        If a text could hold more than a pseudonym, or an identifier is not one.
    """

    patient_id: str
    series_description: str = ""
    state: State | None = None
    sex: Sex | None = None
    tracer: str | None = None
    collimator: str | None = None
    attenuation_corrected: bool | None = None
    scatter_corrected: bool = False
    decay_corrected: bool = False
    motion_corrected: bool = False
    short_axis: bool = False
    study_instance_uid: str | None = None
    frame_of_reference_uid: str | None = None
    derived_from: str | None = None
    is_simulated: bool = False
    uid_seed: str = ""

    def __post_init__(self) -> None:
        for name in ("patient_id", "series_description", "collimator"):
            text = getattr(self, name)
            if text and not _PSEUDONYM.fullmatch(text):
                raise ConfigError(
                    f"{name} cannot be written into a DICOM header. Expected up to 64 "
                    "letters, digits, spaces, dots, dashes or underscores."
                )
        for name in ("study_instance_uid", "frame_of_reference_uid", "derived_from"):
            uid = getattr(self, name)
            if uid is not None and not (len(uid) <= 64 and _UID.fullmatch(uid)):
                raise ConfigError(
                    f"{name} is not a unique identifier. Expected at most 64 digits "
                    "and dots."
                )


def derived_uid(*parts: str) -> str:
    """Return an identifier that follows from the parts alone.

    Parameters
    ----------
    *parts : str
        What the identifier stands for.

    Returns
    -------
    str
        Below the root 2.25, which needs no registration.

    References
    ----------
    .. [1] DICOM PS3.5 Annex B.2.

    Examples
    --------
    >>> derived_uid("study", "1") == derived_uid("study", "1")
    True
    """
    digest = hashlib.sha256("\\0".join(parts).encode()).digest()[:16]
    return f"2.25.{uuid.UUID(bytes=digest, version=4).int}"


def code_item(value: str, scheme: str, meaning: str) -> "Dataset":
    """Return one item of a code sequence.

    Parameters
    ----------
    value, scheme, meaning : str
        Of the code.

    Returns
    -------
    Dataset
        The item.
    """
    from pydicom.dataset import Dataset

    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = scheme
    item.CodeMeaning = meaning
    return item


def shared_attributes(header: SeriesHeader, content_hash: str) -> "Dataset":
    """Return the attributes of patient, study, series, equipment and isotope.

    Parameters
    ----------
    header : SeriesHeader
        What to write.
    content_hash : str
        Of the pixels; the object's own identifier follows from it.

    Returns
    -------
    Dataset
        To be completed with image, geometry and pixels.
    """
    from pydicom.dataset import Dataset

    seed = (header.uid_seed, header.patient_id)
    data_set = Dataset()
    data_set.SpecificCharacterSet = "ISO_IR 192"
    data_set.SOPClassUID = NUCLEAR_MEDICINE
    data_set.SOPInstanceUID = derived_uid("object", *seed, content_hash)
    data_set.StudyInstanceUID = header.study_instance_uid or derived_uid("study", *seed)
    data_set.SeriesInstanceUID = derived_uid("series", *seed, content_hash)
    data_set.FrameOfReferenceUID = header.frame_of_reference_uid or derived_uid(
        "frame", *seed, content_hash
    )
    data_set.PositionReferenceIndicator = ""
    data_set.Modality = "NM"
    data_set.BodyPartExamined = "HEART"
    data_set.CountsAccumulated = ""
    data_set.Manufacturer = "myomap"
    data_set.PatientName = f"{header.patient_id}^" if header.patient_id else ""
    data_set.PatientID = header.patient_id
    data_set.PatientSex = header.sex.value if header.sex else ""
    data_set.PatientBirthDate = ""
    for keyword in (
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "ReferringPhysicianName",
        "StudyID",
        "ContentDate",
        "ContentTime",
        "AcquisitionDate",
        "AcquisitionTime",
    ):
        setattr(data_set, keyword, "")
    data_set.SeriesNumber = 1
    data_set.InstanceNumber = 1
    if header.series_description:
        data_set.SeriesDescription = header.series_description
    _write_patient_orientation(data_set)
    _write_state(data_set, header)
    _write_isotope(data_set, header)
    _write_corrections(data_set, header)
    if header.is_simulated:
        data_set.PatientComments = SIMULATED_COMMENT
        data_set.ImageComments = SIMULATED_COMMENT
    if header.derived_from:
        data_set.SourceImageSequence = [_reference(header.derived_from)]
    return data_set


def _write_patient_orientation(data_set: "Dataset") -> None:
    """Leave open how the patient lay: the geometry already speaks of the patient."""
    for keyword in (
        "PatientOrientationCodeSequence",
        "PatientGantryRelationshipCodeSequence",
    ):
        setattr(data_set, keyword, [])


def _write_state(data_set: "Dataset", header: SeriesHeader) -> None:
    from pydicom.dataset import Dataset

    if header.state is None:
        return
    item = Dataset()
    item.ValueType = "CODE"
    item.ConceptNameCodeSequence = [code_item("109054", "DCM", "Patient State")]
    item.ConceptCodeSequence = [code_item(*_STATE_CODES[header.state])]
    data_set.AcquisitionContextSequence = [item]


def _write_isotope(data_set: "Dataset", header: SeriesHeader) -> None:
    from pydicom.dataset import Dataset

    item = Dataset()
    nuclide = _NUCLIDES.get((header.tracer or "")[:6])
    item.RadionuclideCodeSequence = (
        [code_item(nuclide[0], "SCT", nuclide[1])] if nuclide else []
    )
    if header.tracer:
        item.Radiopharmaceutical = header.tracer
    data_set.RadiopharmaceuticalInformationSequence = [item]


def _write_corrections(data_set: "Dataset", header: SeriesHeader) -> None:
    """Write what was corrected, by the terms of PS3.3 C.8.4.9.

    A list without ATTN says that attenuation was left in. Where nothing else can be
    listed for that, the uniformity that every camera corrects is. Where nothing is
    known of attenuation, no list is written, since it would be read as one without.
    """
    if header.attenuation_corrected is None:
        return
    terms = {
        "DECY": header.decay_corrected,
        "ATTN": header.attenuation_corrected,
        "SCAT": header.scatter_corrected,
        "MOTN": header.motion_corrected,
    }
    found = [term for term, is_true in terms.items() if is_true]
    data_set.CorrectedImage = found or ["UNIF"]


def _reference(sop_instance_uid: str) -> "Dataset":
    from pydicom.dataset import Dataset

    item = Dataset()
    item.ReferencedSOPClassUID = NUCLEAR_MEDICINE
    item.ReferencedSOPInstanceUID = sop_instance_uid
    return item


def decimal_string(value: float) -> "DSfloat":
    """Return a number in the sixteen characters that DICOM allows it.

    Parameters
    ----------
    value : float
        Any finite number.

    Returns
    -------
    DSfloat
        Rounded where sixteen characters are too few.
    """
    from pydicom.valuerep import DSfloat

    return DSfloat(float(value), auto_format=True)


def file_bytes(data_set: "Dataset") -> bytes:
    """Return a data set as a DICOM file in Explicit VR Little Endian.

    Parameters
    ----------
    data_set : Dataset
        A whole object.

    Returns
    -------
    bytes
        With an empty preamble and a meta header.
    """
    from io import BytesIO

    from pydicom import dcmwrite
    from pydicom.dataset import FileMetaDataset

    meta: Any = FileMetaDataset()
    meta.MediaStorageSOPClassUID = data_set.SOPClassUID
    meta.MediaStorageSOPInstanceUID = data_set.SOPInstanceUID
    meta.TransferSyntaxUID = "1.2.840.10008.1.2.1"
    meta.ImplementationClassUID = derived_uid("myomap")
    meta.ImplementationVersionName = "MYOMAP"
    data_set.file_meta = meta
    buffer = BytesIO()
    dcmwrite(buffer, data_set, enforce_file_format=True)
    return buffer.getvalue()
