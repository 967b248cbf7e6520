"""`myomap read --report`: the report's files stand with the reading's, or none does."""

import json
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pypdf import PdfReader

from command_line import names_in, refuse, succeed
from myomap.phantom import Disease, draw_patient, quick_maps
from myomap.records import State

ALL = "pdf,html,txt,json,sr,sc,pdf-dicom"
FILES = {
    "report_pdf": "report.pdf",
    "report_html": "report.html",
    "report_text": "report.txt",
    "report_json": "report.json",
    "report_sr": "report_sr.dcm",
    "report_sc": "report_sc.dcm",
    "report_pdf_dicom": "report_pdf.dcm",
}


@pytest.fixture(scope="module")
def maps(tmp_path_factory: pytest.TempPathFactory) -> list[str | Path]:
    """Words that name both maps of a patient whose folder tells a name."""
    folder = tmp_path_factory.mktemp("Ivanov Petr 1950")
    found = quick_maps(
        draw_patient(np.random.default_rng([12, 3]), disease=Disease.MIXED)
    )
    words: list[str | Path] = []
    for state in State:
        path = folder / f"{state.value}.npy"
        np.save(path, found[state].uptake_percent)
        words += [f"--{state.value}", path]
    return words


def test_every_form_is_written_and_named(
    maps: list[str | Path], tmp_path: Path
) -> None:
    succeed("read", *maps, "--out", tmp_path, "--report", ALL, "--lang", "ru")
    assert set(FILES.values()) <= names_in(tmp_path)
    artifacts = json.loads((tmp_path / "reading.json").read_text())["artifacts"]
    assert {name: artifacts[name] for name in FILES} == FILES
    assert artifacts["report_seg"] is None
    told = json.loads((tmp_path / "report.json").read_text())
    assert told["schema"] == "myomap.report/1"
    assert told["reading"]["artifacts"] == artifacts
    assert "Заключение" in (tmp_path / "report.txt").read_text()
    (page,) = PdfReader(BytesIO((tmp_path / "report.pdf").read_bytes())).pages
    assert "ПНА" in page.extract_text()
    for path in tmp_path.glob("report*"):
        assert b"Ivanov" not in path.read_bytes()


def test_a_form_that_cannot_be_made_is_told_and_the_next_run_takes_the_others_away(
    maps: list[str | Path], tmp_path: Path
) -> None:
    shown = succeed("read", *maps, "--out", tmp_path, "--report", "txt,seg").stdout
    assert "report_seg.dcm is left out." in " ".join(shown.split())
    assert "report.txt" in names_in(tmp_path)
    assert "report_seg.dcm" not in names_in(tmp_path)
    succeed("read", *maps, "--out", tmp_path, "--normals", "none", "--force")
    assert "report.txt" not in names_in(tmp_path)


def test_alone_such_a_form_is_refused_and_nothing_is_written(
    maps: list[str | Path], tmp_path: Path
) -> None:
    refuse(3, "egment", "read", *maps, "--out", tmp_path / "no", "--report", "seg")
    assert not (tmp_path / "no").exists()


def test_a_report_that_is_there_is_kept_unless_forced(
    maps: list[str | Path], tmp_path: Path
) -> None:
    (tmp_path / "report.txt").write_text("mine")
    refuse(1, "already holds 1", "read", *maps, "-o", tmp_path, "--report", "txt")
    assert names_in(tmp_path) == {"report.txt"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--report", "pdf"), "no folder is named for them"),
        (("--report", "pdf,docx", "--out", "out"), "the form 'docx'. Expected one"),
        (("--report", "", "--out", "out"), "the form ''"),
        (("--lang", "ru", "--out", "out"), "none is asked for"),
        (("--report", "pdf", "--lang", "de", "--out", "out"), "no language 'de'"),
    ],
)
def test_options_that_lead_to_nothing_are_refused_before_any_reading(
    words: tuple[str, ...], sentence: str, tmp_path: Path
) -> None:
    refuse(2, sentence, "read", tmp_path / "not-there", *words)
