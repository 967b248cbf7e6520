"""Whether an object was simulated: how it is written, and how it is read."""

from typing import Final

from myomap.dicom.header import Header
from myomap.dicom.words import has_phrase

__all__ = ["SIMULATED_COMMENT", "is_simulated"]

SIMULATED_COMMENT: Final = "SIMULATED DATA, drawn by chance: shows no person."
"""For the comments on patient and image, which archives show.

It names neither stress nor rest, which are looked for in the same place.
"""

_PHRASES: Final = frozenset({"simulated data"})


def is_simulated(header: Header) -> bool:
    """Return whether an object says that it was simulated.

    Read are the standard's own attribute Synthetic Data and the comment that myomap
    writes. The attribute itself is not written: it is younger than most archives and
    validators, which take it for an error.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Returns
    -------
    bool
        False where nothing is said.

    References
    ----------
    .. [1] DICOM PS3.3 C.12.1, Synthetic Data; C.7.6.1, Image Comments.
    """
    return header.code_string("SyntheticData") == "YES" or has_phrase(
        header.text("ImageComments"), _PHRASES
    )
