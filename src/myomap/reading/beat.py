"""What the ventricle does over the beat, where a state has gates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from myomap.errors import MyomapError
from myomap.function import (
    FEWEST_GATES,
    FunctionFigures,
    even_gates,
    gate_shares,
    gating_cautions,
    measure_function,
)
from myomap.geometry import FloatArray
from myomap.reconstruction import ReconstructedInput, find_window_roles
from myomap.records import Caution, Projections, StudyInput, Ventricle, Volume

__all__ = ["BeatReading", "read_beat", "ungated"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BeatReading:
    """What was found in the gates of one state.

    Parameters
    ----------
    source : StudyInput
        Whose gates they are; of another input than the map where that has none.
    n_gates : int
        How many there are.
    figures : FunctionFigures or None
        None where they could not be measured; a caution says why.
    cautions : tuple of Caution
        What speaks against the gates and their contours.
    """

    source: StudyInput
    n_gates: int
    figures: FunctionFigures | None
    cautions: tuple[Caution, ...]


def read_beat(
    source: StudyInput,
    made: ReconstructedInput | None,
    ventricle: Ventricle | None,
    other: StudyInput | None = None,
) -> BeatReading | None:
    """Return the function of one state.

    Gates of raw projections were reconstructed one by one, by the protocol of the map.

    Parameters
    ----------
    source : StudyInput
        What the map was read from.
    made : ReconstructedInput or None
        Of raw projections.
    ventricle : Ventricle or None
        Of the sum of all gates: the gates are traced from there.
    other : StudyInput, optional
        A gated volume of the same state, which serves where `source` has no gates.

    Returns
    -------
    BeatReading or None
        None where nothing is gated.
    """
    if made is not None and made.reconstruction.gates:
        return _read(source, made.reconstruction.gates, _raw_counts(made), ventricle)
    if source.gates:
        return _read(source, source.gates, _volume_counts(source.gates), ventricle)
    if other is not None and other.gates:
        found = _read(other, other.gates, _volume_counts(other.gates), None)
        return BeatReading(
            source=other,
            n_gates=found.n_gates,
            figures=found.figures,
            cautions=(_OF_ANOTHER, *found.cautions),
        )
    if source.facts.n_gates > 1 and isinstance(source.data, Volume):
        return BeatReading(
            source=source,
            n_gates=source.facts.n_gates,
            figures=None,
            cautions=(_TOO_LARGE,),
        )
    return None


def ungated(projections: Projections) -> Projections:
    """Return the sum of all gates: for a map no gate needs to be reconstructed.

    Parameters
    ----------
    projections : Projections
        Gated or not.

    Returns
    -------
    Projections
        With one gate.
    """
    summed = projections.counts.sum(axis=0, keepdims=True, dtype=np.float32)
    return replace(projections, counts=summed)


def _read(
    source: StudyInput,
    gates: Sequence[Volume],
    counts: FloatArray,
    ventricle: Ventricle | None,
) -> BeatReading:
    figures: FunctionFigures | None = None
    cautions: tuple[Caution, ...] = ()
    try:
        shares = gate_shares(counts)
        cautions = gating_cautions(shares, source.facts.gating)
        if len(gates) >= FEWEST_GATES:
            figures = measure_function(even_gates(gates, shares), ventricle)
    except MyomapError as error:
        cautions += (Caution(code="function-not-measured", message=str(error)),)
    if figures is not None and figures.is_doubtful:
        cautions += (_DOUBTFUL,)
    return BeatReading(
        source=source, n_gates=len(gates), figures=figures, cautions=cautions
    )


def _raw_counts(made: ReconstructedInput) -> FloatArray:
    projections = made.source.data
    if not isinstance(projections, Projections):
        raise TypeError("gates were reconstructed from projections")
    photopeak_keV = made.reconstruction.protocol.photopeak_keV
    roles = find_window_roles(projections.energy_windows, photopeak_keV)
    seen = projections.counts[:, roles.photopeak]
    counts: FloatArray = seen.sum(axis=(1, 2, 3), dtype=np.float64)
    return counts


def _volume_counts(gates: Sequence[Volume]) -> FloatArray:
    return np.array([gate.counts.sum(dtype=np.float64) for gate in gates])


_DOUBTFUL = Caution(
    code="function-doubtful",
    message="The contours are doubtful, so that volumes and ejection fraction are not "
    "given.",
)
_OF_ANOTHER = Caution(
    code="function-of-another-input",
    message="The map's own input has no gates: the function is that of another gated "
    "volume of this state.",
)
_TOO_LARGE = Caution(
    code="function-not-measured",
    message="The gates take more memory than is given to them: they were summed, and "
    "volumes and ejection fraction were not measured.",
)
