"""One Secondary Capture object to the screens it shows."""

from dataclasses import dataclass

from myomap.dicom.capture_pixels import read_capture_pictures
from myomap.dicom.facts import read_facts
from myomap.dicom.header import Header
from myomap.dicom.kinds import is_capture_class
from myomap.dicom.patient import PatientKey, age_of, patient_key_of, sex_of
from myomap.dicom.state import StateFinding, find_state
from myomap.records import AcquisitionFacts, Picture, Sex

__all__ = ["ScreenCapture", "is_capture", "read_capture"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ScreenCapture:
    """Captured screens, and the little of their header that ties them to others.

    Parameters
    ----------
    pictures : tuple of Picture
        One a frame. They can show a name: what is kept of them is for the room of
        pictures to say.
    state : StateFinding
        What the header says of stress and rest.
    facts : AcquisitionFacts
        Maker, camera and time.
    patient : PatientKey
        To be compared with the keys of other files of this process; cannot be read.
    sex : Sex or None
        If the header says F or M.
    age_years : float or None
        At the study, if known.
    sha256 : str
        Of the file's bytes, in hexadecimal.
    sop_instance_uid : str
        As in the header.
    """

    pictures: tuple[Picture, ...]
    state: StateFinding
    facts: AcquisitionFacts
    patient: PatientKey
    sex: Sex | None
    age_years: float | None
    sha256: str
    sop_instance_uid: str

    def __repr__(self) -> str:
        return f"ScreenCapture({len(self.pictures)} pictures)"


def is_capture(header: Header) -> bool:
    """Return whether an object is a captured screen.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    bool
        By its class, whatever its modality.

    Raises
    ------
    MissingAttributeError
        If the header does not tell what it is.
    """
    return is_capture_class(header.require_uid("SOPClassUID"))


def read_capture(header: Header, sha256: str) -> ScreenCapture:
    """Return the screens of a Secondary Capture object.

    Parameters
    ----------
    header : Header
        Of the whole object.
    sha256 : str
        Of the file's bytes, in hexadecimal.

    Returns
    -------
    ScreenCapture
        With what the header says of state and patient.

    Raises
    ------
    InputError
        As of `myomap.dicom.capture_pixels.read_capture_pictures`.
    """
    return ScreenCapture(
        pictures=read_capture_pictures(header),
        state=find_state(header),
        facts=read_facts(header, 1),
        patient=patient_key_of(header),
        sex=sex_of(header),
        age_years=age_of(header),
        sha256=sha256,
        sop_instance_uid=header.require_uid("SOPInstanceUID"),
    )
