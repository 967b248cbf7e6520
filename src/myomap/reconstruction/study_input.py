"""A study's raw projections to the volumes that the rest of the journey takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from myomap.errors import GeometryError
from myomap.reconstruction.attenuation import attenuation_from_hounsfield
from myomap.reconstruction.options import ReconstructionOptions
from myomap.reconstruction.reconstruct import reconstruct
from myomap.reconstruction.result import Placement, Progress, Reconstruction
from myomap.records import (
    AttenuationMap,
    Caution,
    CtVolume,
    InputKind,
    Projections,
    Study,
    StudyInput,
)

__all__ = [
    "ReconstructedInput",
    "attenuation_input_for",
    "attenuation_map_of",
    "reconstruct_input",
]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ReconstructedInput:
    """One state's projections after reconstruction.

    Parameters
    ----------
    source : StudyInput
        The projections.
    volume_input : StudyInput
        The volume in their place: the same state, evidence and hash, with the
        cautions of both.
    attenuation_source : StudyInput or None
        The CT or attenuation map that was used.
    reconstruction : Reconstruction
        What was done.
    """

    source: StudyInput
    volume_input: StudyInput
    attenuation_source: StudyInput | None
    reconstruction: Reconstruction


def attenuation_input_for(study: Study, source: StudyInput) -> StudyInput | None:
    """Return the CT or attenuation map that belongs to projections.

    One of the same state comes before one of unknown state; a ready map of
    coefficients before a CT. One of the other state is never taken: the patient lay
    differently.

    Parameters
    ----------
    study : Study
        Of one patient.
    source : StudyInput
        The projections.

    Returns
    -------
    StudyInput or None
        None when the study has none that fits.
    """
    usable = [
        item
        for item in study.inputs
        if isinstance(item.data, AttenuationMap | CtVolume)
        and item.state in {None, source.state}
    ]
    return min(
        usable,
        key=lambda item: (
            item.state is not source.state,
            item.kind is not InputKind.ATTENUATION_MAP,
            item.sha256,
        ),
        default=None,
    )


def attenuation_map_of(item: StudyInput, photopeak_keV: float) -> AttenuationMap:
    """Return the attenuation map that an input holds or, as a CT, stands for.

    Parameters
    ----------
    item : StudyInput
        A CT or an attenuation map.
    photopeak_keV : float, keV
        Energy of the emission.

    Returns
    -------
    AttenuationMap
        In 1/cm on the input's own grid.

    Raises
    ------
    GeometryError
        If the input is neither.
    """
    if isinstance(item.data, AttenuationMap):
        return item.data
    if isinstance(item.data, CtVolume):
        return AttenuationMap(
            per_cm=attenuation_from_hounsfield(
                item.data.hounsfield, photopeak_keV=photopeak_keV
            ),
            affine=item.data.affine,
            frame_of_reference_uid=item.data.frame_of_reference_uid,
        )
    raise GeometryError(
        f"Attenuation cannot be taken from this input: found a {item.kind.value}, "
        "expected a CT or an attenuation map."
    )


def reconstruct_input(
    study: Study,
    source: StudyInput,
    options: ReconstructionOptions,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReconstructedInput:
    """Reconstruct one of a study's projections with the study's attenuation map.

    A map that names another frame of reference is used with the caution that the
    study carries: many stations draw a new name for every series. Whether it fits is
    checked on the counts.

    Parameters
    ----------
    study : Study
        Of one patient.
    source : StudyInput
        Its projections.
    options : ReconstructionOptions
        The protocol.
    on_progress : callable, optional
        Called after every step.

    Returns
    -------
    ReconstructedInput
        The volume takes the projections' place.

    Raises
    ------
    GeometryError
        If the input holds no projections, or they cannot be reconstructed.
    """
    if not isinstance(source.data, Projections):
        raise GeometryError(
            f"This input cannot be reconstructed: found a {source.kind.value}, "
            "expected raw projections."
        )
    attenuation = attenuation_input_for(study, source) if options.attenuation else None
    given = (
        attenuation_map_of(attenuation, options.photopeak_keV) if attenuation else None
    )
    result = reconstruct(
        source.data,
        options,
        replace(given, frame_of_reference_uid=None) if given else None,
        placement=Placement(),
        on_progress=on_progress,
    )
    cautions: tuple[Caution, ...] = (*source.cautions, *result.cautions)
    if attenuation is not None:
        cautions += attenuation.cautions
    volume_input = replace(
        source,
        data=result.volume,
        kind=InputKind.TRANSAXIAL_VOLUME,
        facts=replace(source.facts, attenuation_corrected=result.attenuation_corrected),
        cautions=cautions,
    )
    return ReconstructedInput(
        source=source,
        volume_input=volume_input,
        attenuation_source=attenuation,
        reconstruction=result,
    )
