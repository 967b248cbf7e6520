"""Every form of the report is whole, safe, and the same for the same content."""

import json
import re
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import pytest
from matplotlib.text import Text
from PIL import Image
from pypdf import PdfReader

from myomap.errors import ConfigError
from myomap.language import Language
from myomap.phantom import Disease
from myomap.polarmap import draw_polar_maps
from myomap.reading.document import (
    CautionEntry,
    ContourEntry,
    Contours,
    ModelEntry,
    Verdict,
)
from myomap.records import Sex, State
from myomap.report import (
    REPORT_FORMS,
    PhysicianReading,
    PriorStudy,
    ReportContent,
    ReportDocument,
    Subject,
    html_form,
    html_report,
    json_report,
    key_picture,
    pdf_form,
    pdf_picture,
    pdf_report,
    report_form,
    report_page,
    text_report,
)
from myomap.report.picture_panels import picture_panels
from report_samples import ENGLISH, RUSSIAN, content_of, with_document

NOTICE = {
    ENGLISH: "Research software, not for diagnosis.",
    RUSSIAN: "Исследовательская программа, не для диагностики.",
}
key_picture_file = sys.modules["myomap.report.key_picture"]
SIGNED = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)
HOSTILE = (
    "<script>alert(1)</script>",
    "\"><img src=x onerror='alert(1)'>",
    "</style></p></bdi><svg/onload=alert(1)>",
    '<font color="red">&lt;b&gt;&#0;&unknown;</font>',
    "{title} {0} %s %(x)s {{7*7}} {% raw %}",
    "=HYPERLINK(\"http://x\")\t@cmd|' /C calc'!A0",
    "a\x00b\x1b[2Jc\r\nd\x07e\ud800f\ue000g",
    "\u202egnp.exe \u2066\u200f שלום مرحبا",
    "👩\u200d⚕️ 心筋 \U0001f9ff ﷽",
    "ї" * 10_000,
    "wide word " * 1_000,
    "",
)


@pytest.fixture
def no_drawing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a blank in the key picture's place, which takes a second to draw."""

    def blank(
        content: ReportContent,
        *,
        letters_points: float,
        panel_inches: float = 4.0,
        panel_px: int = 600,
    ) -> bytes:
        width = len(picture_panels(content)) * panel_px // 10
        height = round(panel_px / panel_inches * (4.65 + letters_points / 72) / 10)
        stream = BytesIO()
        Image.new("RGB", (width, height), "white").save(stream, "PNG")
        return stream.getvalue()

    for form in (pdf_picture, html_form):
        monkeypatch.setattr(form, "plain_key_picture", blank)


def physician(**given: Any) -> PhysicianReading:
    return PhysicianReading.model_validate(
        {"label": "ischemia", "agrees": False, "author": "Dr A.", **given}
    )


def text_of_pdf(data: bytes) -> str:
    pages = PdfReader(BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def hostile_content(words: str) -> ReportContent:
    """Return a content that holds the words wherever words of others can stand."""
    subject = Subject(pseudonym=words, name=words, patient_id=words, site=words)
    # Half a letter is refused where a physician's words are taken in.
    words = words.encode(errors="ignore").decode()
    said = physician(author=words[:200], comment=words[:10_000], signed_at=SIGNED)
    content = content_of(Disease.MIXED, subject=subject, physician=said)
    document = content.document
    quality = document.quality.model_copy(
        update={"cautions": (CautionEntry(code=words, message=words),)}
    )
    provenance = document.provenance.model_copy(
        update={
            "model": ModelEntry(name=words, sha256=words),
            "normals": words,
            "myomap": words,
            "options": {"protocol": words},
            "inputs": tuple(
                each.model_copy(update={"kind": words, "sha256": words})
                for each in document.provenance.inputs
            ),
        }
    )
    return with_document(
        content,
        verdict=Verdict(label="abstained", reasons=(words, words)),
        quality=quality,
        provenance=provenance,
    )


class _Page(HTMLParser):
    """Collects what a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.words.append(data)


@pytest.mark.usefixtures("no_drawing")
def test_the_same_content_gives_the_same_bytes() -> None:
    content = content_of(Disease.MIXED, physician=physician())
    for form in REPORT_FORMS:
        assert report_form(content, form) == report_form(content, form), form


def test_an_unknown_form_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="pdf, html, txt, json"):
        report_form(content_of(Disease.MIXED), "docx")


def _doubtful(content: ReportContent) -> ReportContent:
    """Return the content with as many cautions as a picture has."""
    words = "Nothing tells whether attenuation was corrected, and so on for a line more"
    cautions = tuple(
        CautionEntry(code=f"odd-{at}", message=f"{at}: {words} of words that are read.")
        for at in range(8)
    )
    quality = content.document.quality.model_copy(update={"cautions": cautions})
    return with_document(content, quality=quality)


def usual_content(kind: str, language: Language) -> ReportContent:
    """Return one of the contents that hospitals will mostly see."""
    subject = Subject(
        pseudonym="P-1", sex=Sex.FEMALE, age_years=61.0, study_date=date(2026, 11, 20)
    )
    if kind == "rest alone":
        return content_of(Disease.MIXED, State.REST, language=language)
    if kind == "many cautions":
        return _doubtful(content_of(Disease.MIXED, language=language))
    if kind != "signed":
        return content_of(Disease(kind), language=language, subject=subject)
    return content_of(
        Disease.MIXED,
        language=language,
        subject=subject,
        prior=PriorStudy(document=content_of(Disease.NORMAL).document),
        physician=physician(comment="As last year.", signed_at=SIGNED),
    )


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(
    "kind",
    [*(disease.value for disease in Disease), "rest alone", "signed", "many cautions"],
)
def test_a_usual_case_takes_one_page_that_says_all(
    kind: str, language: Language
) -> None:
    content = usual_content(kind, language)
    data = pdf_report(content)
    (page,) = PdfReader(BytesIO(data)).pages
    assert [round(float(side)) for side in page.mediabox[2:]] == [595, 842]
    found, words = text_of_pdf(data), report_page(content)
    assert found.count(NOTICE[content.language]) >= 2
    parts: list[Any] = [*words.sections, *words.impression]
    for each in parts:
        for sentence in (each.title, *each.sentences):
            assert _bare(sentence) in _bare(found)
    for sentence in words.caption.sentences:
        assert _bare(sentence) in _bare(found)
    assert all(entry.name in found for entry in words.caption.legend)
    assert words.signature in found
    model = content.document.provenance.model
    assert model is not None
    assert model.sha256 in _bare(found)


def _bare(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_words_of_others_stay_words_on_the_page(words: str) -> None:
    content = hostile_content(words)
    data = pdf_report(content)
    reader = PdfReader(BytesIO(data))
    for page in reader.pages:
        assert "/Annots" not in page
        assert NOTICE[ENGLISH] in " ".join(page.extract_text().split())
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(reader.root_object)


@pytest.mark.usefixtures("no_drawing")
def test_a_long_comment_flows_on_and_is_never_cut() -> None:
    numbers = [f"{number:04}" for number in range(1_900)]
    comment = " ".join(numbers)
    data = pdf_report(content_of(Disease.MIXED, physician=physician(comment=comment)))
    n_pages = len(PdfReader(BytesIO(data)).pages)
    found = text_of_pdf(data)
    assert n_pages > 1
    assert set(numbers) <= set(found.split())
    assert f"Page {n_pages} of {n_pages}" in found
    assert "Not signed" in found


@pytest.mark.usefixtures("no_drawing")
@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_the_page_of_html_runs_and_loads_nothing(words: str) -> None:
    content = hostile_content(words)
    page = html_report(content)
    found, plain = _Page(page), _Page(html_report(content_of(Disease.MIXED)))
    assert found.tags <= plain.tags | {"bdi", "span"}
    assert "script" not in found.tags
    names = {name for name, _ in found.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert "href" not in names
    addresses = [value or "" for name, value in found.attributes if name == "src"]
    assert [value[:22] for value in addresses] == ["data:image/png;base64,"]
    shown = "".join(found.words)
    for statement in report_page(content).impression:
        for sentence in statement.sentences:
            assert sentence in shown
    assert not set(page) & {"\x00", "\x1b", "\u202e", "\u2066", "\ud800"}


@pytest.mark.usefixtures("no_drawing")
def test_the_policy_of_the_page_names_its_style() -> None:
    page = html_report(content_of(Disease.MIXED))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert html_form.HTML_POLICY in page
    assert html_form.style_hash(style) in html_form.HTML_POLICY
    assert "style=" not in page.split("</head>")[1]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_text_has_no_control_characters_and_no_long_lines(words: str) -> None:
    text = text_report(hostile_content(words))
    assert not {letter for letter in text if ord(letter) < 32} - {"\n"}
    assert max(map(len, text.splitlines())) <= 82
    assert text.splitlines()[-1] == NOTICE[ENGLISH]


@pytest.mark.parametrize("words", HOSTILE, ids=lambda words: ascii(words[:16]))
def test_json_of_any_words_is_read_back(words: str) -> None:
    content = hostile_content(words)
    told = json.loads(report_form(content, "json"))
    assert content.physician is not None
    assert told["physician"]["comment"] == content.physician.comment
    assert told["notice"] == NOTICE[ENGLISH]


def test_json_has_its_schema_first_and_is_read_back() -> None:
    content = content_of(Disease.MIXED, language=RUSSIAN, physician=physician())
    told = json_report(content)
    assert next(iter(told.items())) == ("schema", "myomap.report/1")
    text = json.dumps(told, allow_nan=False)
    back = ReportDocument.model_validate_json(text)
    assert back.reading == content.document
    assert back.physician == content.physician
    assert [each.by for each in back.impression] == ["physician", "software"]


def test_a_name_is_printed_only_where_it_is_given() -> None:
    without = text_report(content_of(Disease.MIXED))
    assert re.search(r"Case: P-[0-9A-F]{8}$", without, re.MULTILINE)
    assert "Name:" not in without
    subject = Subject(pseudonym="P-1", name="Иванов", patient_id="7")
    given = text_report(content_of(Disease.MIXED, subject=subject))
    assert "Name: Иванов · Patient ID: 7" in given
    assert "Иванов" not in repr(subject)


def test_a_russian_report_leaves_no_sentence_in_english() -> None:
    subject = Subject(pseudonym="1", sex=Sex.MALE, age_years=61.0)
    prior = PriorStudy(document=content_of(Disease.NORMAL).document)
    content = content_of(
        Disease.MIXED,
        language=RUSSIAN,
        subject=subject,
        prior=prior,
        physician=PhysicianReading(agrees=True, signed_at=SIGNED),
    )
    text = re.sub(r"\b[0-9a-f]{16,}\b|stress0+|rest0+", "", text_report(content))
    known = {"TPD", "SSS", "SRS", "SDS", "SHA", "UTC", "myomap", "simulated", "reading"}
    assert set(re.findall(r"[A-Za-z]{3,}", text)) <= known


def test_heads_of_the_discs_agree_with_the_scores_below_them() -> None:
    plain = content_of(Disease.MIXED)
    stress = plain.document.perfusion.stress
    change = plain.document.difference
    assert stress is not None
    assert stress.tpd_percent is not None
    assert change is not None
    heads = [panel.title for panel in picture_panels(plain)]
    shown = f"Stress: TPD {stress.tpd_percent:.1f} %, SSS {stress.summed_score}"
    assert heads[0].replace("\N{NO-BREAK SPACE}", " ") == shown
    assert heads[2] == f"Reversibility: SDS {change.summed_difference_score}"
    segment = next(one.segment for one in stress.segments if one.score == 0)
    raised = {"scores": {"stress": {str(segment): 3}}}
    edited = replace(plain, physician=PhysicianReading.model_validate(raised))
    panels = picture_panels(edited)
    own = (stress.summed_score or 0) + 3
    assert panels[0].title.endswith(f"SSS {stress.summed_score} → {own}")
    assert "→" not in panels[1].title
    labels = panels[2].labels
    assert labels is not None
    before, after = labels[segment - 1].split("→")
    fall = int(after) - int(before)
    assert fall > 0
    total = change.summed_difference_score
    assert panels[2].title.endswith(f"SDS {total} → {(total or 0) + fall}")


def test_the_key_picture_has_a_disc_for_each_state_and_one_for_the_change() -> None:
    both = Image.open(BytesIO(key_picture(content_of(Disease.MIXED), panel_px=200)))
    one = Image.open(
        BytesIO(key_picture(content_of(Disease.MIXED, State.REST), panel_px=200))
    )
    again = key_picture(content_of(Disease.MIXED, State.REST), panel_px=200)
    assert Image.open(BytesIO(again)).tobytes() == one.tobytes()
    plain = content_of(Disease.MIXED, by="nobody", language=RUSSIAN)
    unjudged = Image.open(BytesIO(key_picture(plain, panel_px=200)))
    assert (both.width, one.width, unjudged.width) == (600, 200, 600)


@pytest.mark.parametrize("scale", pdf_form.PICTURE_SCALES)
def test_the_smallest_letters_of_the_printed_picture_can_be_read(
    scale: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []

    def draw(panels: Any, options: Any) -> Any:
        assert not options.shows_captions
        drawn.append(draw_polar_maps(panels, options))
        return drawn[-1]

    monkeypatch.setattr(key_picture_file, "draw_polar_maps", draw)
    content = content_of(Disease.MIXED, language=RUSSIAN)
    picture = pdf_picture.drawn_picture(content, scale, 531.0)
    figure = drawn[0]
    texts = [text for text in figure.findobj(Text) if text.get_text().strip()]
    assert len(texts) > 60
    # Rounded pixels make the picture a little larger or smaller.
    shown = picture.width_points / (72 * figure.get_figwidth())
    assert shown == pytest.approx(scale, rel=0.01)
    assert min(text.get_fontsize() for text in texts) * scale >= 7.5 - 1e-9
    for text in texts:
        box = text.get_window_extent()
        assert min(box.x0, box.y0) >= 0
        assert box.x1 <= figure.bbox.width
        assert box.y1 <= figure.bbox.height


def test_a_smaller_picture_is_never_higher_than_was_thought() -> None:
    content = content_of(Disease.MIXED)
    first, *others = pdf_form.PICTURE_SCALES
    whole = pdf_picture.drawn_picture(content, first, 531.0)
    for scale in others:
        found = pdf_picture.drawn_picture(content, scale, 531.0)
        assert found.height_points <= whole.height_at(scale) + 0.5


def test_words_below_the_picture_tell_what_is_drawn() -> None:
    both = report_page(content_of(Disease.MIXED)).caption
    told = " ".join(both.sentences)
    for words in ("Colour table: Inferno.", "Black: below simulated limits.", "Line: "):
        assert words in told
    assert [entry.name for entry in both.legend] == [
        "normal", "reversible", "fixed", "at rest only"
    ]  # fmt: skip
    unjudged = report_page(content_of(Disease.MIXED, by="nobody")).caption
    assert "Stress − rest, percentage points." in unjudged.sentences
    assert (both.n_discs, unjudged.n_discs, unjudged.legend) == (3, 3, ())
    assert "Black" not in " ".join(unjudged.sentences)
    alone = report_page(content_of(Disease.MIXED, State.REST)).caption
    assert (alone.n_discs, alone.legend) == (1, ())


def test_a_ventricle_placed_by_hand_is_told_with_the_picture() -> None:
    content = content_of(Disease.MIXED)
    found = ContourEntry(
        source="manual",
        score=None,
        contrast=0.5,
        residual_mm=0.4,
        supported_percent=99.0,
    )
    contour = Contours(stress=found, rest=None)
    quality = content.document.quality.model_copy(update={"contour": contour})
    told = report_page(with_document(content, quality=quality)).caption.sentences
    assert "Ventricle placed by hand: stress." in told
    assert "by hand" not in " ".join(report_page(content).caption.sentences)
