"""Attenuation coefficients of unproven unit to a map in 1/cm, or to a refusal.

Maps come with their unit written nowhere, or in a place of the maker's own. A map of
a patient proves its unit itself: most of the body is soft tissue, and that has 0.096
to 0.19 1/cm at every energy from positrons' 511 keV to thallium's 71 keV. A unit
that is wrong is wrong by a factor of ten or more.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import GeometryError, UnsupportedStudyError
from myomap.geometry import AffineArray
from myomap.records import AttenuationMap, Caution

__all__ = ["attenuation_map_from_values"]

_DENSE_PER_CM: Final = 0.07
_TISSUE_PER_CM: Final = (0.08, 0.25)
_FEWEST_DENSE: Final = 0.01
_LOWEST_PER_CM: Final = -0.1
_NOTABLE_PER_CM: Final = -0.005


def attenuation_map_from_values(
    values: NDArray[np.floating],
    affine: AffineArray,
    frame_of_reference_uid: str | None,
) -> tuple[AttenuationMap, tuple[Caution, ...]]:
    """Return values as an attenuation map if they can only be 1/cm.

    What is denser than lung must have the coefficient of soft tissue in its middle.
    Slightly negative values, which a reconstruction leaves in air, are set to zero.

    Parameters
    ----------
    values : (slice, row, column), 1/cm as far as is known
        Finite numbers.
    affine : (4, 4), millimetres
        Takes (slice, row, column) to LPS.
    frame_of_reference_uid : str or None
        Of the coordinates.

    Returns
    -------
    attenuation_map : AttenuationMap
        Nothing below zero.
    cautions : tuple of Caution
        What was changed.

    Raises
    ------
    UnsupportedStudyError
        If the values are in another unit, or not of a patient.
    GeometryError
        If they are far below zero, or all are zero.

    Examples
    --------
    >>> body = np.full((4, 8, 8), 0.15)
    >>> attenuation_map_from_values(body, np.diag([4.0, 4, 4, 1]), None)[0]
    AttenuationMap(4 x 8 x 8, 4.00 x 4.00 x 4.00 mm, up to 0.150 1/cm)
    >>> attenuation_map_from_values(10_000 * body, np.eye(4), None)
    Traceback (most recent call last):
    ...
    myomap.errors.UnsupportedStudyError: The unit of the attenuation map cannot ...
    """
    _require_tissue(values)
    lowest = float(values.min())
    if lowest < _LOWEST_PER_CM:
        raise GeometryError(
            f"The attenuation map falls to {lowest:.3g} 1/cm. Expected nothing below "
            "zero but a little noise: export it again."
        )
    cautions: tuple[Caution, ...] = ()
    if lowest < _NOTABLE_PER_CM:
        message = (
            f"The attenuation map holds values down to {lowest:.3f} 1/cm, which cannot "
            "be; they were set to zero."
        )
        cautions = (Caution(code="attenuation-negative", message=message),)
    return (
        AttenuationMap(
            per_cm=np.maximum(values, 0),
            affine=affine,
            frame_of_reference_uid=frame_of_reference_uid,
        ),
        cautions,
    )


def _require_tissue(values: NDArray[np.floating]) -> None:
    if not values.any():
        raise GeometryError(
            "The attenuation map is empty: every value is 0. Expected soft tissue at "
            "about 0.15 1/cm: export the map again, or give the CT."
        )
    dense = values[values > _DENSE_PER_CM]
    middle = float(np.median(dense)) if dense.size else 0.0
    is_enough = dense.size >= _FEWEST_DENSE * values.size
    if not is_enough or not _TISSUE_PER_CM[0] <= middle <= _TISSUE_PER_CM[1]:
        raise UnsupportedStudyError(
            "The unit of the attenuation map cannot be told: found values from "
            f"{float(values.min()):.3g} to {float(values.max()):.3g}, expected 1/cm "
            "with soft tissue at about 0.15. Export the map in 1/cm, or give the CT."
        )
