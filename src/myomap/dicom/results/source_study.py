"""The study that results are filed with: what every result copies of its source."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from myomap.dicom.results.copied_values import COPIED_TAGS, CopiedValues
from myomap.dicom.series import derived_uid
from myomap.dicom.source import walk_file
from myomap.errors import MissingAttributeError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = ["SourceImage", "SourceStudy", "new_study", "study_of_source"]

_IDENTIFIERS: Final = ("PatientName", "PatientID")
_DETAILS: Final = (
    "IssuerOfPatientID",
    "PatientBirthDate",
    "AccessionNumber",
    "StudyID",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyDescription",
    "PatientAge",
    "PatientSize",
    "PatientWeight",
)
_WRITTEN_EMPTY: Final = (
    "PatientName",
    "PatientID",
    "PatientBirthDate",
    "PatientSex",
    "StudyDate",
    "StudyTime",
    "ReferringPhysicianName",
    "StudyID",
    "AccessionNumber",
)
"""Of type 2: there even where nothing is known."""

_SEXES: Final = frozenset({"F", "M", "O"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceImage:
    """The object that a result was made from.

    Parameters
    ----------
    sop_class_uid, sop_instance_uid, series_instance_uid : str
        By which it is found.
    """

    sop_class_uid: str
    sop_instance_uid: str
    series_instance_uid: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SourceStudy:
    """Patient and study of a source, as results repeat them.

    Parameters
    ----------
    values : mapping of str to str
        Texts by keyword; those that are not known are absent.
    study_instance_uid : str
        Of the patient's study, or of a new one.
    frame_of_reference_uid : str
        In which positions of the source are given.
    image : SourceImage or None
        None where there is no DICOM source.
    moment : datetime or None
        When the source was made, as far as it tells; its own local time.
    """

    values: Mapping[str, str]
    study_instance_uid: str
    frame_of_reference_uid: str
    image: SourceImage | None
    moment: datetime | None

    def __repr__(self) -> str:
        return f"SourceStudy({'with' if self.image else 'without'} a DICOM source)"

    def write_into(self, data_set: "Dataset") -> None:
        """Put patient, study and character set into a data set.

        Parameters
        ----------
        data_set : Dataset
            Changed in place.
        """
        data_set.SpecificCharacterSet = "ISO_IR 192"
        for keyword in _WRITTEN_EMPTY:
            setattr(data_set, keyword, "")
        for keyword, text in self.values.items():
            setattr(data_set, keyword, text)
        data_set.StudyInstanceUID = self.study_instance_uid


def study_of_source(source: bytes) -> SourceStudy:
    """Return the study of a DICOM file.

    Parameters
    ----------
    source : bytes
        One whole file of the patient's study.

    Returns
    -------
    SourceStudy
        Texts in whatever character set they were written.

    Raises
    ------
    DicomError
        If the file is damaged, or what tells whose it is breaks the standard.
    MissingAttributeError
        If an identifier of the study is absent.
    LimitExceededError
        If the file, or a text in it, is larger than is read.
    """
    elements, _ = walk_file(source, COPIED_TAGS)
    copied = CopiedValues(elements=elements)
    values = {keyword: copied.identifier(keyword) for keyword in _IDENTIFIERS}
    values |= {keyword: copied.detail(keyword) for keyword in _DETAILS}
    sex = copied.detail("PatientSex")
    values["PatientSex"] = sex if sex in _SEXES else ""
    method = copied.detail("DeidentificationMethod")
    if method and copied.detail("PatientIdentityRemoved") == "YES":
        values |= {"PatientIdentityRemoved": "YES", "DeidentificationMethod": method}
    image = SourceImage(
        sop_class_uid=_required(copied, "SOPClassUID"),
        sop_instance_uid=_required(copied, "SOPInstanceUID"),
        series_instance_uid=_required(copied, "SeriesInstanceUID"),
    )
    study_uid = _required(copied, "StudyInstanceUID")
    return SourceStudy(
        values={keyword: text for keyword, text in values.items() if text},
        study_instance_uid=study_uid,
        frame_of_reference_uid=copied.identifier("FrameOfReferenceUID")
        or derived_uid("frame", image.sop_instance_uid),
        image=image,
        moment=_moment(copied),
    )


def new_study(pseudonym: str, content: bytes) -> SourceStudy:
    """Return a study for results that no DICOM source belongs to.

    Parameters
    ----------
    pseudonym : str
        Written as number and name of the patient: letters, digits, dash, dot, space,
        underscore.
    content : bytes
        What was read; the study's identifier follows from it.

    Returns
    -------
    SourceStudy
        Of nobody who could be found by it.

    Examples
    --------
    >>> new_study("P-1", b"map")
    SourceStudy(without a DICOM source)
    """
    digest = hashlib.sha256(content).hexdigest()
    return SourceStudy(
        values={"PatientID": pseudonym, "PatientName": f"{pseudonym}^"},
        study_instance_uid=derived_uid("result study", pseudonym, digest),
        frame_of_reference_uid=derived_uid("result frame", pseudonym, digest),
        image=None,
        moment=None,
    )


def _required(copied: CopiedValues, keyword: str) -> str:
    text = copied.identifier(keyword)
    if not text:
        raise MissingAttributeError(
            f"{keyword} is missing or empty. Results cannot be filed with the study "
            "without it: export the file again with its full header."
        )
    return text


def _moment(copied: CopiedValues) -> datetime | None:
    """Return when the source was made, by the first pair of date and time that is."""
    for name in ("Acquisition", "Series", "Study"):
        day, time = copied.detail(f"{name}Date"), copied.detail(f"{name}Time")
        whole = time.split(".")[0].ljust(6, "0") if time else "000000"
        try:
            return datetime.strptime(f"{day}{whole}", "%Y%m%d%H%M%S")
        except ValueError:
            continue
    return None
