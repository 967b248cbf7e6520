"""Tracer in the lung beside the heart, where a state holds raw projections."""

from myomap.errors import InputError
from myomap.quantification import lung_heart_ratio
from myomap.reconstruction import ReconstructedInput, find_window_roles
from myomap.records import Caution, Projections, Ventricle, Volume

__all__ = ["read_lung"]


def read_lung(
    made: ReconstructedInput | None, ventricle: Ventricle | None
) -> tuple[float | None, tuple[Caution, ...]]:
    """Return the lung-heart ratio of one state, or why there is none.

    Parameters
    ----------
    made : ReconstructedInput or None
        Of raw projections; without them nothing can be measured, and nothing is said.
    ventricle : Ventricle or None
        Found in what was reconstructed.

    Returns
    -------
    ratio : float or None
        See `myomap.quantification.lung_heart_ratio`.
    cautions : tuple of Caution
        ``lung-heart-not-measured`` with the reason where there are projections.
    """
    if made is None or ventricle is None:
        return None, ()
    projections, volume = made.source.data, made.volume_input.data
    if not isinstance(projections, Projections) or not isinstance(volume, Volume):
        raise TypeError("a volume of projections was expected")
    if ventricle.quality.is_doubtful:
        return None, (_DOUBTFUL,)
    photopeak_keV = made.reconstruction.protocol.photopeak_keV
    roles = find_window_roles(projections.energy_windows, photopeak_keV)
    try:
        found = lung_heart_ratio(
            projections, ventricle, volume.centre_mm, window=roles.photopeak
        )
    except InputError as error:
        caution = Caution(code="lung-heart-not-measured", message=str(error))
        return None, (caution,)
    return found.ratio, ()


_DOUBTFUL = Caution(
    code="lung-heart-not-measured",
    message="The contours are doubtful, so that the lung-heart ratio is not given.",
)
