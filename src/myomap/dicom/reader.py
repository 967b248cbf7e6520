"""A DICOM file's bytes to a study's input."""

import hashlib
from dataclasses import dataclass

from myomap.dicom.content import DicomContent
from myomap.dicom.facts import read_facts
from myomap.dicom.header import Header
from myomap.dicom.kinds import image_kind_of
from myomap.dicom.patient import age_of, patient_key_of, sex_of
from myomap.dicom.projections import read_projections
from myomap.dicom.source import read_header
from myomap.dicom.state import find_state
from myomap.dicom.volumes import read_volume
from myomap.records import Caution, InputData, InputKind, StudyInput

__all__ = ["read_dicom"]


def read_dicom(data: bytes) -> DicomContent:
    """Return what a DICOM file holds, or refuse it with the reason.

    Read are nuclear medicine tomographic images: raw projections (TOMO, GATED TOMO)
    and reconstructed volumes (RECON TOMO, RECON GATED TOMO), transaxial or short
    axis. Nothing is guessed without a caution in the result.

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
    kind = image_kind_of(header)
    read = _read_volume if kind.is_volume else _read_projections
    payload = read(header)
    finding = find_state(header)
    study_input = StudyInput(
        data=payload.data,
        kind=payload.kind,
        state=finding.state,
        evidence=finding.evidence,
        facts=read_facts(header, payload.n_gates),
        sha256=hashlib.sha256(data).hexdigest(),
        sop_instance_uid=header.require_uid("SOPInstanceUID"),
        cautions=(*payload.cautions, *finding.cautions),
    )
    return DicomContent(
        input=study_input,
        patient=patient_key_of(header),
        sex=sex_of(header),
        age_years=age_of(header),
        study_instance_uid=header.require_uid("StudyInstanceUID"),
        series_instance_uid=header.require_uid("SeriesInstanceUID"),
        frame_of_reference_uid=header.uid("FrameOfReferenceUID"),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Payload:
    data: InputData
    kind: InputKind
    n_gates: int
    cautions: tuple[Caution, ...]


def _read_volume(header: Header) -> _Payload:
    read = read_volume(header)
    return _Payload(
        data=read.volume, kind=read.kind, n_gates=read.n_gates, cautions=read.cautions
    )


def _read_projections(header: Header) -> _Payload:
    read = read_projections(header)
    return _Payload(
        data=read.projections,
        kind=InputKind.PROJECTIONS,
        n_gates=read.n_gates,
        cautions=read.cautions,
    )
