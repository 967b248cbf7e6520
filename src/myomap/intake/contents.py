"""The bytes of one file in, its inputs with what they say of the patient out.

Most files hold one input; a picture can show several polar maps.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeAlias

from myomap.dicom import CtSlice, PatientKey, ScreenCapture, read_dicom_object
from myomap.errors import InputError, UnsupportedStudyError
from myomap.intake.nifti import read_nifti, read_nifti_attenuation_map
from myomap.intake.npy_map import AREA_ASSUMED, polar_map_from_npy
from myomap.intake.picture_options import PictureOptions
from myomap.intake.pictures import inputs_from_pictures, with_header_state
from myomap.intake.sniffing import FileKind
from myomap.records import AcquisitionFacts, InputKind, Picture, Sex, StudyInput
from myomap.screenshot import decode_pictures

__all__ = [
    "FileContent",
    "FileContents",
    "ShownPictures",
    "content_from_bytes",
    "is_of_use",
    "map_from_bytes",
    "maps_of_pictures",
]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class FileContent:
    """One input of a file.

    Parameters
    ----------
    input : StudyInput
        The record, its state as the header tells it.
    part : int
        Which of the file's inputs, counted from 0.
    n_parts : int
        How many inputs the file has.
    patient : PatientKey or None
        Whose it is; None where the kind of file has no place to say so.
    sex : Sex or None
        If the file tells.
    age_years : float or None
        If the file tells.
    """

    input: StudyInput
    part: int = 0
    n_parts: int = 1
    patient: PatientKey | None = None
    sex: Sex | None = None
    age_years: float | None = None


FileContents: TypeAlias = tuple[FileContent, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ShownPictures:
    """Pictures of one file, in which nobody has looked for polar maps yet.

    Parameters
    ----------
    pictures : tuple of Picture
        Its frames.
    capture : ScreenCapture or None
        With what the header says, where there is one.
    """

    pictures: tuple[Picture, ...]
    capture: ScreenCapture | None = None


FoundContents: TypeAlias = FileContents | CtSlice | ShownPictures

_REASONS: dict[FileKind, str] = {
    FileKind.EMPTY: "The file is empty.",
    FileKind.ZIP: "A zip inside a zip is not opened. Unpack it and give it by itself.",
    FileKind.UNKNOWN: (
        "The file is of no kind that is read here: DICOM, NIfTI, .npy, PNG, JPEG, BMP "
        "or zip."
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
    >>> is_of_use(FileKind.NIFTI), is_of_use(FileKind.UNKNOWN)
    (True, False)
    """
    return kind in _READERS


def content_from_bytes(data: bytes, kind: FileKind) -> FoundContents:
    """Return what the bytes of one file hold.

    Parameters
    ----------
    data : bytes
        The whole file.
    kind : FileKind
        As sniffed.

    Returns
    -------
    tuple of FileContent, CtSlice or ShownPictures
        At least one input, with the SHA-256 of the bytes; a slice of a CT has to be
        stacked with others, and in pictures maps have to be looked for.

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
    return _with_checksums(reader(data), data)


def map_from_bytes(data: bytes, kind: FileKind) -> FoundContents:
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
    tuple of FileContent, or CtSlice
        An attenuation map, or a slice of a CT.

    Raises
    ------
    InputError
        If the file is something else, or of no use.
    """
    if kind in {FileKind.NIFTI, FileKind.NIFTI_GZIP}:
        return _with_checksums(_read_nifti_map(data), data)
    contents = content_from_bytes(data, kind)
    if isinstance(contents, CtSlice):
        return contents
    found = (
        [InputKind.PICTURE]
        if isinstance(contents, ShownPictures)
        else [content.input.kind for content in contents]
    )
    for each in found:
        if each.shows_uptake:
            raise InputError(
                f"What was given as attenuation map is a {each.value}. Expected a CT, "
                "a transmission scan or a NIfTI volume in 1/cm."
            )
    return contents


def _with_checksum(content: FileContent, checksum: str) -> FileContent:
    return replace(content, input=replace(content.input, sha256=checksum))


def _with_checksums(contents: FoundContents, data: bytes) -> FoundContents:
    if not isinstance(contents, tuple):
        return contents
    checksum = hashlib.sha256(data).hexdigest()
    return tuple(_with_checksum(content, checksum) for content in contents)


def _read_dicom(data: bytes) -> FoundContents:
    found = read_dicom_object(data)
    if isinstance(found, CtSlice):
        return found
    if isinstance(found, ScreenCapture):
        return ShownPictures(pictures=found.pictures, capture=found)
    content = FileContent(
        input=found.input,
        patient=found.patient,
        sex=found.sex,
        age_years=found.age_years,
    )
    return (content,)


def _read_picture(data: bytes) -> ShownPictures:
    return ShownPictures(pictures=decode_pictures(data))


def maps_of_pictures(
    shown: ShownPictures, data: bytes, options: PictureOptions
) -> FileContents:
    """Return the polar maps on the pictures of one file.

    Parameters
    ----------
    shown : ShownPictures
        What `content_from_bytes` made of the file.
    data : bytes
        The whole file.
    options : PictureOptions
        What the user knows better of pictures.

    Returns
    -------
    tuple of FileContent
        At least one. A header speaks for the state of a map only where it is alone.

    Raises
    ------
    InputError
        If there is no polar map that can be read, with the reason.
    """
    if shown.capture is None:
        inputs = inputs_from_pictures(shown.pictures, options)
        contents = tuple(
            FileContent(input=each, part=part, n_parts=len(inputs))
            for part, each in enumerate(inputs)
        )
    else:
        contents = _maps_of_capture(shown.capture, options)
    checksum = hashlib.sha256(data).hexdigest()
    return tuple(_with_checksum(content, checksum) for content in contents)


def _maps_of_capture(capture: ScreenCapture, options: PictureOptions) -> FileContents:
    try:
        inputs = inputs_from_pictures(capture.pictures, options)
    except InputError as error:
        # A readable object of no use, that may lie beside a study.
        raise UnsupportedStudyError(str(error)) from error
    if len(inputs) == 1:
        inputs = (with_header_state(inputs[0], capture.state),)
    return tuple(
        FileContent(
            input=replace(
                each,
                facts=replace(capture.facts, attenuation_corrected=None),
                sop_instance_uid=capture.sop_instance_uid,
            ),
            part=part,
            n_parts=len(inputs),
            patient=capture.patient,
            sex=capture.sex,
            age_years=capture.age_years,
        )
        for part, each in enumerate(inputs)
    )


def _read_nifti(data: bytes) -> FileContents:
    found = read_nifti(data)
    return _only(
        StudyInput(
            data=found.volume,
            kind=InputKind.TRANSAXIAL_VOLUME,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(n_gates=found.n_gates),
            sha256="",
            cautions=found.cautions,
            gates=found.gates,
        )
    )


def _read_nifti_map(data: bytes) -> FileContents:
    attenuation_map, cautions = read_nifti_attenuation_map(data)
    return _only(
        StudyInput(
            data=attenuation_map,
            kind=InputKind.ATTENUATION_MAP,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(),
            sha256="",
            cautions=cautions,
        )
    )


def _only(item: StudyInput) -> FileContents:
    return (FileContent(input=item),)


def _read_npy(data: bytes) -> FileContents:
    return _only(
        StudyInput(
            data=polar_map_from_npy(data),
            kind=InputKind.POLAR_MAP,
            state=None,
            evidence=(),
            facts=AcquisitionFacts(),
            sha256="",
            cautions=(AREA_ASSUMED,),
        )
    )


_READERS: dict[FileKind, Callable[[bytes], FoundContents]] = {
    FileKind.DICOM: _read_dicom,
    FileKind.NIFTI: _read_nifti,
    FileKind.NIFTI_GZIP: _read_nifti,
    FileKind.NPY: _read_npy,
    FileKind.PICTURE: _read_picture,
}
