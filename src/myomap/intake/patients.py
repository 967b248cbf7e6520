"""Whose the files are: all of one patient, or a refusal."""

from collections.abc import Iterable
from itertools import combinations

from myomap.dicom import PatientKey
from myomap.errors import PatientMismatchError

__all__ = ["require_one_patient"]


def require_one_patient(keys: Iterable[PatientKey | None]) -> None:
    """Raise `PatientMismatchError` if two files name two patients.

    Parameters
    ----------
    keys : iterable of PatientKey or None
        Of every file; None where a file has no place to say so.

    Raises
    ------
    PatientMismatchError
        If any two contradict each other.

    Examples
    --------
    >>> require_one_patient([PatientKey(b"1"), None, PatientKey(b"1", b"A")])
    >>> require_one_patient([PatientKey(b"1"), PatientKey(b"2")])
    Traceback (most recent call last):
    ...
    myomap.errors.PatientMismatchError: The files are of 2 patients. Expected one: ...
    """
    # A CT alone has hundreds of files, all with one key.
    known = list(dict.fromkeys(key for key in keys if key is not None))
    if not any(one.conflicts_with(other) for one, other in combinations(known, 2)):
        return
    apart: list[PatientKey] = []
    for key in known:
        if all(key.conflicts_with(other) for other in apart):
            apart.append(key)
    raise PatientMismatchError(
        f"The files are of {max(len(apart), 2)} patients. Expected one: give one "
        "patient's files."
    )
