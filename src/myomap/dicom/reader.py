"""A DICOM file's bytes to a study's input."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from myomap.dicom.capture import ScreenCapture, is_capture, read_capture
from myomap.dicom.content import DicomContent
from myomap.dicom.ct_slice import CtSlice, read_ct_slice
from myomap.dicom.facts import read_facts
from myomap.dicom.header import Header
from myomap.dicom.kinds import ImageKind, image_kind_of, is_ct_image
from myomap.dicom.lying import lying_cautions
from myomap.dicom.own_results import refuse_own_result
from myomap.dicom.patient import age_of, patient_key_of, sex_of
from myomap.dicom.projections import read_projections
from myomap.dicom.source import read_header
from myomap.dicom.state import find_state
from myomap.dicom.transmission import is_attenuation_map, read_attenuation_map
from myomap.dicom.volumes import read_volume
from myomap.records import Caution, InputData, InputKind, StudyInput, Volume

__all__ = ["read_dicom", "read_dicom_object"]


def read_dicom(data: bytes) -> DicomContent:
    """Return what a DICOM file holds, or refuse it with the reason.

    Read are nuclear medicine tomographic images: raw projections (TOMO, GATED TOMO),
    reconstructed volumes (RECON TOMO, RECON GATED TOMO), transaxial or short axis, and
    reconstructed transmission scans. Nothing is guessed without a caution in the
    result. A slice of a CT is no input by itself: see `read_dicom_object`.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    DicomContent
        The input with its state, facts and cautions; identity only as a key.

    Raises
    ------
    DicomError
        If the bytes are damaged or contradict themselves.
    MissingAttributeError
        If something indispensable is absent.
    UnsupportedStudyError
        If the object is of no use for perfusion SPECT.
    GeometryError
        If sizes, spacings or directions make no sense.
    LimitExceededError
        If it is larger or deeper than is opened.
    """
    header, _ = read_header(data)
    return _content(header, hashlib.sha256(data).hexdigest())


def read_dicom_object(data: bytes) -> DicomContent | CtSlice | ScreenCapture:
    """Return what a DICOM file holds, a slice of a CT or captured screens included.

    Parameters
    ----------
    data : bytes
        The whole file.

    Returns
    -------
    DicomContent, CtSlice or ScreenCapture
        An input as of `read_dicom`, a slice to be stacked with others, or pictures in
        which polar maps can be looked for.

    Raises
    ------
    InputError
        As of `read_dicom`; a CT is refused only for what is wrong with it.
    """
    header, _ = read_header(data)
    sha256 = hashlib.sha256(data).hexdigest()
    if is_ct_image(header):
        return read_ct_slice(header, sha256)
    if is_capture(header):
        refuse_own_result(header)
        return read_capture(header, sha256)
    return _content(header, sha256)


def _content(header: Header, sha256: str) -> DicomContent:
    payload = _reader(header)(header)
    finding = find_state(header)
    facts = read_facts(header, payload.n_gates)
    is_map = payload.kind is InputKind.ATTENUATION_MAP
    if is_map:
        # Its description speaks of attenuation and says nothing of a correction.
        facts = replace(facts, attenuation_corrected=None)
    lying = () if is_map else lying_cautions(header)
    frame_of_reference_uid = header.uid("FrameOfReferenceUID")
    study_input = StudyInput(
        data=payload.data,
        kind=payload.kind,
        state=finding.state,
        evidence=finding.evidence,
        facts=facts,
        sha256=sha256,
        sop_instance_uid=header.require_uid("SOPInstanceUID"),
        cautions=(*payload.cautions, *finding.cautions, *lying),
        frame_of_reference_uid=frame_of_reference_uid,
        gates=payload.gates,
    )
    return DicomContent(
        input=study_input,
        patient=patient_key_of(header),
        sex=sex_of(header),
        age_years=age_of(header),
        study_instance_uid=header.require_uid("StudyInstanceUID"),
        series_instance_uid=header.require_uid("SeriesInstanceUID"),
        frame_of_reference_uid=frame_of_reference_uid,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Payload:
    data: InputData
    kind: InputKind
    n_gates: int
    cautions: tuple[Caution, ...]
    gates: tuple[Volume, ...] = ()


def _reader(header: Header) -> Callable[[Header], _Payload]:
    kind = image_kind_of(header)
    if kind is ImageKind.RECON_TOMO and is_attenuation_map(header):
        return _read_map
    return _read_volume if kind.is_volume else _read_projections


def _read_volume(header: Header) -> _Payload:
    read = read_volume(header)
    return _Payload(
        data=read.volume,
        kind=read.kind,
        n_gates=read.n_gates,
        cautions=read.cautions,
        gates=read.gates,
    )


def _read_projections(header: Header) -> _Payload:
    read = read_projections(header)
    return _Payload(
        data=read.projections,
        kind=InputKind.PROJECTIONS,
        n_gates=read.n_gates,
        cautions=read.cautions,
    )


def _read_map(header: Header) -> _Payload:
    read = read_attenuation_map(header)
    return _Payload(
        data=read.attenuation_map,
        kind=InputKind.ATTENUATION_MAP,
        n_gates=1,
        cautions=read.cautions,
    )
