"""A study's raw projections to the volumes that the rest of the journey takes."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from myomap.camera import named_collimator
from myomap.errors import GeometryError
from myomap.reconstruction.attenuation import attenuation_from_hounsfield
from myomap.reconstruction.energy_windows import find_window_roles, window_cautions
from myomap.reconstruction.options import ReconstructionOptions
from myomap.reconstruction.plausible import (
    count_cautions,
    matrix_cautions,
    require_field_of_view,
    tracer_cautions,
)
from myomap.reconstruction.reconstruct import reconstruct
from myomap.reconstruction.result import (
    Placement,
    Progress,
    Reconstruction,
    placement_of,
)
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


def attenuation_input_for(
    study: Study, source: StudyInput, *, any_frame: bool = False
) -> StudyInput | None:
    """Return the CT or attenuation map that belongs to projections.

    What the user gave for attenuation comes first, then one of the same state before
    one of unknown state, one that names the same frame of reference, and a ready map
    of coefficients before a CT. One of the other state is never taken, nor one in the
    coordinates of the other acquisition: the patient lay differently.

    Parameters
    ----------
    study : Study
        Of one patient.
    source : StudyInput
        The projections.
    any_frame : bool
        Whether frames of reference are to be passed over.

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
        and (any_frame or not _is_of_another(item, study, source))
    ]
    return min(
        usable,
        key=lambda item: (
            not item.is_asked_map,
            item.state is not source.state,
            _frames_differ(item, source),
            item.frame_of_reference_uid is None,
            item.kind is not InputKind.ATTENUATION_MAP,
            item.sha256,
        ),
        default=None,
    )


def _frames_differ(item: StudyInput, source: StudyInput) -> bool:
    """Tell whether both name a frame of reference, and not the same one."""
    uids = {item.frame_of_reference_uid, source.frame_of_reference_uid}
    return None not in uids and len(uids) > 1


def _is_of_another(item: StudyInput, study: Study, source: StudyInput) -> bool:
    """Tell whether a map lies in the coordinates of another SPECT of the study."""
    theirs = {
        other.frame_of_reference_uid
        for other in study.inputs
        if other.kind.shows_uptake and other is not source
    }
    return _frames_differ(item, source) and item.frame_of_reference_uid in theirs


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
    any_frame: bool = False,
    on_progress: Callable[[Progress], None] | None = None,
) -> ReconstructedInput:
    """Reconstruct one of a study's projections with the study's attenuation map.

    A map that names another frame of reference is refused. Some stations draw a new
    name for every series: who knows that the map fits says so with `any_frame`, and
    the volume then carries a caution. Whether it fits is checked on the counts too.

    Parameters
    ----------
    study : Study
        Of one patient.
    source : StudyInput
        Its projections.
    options : ReconstructionOptions
        The protocol.
    any_frame : bool
        Whether a map of another frame of reference may be used.
    on_progress : callable, optional
        Called after every step.

    Returns
    -------
    ReconstructedInput
        The volume takes the projections' place.

    Raises
    ------
    GeometryError
        If the input holds no projections, they cannot be reconstructed, their pixel
        or matrix size cannot be true, or the only map lies in other coordinates.
    """
    if not isinstance(source.data, Projections):
        raise GeometryError(
            f"This input cannot be reconstructed: found a {source.kind.value}, "
            "expected raw projections."
        )
    require_field_of_view(source.data)
    matrix = matrix_cautions(source.data)
    attenuation: StudyInput | None = None
    if options.attenuation:
        attenuation = attenuation_input_for(study, source, any_frame=any_frame)
    given = (
        attenuation_map_of(attenuation, options.photopeak_keV) if attenuation else None
    )
    if given is not None and any_frame:
        given = replace(given, frame_of_reference_uid=None)
    options, collimator_cautions = _with_collimator(options, source)
    result = reconstruct(
        source.data,
        options,
        given,
        placement=_placement(source.data, attenuation),
        on_progress=on_progress,
    )
    roles = find_window_roles(source.data.energy_windows, options.photopeak_keV)
    cautions: tuple[Caution, ...] = (
        *source.cautions,
        *matrix,
        *count_cautions(source.data, roles.photopeak),
        *tracer_cautions(source.facts.tracer, source.data, roles.photopeak),
        *window_cautions(source.data.energy_windows, roles),
        *(collimator_cautions if result.blur_corrected else ()),
        *result.cautions,
    )
    if attenuation is not None:
        cautions += attenuation.cautions
    elif options.attenuation and attenuation_input_for(study, source, any_frame=True):
        cautions += (_MAP_OF_ANOTHER,)
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


def _with_collimator(
    options: ReconstructionOptions, source: StudyInput
) -> tuple[ReconstructionOptions, tuple[Caution, ...]]:
    """Return the protocol with the header's collimator, if that is to be followed."""
    if not options.follows_header:
        return options, ()
    if source.facts.collimator is None:
        return options, (_COLLIMATOR_ASSUMED,)
    return replace(options, collimator=named_collimator(source.facts.collimator)), ()


def _placement(projections: Projections, attenuation: StudyInput | None) -> Placement:
    """Return where the axis lies; at the origin for a map that was centred on it."""
    where = placement_of(projections)
    is_centred = attenuation is not None and any(
        caution.code == "attenuation-place-assumed" for caution in attenuation.cautions
    )
    return replace(where, centre_mm=(0.0, 0.0, 0.0)) if is_centred else where


_COLLIMATOR_ASSUMED = Caution(
    code="collimator-assumed",
    message="The header names no low-energy collimator that is known here, so the blur "
    "of a high-resolution one (LEHR) was modelled. Give a protocol of your own that "
    "names yours if it is another.",
)
_MAP_OF_ANOTHER = Caution(
    code="attenuation-map-of-another-frame",
    message="The study's attenuation map lies in the coordinates of its other "
    "acquisition and was not used here.",
)
