"""Who the patient is, for a store that has to know the patient again next year.

`myomap.dicom.patient` compares the headers of one study by hashes that die with the
process. Kept cases need a word that lasts: it is a hash here, and the store keeps
nothing but a keyed hash of that.
"""

import hashlib

from myomap.dicom.source import read_header
from myomap.errors import InputError

__all__ = ["patient_identity"]


def patient_identity(data: bytes) -> str | None:
    """Return what tells the patient of a DICOM object from all others.

    The number counts where there is one, else name and birth date together. A name
    alone is no identity.

    Parameters
    ----------
    data : bytes
        Of one DICOM file.

    Returns
    -------
    str or None
        A hash, the same for all objects of the patient; None where the header does
        not say who it is, or is none.

    Examples
    --------
    >>> patient_identity(b"no DICOM at all") is None
    True
    """
    try:
        header, _ = read_header(data)
    except InputError:
        return None
    number = _plain(header.text("PatientID"))
    if number:
        return _hashed("number", number)
    name = _plain(header.text("PatientName").split("=")[0].replace("^", " "))
    born = _plain(header.text("PatientBirthDate"))
    return _hashed("name", name, born) if name and born else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _hashed(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()
