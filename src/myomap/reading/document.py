"""The reading's JSON, schema ``myomap.reading/1``: what each field is.

A value that cannot be known is ``null``, never a made-up one. The models are frozen
and refuse unknown fields, so that the schema and what is written cannot drift apart.
Nothing here identifies a patient: inputs are named by their hash.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = [
    "Artifacts",
    "CautionEntry",
    "ContourEntry",
    "Contours",
    "ContributionEntry",
    "Defect",
    "Difference",
    "FunctionEntry",
    "FunctionSegmentEntry",
    "FunctionStates",
    "InputEntry",
    "ModelEntry",
    "Perfusion",
    "PerfusionStates",
    "PhaseEntry",
    "Probability",
    "Provenance",
    "Quality",
    "ReadingDocument",
    "SegmentEntry",
    "ShapeEntry",
    "Territories",
    "TerritoryEntry",
    "Verdict",
]

Label = Literal["normal", "ischemia", "infarction", "mixed", "abnormal", "abstained"]
StateName = Literal["stress", "rest"]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Probability(_Entry):
    """Probability of each finding, 0 to 1."""

    abnormal: float | None = None
    ischemia: float | None = None
    infarction: float | None = None


class Verdict(_Entry):
    """What the patient has, and why it was not said when it was not."""

    label: Label
    probability: Probability = Field(default_factory=Probability)
    interval: dict[str, tuple[float, float]] | None = None
    reasons: tuple[str, ...] = ()


class ContributionEntry(_Entry):
    """What each of the 17 segments adds to each probability.

    They add up to the probability less that of the same maps without disease.
    """

    abnormal: tuple[float, ...]
    ischemia: tuple[float, ...]
    infarction: tuple[float, ...]
    without_disease: Probability


class SegmentEntry(_Entry):
    """One segment: uptake in percent of the map's reference.

    Parameters
    ----------
    segment : int
        Its number of 17.
    name : str
        Its name.
    uptake_percent : float or None
        Of the map's reference.
    deviation : float or None
        Standard deviations below the normal mean.
    score : int or None
        0 normal to 4 absent.
    score_interval : tuple of two ints or None
        Lowest and highest score it could as well have.
    is_borderline : bool or None
        Whether the score lies close to the next one.
    """

    segment: int
    name: str
    uptake_percent: float | None
    deviation: float | None = None
    score: int | None = None
    score_interval: tuple[int, int] | None = None
    is_borderline: bool | None = None


class TerritoryEntry(_Entry):
    """One coronary territory."""

    uptake_percent: float | None
    tpd_percent: float | None = None
    extent_percent: float | None = None


class Territories(_Entry):
    """The three territories."""

    LAD: TerritoryEntry
    LCX: TerritoryEntry
    RCA: TerritoryEntry


class ShapeEntry(_Entry):
    """Volumes and form of the ventricle; of an ungated study, the mean of the beat."""

    cavity_ml: float
    wall_ml: float
    shape_index: float
    eccentricity: float


class Perfusion(_Entry):
    """One state: global figures, 17 segments, territories.

    Parameters
    ----------
    limits : str or None
        Which normal limits were used.
    tpd_percent, extent_percent : float or None
        Total perfusion deficit and extent.
    tpd_interval, extent_interval : tuple of two floats or None
        Where they could as well have been, at the level of 0.90.
    summed_score : int or None
        SSS at stress, SRS at rest.
    summed_score_percent : float or None
        Of the highest sum.
    summed_score_interval : tuple of two floats or None
        As of the deficit.
    severity : float or None
        Mean standard deviations below the limit, of what is below it.
    size, depth : str or None
        In words.
    shape : ShapeEntry or None
        None where no ventricle was found, or its contours are doubtful.
    lung_heart_ratio : float or None
        Only of projections, where anterior views show the lung and the contours are
        not doubtful.
    segments : tuple of SegmentEntry
        17.
    territories : Territories
        The three arteries'.
    """

    limits: str | None = None
    tpd_percent: float | None = None
    tpd_interval: tuple[float, float] | None = None
    extent_percent: float | None = None
    extent_interval: tuple[float, float] | None = None
    summed_score: int | None = None
    summed_score_percent: float | None = None
    summed_score_interval: tuple[float, float] | None = None
    severity: float | None = None
    size: Literal["none", "small", "medium", "large"] | None = None
    depth: Literal["normal", "mild", "moderate", "severe"] | None = None
    shape: ShapeEntry | None = None
    lung_heart_ratio: float | None = None
    segments: tuple[SegmentEntry, ...]
    territories: Territories


class PerfusionStates(_Entry):
    """Stress and rest; null where the state was not given."""

    stress: Perfusion | None
    rest: Perfusion | None


class Difference(_Entry):
    """What changes from stress to rest."""

    summed_difference_score: int | None = None
    summed_difference_interval: tuple[float, float] | None = None
    ischemic_tpd_percent: float | None = None
    ischemic_tpd_interval: tuple[float, float] | None = None
    reversible_extent_percent: float | None = None
    fixed_extent_percent: float | None = None
    worsened_extent_percent: float | None = None
    tid_ratio: float | None = None


class FunctionSegmentEntry(_Entry):
    """What one segment does over the beat.

    Parameters
    ----------
    segment : int
        Its number of 17.
    name : str
        Its name.
    motion_mm : float
        Of the mid-wall towards the middle of the cavity, end-diastole to end-systole.
    thickening_percent : float
        Of the wall, by its brightness.
    """

    segment: int
    name: str
    motion_mm: float
    thickening_percent: float


class PhaseEntry(_Entry):
    """How together the wall contracts, by the first harmonic of its brightness."""

    bandwidth_deg: float
    standard_deviation_deg: float
    entropy: float


class FunctionEntry(_Entry):
    """What the ventricle of one gated state does.

    Parameters
    ----------
    n_gates : int
        Into which the beat is cut.
    is_doubtful : bool or None
        Whether the contours are doubtful: all figures are null then. Null where
        nothing could be measured; a caution says why.
    cavity_ml : tuple of float or None
        Of every gate.
    end_diastole, end_systole : int or None
        Gates of the largest and the smallest cavity, from 1.
    end_diastolic_ml, end_systolic_ml, stroke_ml : float or None
        Volumes.
    ejection_fraction_percent : float or None
        Stroke volume over end-diastolic volume.
    phase : PhaseEntry or None
        Of the wall.
    segments : tuple of FunctionSegmentEntry or None
        17.
    """

    n_gates: int
    is_doubtful: bool | None
    cavity_ml: tuple[float, ...] | None = None
    end_diastole: int | None = None
    end_systole: int | None = None
    end_diastolic_ml: float | None = None
    end_systolic_ml: float | None = None
    stroke_ml: float | None = None
    ejection_fraction_percent: float | None = None
    phase: PhaseEntry | None = None
    segments: tuple[FunctionSegmentEntry, ...] | None = None


class FunctionStates(_Entry):
    """Stress and rest; null where the state is not gated."""

    stress: FunctionEntry | None = None
    rest: FunctionEntry | None = None


class Defect(_Entry):
    """One affected area."""

    kind: Literal["ischemia", "infarction", "mixed"]
    territory: Literal["LAD", "LCX", "RCA"]
    segments: tuple[int, ...]
    extent_percent: float
    probability: float | None


class ContourEntry(_Entry):
    """How far the contours of one state can be trusted.

    Parameters
    ----------
    score : float or None
        0 to 1, 1 = nothing to object; null where the ventricle was placed by hand,
        which a score of a search says nothing of.
    contrast, supported_percent, residual_mm : float
        What the wall shows along the contours, wherever they come from.
    source : str
        ``automatic`` or ``manual``.
    """

    score: float | None
    contrast: float
    supported_percent: float
    residual_mm: float
    source: Literal["automatic", "manual"]


class Contours(_Entry):
    """Contours of both states; null where there were none to draw."""

    stress: ContourEntry | None
    rest: ContourEntry | None


class CautionEntry(_Entry):
    """One reservation."""

    code: str
    message: str


class Quality(_Entry):
    """What to know before trusting the figures."""

    contour: Contours
    cautions: tuple[CautionEntry, ...]


class Artifacts(_Entry):
    """Names of the files in the output folder; null where there is none.

    Parameters
    ----------
    stress_map, rest_map : str or None
        Maps, float32 ``.npy`` (32, 72), percent; NaN where there is no data.
    defect_mask : str or None
        Affected area, uint8 ``.npy`` (32, 72): 0 none, 1 reversible, 2 fixed.
    polar_maps, polar_maps_svg : str or None
        The drawn discs.
    judged_maps : str or None
        Discs with scores and what is below the limits; null where nothing was judged.
    slices : str or None
        The three planes with the contours.
    function : str or None
        Volume curve, thickening, motion and phase of the gated states.
    contributions : str or None
        Discs with what each segment adds to the probabilities.
    report_pdf, report_html, report_text, report_json : str or None
        The report to sign, where it was asked for.
    report_sr, report_seg, report_sc, report_pdf_dicom : str or None
        The same as DICOM: structured report, segmentation of the affected area,
        picture, and the PDF.
    """

    stress_map: str | None = None
    rest_map: str | None = None
    defect_mask: str | None = None
    polar_maps: str | None = None
    polar_maps_svg: str | None = None
    judged_maps: str | None = None
    slices: str | None = None
    function: str | None = None
    contributions: str | None = None
    report_pdf: str | None = None
    report_html: str | None = None
    report_text: str | None = None
    report_json: str | None = None
    report_sr: str | None = None
    report_seg: str | None = None
    report_sc: str | None = None
    report_pdf_dicom: str | None = None


class ModelEntry(_Entry):
    """The learned model that was used."""

    name: str
    sha256: str


class InputEntry(_Entry):
    """One input: what it was and how to recognise it."""

    kind: str
    state: StateName | None
    sha256: str
    sop_instance_uid: str | None


class Provenance(_Entry):
    """What this reading was made with and from."""

    myomap: str
    model: ModelEntry | None = None
    normals: str | None = None
    options: dict[str, str | float | None]
    inputs: tuple[InputEntry, ...]


class ReadingDocument(_Entry):
    """Everything found.

    Parameters
    ----------
    schema : str
        Name and version of this document's form.
    verdict : Verdict
        What the patient has, or why it is not said: by the model where one was used,
        else by rule.
    rule : Verdict or None
        By the rule over normal limits; None where nothing was judged.
    contributions : ContributionEntry or None
        Of the segments to the model's probabilities; None where not asked for.
    perfusion : PerfusionStates
        Figures of stress and rest.
    difference : Difference or None
        None when only one state was given.
    function : FunctionStates
        Of gated states.
    defects : tuple of Defect or None
        None when they were not looked for; empty when none was found.
    quality : Quality
        Contours and cautions.
    artifacts : Artifacts
        The files beside this one.
    provenance : Provenance
        Versions, options and inputs.
    notice : str
        What this must not be used for.
    """

    schema_name: Literal["myomap.reading/1"] = Field(
        default="myomap.reading/1", alias="schema"
    )
    verdict: Verdict
    rule: Verdict | None = None
    contributions: ContributionEntry | None = None
    perfusion: PerfusionStates
    difference: Difference | None
    function: FunctionStates = Field(default_factory=FunctionStates)
    defects: tuple[Defect, ...] | None
    quality: Quality
    artifacts: Artifacts
    provenance: Provenance
    notice: Literal["Research software, not for diagnosis."] = (
        "Research software, not for diagnosis."
    )

    def to_json(self) -> dict[str, object]:
        """Return the document as JSON values, the schema's name first.

        Returns
        -------
        dict
            Ready for `json.dumps`.
        """
        return self.model_dump(mode="json", by_alias=True)
