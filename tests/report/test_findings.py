"""What the report says of each class of patient, in both languages."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from myomap.phantom import Disease
from myomap.reading.document import (
    CautionEntry,
    Contours,
    FunctionEntry,
    FunctionStates,
    InputEntry,
    Probability,
    Quality,
    Verdict,
)
from myomap.records import State
from myomap.report import (
    Findings,
    PhysicianReading,
    PriorStudy,
    ReportContent,
    doubt_sentences,
    findings,
    suspected_territories,
)
from report_samples import ENGLISH, RUSSIAN, content_of, with_document

HEADLINES = {
    (Disease.NORMAL, ENGLISH): "Normal perfusion.",
    (Disease.ISCHEMIA, ENGLISH): "Abnormal: ischemia.",
    (Disease.INFARCTION, ENGLISH): "Abnormal: infarction.",
    (Disease.MIXED, ENGLISH): "Abnormal: ischemia and infarction.",
    (Disease.NORMAL, RUSSIAN): "Перфузия в норме.",
    (Disease.ISCHEMIA, RUSSIAN): "Перфузия нарушена: ишемия.",
    (Disease.INFARCTION, RUSSIAN): "Перфузия нарушена: инфаркт (рубец).",
    (Disease.MIXED, RUSSIAN): "Перфузия нарушена: ишемия и инфаркт (рубец).",
}


def section(said: Findings, key: str) -> str:
    """Return a section's sentences; blanks that hold numbers to units are plain."""
    found = [" ".join(one.sentences) for one in said.sections if one.key == key]
    return plain(" ".join(found))


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def impression(said: Findings, by: str = "software") -> str:
    (found,) = (one for one in said.impression if one.by == by)
    return plain(" ".join((found.headline, *found.sentences)))


def labelled(label: Any, **given: Any) -> ReportContent:
    """Return the mixed patient with another verdict of the network."""
    content = content_of(Disease.MIXED, **given)
    verdict = content.document.verdict.model_copy(update={"label": label})
    return with_document(content, verdict=verdict)


@pytest.mark.parametrize(("disease", "language"), HEADLINES)
def test_every_class_is_said_plainly(disease: Disease, language: Any) -> None:
    content = labelled(disease.value, language=language)
    assert impression(findings(content)).startswith(HEADLINES[disease, language])


def test_sections_stand_in_the_order_of_the_guidelines() -> None:
    keys = [one.key for one in findings(content_of(Disease.MIXED)).sections]
    assert keys == ["data", "quality", "perfusion", "ventricle"]


def test_a_defect_is_told_by_place_kind_size_severity_and_segments() -> None:
    said = section(findings(content_of(Disease.MIXED)), "perfusion")
    assert said.startswith("RCA territory, partly reversible defect: ")
    assert "% of the wall (medium)" in said
    assert "mean score at stress" in said
    assert "(moderate severity)" in said
    assert "10 (mid inferior)" in said


def test_figures_are_those_of_the_document_with_the_languages_mark() -> None:
    content = content_of(Disease.MIXED, language=RUSSIAN)
    stress = content.document.perfusion.stress
    assert stress is not None
    assert stress.tpd_percent is not None
    shown = f"{stress.tpd_percent:.1f} %".replace(".", ",")
    said = section(findings(content), "perfusion")
    assert f"(TPD) {shown}" in said
    assert f"SSS {stress.summed_score} из 68" in said
    assert not re.search(r"\d\.\d", said)


def test_a_normal_patient_has_no_defect_to_name() -> None:
    content = with_document(content_of(Disease.NORMAL), defects=())
    assert "No defect that takes 3 % of the wall" in section(
        findings(content), "perfusion"
    )


def test_vessels_are_counted() -> None:
    content = content_of(Disease.MIXED)
    defects = content.document.defects
    assert defects
    one = with_document(content, defects=defects[:1])
    other = defects[0].model_copy(update={"territory": "LAD"})
    two = with_document(content, defects=(defects[0], other))
    assert "Single-vessel: defects in the territory of one artery, RCA." in impression(
        findings(one)
    )
    assert "Multivessel: defects in the territories of RCA and LAD." in impression(
        findings(two)
    )


def test_a_suspicion_of_the_network_is_no_second_vessel() -> None:
    content = content_of(Disease.MIXED)
    stress = content.document.perfusion.stress
    assert stress is not None
    assert content.document.defects
    (sure,) = content.document.defects
    still = next(one.segment for one in stress.segments if one.score == 0)
    alone = sure.model_copy(update={"territory": "LAD", "segments": (still,)})
    both = with_document(content, defects=(alone, sure))
    assert suspected_territories(both.document) == ("LAD",)
    told = impression(findings(both))
    assert "Single-vessel: defects in the territory of one artery, RCA." in told
    assert "Suspected by the network alone: LAD." in told
    assert "Multivessel" not in told
    assert "Подозрение только у нейросети: ПНА." in impression(findings(both, RUSSIAN))


def test_one_segment_is_named_in_the_singular() -> None:
    content = content_of(Disease.MIXED)
    assert content.document.defects
    one = content.document.defects[0].model_copy(update={"segments": (10,)})
    few = with_document(content, defects=(one,))
    assert "segment 10 (mid inferior)" in section(findings(few), "perfusion")
    assert "; сегмент 10 (" in section(findings(few, RUSSIAN), "perfusion")
    assert "segments " in section(findings(content), "perfusion")


def test_rest_alone_says_nothing_of_ischemia() -> None:
    content = content_of(Disease.INFARCTION, State.REST)
    said = findings(content)
    assert "Rest alone was given: nothing can be said of ischemia." in section(
        said, "data"
    )
    assert "one state alone does not tell their kind" in section(said, "perfusion")
    assert "Stress:" not in section(said, "perfusion")
    russian = findings(content, RUSSIAN)
    assert "судить об ишемии нельзя" in section(russian, "data")


def test_abstention_comes_with_its_reason_and_the_rules_opinion() -> None:
    content = content_of(Disease.MIXED)
    verdict = Verdict(label="abstained", reasons=("Too little of the wall is seen.",))
    said = findings(with_document(content, verdict=verdict, defects=None))
    told = impression(said)
    assert told.startswith("No verdict is given. Too little of the wall is seen.")
    assert "The rule over normal limits alone would say: " in told
    assert "no verdict is given" in section(said, "perfusion")


def test_unjudged_uptake_is_said_to_be_unjudged() -> None:
    said = findings(content_of(Disease.MIXED, by="nobody"))
    assert "Stress: uptake was measured and not judged." in section(said, "perfusion")
    assert impression(said).startswith("No verdict is given.")


def test_a_picture_is_named_as_the_source() -> None:
    content = content_of(Disease.MIXED)
    provenance = content.document.provenance.model_copy(
        update={
            "inputs": tuple(
                InputEntry(
                    kind="picture", state=state, sha256="0" * 64, sop_instance_uid=None
                )
                for state in ("stress", "rest")
            )
        }
    )
    said = findings(with_document(content, provenance=provenance))
    assert "Stress and rest, read from pictures of polar maps." in section(said, "data")


def test_a_probability_is_never_a_certainty() -> None:
    content = content_of(Disease.MIXED)
    verdict = content.document.verdict.model_copy(
        update={
            "probability": Probability(abnormal=1.0, ischemia=0.5, infarction=0.0),
            "interval": {"ischemia": (0.25, 0.75)},
        }
    )
    said = impression(findings(with_document(content, verdict=verdict)))
    assert (
        "Probability of abnormal perfusion >0.99, ischemia 0.50 (0.25 to 0.75), "
        "infarction <0.01."
    ) in said


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("mixed", "says the same."),
        ("ischemia", "agrees on abnormal and says: ischemia."),
        ("normal", "disagrees: normal perfusion. Look at the maps."),
    ],
)
def test_the_rule_stands_beside_the_network(rule: Any, sentence: str) -> None:
    content = with_document(labelled("mixed"), rule=Verdict(label=rule))
    said = impression(findings(content))
    assert f"The rule over normal limits {sentence}" in said


def test_doubts_are_stated() -> None:
    content = content_of(Disease.MIXED)
    stress = content.document.perfusion.stress
    assert stress is not None
    doubtful = stress.model_copy(update={"tpd_interval": (4.0, 6.0)})
    states = content.document.perfusion.model_copy(update={"stress": doubtful})
    said = impression(findings(with_document(content, perfusion=states)))
    assert "the interval of the stress deficit, 4.0 to 6.0, holds the border" in said
    assert "of another kind" not in said
    assert "of another kind than the verdict" in impression(
        findings(labelled("infarction"))
    )


def test_a_probability_that_could_as_well_say_the_opposite_is_a_doubt() -> None:
    content = content_of(Disease.MIXED)
    ends = {"abnormal": (0.29, 0.66), "ischemia": (0.5, 0.9), "infarction": (0.0, 0.51)}
    verdict = content.document.verdict.model_copy(update={"interval": ends})
    doubtful = with_document(content, verdict=verdict)
    sentence = (
        "Doubt: the interval of a probability holds one half: abnormal perfusion, "
        "infarction."
    )
    assert sentence in findings(doubtful).impression[-1].sentences[0]
    assert doubt_sentences(doubtful.document, ENGLISH) == [sentence]
    (russian,) = doubt_sentences(doubtful.document, RUSSIAN)
    assert russian.startswith("Сомнение: интервал вероятности")
    abstained = verdict.model_copy(update={"label": "abstained"})
    assert not doubt_sentences(
        with_document(content, verdict=abstained).document, ENGLISH
    )


def test_a_caution_of_both_states_is_said_once_and_counted_once() -> None:
    content = content_of(Disease.MIXED)
    quality = Quality(
        contour=Contours(stress=None, rest=None),
        cautions=(
            CautionEntry(code="stress-low", message="Stress: Counts are low."),
            CautionEntry(code="odd", message="Something is odd."),
            CautionEntry(code="rest-low", message="Rest: Counts are low."),
        ),
    )
    said = findings(with_document(content, quality=quality))
    assert said.cautions == ("Counts are low.", "Something is odd.")
    assert "2 cautions stand" in section(said, "quality")


@pytest.mark.parametrize(
    ("n", "words"),
    [(1, "1 предупреждение."), (3, "3 предупреждения."), (5, "5 предупреждений.")],
)
def test_numbers_take_the_plural_of_their_language(n: int, words: str) -> None:
    content = content_of(Disease.MIXED, language=RUSSIAN)
    cautions = tuple(
        CautionEntry(code=f"c{index}", message=f"Caution {index}.")
        for index in range(n)
    )
    quality = content.document.quality.model_copy(update={"cautions": cautions})
    assert words in section(
        findings(with_document(content, quality=quality)), "quality"
    )


def test_function_is_told_where_gates_showed_it() -> None:
    content = content_of(Disease.MIXED)
    measured = FunctionEntry(
        n_gates=8,
        is_doubtful=False,
        end_diastolic_ml=101.2,
        end_systolic_ml=40.4,
        ejection_fraction_percent=60.1,
    )
    states = FunctionStates(
        stress=measured, rest=FunctionEntry(n_gates=8, is_doubtful=True)
    )
    said = section(findings(with_document(content, function=states)), "ventricle")
    assert "Stress: ejection fraction 60 %, end-diastolic volume 101 ml" in said
    assert "Rest: function is not given" in said
    assert "was not measured" in section(findings(content), "ventricle")


def test_the_physicians_words_stand_first_and_apart() -> None:
    physician = PhysicianReading.model_validate(
        {
            "scores": {"stress": {"10": 4}, "rest": {"1": 1}},
            "label": "ischemia",
            "agrees": False,
            "comment": "Seen with the angiogram.",
            "author": "Dr A.",
        }
    )
    content = content_of(Disease.MIXED, physician=physician)
    said = findings(content)
    assert [one.by for one in said.impression] == ["physician", "software"]
    told = impression(said, "physician")
    assert told.startswith("Abnormal: ischemia. Does not agree with the software's")
    assert "Seen with the angiogram." in told
    assert "Seen with" not in impression(said)
    stress, rest = content.scores("stress"), content.scores("rest")
    assert stress is not None
    assert rest is not None
    changed = section(said, "physician")
    assert f"10: {stress.software[9]} → 4; SSS " in changed
    total = sum(each for each in stress.physician if each is not None)
    assert f"→ {total}." in changed
    assert section(said, "perfusion") == section(
        findings(content_of(Disease.MIXED)), "perfusion"
    )


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "the software's reading, unchanged"),
        (
            {
                "scores": {"stress": {"10": 4}, "rest": {"1": 1}},
                "agrees": False,
                "mask_sha256": "0" * 64,
                "comment": "Seen.",
            },
            "disagreement with the software's verdict, changed scores, an affected "
            "area drawn anew, a comment",
        ),
    ],
)
def test_what_is_signed_without_a_verdict_is_said(
    said: dict[str, Any], words: str
) -> None:
    signed = {**said, "author": "Dr A.", "signed_at": "2026-11-24T12:00:00+03:00"}
    content = content_of(
        Disease.MIXED, physician=PhysicianReading.model_validate(signed)
    )
    told = impression(findings(content), "physician")
    assert told.startswith(f"Signed without a verdict of one's own: {words}.")
    assert "No verdict of a physician yet." not in told
    draft = PhysicianReading.model_validate({**said, "comment": "Seen."})
    unsigned = findings(content_of(Disease.MIXED, physician=draft))
    assert impression(unsigned, "physician").startswith("No verdict of a physician")


def test_a_score_that_is_the_same_is_no_change() -> None:
    content = content_of(Disease.MIXED)
    scores = content.scores("stress")
    assert scores is not None
    same = PhysicianReading.model_validate(
        {"scores": {"stress": {"10": scores.software[9]}}, "agrees": True}
    )
    said = findings(content_of(Disease.MIXED, physician=same))
    assert section(said, "physician") == ""
    assert "Agrees with the software's verdict." in impression(said, "physician")


def test_a_drawn_area_is_measured_on_the_wall() -> None:
    said = PhysicianReading(mask_sha256="0" * 64)
    content = content_of(Disease.MIXED, physician=said)
    arrays = content.arrays.stress
    assert arrays is not None
    mask = np.zeros((32, 72), np.uint8)
    mask[:, :36] = 1
    share = 100 * arrays.area_cm2[:, :36].sum() / arrays.area_cm2.sum()
    told = section(findings(replace(content, physician_mask=mask)), "physician")
    assert f"reversible {share:.1f} %, fixed 0.0 % of the wall" in told


def test_a_prior_study_is_compared_figure_by_figure() -> None:
    now = content_of(Disease.MIXED)
    then = content_of(Disease.NORMAL)
    prior = PriorStudy(document=then.document, study_date=date(2025, 3, 1))
    said = section(findings(replace(now, prior=prior)), "prior")
    assert said.startswith("Compared with the study of 2025-03-01.")
    assert "The deficit is larger than before" in said
    back = PriorStudy(document=now.document)
    said = section(findings(replace(then, prior=back)), "prior")
    assert "of unknown date" in said
    assert "The deficit is smaller than before" in said
    same = PriorStudy(document=now.document, study_date=date(2025, 3, 1))
    russian = section(findings(replace(now, prior=same), RUSSIAN), "prior")
    assert "Сравнение с прошлым исследованием от 01.03.2025." in russian
    assert "(0,0 п. п.)" in russian
    assert "Изменение не доказано" in russian


def test_a_defect_without_a_score_is_suspected_by_the_network_alone() -> None:
    content = content_of(Disease.NORMAL)
    document = content_of(Disease.MIXED).document
    assert document.defects
    defect = document.defects[0].model_copy(update={"segments": (10,)})
    verdict = document.verdict.model_copy(update={"label": "ischemia"})
    said = findings(with_document(content, defects=(defect,), verdict=verdict))
    told = section(said, "perfusion")
    assert "RCA territory, suspected by the network alone: " in told
    assert "do not show it: score 0 in segment 10 (mid inferior)." in told
    assert "mean score" not in told
    assert "(medium)" not in told
    assert impression(said).startswith(
        "Abnormal: ischemia. Suspected by the network alone; by the normal limits its "
        "segment scores 0."
    )
    assert "Suspected by the network alone: RCA." in impression(said)
    assert "-vessel" not in impression(said)
    assert "by the network alone" not in impression(findings(content_of(Disease.MIXED)))


def test_what_lies_below_the_limits_in_segments_of_score_0_is_told() -> None:
    content = content_of(Disease.NORMAL)
    defects = content_of(Disease.MIXED).document.defects
    assert defects
    defect = defects[0].model_copy(update={"segments": (10,)})
    stress = content.arrays.stress
    assert stress is not None
    below = np.zeros((32, 72), bool)
    below[20, 53:55] = True
    arrays = replace(content.arrays, stress=replace(stress, is_below=below))
    speckled = replace(with_document(content, defects=(defect,)), arrays=arrays)
    told = section(findings(speckled), "perfusion")
    assert "do not show it" not in told
    assert "limits segment 10 (mid inferior) scores 0; 0." in told
    assert "of the wall lies below the limits there" in told
    russian = section(findings(speckled, RUSSIAN), "perfusion")
    assert "балл сегмента 10 (средний нижний) равен 0" in russian
    assert "миокарда ЛЖ там ниже границ нормы" in russian


def test_a_doubt_of_the_kind_stands_first_in_the_impression() -> None:
    said = impression(findings(labelled("infarction")))
    assert said.startswith("Abnormal: infarction. Doubt: the defects that are named")


def test_classes_not_ruled_out_are_named_beside_the_verdict_alone() -> None:
    def told(labels: str) -> str:
        content = labelled("ischemia")
        reason = f"A network of simulated patients; possible are: {labels}."
        verdict = content.document.verdict.model_copy(update={"reasons": (reason,)})
        return impression(findings(with_document(content, verdict=verdict)))

    assert "Not ruled out: ischemia and infarction." in told("ischemia, mixed")
    assert "Not ruled out" not in told("ischemia")


@pytest.mark.parametrize(
    ("ratio", "words"), [(1.42, "1.42: raised, above"), (1.1, "1.10: within the")]
)
def test_dilation_is_told_against_its_limit(ratio: float, words: str) -> None:
    content = content_of(Disease.MIXED)
    assert content.document.difference is not None
    change = content.document.difference.model_copy(update={"tid_ratio": ratio})
    said = section(findings(with_document(content, difference=change)), "ventricle")
    assert words in said


def test_no_option_of_a_command_is_named() -> None:
    content = content_of(Disease.MIXED)
    cautions = (CautionEntry(code="odd", message="Give both: --bar-range 30,100."),)
    quality = content.document.quality.model_copy(update={"cautions": cautions})
    said = findings(with_document(content, quality=quality))
    assert said.cautions == ("Give both: “Range of its colour bar” 30,100.",)
