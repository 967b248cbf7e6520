"""DICOM nuclear medicine objects in and out.

The bytes of one file → `DicomContent`: raw projections (gate, energy window, view,
row, column) in counts, or a volume (slice, row, column) with its affine to LPS
millimetres; whether it is stress or rest, with the evidence; and a key that tells
patients apart without naming them. A volume → the bytes of a RECON TOMO object.

::

    source ─► header ─► kinds ─► frames ─► pixels ─► volumes, projections ─► reader
"""

from myomap.dicom.content import DicomContent
from myomap.dicom.patient import PatientKey
from myomap.dicom.projection_writer import write_projections
from myomap.dicom.reader import read_dicom
from myomap.dicom.series import SeriesHeader
from myomap.dicom.writer import write_recon_tomo

__all__ = [
    "DicomContent",
    "PatientKey",
    "SeriesHeader",
    "read_dicom",
    "write_projections",
    "write_recon_tomo",
]
