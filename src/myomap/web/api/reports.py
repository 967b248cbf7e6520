"""A case as a report to hand over, in every form, and the labels to learn from."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Literal

import numpy as np
from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from myomap.cases import (
    Case,
    CaseRow,
    CaseStore,
    file_bytes,
    find_case,
    labels_zip,
    priors,
)
from myomap.dicom.results import PatientWords
from myomap.language import Language
from myomap.records import N_ANGLES, N_RINGS, Sex
from myomap.report import (
    HTML_POLICY,
    PriorStudy,
    ReportContent,
    Subject,
    report_content,
    report_form,
)
from myomap.web.api.cases import CaseId
from myomap.web.case_json import arrays_of
from myomap.web.kept_readings import automatic_reading
from myomap.web.languages import language_of
from myomap.web.people import Admin, Room, SignedIn
from myomap.web.source_file import printed_words, source_file

__all__ = ["router"]

router = APIRouter(tags=["reports"])

Form = Literal["pdf", "html", "txt", "json", "sr.dcm", "seg.dcm", "sc.dcm", "pdf.dcm"]

_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}
_DICOM = "application/dicom"
_DICOM_FORMS = {
    "sr.dcm": "sr",
    "seg.dcm": "seg",
    "sc.dcm": "sc",
    "pdf.dcm": "pdf-dicom",
}
_SANDBOX = "sandbox; frame-ancestors 'none'; "


@router.get("/cases/{case_id}/report.{form}", response_class=Response)
def report(
    case_id: CaseId,
    form: Annotated[Form, Path()],
    request: Request,
    room: Room,
    _person: SignedIn,
    named: Annotated[bool, Query()] = False,
) -> Response:
    """Return the report of a case.

    The pseudonym stands on it; ``named=true`` prints the name that the case was given,
    else the one in its DICOM file, and the file's number of the patient.
    """
    case = find_case(room.store, case_id)
    language = language_of(request)
    content = _content(room.store, case, language, is_named=named)
    if form in _DICOM_FORMS:
        data = _dicom(room.store, case, content, _DICOM_FORMS[form])
    else:
        data = report_form(content, form)
    return _file(data, _MEDIA_TYPES.get(form, _DICOM), f"report-{case_id}.{form}")


@router.get("/labels.zip", response_class=Response)
def labels(room: Room, _admin: Admin) -> Response:
    """Return everything that was signed, as a data set to learn from."""
    return _file(labels_zip(room.store), "application/zip", "labels.zip")


def _file(data: bytes, media_type: str, name: str) -> Response:
    is_shown = media_type not in {_DICOM, "application/zip"}
    kind = "inline" if is_shown else "attachment"
    headers = {"content-disposition": f'{kind}; filename="{name}"'}
    if media_type.startswith("text/html"):
        # A document by itself: nothing in it runs, and it belongs to no site.
        headers["content-security-policy"] = _SANDBOX + HTML_POLICY
    return Response(data, media_type=media_type, headers=headers)


def _content(
    store: CaseStore, case: Case, language: Language, *, is_named: bool
) -> ReportContent:
    row = case.row
    words = printed_words(store, case) if is_named else PatientWords()
    subject = Subject(
        pseudonym=row.pseudonym,
        name=words.name,
        patient_id=words.number,
        sex=Sex(case.sex) if case.sex else None,
        age_years=case.age_years,
        study_date=row.study_date,
        site=case.site,
    )
    content = report_content(
        case.document,
        arrays_of(store, case.arrays_sha256),
        physician=case.physician,
        subject=subject,
        prior=_prior(store, case),
        language=language,
    )
    content = replace(content, automatic=automatic_reading(store, case))
    drawn = None if case.physician is None else case.physician.mask_sha256
    if drawn is None:
        return content
    mask = np.frombuffer(file_bytes(store, drawn), np.uint8)
    return replace(content, physician_mask=mask.reshape(N_RINGS, N_ANGLES))


def _prior(store: CaseStore, case: Case) -> PriorStudy | None:
    """Return the patient's last study before this one."""
    before = [row for row in priors(store, case.row.id) if _is_before(row, case.row)]
    if not before:
        return None
    last = max(before, key=_when)
    earlier = find_case(store, last.id)
    return PriorStudy(
        document=earlier.document,
        study_date=last.study_date,
        physician=earlier.physician,
    )


def _is_before(row: CaseRow, this: CaseRow) -> bool:
    """Whether a case is of an earlier day; one day's two cases are one study."""
    if row.study_date is not None and row.study_date == this.study_date:
        return False
    return _when(row) < _when(this)


def _when(row: CaseRow) -> tuple[date, datetime]:
    """Return when a case was examined, as far as that is known."""
    return row.study_date or row.added_at.date(), row.added_at


def _dicom(store: CaseStore, case: Case, content: ReportContent, form: str) -> bytes:
    """Return a DICOM object of the patient's study, or of one of its own."""
    from myomap.report.dicom_objects import dicom_report

    return dicom_report(content, form, source_file(store, case))
