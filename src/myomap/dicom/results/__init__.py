"""Results as DICOM objects of the patient's study: report, pictures, affected area.

Input: figures and words by name, a PDF, a picture (row, column, 3) in red, green and
blue, or labels (slice, row, column) with their affine to LPS millimetres, and the
bytes of one file of the patient's study. Output: the bytes of a DICOM file in Explicit
VR Little Endian, in that study, as a new series that says what it is not for. The same
input gives the same bytes: identifiers follow from study and content, times from the
source or the caller, nothing from the clock.
"""

from myomap.dicom.results.encapsulated_pdf import ENCAPSULATED_PDF, encapsulated_pdf
from myomap.dicom.results.patient_words import (
    PatientWords,
    load_character_sets,
    patient_words,
)
from myomap.dicom.results.report_codes import (
    EVALUATIONS,
    MEASUREMENTS,
    PRIVATE_SCHEME,
    VALUES,
)
from myomap.dicom.results.result_header import NOTICE, ResultFacts, ResultKind
from myomap.dicom.results.secondary_capture import SECONDARY_CAPTURE, secondary_capture
from myomap.dicom.results.segmentation import SEGMENTATION, LabelVolume, segmentation
from myomap.dicom.results.sr_content import SrContent, SrGroup, SrMeasurement, SrText
from myomap.dicom.results.structured_report import STRUCTURED_REPORT, structured_report

__all__ = [
    "ENCAPSULATED_PDF",
    "EVALUATIONS",
    "MEASUREMENTS",
    "NOTICE",
    "PRIVATE_SCHEME",
    "SECONDARY_CAPTURE",
    "SEGMENTATION",
    "STRUCTURED_REPORT",
    "VALUES",
    "LabelVolume",
    "PatientWords",
    "ResultFacts",
    "ResultKind",
    "SrContent",
    "SrGroup",
    "SrMeasurement",
    "SrText",
    "encapsulated_pdf",
    "load_character_sets",
    "patient_words",
    "secondary_capture",
    "segmentation",
    "structured_report",
]
