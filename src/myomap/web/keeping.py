"""What a reading found, kept as a case: files first, then all else in one go."""

from datetime import date

from myomap.cases import (
    CaseFile,
    CaseStore,
    Edit,
    NewCase,
    NewReading,
    add_case,
    put_file,
    replace_reading,
)
from myomap.reading import ReadingDocument
from myomap.report import PhysicianReading
from myomap.web.tasks import Outcome

__all__ = ["keep_case", "keep_new_reading"]


def keep_case(
    store: CaseStore,
    outcome: Outcome,
    *,
    name: str,
    author: str,
    attenuation: str = "",
) -> int:
    """Keep what was found as a new case.

    Parameters
    ----------
    store : CaseStore
        Where to.
    outcome : Outcome
        What was found.
    name : str
        What the user calls it; empty for the pseudonym.
    author : str
        Who gave the files.
    attenuation : str
        Whether it was corrected, as the user said: kept with the files, for whoever
        reads them again.

    Returns
    -------
    int
        The number of the case. It is on the disk when this returns.
    """
    facts = outcome.facts
    told = {"attenuation": attenuation} if attenuation else {}
    files = tuple(
        CaseFile(
            sha256=put_file(store, file.data),
            name=file.name,
            kind=file.kind,
            state=file.state,
            is_picture=file.is_picture,
            details={**file.details, **told},
        )
        for file in outcome.files
    )
    day = facts["study_date"]
    new = NewCase(
        document=ReadingDocument.model_validate(outcome.document),
        source=facts["source"],
        name=name or facts["name"],
        identity=facts["identity"],
        arrays_sha256=put_file(store, outcome.arrays),
        files=files,
        study_date=None if day is None else date.fromisoformat(day),
        sex=facts["sex"],
        age_years=facts["age_years"],
        is_simulated=facts["is_simulated"],
    )
    return add_case(store, new, author)


def keep_new_reading(
    store: CaseStore,
    case_id: int,
    outcome: Outcome,
    physician: PhysicianReading,
    edit: Edit,
) -> int:
    """Keep what was found this time beside what was found before.

    Parameters
    ----------
    store : CaseStore
        Where to.
    case_id : int
        Of the case.
    outcome : Outcome
        What was found.
    physician : PhysicianReading
        What the physician says, with where the ventricle was put.
    edit : Edit
        Who, and which version was seen.

    Returns
    -------
    int
        The number of the case.
    """
    reading = NewReading(
        document=ReadingDocument.model_validate(outcome.document),
        arrays_sha256=put_file(store, outcome.arrays),
        physician=physician,
    )
    replace_reading(store, case_id, reading, edit)
    return case_id
