"""A report's PDF as a DICOM object that archives keep with the images."""

from typing import TYPE_CHECKING, Final

from myomap.dicom.results.result_header import (
    NOTICE,
    ResultFacts,
    ResultKind,
    begin_result,
    reference_item,
    study_for,
)
from myomap.dicom.series import code_item, file_bytes
from myomap.errors import InputError, LimitExceededError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["ENCAPSULATED_PDF", "encapsulated_pdf"]

ENCAPSULATED_PDF: Final = ResultKind(
    name="pdf",
    sop_class_uid="1.2.840.10008.5.1.4.1.1.104.1",
    modality="DOC",
    series_number=9904,
    title="myomap report (PDF)",
)

_MOST_BYTES: Final = 64 << 20


def encapsulated_pdf(
    pdf: bytes, source: bytes | None, facts: ResultFacts, *, study_seed: bytes = b""
) -> bytes:
    """Return a PDF as a DICOM file of the patient's study.

    Parameters
    ----------
    pdf : bytes
        The document.
    source : bytes or None
        One DICOM file of the patient's study; None starts a study of the pseudonym.
    facts : ResultFacts
        What is told of it.
    study_seed : bytes
        What a new study's identifier follows from: the same for all results of one
        reading, so that they lie in one study.

    Returns
    -------
    bytes
        Of a DICOM file, the same for the same input.

    Raises
    ------
    InputError
        If the document is no PDF, or the source cannot be used.
    LimitExceededError
        If the document is larger than any report.

    References
    ----------
    .. [1] DICOM PS3.3 A.45.1, C.24.2.
    """
    _require_pdf(pdf)
    study = study_for(source, facts, study_seed or pdf)
    data_set = begin_result(ENCAPSULATED_PDF, study, facts, pdf)
    data_set.ConversionType = "WSD"
    data_set.BurnedInAnnotation = "YES"
    data_set.AcquisitionDateTime = ""
    data_set.DocumentTitle = f"Myocardial perfusion report, {NOTICE.lower()}"
    data_set.ConceptNameCodeSequence = [
        code_item("18748-4", "LN", "Diagnostic imaging study")
    ]
    data_set.MIMETypeOfEncapsulatedDocument = "application/pdf"
    data_set.EncapsulatedDocument = pdf + b"\0" * (len(pdf) % 2)
    data_set.EncapsulatedDocumentLength = len(pdf)
    _refer_to_source(data_set, reference_item(study))
    return file_bytes(data_set)


def _refer_to_source(data_set: "Dataset", item: "Dataset") -> None:
    if len(item):
        data_set.SourceInstanceSequence = [item]


def _require_pdf(pdf: bytes) -> None:
    if len(pdf) > _MOST_BYTES:
        raise LimitExceededError(
            f"The document is too large: found {len(pdf)} bytes, expected at most "
            f"{_MOST_BYTES}."
        )
    if not pdf.startswith(b"%PDF-"):
        raise InputError(
            "The document is no PDF: its first bytes say something else. Expected the "
            "bytes of a PDF report."
        )
