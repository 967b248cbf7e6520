"""The page of DICOM objects names what the code writes, and nothing else."""

import re
from pathlib import Path

from myomap.dicom.results import (
    ENCAPSULATED_PDF,
    NOTICE,
    PRIVATE_SCHEME,
    SECONDARY_CAPTURE,
    SEGMENTATION,
    STRUCTURED_REPORT,
    report_codes,
)
from myomap.dicom.results.result_header import UNKNOWN_MOMENT
from myomap.reading.heart_slices import SLICE_MM
from myomap.report.dicom_objects import DICOM_FILES, DICOM_FORMS
from result_files import FACTS, MAKERS, opened

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "dicom.md").read_text("utf-8")
KINDS = {
    "sr": STRUCTURED_REPORT,
    "seg": SEGMENTATION,
    "sc": SECONDARY_CAPTURE,
    "pdf-dicom": ENCAPSULATED_PDF,
}


def rows(header: str) -> list[list[str]]:
    """Return the cells of the table whose first heading is this."""
    table = PAGE.partition(f"| {header} |")[2].partition("\n\n")[0]
    lines = table.splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_objects_are_those_that_are_written():
    found = {row[0].strip("`"): row for row in rows("`--report`")}
    assert list(found) == list(DICOM_FORMS) == list(KINDS)
    for form, kind in KINDS.items():
        _, file, name, uid, modality, series = found[form]
        assert file == f"`{DICOM_FILES[form]}`"
        made = opened(MAKERS[form.removesuffix("-dicom")](None, FACTS))
        assert uid == kind.sop_class_uid == made.SOPClassUID
        assert made.SOPClassUID.name.startswith(name)
        assert modality == kind.modality == made.Modality
        assert int(series) == kind.series_number == made.SeriesNumber
        assert made.file_meta.TransferSyntaxUID in PAGE
        assert made.SpecificCharacterSet in PAGE


def test_figures_and_codes_are_those_of_the_report():
    told = {tuple(row) for row in rows("figure")}
    assert told == {
        (
            each.name.meaning,
            each.name.value,
            each.name.scheme,
            report_codes.UNITS[each.unit].value,
        )
        for each in report_codes.MEASUREMENTS.values()
    }
    answers = {tuple(row) for row in rows("question or answer")}
    tables = (report_codes.EVALUATIONS, report_codes.VALUES)
    assert answers == {
        (each.meaning, each.value, each.scheme)
        for table in tables
        for each in table.values()
    }


def test_words_and_numbers_in_the_text_are_the_codes():
    plain = " ".join(PAGE.split())
    assert NOTICE in plain
    assert PRIVATE_SCHEME in plain
    assert UNKNOWN_MOMENT.strftime("%Y%m%d") in plain
    assert f"voxels of {SLICE_MM:g} mm" in plain
    told = set(re.findall(r"CID (\d{4})", plain))
    assert told == {"3717", "3102", "3113", "3120", "3121", "3716"}
