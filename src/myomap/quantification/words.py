"""Bands and words for the figures, each with where it comes from."""

from enum import Enum
from typing import Final

__all__ = [
    "LEAST_SCORE",
    "SDS_BANDS",
    "SIZE_BANDS",
    "SSS_BANDS",
    "TPD_BANDS",
    "Band",
    "DefectSize",
    "band_of_sds",
    "band_of_sss",
    "band_of_tpd",
    "severity_word",
    "size_word",
]


class Band(Enum):
    """How abnormal a figure is."""

    NORMAL = "normal"
    MILD = "mild"
    MODERATE = "moderate"
    SEVERE = "severe"


class DefectSize(Enum):
    """How much of the wall a defect takes."""

    NONE = "none"
    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


_WORDS = (Band.NORMAL, Band.MILD, Band.MODERATE, Band.SEVERE)

TPD_BANDS: Final = (5.0, 10.0, 15.0)
"""Total perfusion deficit, percent, from which it is mild, moderate and severe."""

SSS_BANDS: Final = (4.0, 9.0, 14.0)
"""Summed stress score of 17 segments, in the same way."""

SDS_BANDS: Final = (2.0, 5.0, 7.0)
"""Summed difference score of 17 segments, in the same way."""

LEAST_SCORE: Final = 2
"""Summed score from which a normal deficit still has a defect: a choice of our own."""

SIZE_BANDS: Final = (10.0, 20.0)
"""Extent, percent, up to which a defect is small, and above which it is large."""


def band_of_tpd(tpd_percent: float) -> Band:
    """Return the band of a total perfusion deficit.

    Parameters
    ----------
    tpd_percent : float, percent
        Total perfusion deficit.

    Returns
    -------
    Band
        Below 5 normal, to 10 mild, to 15 moderate, then severe.

    Notes
    -----
    That 5 % and more is abnormal is the common use; the borders at 10 and 15 were
    seen on screens of an open teaching program and not in a publication.

    Examples
    --------
    >>> band_of_tpd(4.9).value, band_of_tpd(10.0).value
    ('normal', 'moderate')
    """
    return _band(tpd_percent, TPD_BANDS)


def band_of_sss(score: float) -> Band:
    """Return the band of a summed stress score.

    Parameters
    ----------
    score : float
        Sum of 17 segments, 0 to 68.

    Returns
    -------
    Band
        Below 4 normal, 4 to 8 mild, 9 to 13 moderate, above 13 severe.

    References
    ----------
    .. [1] PubMed 15129705, a comparison of programs that used these bands.

    Examples
    --------
    >>> band_of_sss(8).value
    'mild'
    """
    return _band(score, SSS_BANDS)


def band_of_sds(score: float) -> Band:
    """Return the band of a summed difference score.

    Parameters
    ----------
    score : float
        Sum of 17 segments.

    Returns
    -------
    Band
        Below 2 none, 2 to 4 mild, 5 to 6 moderate, 7 and more severe.

    Notes
    -----
    The borders were seen in an open teaching program, not in a publication.

    Examples
    --------
    >>> band_of_sds(7).value
    'severe'
    """
    return _band(score, SDS_BANDS)


def size_word(extent_percent: float) -> DefectSize:
    """Return the word for a defect's size.

    Parameters
    ----------
    extent_percent : float, percent of the wall
        How much is below the limit.

    Returns
    -------
    DefectSize
        Below 10 small, to 20 medium, above large; none at 0.

    Notes
    -----
    The borders are told of the guidelines of ASNC and were not checked there.

    Examples
    --------
    >>> size_word(12.0).value
    'medium'
    """
    if extent_percent <= 0:
        return DefectSize.NONE
    if extent_percent < SIZE_BANDS[0]:
        return DefectSize.SMALL
    is_medium = extent_percent <= SIZE_BANDS[1]
    return DefectSize.MEDIUM if is_medium else DefectSize.LARGE


def severity_word(mean_score: float) -> Band:
    """Return the word for how deep a defect is.

    Parameters
    ----------
    mean_score : float, 0 to 4
        Of the defect's samples or segments.

    Returns
    -------
    Band
        A score of 1 is mild, 2 moderate, 3 and more severe; halves go up.

    Notes
    -----
    Grades of segments are commonly read so.

    Examples
    --------
    >>> severity_word(1.4).value, severity_word(3.0).value
    ('mild', 'severe')
    """
    if mean_score <= 0:
        return Band.NORMAL
    return _band(mean_score, (0.0, 1.5, 2.5))


def _band(value: float, borders: tuple[float, float, float]) -> Band:
    return _WORDS[sum(value >= border for border in borders)]
