"""What attenuation hides where nobody put it back: a map's facts in, a caution out."""

from collections.abc import Iterable
from typing import Final

from myomap.records import Caution, Sex

__all__ = ["attenuation_cautions"]

_NOT_CORRECTED: Final = {
    Sex.FEMALE: (
        "Attenuation was not corrected: low uptake of the anterior wall can come from "
        "the breast and not from disease."
    ),
    Sex.MALE: (
        "Attenuation was not corrected: low uptake of the inferior wall can come from "
        "the diaphragm and not from disease."
    ),
    None: (
        "Attenuation was not corrected: low uptake can come from the breast (anterior "
        "wall) or from the diaphragm (inferior wall) and not from disease."
    ),
}
_NOT_KNOWN: Final = {
    Sex.FEMALE: (
        "If attenuation was not corrected, low uptake of the anterior wall can come "
        "from the breast and not from disease."
    ),
    Sex.MALE: (
        "If attenuation was not corrected, low uptake of the inferior wall can come "
        "from the diaphragm and not from disease."
    ),
    None: (
        "If attenuation was not corrected, low uptake can come from the breast "
        "(anterior wall) or from the diaphragm (inferior wall) and not from disease."
    ),
}


def attenuation_cautions(
    corrected: Iterable[bool | None], sex: Sex | None
) -> tuple[Caution, ...]:
    """Return what to think of before a low wall is called diseased, once a study.

    The breast lies before the anterior wall, the diaphragm below the inferior one: as
    false defects they lead in women and in men.

    Parameters
    ----------
    corrected : iterable of bool or None
        Whether attenuation was corrected, of each state that was judged; None where
        nothing tells.
    sex : Sex or None
        Of the patient.

    Returns
    -------
    tuple of Caution
        Empty where every state was corrected.

    Examples
    --------
    >>> attenuation_cautions([True, True], None)
    ()
    >>> attenuation_cautions([False, False], Sex.MALE)[0].code
    'attenuation-can-mislead'
    """
    told = set(corrected)
    if told <= {True}:
        return ()
    sentences = _NOT_CORRECTED if False in told else _NOT_KNOWN
    return (Caution(code="attenuation-can-mislead", message=sentences[sex]),)
