"""What all results say of themselves: series, equipment, time, and what for."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from myomap.dicom.own_results import NOTICE
from myomap.dicom.results.source_study import SourceStudy, new_study, study_of_source
from myomap.dicom.series import derived_uid
from myomap.dicom.simulated import SIMULATED_COMMENT
from myomap.errors import ConfigError

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

__all__ = [
    "NOTICE",
    "UNKNOWN_MOMENT",
    "ResultFacts",
    "ResultKind",
    "begin_result",
    "reference_item",
    "require_moment",
    "study_for",
]

UNKNOWN_MOMENT: Final = datetime(1900, 1, 1)
"""Where the standard demands a date and nobody knows one: nothing is taken from the
clock, so that the same reading gives the same bytes."""

_PSEUDONYM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}", re.ASCII)
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.+_-]{0,31}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultKind:
    """One kind of result.

    Parameters
    ----------
    name : str
        By which identifiers are told apart.
    sop_class_uid : str
        Class of the object.
    modality : str
        Of its series.
    series_number : int
        High, so that no series of a camera has it; another for each kind.
    title : str
        First words of the series' description.
    """

    name: str
    sop_class_uid: str
    modality: str
    series_number: int
    title: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ResultFacts:
    """What is told of a result beside its content.

    Parameters
    ----------
    version : str
        Of myomap.
    pseudonym : str
        Of the patient; only written where there is no DICOM source.
    made_at : datetime or None
        When the result was made, by whoever made it; None takes the time of the
        source.
    is_simulated : bool
        Whether to say that nobody is shown.

    Raises
    ------
    ConfigError
        If pseudonym or version could hold more than that.
    """

    version: str
    pseudonym: str = "UNKNOWN"
    made_at: datetime | None = None
    is_simulated: bool = False

    def __post_init__(self) -> None:
        if not _PSEUDONYM.fullmatch(self.pseudonym):
            raise ConfigError(
                "The pseudonym cannot be written into a DICOM header. Expected up to "
                "64 letters, digits, spaces, dots, dashes or underscores."
            )
        if not _VERSION.fullmatch(self.version):
            raise ConfigError(
                "The version cannot be written into a DICOM header. Expected up to 32 "
                "letters, digits, dots, dashes or plus signs."
            )

    def __repr__(self) -> str:
        return f"ResultFacts(version {self.version})"


def study_for(source: bytes | None, facts: ResultFacts, content: bytes) -> SourceStudy:
    """Return the study that a result is filed with.

    Parameters
    ----------
    source : bytes or None
        One file of the patient's study.
    facts : ResultFacts
        Of the result.
    content : bytes
        What a new study's identifier follows from, where there is no source.

    Returns
    -------
    SourceStudy
        The patient's, or a new one of the pseudonym.

    Raises
    ------
    InputError
        If the source cannot be used; see `study_of_source`.
    """
    if source is None:
        return new_study(facts.pseudonym, content)
    return study_of_source(source)


def begin_result(
    kind: ResultKind, study: SourceStudy, facts: ResultFacts, content: bytes
) -> "Dataset":
    """Return the attributes of patient, study, series and equipment of a result.

    Parameters
    ----------
    kind : ResultKind
        What it is.
    study : SourceStudy
        What it is filed with.
    facts : ResultFacts
        What is told of it.
    content : bytes
        What it holds: identifiers follow from study, kind and this alone.

    Returns
    -------
    Dataset
        To be completed with the content.
    """
    from pydicom.dataset import Dataset

    seed = (kind.name, study.study_instance_uid, hashlib.sha256(content).hexdigest())
    moment = facts.made_at or study.moment
    data_set = Dataset()
    study.write_into(data_set)
    data_set.SOPClassUID = kind.sop_class_uid
    data_set.SOPInstanceUID = derived_uid("result", *seed)
    data_set.SeriesInstanceUID = derived_uid("result series", *seed)
    data_set.SeriesNumber = kind.series_number
    data_set.InstanceNumber = 1
    data_set.Modality = kind.modality
    data_set.SeriesDescription = f"{kind.title}: {NOTICE}"
    data_set.Manufacturer = "myomap"
    data_set.ManufacturerModelName = "myomap"
    data_set.DeviceSerialNumber = facts.version
    data_set.SoftwareVersions = facts.version
    data_set.ContentDate = data_set.ContentTime = ""
    if moment is not None:
        for name in ("Content", "Series", "InstanceCreation"):
            setattr(data_set, f"{name}Date", moment.strftime("%Y%m%d"))
            setattr(data_set, f"{name}Time", moment.strftime("%H%M%S"))
    if facts.is_simulated:
        data_set.PatientComments = SIMULATED_COMMENT
    return data_set


def require_moment(data_set: "Dataset") -> None:
    """Put a date where the standard demands one and nobody knows it.

    Parameters
    ----------
    data_set : Dataset
        Of `begin_result`; changed in place.
    """
    if not data_set.ContentDate:
        data_set.ContentDate = UNKNOWN_MOMENT.strftime("%Y%m%d")
        data_set.ContentTime = UNKNOWN_MOMENT.strftime("%H%M%S")


def reference_item(study: SourceStudy) -> "Dataset":
    """Return one item that refers to the source.

    Parameters
    ----------
    study : SourceStudy
        With a source.

    Returns
    -------
    Dataset
        Class and instance.
    """
    from pydicom.dataset import Dataset

    item = Dataset()
    if study.image is not None:
        item.ReferencedSOPClassUID = study.image.sop_class_uid
        item.ReferencedSOPInstanceUID = study.image.sop_instance_uid
    return item
