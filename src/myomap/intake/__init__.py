"""Paths of any mix in, the `Study` of one patient out.

Files, folders and zips are opened within bounds; what a file is, is found from its
bytes. DICOM goes to `myomap.dicom`; NIfTI volumes (x, y, z in RAS) become volumes
(slice, row, column) in LPS millimetres; `.npy` arrays (ring, angle) in percent
become polar maps, and so does every disc of uptake on a picture. The slices of a CT
are stacked to one volume in Hounsfield units, transmission scans are attenuation maps
in 1/cm. Everything of no use is listed with its reason.
"""

from myomap.intake.finding_again import dicom_by_hash
from myomap.intake.nifti import NiftiContent, read_nifti
from myomap.intake.nifti_header import NiftiLimits
from myomap.intake.nifti_writing import write_nifti
from myomap.intake.npy_map import polar_map_from_npy, standard_sample_area_cm2
from myomap.intake.picture_options import PictureOptions, read_with_options
from myomap.intake.study import IntakeOptions, read_study

__all__ = [
    "IntakeOptions",
    "NiftiContent",
    "NiftiLimits",
    "PictureOptions",
    "dicom_by_hash",
    "polar_map_from_npy",
    "read_nifti",
    "read_study",
    "read_with_options",
    "standard_sample_area_cm2",
    "write_nifti",
]
