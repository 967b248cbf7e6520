"""Results that myomap wrote itself: told apart, so that it never judges its drawings.

An archive hands back whole studies, results included. A key picture that was read as
a station's screen would be judged once more, its blackened samples for uptake.
"""

from typing import Final

from myomap.dicom.header import Header
from myomap.errors import UnsupportedStudyError

__all__ = ["NOTICE", "refuse_own_result"]

NOTICE: Final = "RESEARCH SOFTWARE, NOT FOR DIAGNOSIS"
"""In the description of every series of results, where every archive shows it."""

_MAKER: Final = "myomap"


def refuse_own_result(header: Header) -> None:
    """Raise if an object is a result of myomap.

    Parameters
    ----------
    header : Header
        Of the whole object.

    Raises
    ------
    UnsupportedStudyError
        If maker and description of its series say so.
    """
    described = header.text("SeriesDescription")
    if header.text("Manufacturer") == _MAKER and NOTICE in described:
        raise UnsupportedStudyError(
            "The object is a result that myomap wrote itself. Expected the study that "
            "it was made from: give that."
        )
