"""What a reader has to know before trusting a map, or two of them side by side."""

from collections.abc import Sequence
from typing import Protocol

from myomap.errors import VentricleNotFoundError
from myomap.geometry import FloatArray, angle_between_deg
from myomap.reading.exchanged import exchange_cautions
from myomap.reading.laid_alike import layout_cautions
from myomap.records import (
    Caution,
    Frame,
    PolarMap,
    State,
    StudyInput,
    Ventricle,
)

__all__ = [
    "AXES_APART_DEG",
    "MappedInput",
    "cautions_of_state",
    "map_cautions",
    "pair_cautions",
    "ventricle_missed",
]

AXES_APART_DEG = 10.0
"""Long axes of stress and rest that differ by more are worth a look."""


class MappedInput(Protocol):
    """An input with its map, and its ventricle where it had one to find."""

    @property
    def source(self) -> StudyInput:
        """What was read."""

    @property
    def ventricle(self) -> Ventricle | None:
        """None when the input was a ready map."""

    @property
    def polar_map(self) -> PolarMap:
        """Its map."""

    @property
    def attenuation_corrected(self) -> bool | None:
        """Whether attenuation was corrected; None where nothing tells."""


def cautions_of_state(state: State, cautions: Sequence[Caution]) -> tuple[Caution, ...]:
    """Return cautions that say which state they speak of.

    Parameters
    ----------
    state : State
        Stress or rest.
    cautions : sequence of Caution
        Of one input.

    Returns
    -------
    tuple of Caution
        The state's name stands before each code and message.
    """
    name = state.value
    return tuple(
        Caution(
            code=f"{name}-{item.code}", message=f"{name.capitalize()}: {item.message}"
        )
        for item in cautions
    )


def ventricle_missed(error: VentricleNotFoundError) -> Caution:
    """Return what to say of a state that could not be read while the other was.

    Parameters
    ----------
    error : VentricleNotFoundError
        Why.

    Returns
    -------
    Caution
        With the error's own sentence.
    """
    return Caution(code="ventricle-not-found", message=str(error))


def map_cautions(polar_map: PolarMap) -> tuple[Caution, ...]:
    """Return what a map's own gaps call for.

    Parameters
    ----------
    polar_map : PolarMap
        Of any source.

    Returns
    -------
    tuple of Caution
        Empty where every sample is valid.
    """
    n_missing = int((~polar_map.valid).sum())
    if not n_missing:
        return ()
    share = 100.0 * n_missing / polar_map.valid.size
    shown = f"{share:.0f} %" if share >= 1 else "Less than 1 %"
    return (
        Caution(
            code="map-incomplete",
            message=(
                f"{shown} of the map holds no data: the wall leaves the field of "
                "view, or the source marked it invalid."
            ),
        ),
    )


def pair_cautions(stress: MappedInput, rest: MappedInput) -> tuple[Caution, ...]:
    """Return what only both states together can show.

    Parameters
    ----------
    stress, rest : MappedInput
        Of one patient.

    Returns
    -------
    tuple of Caution
        Where their axes, corrections, cameras or the parts they show differ, where
        counts, doses or times are those of exchanged states, and where one seems to
        be turned or mirrored.
    """
    return (
        *_axes_apart(stress, rest),
        *_correction_differs(stress, rest),
        *_cameras_differ(stress, rest),
        *exchange_cautions(stress.source, rest.source),
        *_nothing_in_common(stress.polar_map, rest.polar_map),
        *_laid_differently(stress, rest),
    )


def _laid_differently(stress: MappedInput, rest: MappedInput) -> tuple[Caution, ...]:
    """Return whether one map may be turned, where no patient's axes rule that out."""
    if all(_axis_in_patient(each) is not None for each in (stress, rest)):
        return ()
    return layout_cautions(stress.polar_map, rest.polar_map)


def _axes_apart(stress: MappedInput, rest: MappedInput) -> list[Caution]:
    axes = [axis for axis in map(_axis_in_patient, (stress, rest)) if axis is not None]
    if len(axes) < 2:
        return []
    apart = angle_between_deg(*axes)
    if apart <= AXES_APART_DEG:
        return []
    return [
        Caution(
            code="axes-differ",
            message=(
                f"The long axes of stress and rest differ by {apart:.0f}°, expected "
                f"at most {AXES_APART_DEG:g}°: check both contours."
            ),
        )
    ]


def _axis_in_patient(mapped: MappedInput) -> FloatArray | None:
    """Return the direction of the long axis, where it is one in the patient."""
    ventricle = mapped.ventricle
    # Short-axis slices without a place are laid into an imagined patient.
    if ventricle is None or ventricle.short_axis.frame is not Frame.PATIENT:
        return None
    return ventricle.long_axis.apex_mm - ventricle.long_axis.base_mm


def _correction_differs(stress: MappedInput, rest: MappedInput) -> list[Caution]:
    corrected = {item.attenuation_corrected for item in (stress, rest)}
    if corrected != {True, False}:
        return []
    return [
        Caution(
            code="attenuation-correction-differs",
            message=(
                "Attenuation was corrected in one state and not in the other: their "
                "difference is not one of perfusion alone."
            ),
        )
    ]


def _cameras_differ(stress: MappedInput, rest: MappedInput) -> list[Caution]:
    cameras = [
        (item.source.facts.manufacturer, item.source.facts.camera)
        for item in (stress, rest)
    ]
    known = all(any(camera) for camera in cameras)
    if not known or cameras[0] == cameras[1]:
        return []
    return [
        Caution(
            code="cameras-differ",
            message=(
                "Stress and rest come from different cameras: their difference is not "
                "one of perfusion alone."
            ),
        )
    ]


def _nothing_in_common(stress: PolarMap, rest: PolarMap) -> list[Caution]:
    if (stress.valid & rest.valid).any():
        return []
    return [
        Caution(
            code="nothing-in-common",
            message=(
                "No part of the wall has data at stress and at rest: there is no "
                "difference to show."
            ),
        )
    ]
