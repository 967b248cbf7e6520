"""Every error myomap raises, in one tree.

::

    MyomapError
    ├── InputError (ValueError)            what was given cannot be used
    │   ├── DicomError                     not a readable DICOM object
    │   │   ├── MissingAttributeError      an attribute the reading needs is absent
    │   │   └── UnsupportedStudyError      readable, but of no use here
    │   ├── ArchiveError                   a zip that cannot be opened safely
    │   ├── LimitExceededError             larger, deeper or longer than allowed
    │   ├── GeometryError                  sizes, spacings or axes make no sense
    │   ├── ModelError                     a model's bundle that cannot be trusted
    │   ├── PatientMismatchError           files of different patients
    │   └── StoreError                     a folder of kept cases that cannot be used
    ├── CaseNotFoundError (LookupError)    no such kept case, version, file or user
    ├── EditConflictError (RuntimeError)   somebody else has changed the case meanwhile
    ├── VentricleNotFoundError (LookupError)   no left ventricle in the volume
    ├── OutputError (OSError)              a result could not be written
    │   └── OutputExistsError (FileExistsError)
    └── ConfigError (ValueError)           an option has a value it cannot have

A message says what is wrong, what was found, what was expected and what to do,
in this order. It never holds a patient's name, number, birth date, or a path: a
path can carry a name. Files are told apart by the door that was given them.
"""

from datetime import datetime

__all__ = [
    "ArchiveError",
    "CaseNotFoundError",
    "ConfigError",
    "DicomError",
    "EditConflictError",
    "GeometryError",
    "InputError",
    "LimitExceededError",
    "MissingAttributeError",
    "ModelError",
    "MyomapError",
    "OutputError",
    "OutputExistsError",
    "PatientMismatchError",
    "StoreError",
    "UnsupportedStudyError",
    "VentricleNotFoundError",
]


class MyomapError(Exception):
    """The root: whoever catches it has caught everything myomap raises."""


class InputError(MyomapError, ValueError):
    """What was given cannot be used."""


class DicomError(InputError):
    """The bytes are not a DICOM object that can be read and trusted."""


class MissingAttributeError(DicomError):
    """An attribute that the reading cannot do without is absent or empty."""


class UnsupportedStudyError(DicomError):
    """The object is readable but is not what this step works on."""


class ArchiveError(InputError):
    """The zip archive is damaged, or opening it would not be safe."""


class LimitExceededError(InputError):
    """The input is larger, deeper or longer than myomap is willing to open."""


class GeometryError(InputError):
    """Sizes, spacings, axes or values make no physical sense together."""


class ModelError(InputError):
    """The model's bundle is damaged, incomplete or not what it says it is."""


class PatientMismatchError(InputError):
    """The files belong to different patients."""


class StoreError(InputError):
    """A folder of kept cases is damaged, newer than this myomap, or something else."""


class CaseNotFoundError(MyomapError, LookupError):
    """There is no such kept case, version, file or user."""


class EditConflictError(MyomapError, RuntimeError):
    """Somebody else has changed the case since it was opened; nothing was saved.

    Parameters
    ----------
    message : str
        The sentence to show.
    version : int or None
        The case's version now.
    author : str
        Who made it.
    at : datetime or None
        When, with its zone.
    """

    def __init__(
        self,
        message: str,
        *,
        version: int | None = None,
        author: str = "",
        at: datetime | None = None,
    ) -> None:
        super().__init__(message)
        self.version = version
        self.author = author
        self.at = at


class VentricleNotFoundError(MyomapError, LookupError):
    """No left ventricle was found where one was looked for."""


class OutputError(MyomapError, OSError):
    """A result could not be written; nothing was left half-written."""


class OutputExistsError(OutputError, FileExistsError):
    """The result's place is taken, and overwriting was not asked for."""


class ConfigError(MyomapError, ValueError):
    """An option has a value that it cannot have."""
