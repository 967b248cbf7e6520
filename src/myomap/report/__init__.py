"""The report: a reading's content, its sentences, and the forms it is handed over in.

Input: a `ReadingDocument` with its arrays and, where a physician read the case too,
what they say. Output: one page to sign, as PDF, HTML, text, JSON and DICOM.
"""

from myomap.report.physician import (
    LONGEST_AUTHOR,
    LONGEST_COMMENT,
    PhysicianLabel,
    PhysicianReading,
    PhysicianScores,
    Placement,
    Placements,
)

__all__ = [
    "LONGEST_AUTHOR",
    "LONGEST_COMMENT",
    "PhysicianLabel",
    "PhysicianReading",
    "PhysicianScores",
    "Placement",
    "Placements",
]
