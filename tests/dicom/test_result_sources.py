"""Results of sources that are strange, broken or hostile."""

import struct

import pytest

from myomap.dicom.results import (
    encapsulated_pdf,
    patient_words,
)
from myomap.errors import (
    DicomError,
    LimitExceededError,
    MissingAttributeError,
    MyomapError,
)
from nm_files import STUDIES, SYNTAXES, file_bytes, study_bytes
from result_files import (
    FACTS,
    MAKERS,
    PDF,
    SOURCES,
    errors_of,
    opened,
)

_EXPLICIT = "1.2.840.10008.1.2.1"
FORMS = list(MAKERS)


# Sources that are damaged or lie


@pytest.mark.parametrize("syntax", SYNTAXES.values(), ids=SYNTAXES)
def test_sources_of_any_transfer_syntax_are_taken(syntax):
    source = study_bytes("ge-recon", syntax)
    made = opened(encapsulated_pdf(PDF, source, FACTS))
    assert made.PatientID == "PHANTOM-1"
    assert made.file_meta.TransferSyntaxUID == _EXPLICIT


def test_a_study_whose_names_were_taken_out_stays_so():
    source = _with(
        (0x00120062, "CS", b"YES "), (0x00120063, "LO", b"Names and numbers")
    )
    made = opened(encapsulated_pdf(PDF, source, FACTS))
    assert made.PatientIdentityRemoved == "YES"
    assert made.DeidentificationMethod == "Names and numbers"


def _with(*elements: tuple[int, str, bytes]) -> bytes:
    """Return a source in which elements stand as no library would write them."""
    ds = STUDIES["ge-recon"]()
    for tag, _, _ in elements:
        if tag in ds:
            del ds[tag]
    return file_bytes(ds, _EXPLICIT) + b"".join(_encoded(*each) for each in elements)


def _encoded(tag: int, vr: str, value: bytes) -> bytes:
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode())
    value += b" " * (len(value) % 2)
    if vr in ("OB", "UN", "UT"):
        return head + struct.pack("<HL", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def _without(keyword: str) -> bytes:
    ds = STUDIES["ge-recon"]()
    delattr(ds, keyword)
    return file_bytes(ds, _EXPLICIT)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        pytest.param(
            _with((0x00100020, "LO", b"x" * 66)), DicomError, id="long number"
        ),
        pytest.param(_with((0x00100010, "PN", b"x" * 66)), DicomError, id="long name"),
        pytest.param(
            _with((0x00100010, "LO", b"x" * 20_000)), LimitExceededError, id="huge name"
        ),
        pytest.param(
            _with((0x00081030, "LO", b"y" * 60_000)), LimitExceededError, id="huge text"
        ),
        pytest.param(
            _with((0x00100010, "US", b"\x01\x00")), DicomError, id="name as US"
        ),
        pytest.param(
            _with((0x00100020, "FD", bytes(8))), DicomError, id="number as FD"
        ),
        pytest.param(_with((0x00080005, "OB", b"XX")), DicomError, id="set as OB"),
        pytest.param(_with((0x0020000D, "UI", b"1.2.x\0")), DicomError, id="study UID"),
        pytest.param(
            _with((0x0020000D, "UI", b"1." + b"2" * 80)), DicomError, id="long UID"
        ),
        pytest.param(
            _without("StudyInstanceUID"),
            MissingAttributeError,
            id="no study",
        ),
        pytest.param(
            _without("SeriesInstanceUID"),
            MissingAttributeError,
            id="no series",
        ),
    ],
)
@pytest.mark.parametrize("form", FORMS)
def test_hostile_sources_are_refused(source, error, form):
    with pytest.raises(error) as caught:
        MAKERS[form](source, FACTS)
    assert "xxx" not in str(caught.value)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "data", [b"", b"not DICOM", bytes(128) + b"DICM" + b"\xff" * 40], ids=range(3)
)
def test_what_is_no_dicom_file_is_refused(form, data):
    with pytest.raises(DicomError):
        MAKERS[form](data, FACTS)


def test_details_that_break_the_standard_are_left_out(dciodvfy, tmp_path):
    source = _with(
        (0x00100030, "DA", b"1960.01.01"),
        (0x00100040, "CS", b"female"),
        (0x00101030, "DS", b"heavy"),
        (0x00080050, "SH", b"A" * 40),
        (0x00080030, "TM", b"25:61"),
    )
    for make in MAKERS.values():
        data = make(source, FACTS)
        made = opened(data)
        assert made.PatientBirthDate == ""
        assert made.PatientSex == ""
        assert made.AccessionNumber == ""
        assert "PatientWeight" not in made
        assert errors_of(dciodvfy, data, tmp_path) == []


@pytest.mark.parametrize(
    "day", ["99999999", "20230229", "20231301", "20230100", "00000101", "00000000"]
)
@pytest.mark.parametrize("form", FORMS)
def test_a_day_that_no_calendar_knows_is_left_empty(form, day, dciodvfy, tmp_path):
    source = _with(
        (0x00080020, "DA", day.encode()),
        (0x00080021, "DA", day.encode()),
        (0x00080022, "DA", day.encode()),
        (0x00100030, "DA", day.encode()),
    )
    data = MAKERS[form](source, FACTS)
    made = opened(data)
    assert made.StudyDate == made.PatientBirthDate == ""
    assert errors_of(dciodvfy, data, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        (b"Doe^John^^Dr", "Doe John Dr"),
        (b"=Doe^Jane=", "Doe Jane"),
        (b" ^^ ", ""),
        (b"x" * 66, ""),
        (b"", ""),
    ],
)
def test_a_name_is_said_without_the_signs_between_its_parts(name, spoken):
    told = patient_words(_with((0x00100010, "PN", name)))
    assert (told.name, told.number) == (spoken, "PHANTOM-1")
    assert "Doe" not in repr(told)


@pytest.mark.parametrize("name", [name for name in SOURCES if "cyrillic" in name])
def test_a_name_is_said_in_its_own_letters(name):
    assert patient_words(SOURCES[name]()).name == "Иванова Мария Петровна"


def test_a_source_without_a_patient_names_nobody():
    assert not patient_words(SOURCES["bare"]()).is_known


def test_a_source_cut_anywhere_is_refused_or_harmless(rng):
    source = SOURCES["cyrillic in ISO_IR 144"]()
    for end in rng.integers(0, len(source), size=30):
        try:
            made = encapsulated_pdf(PDF, source[: int(end)], FACTS)
        except MyomapError:
            continue
        assert opened(made).PatientID == "PHANTOM-1"


def test_no_warning_quotes_a_name(recwarn):
    source = _with((0x00100010, "PN", b"Plainname"))
    for make in MAKERS.values():
        assert str(opened(make(source, FACTS)).PatientName) == "Plainname"
    assert not [each for each in recwarn if "Plainname" in str(each.message)]
