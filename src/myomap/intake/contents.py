"""The bytes of one file in, one input with what it says of the patient out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from myomap.dicom import CtSlice, PatientKey, read_dicom_or_slice
from myomap.errors import InputError, UnsupportedStudyError
from myomap.intake.nifti import read_nifti, read_nifti_attenuation_map
from myomap.intake.npy_map import AREA_ASSUMED, polar_map_from_npy
from myomap.intake.sniffing import FileKind
from myomap.records import AcquisitionFacts, InputKind, Sex, StudyInput

__all__ = ["FileContent", "content_from_bytes", "is_of_use", "map_from_bytes"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class FileContent:
    """What one file holds.

    Parameters
    ----------
    input : StudyInput
        The record, its state as the header tells it.
    patient : PatientKey or None
        Whose it is; None where the kind of file has no place to say so.
    sex : Sex or None
        If the file tells.
    age_years : float or None
        If the file tells.
    """

    input: StudyInput
    patient: PatientKey | None = None
    sex: Sex | None = None
    age_years: float | None = None


_REASONS: dict[FileKind, str] = {
    FileKind.EMPTY: "The file is empty.",
    FileKind.PICTURE: "Pictures of polar maps are not read yet.",
    FileKind.ZIP: "A zip inside a zip is not opened. Unpack it and give it by itself.",
    FileKind.UNKNOWN: (
        "The file is of no kind that is read here: DICOM, NIfTI, .npy or zip."
    ),
}


def is_of_use(kind: FileKind) -> bool:
    """Return whether files of a kind can hold an input.

    Parameters
    ----------
    kind : FileKind
        As sniffed.

    Returns
    -------
    bool
        Whether there is a reader; if not, the first bytes are all one needs.

    Examples
    --------
    >>> is_of_use(FileKind.NIFTI), is_of_use(FileKind.PICTURE)
    (True, False)
    """
    return kind in _READERS


def content_from_bytes(data: bytes, kind: FileKind) -> FileContent | CtSlice:
    """Return what the bytes of one file hold.

    Parameters
    ----------
    data : bytes
        The whole file.
    kind : FileKind
        As sniffed.

    Returns
    -------
    FileContent or CtSlice
        With the SHA-256 of the bytes; a slice of a CT has to be stacked with others.

    Raises
    ------
    InputError
        If the file is of no use, with the reason.
    """
    if kind is FileKind.DICOMDIR:
        raise UnsupportedStudyError(
            "A DICOMDIR is only a table of contents. The files themselves are read."
        )
    reader = _READERS.get(kind)
    if reader is None:
        raise InputError(_REASONS[kind])
    return _with_checksum(reader(data), data)


def map_from_bytes(data: bytes, kind: FileKind) -> FileContent | CtSlice:
    """Return what the bytes of one file say of attenuation.

    Only what the user named an attenuation map is read by this: a NIfTI volume does
    not tell by itself what its numbers mean.

    Parameters
    ----------
    data : bytes
        The whole file.
    kind : FileKind
        As sniffed.

    Returns
    -------
    FileContent or CtSlice
        An attenuation map, or a slice of a CT.

    Raises
    ------
    InputError
        If the file is something else, or of no use.
    """
    if kind in {FileKind.NIFTI, FileKind.NIFTI_GZIP}:
        return _with_checksum(_read_nifti_map(data), data)
    content = content_from_bytes(data, kind)
    if isinstance(content, FileContent) and content.input.kind.shows_uptake:
        raise InputError(
            f"What was given as attenuation map is a {content.input.kind.value}. "
            "Expected a CT, a transmission scan or a NIfTI volume in 1/cm."
        )
    return content


def _with_checksum(
    content: FileContent | CtSlice, data: bytes
) -> FileContent | CtSlice:
    if isinstance(content, CtSlice):
        return content
    checksum = hashlib.sha256(data).hexdigest()
    return replace(content, input=replace(content.input, sha256=checksum))


def _read_dicom(data: bytes) -> FileContent | CtSlice:
    found = read_dicom_or_slice(data)
    if isinstance(found, CtSlice):
        return found
    return FileContent(
        input=found.input,
        patient=found.patient,
        sex=found.sex,
        age_years=found.age_years,
    )


def _read_nifti(data: bytes) -> FileContent:
    found = read_nifti(data)
    return FileContent(
        input=StudyInput(
            data=found.volume,
            kind=InputKind.TRANSAXIAL_VOLUME,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(n_gates=found.n_gates),
            sha256="",
            cautions=found.cautions,
        )
    )


def _read_nifti_map(data: bytes) -> FileContent:
    attenuation_map, cautions = read_nifti_attenuation_map(data)
    return FileContent(
        input=StudyInput(
            data=attenuation_map,
            kind=InputKind.ATTENUATION_MAP,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(),
            sha256="",
            cautions=cautions,
        )
    )


def _read_npy(data: bytes) -> FileContent:
    return FileContent(
        input=StudyInput(
            data=polar_map_from_npy(data),
            kind=InputKind.POLAR_MAP,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(),
            sha256="",
            cautions=(AREA_ASSUMED,),
        )
    )


_READERS: dict[FileKind, Callable[[bytes], FileContent | CtSlice]] = {
    FileKind.DICOM: _read_dicom,
    FileKind.NIFTI: _read_nifti,
    FileKind.NIFTI_GZIP: _read_nifti,
    FileKind.NPY: _read_npy,
}
