"""DICOM nuclear medicine objects in and out.

The bytes of one file → `DicomContent`: raw projections (gate, energy window, view,
row, column) in counts, a volume (slice, row, column) with its affine to LPS
millimetres, or an attenuation map in 1/cm; whether it is stress or rest, with the
evidence; and a key that tells patients apart without naming them. A CT file →
`CtSlice` (row, column) in Hounsfield units; a Secondary Capture → `ScreenCapture`,
pictures (row, column, 3) in red, green and blue. A volume or an attenuation map → the
bytes of a RECON TOMO object; projections → those of a TOMO object.

::

    source ─► header ─► kinds ─► frames ─► pixels ─► volumes, projections ─► reader
                                                  └► ct_slice, transmission ──┘
"""

from myomap.dicom.attenuation_values import attenuation_map_from_values
from myomap.dicom.capture import ScreenCapture
from myomap.dicom.content import DicomContent
from myomap.dicom.ct_slice import CtSlice
from myomap.dicom.kinds import CT_ALONE, MAP_ALONE
from myomap.dicom.map_writer import write_attenuation_map
from myomap.dicom.patient import PatientKey
from myomap.dicom.projection_writer import write_projections
from myomap.dicom.reader import read_dicom, read_dicom_object
from myomap.dicom.series import SeriesHeader
from myomap.dicom.state import StateFinding
from myomap.dicom.writer import write_recon_gated_tomo, write_recon_tomo

__all__ = [
    "CT_ALONE",
    "MAP_ALONE",
    "CtSlice",
    "DicomContent",
    "PatientKey",
    "ScreenCapture",
    "SeriesHeader",
    "StateFinding",
    "attenuation_map_from_values",
    "read_dicom",
    "read_dicom_object",
    "write_attenuation_map",
    "write_projections",
    "write_recon_gated_tomo",
    "write_recon_tomo",
]
