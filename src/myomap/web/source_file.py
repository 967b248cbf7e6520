"""The DICOM file that a case was read from, and whose it says that it is."""

from myomap.cases import Case, CaseStore, file_bytes
from myomap.dicom.results import PatientWords, patient_words
from myomap.errors import MyomapError

__all__ = ["has_name", "printed_words", "source_file"]


def source_file(store: CaseStore, case: Case) -> bytes | None:
    """Return a DICOM object that was read, stress before rest.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        Of which.

    Returns
    -------
    bytes or None
        None where no DICOM was read.

    Raises
    ------
    CaseNotFoundError, StoreError
        If a file is no longer as it was kept.
    """
    read = {each.sha256 for each in case.document.provenance.inputs}
    files = [file for file in case.files if file.sha256 in read]
    for file in sorted(files, key=lambda file: file.state != "stress"):
        data = file_bytes(store, file.sha256)
        if data[128:132] == b"DICM":
            return data
    return None


def printed_words(store: CaseStore, case: Case) -> PatientWords:
    """Return the name and number that a report prints where it is told to.

    The name that somebody typed goes before the file's. Of the file nothing is kept
    beside it: it is asked at this moment.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        Of which.

    Returns
    -------
    PatientWords
        Empty where nobody is named, or the file cannot be asked any more.
    """
    try:
        source = source_file(store, case)
        told = PatientWords() if source is None else patient_words(source)
    except MyomapError:
        told = PatientWords()
    return PatientWords(name=_typed(case) or told.name, number=told.number)


def has_name(store: CaseStore, case: Case) -> bool:
    """Return whether `printed_words` has anything to print.

    Parameters
    ----------
    store : CaseStore
        Where it is kept.
    case : Case
        Of which.

    Returns
    -------
    bool
        Without opening a file where somebody typed a name.
    """
    return bool(_typed(case)) or printed_words(store, case).is_known


def _typed(case: Case) -> str:
    return case.row.name if case.row.name != case.row.pseudonym else ""
