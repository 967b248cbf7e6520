"""Name and number of a patient as a source tells them, to be printed and not kept."""

from dataclasses import dataclass

from myomap.dicom.results.copied_values import COPIED_TAGS, CopiedValues
from myomap.dicom.source import walk_file

__all__ = ["PatientWords", "load_character_sets", "patient_words"]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class PatientWords:
    """Whose study it is, in words.

    Parameters
    ----------
    name : str
        Family name first, as the source has it; empty where it has none.
    number : str
        The patient's; empty where there is none.
    """

    name: str = ""
    number: str = ""

    def __repr__(self) -> str:
        return "PatientWords()"

    @property
    def is_known(self) -> bool:
        """Whether there is anything to print."""
        return bool(self.name or self.number)


def load_character_sets() -> None:
    """Load what texts are decoded with, before threads do.

    The library fails where two threads load it at once.
    """
    import pydicom.charset  # noqa: F401 - loaded for those that come after


def patient_words(source: bytes) -> PatientWords:
    """Return name and number of a DICOM file's patient.

    A value that breaks the standard is left out: half a number is another patient's.

    Parameters
    ----------
    source : bytes
        One whole file.

    Returns
    -------
    PatientWords
        In whatever character set they were written.

    Raises
    ------
    InputError
        If the file is none, or damaged.
    """
    elements, _ = walk_file(source, COPIED_TAGS)
    copied = CopiedValues(elements=elements)
    return PatientWords(
        name=_spoken(copied.detail("PatientName")), number=copied.detail("PatientID")
    )


def _spoken(name: str) -> str:
    """Return a name without the signs between its parts, in the first script it has."""
    groups = (group.replace("^", " ").split() for group in name.split("="))
    return next((" ".join(parts) for parts in groups if parts), "")
