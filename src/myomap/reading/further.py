"""Files of a later stage that are written together with a reading's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from myomap.reading.document import ReadingDocument

__all__ = ["FurtherFiles"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherFiles:
    """Files that are made of the document, and stand beside it or nothing does.

    Parameters
    ----------
    names : mapping of str to str
        Field of `Artifacts` to the name of its file.
    make : callable
        From the document, with all names in it, to the bytes of every file by its name.
    """

    names: Mapping[str, str]
    make: Callable[[ReadingDocument], Mapping[str, bytes]]
