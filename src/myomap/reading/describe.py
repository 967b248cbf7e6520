"""A reading put into the words of its JSON schema."""

import myomap
from myomap.inference import LearnedReading
from myomap.polarmap import (
    SegmentUptake,
    TerritoryUptake,
    segment_means,
    segments_17,
    territory_means,
)
from myomap.quantification import ventricle_shape
from myomap.reading.beat_entries import function_entry
from myomap.reading.document import (
    Artifacts,
    CautionEntry,
    ContourEntry,
    Contours,
    Defect,
    Difference,
    FunctionStates,
    InputEntry,
    Perfusion,
    PerfusionStates,
    Provenance,
    Quality,
    ReadingDocument,
    SegmentEntry,
    ShapeEntry,
    Territories,
    TerritoryEntry,
    Verdict,
)
from myomap.reading.journey import Reading, StateReading
from myomap.reading.judged_entries import judged_parts
from myomap.reading.judgement import Judgement
from myomap.reading.learned import (
    contribution_entry,
    learned_cautions,
    learned_defects,
    learned_verdict,
    model_entry,
)
from myomap.records import InputKind, State, StudyInput, VentricleSource

__all__ = ["describe_reading"]

NO_LIMITS = "Uptake was measured and not judged: no normal limits were used."


def describe_reading(
    reading: Reading,
    artifacts: Artifacts | None = None,
    judgement: Judgement | None = None,
    learned: LearnedReading | None = None,
) -> ReadingDocument:
    """Return the document of a reading.

    Parameters
    ----------
    reading : Reading
        What was found.
    artifacts : Artifacts, optional
        Names of the files that were written beside it.
    judgement : Judgement, optional
        What normal limits say; without it nothing is judged.
    learned : LearnedReading, optional
        What a reading network says; without it the rule has the verdict.

    Returns
    -------
    ReadingDocument
        With null wherever a thing is not known.
    """
    both = reading.stress is not None and reading.rest is not None
    judged = judged_parts(judgement)
    cautions = (*reading.cautions, *(judgement.cautions if judgement else ()))
    return ReadingDocument(
        verdict=_verdict(judged.verdict, judgement, learned),
        rule=judged.verdict,
        contributions=contribution_entry(learned),
        perfusion=PerfusionStates(
            stress=_with_shape(judged.stress, reading.stress),
            rest=_with_shape(judged.rest, reading.rest),
        ),
        difference=judged.difference or (Difference() if both else None),
        function=FunctionStates(
            stress=function_entry(reading.stress.beat if reading.stress else None),
            rest=function_entry(reading.rest.beat if reading.rest else None),
        ),
        defects=_defects(reading, judgement, learned),
        quality=Quality(
            contour=Contours(
                stress=_contour(reading.stress), rest=_contour(reading.rest)
            ),
            cautions=(
                *(CautionEntry(code=c.code, message=c.message) for c in cautions),
                *learned_cautions(learned),
            ),
        ),
        artifacts=artifacts or Artifacts(),
        provenance=Provenance(
            myomap=myomap.__version__,
            model=None if learned is None else model_entry(learned),
            normals=judged.normals,
            options=_options(reading),
            inputs=_inputs(reading),
        ),
    )


def _verdict(
    by_rule: Verdict | None, judgement: Judgement | None, learned: LearnedReading | None
) -> Verdict:
    if learned is not None:
        return learned_verdict(learned, judgement)
    return by_rule or Verdict(label="abstained", reasons=(NO_LIMITS,))


def _defects(
    reading: Reading, judgement: Judgement | None, learned: LearnedReading | None
) -> tuple[Defect, ...] | None:
    if learned is not None:
        return learned_defects(reading, learned)
    return judgement.defects if judgement else None


def _with_shape(
    judged: Perfusion | None, state: StateReading | None
) -> Perfusion | None:
    """Return what was judged, or the uptake alone, with shape and lung."""
    if state is None:
        return None
    measured = {
        "shape": _shape(state),
        "lung_heart_ratio": _rounded(state.lung_heart_ratio),
    }
    return (judged or _perfusion(state)).model_copy(update=measured)


def _shape(state: StateReading) -> ShapeEntry | None:
    ventricle = state.ventricle
    # Volumes of doubtful contours would be read as measured.
    if ventricle is None or ventricle.quality.is_doubtful:
        return None
    shape = ventricle_shape(ventricle)
    return ShapeEntry(
        cavity_ml=round(shape.cavity_ml, 1),
        wall_ml=round(shape.wall_ml, 1),
        shape_index=round(shape.shape_index, 3),
        eccentricity=round(shape.eccentricity, 3),
    )


def _perfusion(state: StateReading) -> Perfusion:
    model = segments_17()
    territories = {
        found.territory.value: _territory(found)
        for found in territory_means(state.polar_map, model)
    }
    return Perfusion(
        segments=tuple(
            _segment(found) for found in segment_means(state.polar_map, model)
        ),
        territories=Territories(**territories),
    )


def _segment(found: SegmentUptake) -> SegmentEntry:
    return SegmentEntry(
        segment=found.segment.number,
        name=found.segment.name,
        uptake_percent=_rounded(found.uptake_percent),
    )


def _territory(found: TerritoryUptake) -> TerritoryEntry:
    return TerritoryEntry(uptake_percent=_rounded(found.uptake_percent))


def _contour(state: StateReading | None) -> ContourEntry | None:
    if state is None or state.ventricle is None:
        return None
    quality = state.ventricle.quality
    is_found = state.ventricle.source is VentricleSource.AUTOMATIC
    return ContourEntry(
        # The score judges a search: of a ventricle placed by hand there was none.
        score=round(quality.score, 3) if is_found else None,
        contrast=round(quality.contrast, 3),
        supported_percent=round(quality.supported_percent, 1),
        residual_mm=round(quality.residual_mm, 2),
        source=state.ventricle.source.value,
    )


def _inputs(reading: Reading) -> tuple[InputEntry, ...]:
    """Return what was read, and the attenuation maps that were used for it."""
    # One picture can hold both states: what its file is called is not enough.
    used: dict[tuple[str, State | None], StudyInput] = {
        (state.source.sha256, name): state.source
        for name, state in reading.states.items()
    }
    for state in reading.states.values():
        made = state.reconstructed
        if made is not None and made.attenuation_source is not None:
            source = made.attenuation_source
            used.setdefault((source.sha256, None), source)
    return tuple(_input(source) for source in used.values())


def _input(source: StudyInput) -> InputEntry:
    return InputEntry(
        kind=source.kind.value,
        state=source.state.value if source.state else None,
        sha256=source.sha256,
        sop_instance_uid=source.sop_instance_uid,
    )


def _options(reading: Reading) -> dict[str, str | float | None]:
    """Return the options that change the result; paths stay out of it."""
    options = reading.options
    reconstructs = any(state.reconstructed for state in reading.states.values())
    placed = ", ".join(sorted(state.value for state in options.placements))
    return {
        "sex": options.sex.value if options.sex else None,
        "age_years": options.age_years,
        "placed_by_hand": placed or None,
        "protocol": options.protocol.protocol if reconstructs else None,
        "reference_percentile": options.sampling.reference_percentile,
        "margin_mm": options.sampling.margin_mm,
        "spline_order": options.sampling.spline_order,
        **_picture_options(reading),
    }


def _picture_options(reading: Reading) -> dict[str, str | float | None]:
    """Return what was told of pictures, where any is read."""
    kinds = {state.source.kind for state in reading.states.values()}
    if InputKind.PICTURE not in kinds:
        return {}
    told = reading.options.pictures.describe()
    return {f"picture_{name}": words for name, words in told.items()}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
