"""A report as DICOM objects of the patient's study."""

import hashlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.dicom.results import (
    LabelVolume,
    ResultFacts,
    encapsulated_pdf,
    secondary_capture,
    segmentation,
    structured_report,
)
from myomap.errors import ConfigError, InputError, PatientMismatchError
from myomap.intake import dicom_by_hash
from myomap.reading import ReadingDocument
from myomap.reading.document import InputEntry
from myomap.report.content import ReportContent
from myomap.report.key_picture import key_picture
from myomap.report.pdf_form import pdf_report
from myomap.report.sr_groups import sr_content
from myomap.report.subject import pseudonym_of

__all__ = ["DICOM_FILES", "DICOM_FORMS", "dicom_report", "source_of"]

DICOM_FILES: Final[Mapping[str, str]] = {
    "sr": "report_sr.dcm",
    "seg": "report_seg.dcm",
    "sc": "report_sc.dcm",
    "pdf-dicom": "report_pdf.dcm",
}
"""Names of the files by form."""

DICOM_FORMS: Final = tuple(DICOM_FILES)
"""What `dicom_report` can make."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}", re.ASCII)


def dicom_report(
    content: ReportContent,
    form: str,
    source: bytes | None,
    *,
    made_at: datetime | None = None,
) -> bytes:
    """Return a report as one DICOM object.

    Parameters
    ----------
    content : ReportContent
        Of a report.
    form : str
        One of `DICOM_FORMS`.
    source : bytes or None
        One DICOM file that the reading was made from, as `source_of` finds it; None
        where there is none: the object then starts a study of the pseudonym.
    made_at : datetime or None
        When the report was made; else when it was signed, else the source's time.

    Returns
    -------
    bytes
        Of a DICOM file, the same for the same input.

    Raises
    ------
    ConfigError
        If there is no such form.
    InputError
        If this report has no such form, or the source cannot be used.
    PatientMismatchError
        If the source is none of the files that were read.
    """
    if form not in _MAKERS:
        raise ConfigError(
            f"A report has no DICOM form {form!r}. Expected one of: "
            f"{', '.join(DICOM_FORMS)}."
        )
    if source is not None:
        _require_read(content.document, source)
    return _MAKERS[form](content, source, _facts(content, made_at))


def source_of(paths: Sequence[Path], document: ReadingDocument) -> bytes | None:
    """Return the DICOM file that results are filed with.

    Parameters
    ----------
    paths : sequence of Path
        What was read: files, folders and zips.
    document : ReadingDocument
        Of the reading.

    Returns
    -------
    bytes or None
        Of stress, where the affected area lies, else of rest; None where nothing of
        DICOM was read.

    Raises
    ------
    InputError
        If a path cannot be read any more.
    """
    entries = sorted(document.provenance.inputs, key=_order)
    wanted = [entry.sha256 for entry in entries if entry.sop_instance_uid]
    if not wanted:
        return None
    found = dicom_by_hash(paths, set(wanted))
    return next((found[each] for each in wanted if each in found), None)


def _order(entry: InputEntry) -> int:
    return ("stress", "rest", None).index(entry.state)


def _sr(content: ReportContent, source: bytes | None, facts: ResultFacts) -> bytes:
    return structured_report(
        sr_content(content), source, facts, study_seed=_seed(content)
    )


def _seg(content: ReportContent, source: bytes | None, facts: ResultFacts) -> bytes:
    if source is not None:
        _require_stress(content.document, source)
    labels = _labels(content)
    if labels.is_empty:
        raise InputError(
            "No segmentation can be written: nothing is affected. The other forms of "
            "the report say so."
        )
    return segmentation(labels, source, facts, study_seed=_seed(content))


def _sc(content: ReportContent, source: bytes | None, facts: ResultFacts) -> bytes:
    rgb = _pixels(key_picture(content))
    return secondary_capture(rgb, source, facts, study_seed=_seed(content))


def _pdf(content: ReportContent, source: bytes | None, facts: ResultFacts) -> bytes:
    pdf = pdf_report(content)
    return encapsulated_pdf(pdf, source, facts, study_seed=_seed(content))


_Maker = Callable[[ReportContent, bytes | None, ResultFacts], bytes]
_MAKERS: Final[Mapping[str, _Maker]] = {
    "sr": _sr,
    "seg": _seg,
    "sc": _sc,
    "pdf-dicom": _pdf,
}


def _labels(content: ReportContent) -> LabelVolume:
    """Return the affected area on the voxels of the stress slices."""
    drawn = content.physician_mask
    mask = content.arrays.affected if drawn is None else drawn
    if mask is None:
        raise InputError(
            "No segmentation can be written: the affected area is not known. Expected "
            "stress and rest, and a verdict that does not abstain."
        )
    stress = content.arrays.stress
    slices = None if stress is None else stress.slices
    if slices is None:
        raise InputError(
            "No segmentation can be written: no volume was read. Expected volumes or "
            "projections; for maps and pictures take the other forms."
        )
    if not slices.is_placed:
        raise InputError(
            "No segmentation can be written: the slices do not tell where they lie in "
            "the patient. Give transaxial slices, or take the other forms."
        )
    wall = slices.wall_sample
    of_sample = np.asarray(mask, dtype=np.uint8).reshape(-1)
    labels = np.where(wall >= 0, of_sample[np.maximum(wall, 0)], 0)
    return LabelVolume(
        labels=labels.astype(np.uint8),
        affine=slices.affine,
        drawn_by_person=drawn is not None,
    )


def _pixels(png: bytes) -> NDArray[np.uint8]:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB"), dtype=np.uint8)


def _facts(content: ReportContent, made_at: datetime | None) -> ResultFacts:
    signed = content.physician.signed_at if content.physician else None
    moment = made_at or signed
    if moment is not None and moment.tzinfo is not None:
        # Times of a header are local ones, as those of the cameras are.
        moment = moment.astimezone().replace(tzinfo=None)
    given = content.subject.pseudonym
    return ResultFacts(
        version=content.document.provenance.myomap,
        # A chosen name may hold anything, a patient's name among it.
        pseudonym=given if _PLAIN.fullmatch(given) else pseudonym_of(content.document),
        made_at=moment,
        is_simulated=content.is_simulated,
    )


def _seed(content: ReportContent) -> bytes:
    """Return what all objects of one reading share: the hashes of its inputs."""
    inputs = content.document.provenance.inputs
    return " ".join(sorted({each.sha256 for each in inputs})).encode()


def _require_read(document: ReadingDocument, source: bytes) -> None:
    if not _entries_of(document, source):
        raise PatientMismatchError(
            "The DICOM source is none of the files that were read. Expected one of "
            "them: the report would be filed with another patient."
        )


def _require_stress(document: ReadingDocument, source: bytes) -> None:
    entries = document.provenance.inputs
    has_stress = any(entry.state == "stress" for entry in entries)
    states = {entry.state for entry in _entries_of(document, source)}
    if has_stress and "stress" not in states:
        raise InputError(
            "No segmentation can be written: the affected area lies in the frame of "
            "the stress volume, and the source is another file. Give the stress file."
        )


def _entries_of(document: ReadingDocument, source: bytes) -> list[InputEntry]:
    digest = hashlib.sha256(source).hexdigest()
    return [each for each in document.provenance.inputs if each.sha256 == digest]
