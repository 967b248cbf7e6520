"""What one DICOM file holds."""

from dataclasses import dataclass

from myomap.dicom.patient import PatientKey
from myomap.records import Sex, StudyInput

__all__ = ["DicomContent"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class DicomContent:
    """An input, and the little of its header that ties it to other files.

    Parameters
    ----------
    input : StudyInput
        The record with state, evidence, facts and cautions.
    patient : PatientKey
        To be compared with the keys of other files of this process; cannot be read.
    sex : Sex or None
        If the header says F or M.
    age_years : float or None
        At the study, if known.
    study_instance_uid, series_instance_uid : str
        As in the header.
    frame_of_reference_uid : str or None
        Two volumes with the same one lie in one coordinate system.
    """

    input: StudyInput
    patient: PatientKey
    sex: Sex | None
    age_years: float | None
    study_instance_uid: str
    series_instance_uid: str
    frame_of_reference_uid: str | None

    def __repr__(self) -> str:
        state = self.input.state.value if self.input.state else "state unknown"
        return f"DicomContent({state} {self.input.kind.value}, {self.input.data!r})"
