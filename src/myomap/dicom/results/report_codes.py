"""The codes of the structured report: what each figure and finding is called.

Every code that the standard or SNOMED CT, LOINC and UCUM have is taken from there; the
private scheme ``99MYOMAP`` names only what none of them does.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pydicom.sr.coding import Code

__all__ = [
    "ARTERIES",
    "EVALUATIONS",
    "LEFT_VENTRICLE",
    "MEASUREMENTS",
    "PRIVATE_SCHEME",
    "SEGMENTS",
    "TEXTS",
    "UNITS",
    "VALUES",
    "CodeWords",
    "Measured",
    "coded",
]

PRIVATE_SCHEME: Final = "99MYOMAP"


@dataclass(frozen=True, slots=True)
class CodeWords:
    """A code.

    Parameters
    ----------
    value, scheme, meaning : str
        As a code sequence holds them.
    """

    value: str
    scheme: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured, and in which unit.

    Parameters
    ----------
    name : CodeWords
        Of the figure.
    unit : str
        One of `UNITS`.
    """

    name: CodeWords
    unit: str


def coded(words: CodeWords) -> "Code":
    """Return a code as the libraries take it.

    Parameters
    ----------
    words : CodeWords
        Value, scheme and meaning.

    Returns
    -------
    Code
        The same.
    """
    from pydicom.sr.coding import Code

    return Code(words.value, words.scheme, words.meaning)


def _snomed(value: str, meaning: str) -> CodeWords:
    return CodeWords(value, "SCT", meaning)


def _standard(value: str, meaning: str) -> CodeWords:
    return CodeWords(value, "DCM", meaning)


def _loinc(value: str, meaning: str) -> CodeWords:
    return CodeWords(value, "LN", meaning)


def _own(value: str, meaning: str) -> CodeWords:
    return CodeWords(value, PRIVATE_SCHEME, meaning)


UNITS: Final[Mapping[str, CodeWords]] = {
    "%": CodeWords("%", "UCUM", "Percent"),
    "1": CodeWords("1", "UCUM", "no units"),
    "ml": CodeWords("ml", "UCUM", "milliliter"),
}

MEASUREMENTS: Final[Mapping[str, Measured]] = {
    "uptake": Measured(_own("UPTAKE", "Uptake relative to map reference"), "%"),
    "deviation": Measured(_own("SD-BELOW", "SD below normal mean"), "1"),
    "score": Measured(_own("SEG-SCORE", "Segment perfusion score, 0 to 4"), "1"),
    "tpd": Measured(_own("TPD", "Total perfusion deficit"), "%"),
    "extent": Measured(_snomed("427751006", "Extent of cardiac perfusion defect"), "%"),
    "summed_stress_score": Measured(
        _own("SSS-17", "Summed stress score of 17 segments"), "1"
    ),
    "summed_stress_score_percent": Measured(
        _loinc("82648-7", "Summed stress score Myocardium SPECT"), "%"
    ),
    "summed_rest_score": Measured(
        _own("SRS-17", "Summed rest score of 17 segments"), "1"
    ),
    "summed_rest_score_percent": Measured(
        _own("SRS-17-PERCENT", "Summed rest score, percent of the highest"), "%"
    ),
    "summed_difference_score": Measured(
        _loinc(
            "82644-6", "Summed difference score for 17 segment model Myocardium SPECT"
        ),
        "1",
    ),
    "ischemic_tpd": Measured(
        _own("TPD-CHANGE", "Total perfusion deficit, stress minus rest"), "%"
    ),
    "reversible_extent": Measured(
        _snomed("429162008", "Extent of myocardial stress ischemia"), "%"
    ),
    "fixed_extent": Measured(_own("FIXED-EXTENT", "Extent of fixed defect"), "%"),
    "tid_ratio": Measured(
        _snomed(
            "428832008",
            "Transient ischemic dilatation ratio of left ventricular cavity",
        ),
        "1",
    ),
    "ejection_fraction": Measured(
        _snomed("70822001", "Cardiac ejection fraction"), "%"
    ),
    "end_diastolic_ml": Measured(_loinc("8821-1", "Left Ventricular ED Volume"), "ml"),
    "end_systolic_ml": Measured(_loinc("8823-7", "Left Ventricular ES Volume"), "ml"),
    "probability": Measured(_standard("122157", "Probability"), "1"),
    "probability_abnormal": Measured(
        _own("P-ABNORMAL", "Probability of abnormal perfusion by model"), "1"
    ),
    "probability_ischemia": Measured(
        _own("P-ISCHEMIA", "Probability of ischemia by model"), "1"
    ),
    "probability_infarction": Measured(
        _own("P-INFARCTION", "Probability of infarction by model"), "1"
    ),
}
"""Figures by name."""

EVALUATIONS: Final[Mapping[str, CodeWords]] = {
    "state": _standard("109054", "Patient State"),
    "perfusion": _snomed("251053005", "Myocardial perfusion"),
    "morphology": _snomed("116676008", "Associated morphology"),
    "severity": _snomed("246112005", "Severity"),
}
"""Questions that a code answers."""

VALUES: Final[Mapping[str, CodeWords]] = {
    # CID 3102
    "stress": _standard("109091", "Cardiac Stress State"),
    "rest": _snomed("128975004", "Resting State"),
    # CID 3113
    "reversible": _snomed("251055003", "Reversible myocardial perfusion defect"),
    "fixed": _snomed("251057006", "Fixed myocardial perfusion defect"),
    "partially_reversible": _snomed(
        "251056002", "Partially Reversible myocardial perfusion defect"
    ),
    # CID 3120
    "normal": _snomed("301121007", "Myocardial perfusion normal"),
    "abnormal": _snomed("263654008", "Abnormal"),
    # CID 3121
    "ischemia": _snomed("414795007", "Myocardial ischemia"),
    "infarction": _snomed("22298006", "Myocardial Infarction"),
    "mixed": _snomed("428196007", "Mixed Ischemia and Infarction"),
    # CID 3716
    "mild": _snomed("255604002", "Mild"),
    "moderate": _snomed("6736007", "Moderate"),
    "severe": _snomed("24484000", "Severe"),
}
"""Answers by name; the context groups are those of nuclear cardiology."""

TEXTS: Final[Mapping[str, CodeWords]] = {
    "notice": _standard("121106", "Comment"),
    "caution": _standard("121106", "Comment"),
    "impression": _standard("121073", "Impression"),
    "conclusion": _standard("121077", "Conclusion"),
    "comment": _standard("121106", "Comment"),
}
"""Words by what they are."""

LEFT_VENTRICLE: Final = _snomed("87878005", "Left ventricle")

ARTERIES: Final[Mapping[str, CodeWords]] = {
    "LAD": _snomed("59438005", "Left Anterior Descending Coronary Artery"),
    "LCX": _snomed("57396003", "Circumflex Coronary Artery"),
    "RCA": _snomed("13647002", "Right Coronary Artery"),
}

SEGMENTS: Final[Mapping[int, CodeWords]] = {
    1: _snomed("264850008", "left ventricle basal anterior segment"),
    2: _snomed("396482007", "left ventricle basal anteroseptal segment"),
    3: _snomed("396646008", "left ventricle basal inferoseptal segment"),
    4: _snomed("264846001", "left ventricle basal inferior segment"),
    5: _snomed("396652009", "left ventricle basal inferolateral segment"),
    6: _snomed("396654005", "left ventricle basal anterolateral segment"),
    7: _snomed("264848000", "left ventricle mid anterior segment"),
    8: _snomed("396647004", "left ventricle mid anteroseptal segment"),
    9: _snomed("396649001", "left ventricle mid inferoseptal segment"),
    10: _snomed("264847005", "left ventricle mid inferior segment"),
    11: _snomed("396655006", "left ventricle mid inferolateral segment"),
    12: _snomed("396656007", "left ventricle mid anterolateral segment"),
    13: _snomed("264844003", "left ventricle apical anterior segment"),
    14: _snomed("264845002", "left ventricle apical septal segment"),
    15: _snomed("264849008", "left ventricle apical inferior segment"),
    16: _snomed("264853005", "left ventricle apical lateral segment"),
    17: _snomed("128564006", "Apex of left ventricle"),
}
"""CID 3717 by the number of the 17 segments."""
