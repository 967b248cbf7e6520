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
    "Defect",
    "Difference",
    "InputEntry",
    "ModelEntry",
    "Perfusion",
    "PerfusionStates",
    "Probability",
    "Provenance",
    "Quality",
    "ReadingDocument",
    "SegmentEntry",
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


class SegmentEntry(_Entry):
    """One segment: uptake in percent of the map's reference."""

    segment: int
    name: str
    uptake_percent: float | None
    deviation: float | None = None
    score: int | None = None


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


class Perfusion(_Entry):
    """One state: global figures, 17 segments, territories."""

    tpd_percent: float | None = None
    extent_percent: float | None = None
    summed_score: int | None = None
    segments: tuple[SegmentEntry, ...]
    territories: Territories


class PerfusionStates(_Entry):
    """Stress and rest; null where the state was not given."""

    stress: Perfusion | None
    rest: Perfusion | None


class Difference(_Entry):
    """What changes from stress to rest."""

    summed_difference_score: int | None = None
    ischemic_tpd_percent: float | None = None
    reversible_extent_percent: float | None = None
    fixed_extent_percent: float | None = None
    tid_ratio: float | None = None


class Defect(_Entry):
    """One affected area."""

    kind: Literal["ischemia", "infarction", "mixed"]
    territory: Literal["LAD", "LCX", "RCA"]
    segments: tuple[int, ...]
    extent_percent: float
    probability: float | None


class ContourEntry(_Entry):
    """How far the contours of one state can be trusted."""

    score: float
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
    slices : str or None
        The three planes with the contours.
    """

    stress_map: str | None = None
    rest_map: str | None = None
    defect_mask: str | None = None
    polar_maps: str | None = None
    polar_maps_svg: str | None = None
    slices: str | None = None


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
        What the patient has, or why it is not said.
    perfusion : PerfusionStates
        Figures of stress and rest.
    difference : Difference or None
        None when only one state was given.
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
    perfusion: PerfusionStates
    difference: Difference | None
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
