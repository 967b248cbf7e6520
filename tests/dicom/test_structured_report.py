"""The structured report: what it says comes back, by codes of the dictionaries."""

import io
import re
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import highdicom
import pytest
from pydicom.sr._concepts_dict import concepts

from hostile_words import HOSTILE_WORDS
from myomap.dicom.results import (
    NOTICE,
    PRIVATE_SCHEME,
    ResultFacts,
    SrContent,
    SrGroup,
    SrMeasurement,
    SrText,
    report_codes,
    structured_report,
)
from myomap.errors import (
    ConfigError,
    LimitExceededError,
)
from result_files import (
    FACTS,
    MAKERS,
    SOURCES,
    content,
    dump,
    errors_of,
    opened,
)

# The structured report


def test_the_report_reads_as_text_in_a_viewer():
    made = opened(structured_report(content("ru"), SOURCES["bare"](), FACTS))
    lines = [line.strip() for line in dump(made)]
    for expected in (
        "Imaging Measurement Report:",
        "Language of Content Item and Descendants: Russian",
        "Procedure reported: Radionuclide myocardial perfusion study",
        "Device Observer Name: myomap 0.1.0",
        "Patient State: Cardiac Stress State",
        "Finding Site: left ventricle mid anterior segment",
        "Finding Site: Left Anterior Descending Coronary Artery",
        "Finding: Reversible myocardial perfusion defect",
        "Uptake relative to map reference: 61.2346 %",
        "Segment perfusion score, 0 to 4: 2 1",
        "Myocardial perfusion: Abnormal",
        "Associated morphology: Myocardial ischemia",
        "Algorithm Parameters: reading, SHA-256 00",
        "Person Observer Name: Петров П. П.^",
        f"Comment: {NOTICE}.",
        "Impression: Ишемия передней стенки.",
    ):
        assert expected in lines


def test_groups_come_back_through_the_library():
    data = structured_report(content(), SOURCES["ge-recon"](), FACTS)
    report = highdicom.sr.srread(io.BytesIO(data))
    read: Any = report.content
    groups = read.get_image_measurement_groups()
    assert len(groups) == len(content().groups)
    segment = groups[1]
    assert segment.finding_sites[0].value.value == "264848000"
    found = {item.name.meaning: item.value for item in segment.get_measurements()}
    assert found["Uptake relative to map reference"] == pytest.approx(61.2346)
    verdict = {
        item.name.meaning: item.value.meaning
        for item in groups[0].get_qualitative_evaluations()
    }
    assert verdict["Associated morphology"] == "Myocardial ischemia"
    evidence = report.CurrentRequestedProcedureEvidenceSequence[0]
    image = evidence.ReferencedSeriesSequence[0].ReferencedSOPSequence[0]
    assert (
        image.ReferencedSOPInstanceUID == opened(SOURCES["ge-recon"]()).SOPInstanceUID
    )


def test_intervals_are_told_as_distances_in_the_figures_own_unit():
    made = opened(structured_report(content(), None, FACTS))
    lines = [line.strip() for line in dump(made)]
    place = lines.index("Probability of ischemia by model: 0.875 1")
    assert lines[place + 1] == "+, range of upper measurement uncertainty: 0.025 1"
    assert lines[place + 2] == "-, range of lower measurement uncertainty: 0.125 1"


def test_a_persons_figures_name_no_algorithm_and_the_softwares_no_person():
    made = opened(structured_report(content(), None, FACTS))
    measurements = next(
        item
        for item in made.ContentSequence
        if item.ConceptNameCodeSequence[0].CodeMeaning == "Imaging Measurements"
    )
    for group, given in zip(
        measurements.ContentSequence, content().groups, strict=True
    ):
        text = "\n".join(dump(group))
        assert ("Algorithm Name" in text) == (given.reader is None)
        assert ("Person Observer Name" in text) == (given.reader is not None)


def test_codes_are_those_of_the_dictionary():
    """Words differ in case and length between versions; value and scheme may not."""
    tables = [
        *[each.name for each in report_codes.MEASUREMENTS.values()],
        *report_codes.EVALUATIONS.values(),
        *report_codes.VALUES.values(),
        *report_codes.TEXTS.values(),
        *report_codes.SEGMENTS.values(),
        *report_codes.ARTERIES.values(),
        report_codes.LEFT_VENTRICLE,
    ]
    outside = {("LN", "82648-7"), ("LN", "82644-6")}
    dictionary: Any = concepts
    known = {
        (scheme, value): {meaning.casefold() for meaning, _ in [codes[value]]}
        for scheme, names in dictionary.items()
        for codes in names.values()
        for value in codes
    }
    for code in tables:
        key = (code.scheme, code.value)
        if code.scheme == PRIVATE_SCHEME or key in outside:
            continue
        assert key in known, code.meaning
    assert len(report_codes.SEGMENTS) == 17


def test_segments_of_the_dictionary_are_the_seventeen():
    from myomap.polarmap import segments_17

    for segment in segments_17().segments:
        words = report_codes.SEGMENTS[segment.number].meaning.casefold()
        for part in segment.name.casefold().replace("-", " ").split():
            assert part in words, segment.name


def test_a_physicians_name_cannot_break_the_header():
    hostile = replace(content().groups[3], reader="A^B=C\\D" + "x" * 200 + "\x00\n")
    data = structured_report(SrContent(language="en", groups=(hostile,)), None, FACTS)
    name = next(
        str(each.value) for each in opened(data).iterall() if each.tag == 0x0040A123
    )
    assert len(name) <= 64
    assert name.count("^") == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda: SrMeasurement(name="luck", value=1), id="figure"),
        pytest.param(lambda: SrMeasurement(name="tpd", value=float("nan")), id="nan"),
        pytest.param(
            lambda: SrMeasurement(name="tpd", value=1, interval=(0, float("inf"))),
            id="infinite",
        ),
        pytest.param(lambda: SrGroup(identifier="x", segments=(18,)), id="segment"),
        pytest.param(lambda: SrGroup(identifier="x", artery="LM"), id="artery"),
        pytest.param(lambda: SrGroup(identifier="x", finding="odd"), id="finding"),
        pytest.param(
            lambda: SrGroup(identifier="x", evaluations=(("perfusion", "fine"),)),
            id="answer",
        ),
        pytest.param(lambda: SrText(kind="poem", text="x"), id="text"),
        pytest.param(lambda: SrText(kind="comment", text="x" * 20_001), id="long"),
        pytest.param(lambda: SrContent(language="en", groups=()), id="empty"),
        pytest.param(
            lambda: SrContent(language="en", groups=(SrGroup(identifier="x"),) * 501),
            id="many",
        ),
        pytest.param(lambda: ResultFacts(version="1\n2"), id="version"),
        pytest.param(
            lambda: ResultFacts(version="1", pseudonym="Иванов"), id="pseudonym"
        ),
    ],
)
def test_what_has_no_code_or_no_sense_is_refused(make):
    with pytest.raises((ConfigError, LimitExceededError)):
        make()


def test_another_viewer_shows_the_structured_report(dciodvfy, tmp_path):
    path = tmp_path / "report.dcm"
    path.write_bytes(MAKERS["sr"](SOURCES["ge-recon"](), FACTS))
    program = str(Path(dciodvfy).with_name("dcsrdump"))
    done = subprocess.run([program, str(path)], capture_output=True, check=True)
    shown = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert '(UPTAKE,99MYOMAP,"Uptake relative to map reference")' in shown
    assert '(264848000,SCT,"left ventricle mid anterior segment")' in shown
    assert "(DCMR,1500)" in shown


def test_hostile_words_stay_words(dciodvfy, tmp_path):
    said = content()
    groups = [
        replace(said.groups[3], reader=word, identifier=word or "-", method=word)
        for word in HOSTILE_WORDS
    ]
    texts = [SrText(kind="comment", text=word) for word in HOSTILE_WORDS]
    told = SrContent(language="en", groups=tuple(groups), texts=tuple(texts))
    data = structured_report(told, None, FACTS)
    assert errors_of(dciodvfy, data, tmp_path) == []
    lines = "\n".join(dump(opened(data)))
    assert "Ёлка «№ 1» — 12,5 %" in lines
    assert "<script>alert(1)</script>" in lines
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e\ud800-\udfff]", lines)
