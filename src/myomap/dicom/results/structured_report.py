"""A reading as a DICOM structured report by template 1500, figures with their codes."""

import hashlib
import re
from typing import TYPE_CHECKING, Final

from myomap.dicom.results.report_codes import (
    ARTERIES,
    EVALUATIONS,
    LEFT_VENTRICLE,
    MEASUREMENTS,
    PRIVATE_SCHEME,
    SEGMENTS,
    TEXTS,
    UNITS,
    VALUES,
    CodeWords,
    coded,
)
from myomap.dicom.results.result_header import (
    NOTICE,
    ResultFacts,
    ResultKind,
    begin_result,
    reference_item,
    require_moment,
    study_for,
)
from myomap.dicom.results.source_study import SourceStudy
from myomap.dicom.results.sr_content import SrContent, SrGroup, SrMeasurement, SrText
from myomap.dicom.series import derived_uid, file_bytes

if TYPE_CHECKING:
    from highdicom.sr import Measurement, MeasurementReport, ObservationContext
    from highdicom.sr import MeasurementsAndQualitativeEvaluations as Group
    from highdicom.sr.value_types import ContentItem
    from pydicom.dataset import Dataset

__all__ = ["STRUCTURED_REPORT", "structured_report"]

STRUCTURED_REPORT: Final = ResultKind(
    name="report",
    sop_class_uid="1.2.840.10008.5.1.4.1.1.88.22",
    modality="SR",
    series_number=9901,
    title="myomap report (SR)",
)
"""Enhanced SR: archives that keep any structured report keep this one."""

_LANGUAGES: Final = {"en": "English", "ru": "Russian"}
_NOT_IN_NAMES: Final = re.compile(r"[\^=\\\n]")
_NOT_IN_TEXTS: Final = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ufeff\ud800-\udfff]"
)
"""Control characters, marks that turn the direction, halves of a character."""


def structured_report(
    content: SrContent,
    source: bytes | None,
    facts: ResultFacts,
    *,
    study_seed: bytes = b"",
) -> bytes:
    """Return a structured report of the patient's study.

    Parameters
    ----------
    content : SrContent
        Figures, findings, words.
    source : bytes or None
        One DICOM file of the patient's study; None starts a study of the pseudonym.
    facts : ResultFacts
        What is told of it.
    study_seed : bytes
        As of `encapsulated_pdf`.

    Returns
    -------
    bytes
        Of a DICOM file, the same for the same input.

    Raises
    ------
    InputError
        If the source cannot be used.

    References
    ----------
    .. [1] DICOM PS3.16 TID 1500, 1501, 4019; CID 3102, 3113, 3120, 3121, 3717.
    .. [2] LOINC 82648-7, 82644-6.
    """
    written = repr((content.language, content.groups, content.texts))
    identity = written.encode("utf-8", "backslashreplace")
    study = study_for(source, facts, study_seed or identity)
    data_set = begin_result(STRUCTURED_REPORT, study, facts, identity)
    report = _report(content, study, facts, hashlib.sha256(identity).hexdigest())
    for element in report[0]:
        data_set.add(element)
    require_moment(data_set)
    data_set.CompletionFlag = "COMPLETE"
    data_set.VerificationFlag = "UNVERIFIED"
    data_set.PreliminaryFlag = "PRELIMINARY"
    data_set.CompletionFlagDescription = NOTICE
    data_set.PerformedProcedureCodeSequence = []
    data_set.ReferencedPerformedProcedureStepSequence = []
    data_set.CodingSchemeIdentificationSequence = [_own_scheme()]
    if study.image is not None:
        data_set.CurrentRequestedProcedureEvidenceSequence = [_evidence(study)]
    return file_bytes(data_set)


def _report(
    content: SrContent, study: SourceStudy, facts: ResultFacts, digest: str
) -> "MeasurementReport":
    from highdicom.sr import LanguageOfContentItemAndDescendants, MeasurementReport
    from highdicom.sr.coding import CodedConcept
    from pydicom.sr.codedict import codes

    language = CodedConcept(content.language, "RFC5646", _LANGUAGES[content.language])
    report = MeasurementReport(
        observation_context=_observer(facts),
        procedure_reported=codes.SCT.RadionuclideMyocardialPerfusionStudy,
        imaging_measurements=[
            _group(group, facts, derived_uid("group", digest, str(index)))
            for index, group in enumerate(content.groups)
        ],
        title=codes.DCM.ImagingMeasurementReport,
        language_of_content_item_and_descendants=LanguageOfContentItemAndDescendants(
            language
        ),
    )
    report[0].ContentSequence.append(_words(content.texts))
    return report


def _observer(facts: ResultFacts) -> "ObservationContext":
    from highdicom.sr import (
        DeviceObserverIdentifyingAttributes,
        ObservationContext,
        ObserverContext,
    )
    from pydicom.sr.codedict import codes

    device = DeviceObserverIdentifyingAttributes(
        uid=derived_uid("device", facts.version),
        name=f"myomap {facts.version}",
        manufacturer_name="myomap",
        model_name="myomap",
        serial_number=facts.version,
    )
    return ObservationContext(
        observer_device_context=ObserverContext(
            observer_type=codes.DCM.Device, observer_identifying_attributes=device
        )
    )


def _group(group: SrGroup, facts: ResultFacts, uid: str) -> "Group":
    """Return one measurement group with its place, state, figures and reader."""
    from highdicom.sr import (
        AlgorithmIdentification,
        FindingSite,
        MeasurementsAndQualitativeEvaluations,
        QualitativeEvaluation,
        TrackingIdentifier,
    )

    asked = (("state", group.state),) if group.state else ()
    answers = (*asked, *group.evaluations)
    method = _plain(group.method)
    algorithm = AlgorithmIdentification(
        name="myomap",
        version=facts.version,
        parameters=[method] if method else None,
    )
    made = MeasurementsAndQualitativeEvaluations(
        tracking_identifier=TrackingIdentifier(
            uid=uid, identifier=_plain(group.identifier) or "-"
        ),
        finding_type=coded(VALUES[group.finding]) if group.finding else None,
        finding_sites=[
            FindingSite(anatomic_location=coded(site)) for site in _sites(group)
        ],
        algorithm_id=None if group.reader else algorithm,
        measurements=[_measurement(each) for each in group.measurements],
        qualitative_evaluations=[
            QualitativeEvaluation(
                name=coded(EVALUATIONS[question]), value=coded(VALUES[answer])
            )
            for question, answer in answers
        ],
    )
    if group.reader:
        # Behind the tracking identifiers, where the standard has the observer.
        for offset, item in enumerate(_person(group.reader)):
            made[0].ContentSequence.insert(2 + offset, item)
    return made


def _sites(group: SrGroup) -> list[CodeWords]:
    artery = [ARTERIES[group.artery]] if group.artery else []
    sites = [*artery, *(SEGMENTS[number] for number in group.segments)]
    return sites or [LEFT_VENTRICLE]


def _person(name: str) -> "list[ContentItem]":
    from highdicom.sr.value_types import CodeContentItem, PnameContentItem
    from pydicom.sr.codedict import codes

    written = _NOT_IN_NAMES.sub(" ", _plain(name)).strip()[:62] or "Reader"
    return [
        CodeContentItem(
            name=codes.DCM.ObserverType,
            value=codes.DCM.Person,
            relationship_type="HAS OBS CONTEXT",
        ),
        PnameContentItem(
            name=codes.DCM.PersonObserverName,
            value=f"{written}^",
            relationship_type="HAS OBS CONTEXT",
        ),
    ]


def _measurement(figure: SrMeasurement) -> "Measurement":
    """Return a figure; the ends of its interval as distances, in its own unit."""
    from highdicom.sr import Measurement
    from highdicom.sr.value_types import ContentSequence, NumContentItem
    from pydicom.sr.codedict import codes

    kind = MEASUREMENTS[figure.name]
    unit = coded(UNITS[kind.unit])
    made = Measurement(name=coded(kind.name), value=_short(figure.value), unit=unit)
    if figure.interval is None:
        return made
    low, high = figure.interval
    ends = (
        (codes.SCT.RangeOfUpperMeasurementUncertainty, high - figure.value),
        (codes.SCT.RangeOfLowerMeasurementUncertainty, figure.value - low),
    )
    made[0].ContentSequence = ContentSequence(
        [
            NumContentItem(
                name=name,
                value=_short(max(distance, 0.0)),
                unit=unit,
                relationship_type="HAS PROPERTIES",
            )
            for name, distance in ends
        ]
    )
    return made


def _short(value: float) -> float:
    """Return a number that the sixteen characters of a decimal string hold."""
    return float(f"{value:.6g}")


def _words(texts: tuple[SrText, ...]) -> "ContentItem":
    from highdicom.sr.coding import CodedConcept
    from highdicom.sr.value_types import (
        ContainerContentItem,
        ContentSequence,
        TextContentItem,
    )

    container = ContainerContentItem(
        name=CodedConcept("C0034375", "UMLS", "Qualitative Evaluations"),
        relationship_type="CONTAINS",
    )
    notice = SrText(kind="notice", text=f"{NOTICE}.")
    container.ContentSequence = ContentSequence(
        [
            TextContentItem(
                name=coded(TEXTS[each.kind]),
                value=_plain(each.text),
                relationship_type="CONTAINS",
            )
            for each in (notice, *texts)
            if _plain(each.text)
        ]
    )
    return container


def _plain(text: str) -> str:
    """Return text without characters that a header, or UTF-8, cannot hold."""
    return _NOT_IN_TEXTS.sub("", text).strip()


def _evidence(study: SourceStudy) -> "Dataset":
    from pydicom.dataset import Dataset

    series, item = Dataset(), Dataset()
    if study.image is not None:
        series.SeriesInstanceUID = study.image.series_instance_uid
    series.ReferencedSOPSequence = [reference_item(study)]
    item.StudyInstanceUID = study.study_instance_uid
    item.ReferencedSeriesSequence = [series]
    return item


def _own_scheme() -> "Dataset":
    from pydicom.dataset import Dataset

    item = Dataset()
    item.CodingSchemeDesignator = PRIVATE_SCHEME
    item.CodingSchemeUID = derived_uid("coding scheme", PRIVATE_SCHEME)
    item.CodingSchemeName = "Figures of myomap that no public scheme names"
    item.CodingSchemeResponsibleOrganization = "myomap"
    return item
