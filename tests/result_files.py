"""Sources and contents for the tests of what is written as DICOM, and its checks."""

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset

from capture_files import capture_bytes, capture_dataset
from myomap.dicom.results import (
    LabelVolume,
    ResultFacts,
    SrContent,
    SrGroup,
    SrMeasurement,
    SrText,
    encapsulated_pdf,
    secondary_capture,
    segmentation,
    structured_report,
)
from myomap.geometry import affine_from_axes, direction_from_angles, heart_axes
from nm_files import STUDIES, file_bytes

__all__ = [
    "CYRILLIC",
    "FACTS",
    "MAKERS",
    "PDF",
    "SOURCES",
    "content",
    "dump",
    "errors_of",
    "labels",
    "opened",
    "picture",
    "source_bytes",
]

FACTS = ResultFacts(version="0.1.0", pseudonym="P-1A2B")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF"
CYRILLIC = "Иванова^Мария^Петровна"


def _named(ds: Dataset, name: str, character_set: str | list[str]) -> Dataset:
    ds.SpecificCharacterSet = character_set
    ds.PatientName = name
    ds.StudyDescription = "Сердце" if name == CYRILLIC else "Heart"
    ds.ReferringPhysicianName = "Петров^П" if name == CYRILLIC else "Doe^J"
    return ds


def _bare() -> Dataset:
    """What is left of a source whose optional attributes are all missing."""
    ds = STUDIES["ge-recon"]()
    for keyword in (
        "SpecificCharacterSet",
        "StudyDate",
        "AcquisitionDate",
        "AcquisitionTime",
        "PatientName",
        "PatientID",
        "PatientBirthDate",
        "PatientSex",
        "FrameOfReferenceUID",
        "SeriesDescription",
        "Manufacturer",
    ):
        if keyword in ds:
            delattr(ds, keyword)
    return ds


def _pet() -> Dataset:
    ds = STUDIES["siemens-recon"]()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.128"
    ds.Modality = "PT"
    return ds


def _capture() -> bytes:
    return capture_bytes(capture_dataset(np.zeros((32, 40, 3), np.uint8)))


def _of(make: Callable[[], Dataset]) -> Callable[[], bytes]:
    return lambda: file_bytes(make(), "1.2.840.10008.1.2.1")


SOURCES: dict[str, Callable[[], bytes]] = {
    **{name: _of(make) for name, make in STUDIES.items()},
    "cyrillic in UTF-8": _of(
        lambda: _named(STUDIES["ge-recon"](), CYRILLIC, "ISO_IR 192")
    ),
    "cyrillic in ISO_IR 144": _of(
        lambda: _named(STUDIES["ge-recon"](), CYRILLIC, "ISO_IR 144")
    ),
    "cyrillic by escapes": _of(
        lambda: _named(STUDIES["ge-recon"](), CYRILLIC, ["", "ISO 2022 IR 144"])
    ),
    "bare": _of(_bare),
    "PET": _of(_pet),
    "capture": _capture,
}
"""Sources by name; negative distances of slices are among those of cameras."""


def source_bytes(name: str) -> bytes | None:
    """Return one of `SOURCES`, or None for none."""
    return None if name == "none" else SOURCES[name]()


def content(language: str = "en") -> SrContent:
    """Return a report with every kind of group, and words in Russian."""
    return SrContent(
        language="ru" if language == "ru" else "en",
        groups=(
            SrGroup(
                identifier="Verdict of the software",
                measurements=(
                    SrMeasurement(
                        name="probability_ischemia", value=0.875, interval=(0.75, 0.9)
                    ),
                ),
                evaluations=(("perfusion", "abnormal"), ("morphology", "ischemia")),
                method="reading, SHA-256 00",
            ),
            SrGroup(
                identifier="stress, segment 7",
                state="stress",
                segments=(7,),
                measurements=(
                    SrMeasurement(name="uptake", value=61.23456789012345),
                    SrMeasurement(name="score", value=2, interval=(1, 3)),
                ),
            ),
            SrGroup(
                identifier="Defect 1, LAD",
                artery="LAD",
                segments=(7, 13),
                finding="reversible",
                measurements=(SrMeasurement(name="extent", value=12.5),),
            ),
            SrGroup(
                identifier="Verdict of the physician",
                evaluations=(("perfusion", "normal"),),
                reader="Петров П. П.",
            ),
        ),
        texts=(SrText(kind="impression", text="Ишемия передней стенки."),),
    )


def labels(*, by_person: bool = False) -> LabelVolume:
    """Return two small areas on a grid as oblique as a heart lies."""
    lateral, anterior, apical = heart_axes(direction_from_angles(47, 23))
    affine = affine_from_axes(
        [12.3456789, -50, 33.3], [-apical, -anterior, lateral], [3, 3, 3]
    )
    values = np.zeros((7, 10, 11), np.uint8)
    values[1:4, 2:6, 3:5] = 1
    values[3:6, 7:9, 7:10] = 2
    return LabelVolume(labels=values, affine=affine, drawn_by_person=by_person)


def picture() -> np.ndarray:
    """Return a picture whose pixels all differ along rows and columns."""
    rows, columns = np.indices((41, 333))
    return np.stack([rows, columns % 256, (rows * columns) % 256], axis=-1).astype(
        np.uint8
    )


MAKERS: dict[str, Callable[[bytes | None, ResultFacts], bytes]] = {
    "sr": lambda source, facts: structured_report(content("ru"), source, facts),
    "seg": lambda source, facts: segmentation(labels(), source, facts),
    "sc": lambda source, facts: secondary_capture(picture(), source, facts),
    "pdf": lambda source, facts: encapsulated_pdf(PDF, source, facts),
}
"""Writers by form."""


def opened(data: bytes) -> Dataset:
    """Return a file's data set."""
    return pydicom.dcmread(io.BytesIO(data))


def errors_of(dciodvfy: str, data: bytes, folder: Path) -> list[str]:
    """Return what the validator calls an error."""
    path = folder / "result.dcm"
    path.write_bytes(data)
    done = subprocess.run(
        [dciodvfy, "-new", str(path)], capture_output=True, text=True, check=False
    )
    lines = (done.stdout + done.stderr).splitlines()
    return [line for line in lines if line.startswith("Error")]


def dump(item: Dataset, depth: int = 0) -> Iterator[str]:
    """Yield a structured report as lines of text, as viewers do."""
    name = item.ConceptNameCodeSequence[0].CodeMeaning
    yield f"{'  ' * depth}{name}: {_value(item)}"
    for child in item.get("ContentSequence", []):
        yield from dump(child, depth + 1)


def _value(item: Dataset) -> str:
    if item.ValueType == "NUM":
        measured = item.MeasuredValueSequence[0]
        unit = measured.MeasurementUnitsCodeSequence[0].CodeValue
        return f"{float(measured.NumericValue):g} {unit}"
    if item.ValueType == "CODE":
        return str(item.ConceptCodeSequence[0].CodeMeaning)
    keyword = {"TEXT": "TextValue", "PNAME": "PersonName", "UIDREF": "UID"}
    return str(item.get(keyword.get(item.ValueType, ""), ""))
