"""What is kept of a case, and what the worklist shows of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from myomap.reading import ReadingDocument
from myomap.report import PhysicianReading

__all__ = [
    "Case",
    "CaseFile",
    "CaseRow",
    "CaseVersion",
    "Edit",
    "NewCase",
    "NewReading",
    "Source",
    "VersionEntry",
]

Source = Literal["picture", "volumes", "projections", "maps"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """One file that a case was read from.

    Parameters
    ----------
    sha256 : str
        As `put_file` gave it.
    name : str
        What the user called it. It can hold a patient's name: it stays in the
        database and goes into no export.
    kind : str
        What it turned out to be.
    state : str or None
        ``"stress"``, ``"rest"``, or None where nothing tells.
    is_picture : bool
        Whether a page can show it.
    details : mapping of str to object
        What else a page wants to know of it, as JSON values: discs that were found.
    """

    sha256: str
    name: str = field(default="", repr=False)
    kind: str = ""
    state: str | None = None
    is_picture: bool = False
    details: Mapping[str, object] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A study that was read, to be kept.

    Parameters
    ----------
    document : ReadingDocument
        What was found.
    source : str
        ``"picture"``, ``"volumes"``, ``"projections"`` or ``"maps"``.
    name : str
        As the user calls it; empty for the pseudonym.
    identity : str or None
        Whatever tells the patient from all others, a patient's number say. Only its
        keyed hash is kept. None where nothing is known: the case then stands alone.
    arrays_sha256 : str or None
        Of the packed `CaseArrays`, as `put_file` gave it.
    files : tuple of CaseFile
        What it was read from.
    study_date : date or None
        When the patient was examined.
    sex : str
        ``"F"``, ``"M"``, or empty where unknown.
    age_years : float or None
        At the examination.
    site : str
        Where; empty where unknown.
    is_simulated : bool
        Whether it shows no person.
    """

    document: ReadingDocument = field(repr=False)
    source: Source
    name: str = field(default="", repr=False)
    identity: str | None = field(default=None, repr=False)
    arrays_sha256: str | None = None
    files: tuple[CaseFile, ...] = ()
    study_date: date | None = None
    sex: str = ""
    age_years: float | None = None
    site: str = ""
    is_simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """A study read again, after its axis was moved say.

    Parameters
    ----------
    document : ReadingDocument
        What was found this time.
    arrays_sha256 : str or None
        Of the packed `CaseArrays`.
    physician : PhysicianReading or None
        What the physician says of it now, with where the ventricle was put.
    """

    document: ReadingDocument = field(repr=False)
    arrays_sha256: str | None
    physician: PhysicianReading | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Who changes a case, and which version of it was seen.

    Parameters
    ----------
    expected_version : int
        The version that was on the screen; another one by now is a conflict.
    author : str
        Who.
    what : str
        In a few words, for the history.
    answer_was_shown : bool or None
        Whether the software's verdict was on the screen when this was said; None
        where it is not known.
    """

    expected_version: int
    author: str
    what: str
    answer_was_shown: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of the worklist.

    Parameters
    ----------
    id : int
        Given once, never to another case.
    name : str
        As the user calls it, or the pseudonym.
    pseudonym : str
        Made from `patient_key`; the same for all studies of a patient.
    patient_key : str
        Keyed hash of the patient's identity.
    study_date : date or None
        When the patient was examined.
    added_at : datetime, UTC
        When the case was added.
    source : str
        What it was read from.
    label : str
        The software's verdict.
    label_physician : str or None
        The physician's; None while there is none.
    abnormal_probability : float or None, 0 to 1
        By the software.
    interval : tuple of two floats or None
        Where that probability could as well have been.
    stress_tpd_percent : float or None
        Total perfusion deficit at stress.
    n_cautions : int
        Reservations of the reading.
    is_read : bool
        Whether a physician signed it.
    is_simulated : bool
        Whether it shows no person.
    version : int
        Grows by 1 with every change of scores, label, placement or the like.
    urgency : float, 0 to 100
        Order of looking, see `urgency_of`.
    n_studies : int
        Of the patient that were not put aside, without this one uploaded again: from 2
        on there is something to compare.
    deleted_at : datetime or None
        When it was put aside.
    deleted_by : str
        By whom; empty where it was not.
    """

    id: int
    name: str = field(repr=False)
    pseudonym: str
    patient_key: str = field(repr=False)
    study_date: date | None
    added_at: datetime
    source: str
    label: str
    label_physician: str | None
    abnormal_probability: float | None
    interval: tuple[float, float] | None
    stress_tpd_percent: float | None
    n_cautions: int
    is_read: bool
    is_simulated: bool
    version: int
    urgency: float
    n_studies: int
    deleted_at: datetime | None = None
    deleted_by: str = ""

    @property
    def verdict(self) -> str:
        """The physician's word where there is one, else the software's."""
        return self.label_physician or self.label

    def to_json(self) -> dict[str, object]:
        """Return the row as JSON values.

        Returns
        -------
        dict
            Ready for `json.dumps`; dates in ISO 8601.
        """
        return {name: _plain(getattr(self, name)) for name in self.__slots__}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionEntry:
    """One line of a case's history.

    Parameters
    ----------
    version : int
        Counted from 1, the reading as it came.
    author : str
        Who made it.
    at : datetime, UTC
        When.
    what : str
        In a few words.
    answer_was_shown : bool or None
        Whether the software's verdict was on the screen; None where it is not known.
    reading_number : int
        Which of the software's readings it speaks of, counted from 1.
    is_signed : bool
        Whether the physician stands for it.
    """

    version: int
    author: str = field(repr=False)
    at: datetime
    what: str = field(repr=False)
    answer_was_shown: bool | None
    reading_number: int
    is_signed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseVersion:
    """A case as it was at one version.

    Parameters
    ----------
    entry : VersionEntry
        Its line in the history.
    document : ReadingDocument
        The software's reading at the time.
    arrays_sha256 : str or None
        Of the packed `CaseArrays`.
    physician : PhysicianReading or None
        What the physician said; None where nobody had said anything.
    """

    entry: VersionEntry
    document: ReadingDocument = field(repr=False)
    arrays_sha256: str | None
    physician: PhysicianReading | None = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything that is kept of one case.

    Parameters
    ----------
    row : CaseRow
        Its line of the worklist.
    current : CaseVersion
        Its newest version.
    files : tuple of CaseFile
        What it was read from, in the order it came.
    history : tuple of VersionEntry
        All versions, oldest first.
    sex : str
        ``"F"``, ``"M"``, or empty.
    age_years : float or None
        At the examination.
    site : str
        Where; empty where unknown.
    can_undo : bool
        Whether there is a version to go back to.
    """

    row: CaseRow
    current: CaseVersion
    files: tuple[CaseFile, ...]
    history: tuple[VersionEntry, ...] = field(repr=False)
    sex: str
    age_years: float | None
    site: str
    can_undo: bool

    @property
    def document(self) -> ReadingDocument:
        """The software's reading, the newest one."""
        return self.current.document

    @property
    def arrays_sha256(self) -> str | None:
        """Of the packed arrays of the newest reading."""
        return self.current.arrays_sha256

    @property
    def physician(self) -> PhysicianReading | None:
        """What the physician says now."""
        return self.current.physician
