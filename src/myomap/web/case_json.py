"""A kept case as JSON."""

from typing import Any

from myomap.cases import (
    Case,
    CaseFile,
    CaseRow,
    CaseStore,
    VersionEntry,
    file_bytes,
    same_studies,
)
from myomap.language import Language
from myomap.reading import CaseArrays, ReadingDocument, unpack_arrays
from myomap.report import (
    PhysicianReading,
    caution_sentences,
    doubt_sentences,
    population_words,
    suspected_territories,
)
from myomap.web.answers import refused
from myomap.web.kept_readings import kept_readings
from myomap.web.map_json import base64_of_bytes
from myomap.web.page_sentences import document_said
from myomap.web.source_file import has_name

__all__ = [
    "arrays_of",
    "case_json",
    "conflict_json",
    "entry_json",
    "mask_json",
    "physician_json",
    "reading_json",
]


def case_json(
    store: CaseStore, case: Case, priors: tuple[CaseRow, ...], language: Language
) -> dict[str, Any]:
    """Return a case.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        All of it.
    priors : tuple of CaseRow
        The patient's other studies.
    language : Language
        Of the document's sentences.

    Returns
    -------
    dict
        As ``GET /cases/{id}`` gives it.
    """
    return {
        "id": case.row.id,
        "version": case.row.version,
        "row": case.row.to_json(),
        **reading_json(case.document, language),
        "readings": kept_readings(store, case),
        "physician": physician_json(case.physician),
        "physician_mask": mask_json(store, case.physician),
        "history": [entry_json(entry) for entry in case.history],
        "can_undo": case.can_undo,
        "priors": [row.to_json() for row in priors],
        "has_name": has_name(store, case),
        "same_as": list(same_studies(store, case.row.id)),
        "sources": [_source(file) for file in case.files],
        "sex": case.sex or None,
        "age_years": case.age_years,
        "has": _has(case),
    }


def reading_json(document: ReadingDocument, language: Language) -> dict[str, Any]:
    """Return what the software found, and what is said of it in a page's language.

    Parameters
    ----------
    document : ReadingDocument
        Of a case.
    language : Language
        Of the sentences.

    Returns
    -------
    dict
        The document; its cautions, each once, and doubts of its verdict, as the report
        says them; in which territories the network alone suspects a defect; of whom
        the limits are.
    """
    states = document.perfusion
    title = next((each.limits for each in (states.stress, states.rest) if each), None)
    return {
        "document": document_said(document.to_json(), language),
        "cautions": caution_sentences(document, language),
        "doubts": doubt_sentences(document, language),
        "suspected": list(suspected_territories(document)),
        "limits": population_words(title, language) if title else None,
    }


def arrays_of(store: CaseStore, sha256: str | None) -> CaseArrays:
    """Return the arrays of a case.

    Parameters
    ----------
    store : CaseStore
        Where they are kept.
    sha256 : str or None
        Of the packed arrays.

    Returns
    -------
    CaseArrays
        Unpacked.

    Raises
    ------
    HTTPException
        If the case has none.
    """
    if sha256 is None:
        raise refused(404, "no-maps", "Of this case no maps are kept.")
    return unpack_arrays(file_bytes(store, sha256))


def conflict_json(store: CaseStore, case: Case) -> dict[str, Any]:
    """Return what stands, for somebody whose change came too late.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        As it is now.

    Returns
    -------
    dict
        Version, author, time, and what the physician says.
    """
    newest = case.current.entry
    return {
        "version": newest.version,
        "author": newest.author,
        "at": newest.at.isoformat(),
        "physician": physician_json(case.physician),
        "physician_mask": mask_json(store, case.physician),
    }


def entry_json(entry: VersionEntry) -> dict[str, Any]:
    """Return a line of a case's history.

    Parameters
    ----------
    entry : VersionEntry
        Of one version.

    Returns
    -------
    dict
        Who, when and what.
    """
    return {
        "version": entry.version,
        "author": entry.author,
        "at": entry.at.isoformat(),
        "what": entry.what,
        "reading_number": entry.reading_number,
        "is_signed": entry.is_signed,
    }


def physician_json(physician: PhysicianReading | None) -> dict[str, Any] | None:
    """Return what a physician says; None where nobody has said anything.

    Parameters
    ----------
    physician : PhysicianReading or None
        Of a case.

    Returns
    -------
    dict or None
        Schema ``myomap.physician/1``.
    """
    return None if physician is None else physician.to_json()


def mask_json(store: CaseStore, physician: PhysicianReading | None) -> str | None:
    """Return the area that a physician drew.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    physician : PhysicianReading or None
        Of a case.

    Returns
    -------
    str or None
        Base64 of 2304 bytes.
    """
    if physician is None or physician.mask_sha256 is None:
        return None
    return base64_of_bytes(file_bytes(store, physician.mask_sha256))


def _source(file: CaseFile) -> dict[str, Any]:
    # The name that the file came with can be a patient's: it stays in the store.
    return {
        "sha256": file.sha256,
        "kind": file.kind,
        "state": file.state,
        "is_picture": file.is_picture,
        "discs": file.details.get("discs", []),
        "size_px": file.details.get("size_px"),
    }


def _has(case: Case) -> dict[str, Any]:
    contour = case.document.quality.contour
    states = (("stress", contour.stress), ("rest", contour.rest))
    return {
        "arrays": case.arrays_sha256 is not None,
        "slices": [name for name, found in states if found is not None],
    }
