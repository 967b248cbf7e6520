"""Patient parameters to how strongly every point attenuates photons of 140 keV."""

from dataclasses import dataclass

from myomap.phantom.anatomy import Organs, PatientParameters
from myomap.phantom.grid import (
    Canvas,
    GridOptions,
    blank_canvas,
    grid_affine,
    mean_over_voxels,
)
from myomap.phantom.painting import (
    clip_to_torso,
    heart_points,
    is_in_pericardium,
    paint_ellipsoid,
    paint_lungs,
    paint_outside_torso,
    paint_rod,
    right_ventricle,
)
from myomap.phantom.solids import require_between
from myomap.records import AttenuationMap

__all__ = ["Attenuation", "attenuation_map"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attenuation:
    """Linear attenuation coefficients of tissues at 140 keV.

    Parameters
    ----------
    soft, lung, liver, breast : float, 1/cm
        Of soft tissue, of air-filled lung, of the solid organs, and of the mixture
        of fat and gland in a breast.

    References
    ----------
    .. [1] Hubbell JH, Seltzer SM. Tables of X-ray mass attenuation coefficients.
       NISTIR 5632: 0.154 cm²/g for soft tissue, 0.150 for fat, at 140 keV. Densities
       1.0, 0.27 (lung), 1.05 (liver) and 0.97 (breast) g/cm³.
    """

    soft: float = 0.150
    lung: float = 0.042
    liver: float = 0.157
    breast: float = 0.147

    def __post_init__(self) -> None:
        for name in self.__slots__:
            require_between(name, getattr(self, name), 0, 10)


def attenuation_map(
    patient: PatientParameters,
    grid: GridOptions,
    tissues: Attenuation | None = None,
) -> AttenuationMap:
    """Return the true attenuation map of a patient.

    Painted on the same canvas as the activity, so that organs have the same edges.

    Parameters
    ----------
    patient : PatientParameters
        One patient; both states have the same body but not quite the same heart.
    grid : GridOptions
        Where to sample.
    tissues : Attenuation, optional
        Coefficients.

    Returns
    -------
    AttenuationMap
        Neither blurred nor noisy; 0 in air.

    Examples
    --------
    >>> import numpy as np
    >>> from myomap.phantom import draw_normal
    >>> grid = GridOptions(shape=(32, 32, 32), voxel_mm=13)
    >>> attenuation_map(draw_normal(np.random.default_rng(1)), grid)
    AttenuationMap(32 x 32 x 32, 13.00 x 13.00 x 13.00 mm, up to 0.157 1/cm)
    """
    tissue = tissues or Attenuation()
    canvas = blank_canvas(grid)
    canvas.activity[...] = tissue.soft
    paint_lungs(canvas, patient.organs, tissue.lung)
    _paint_abdomen(canvas, patient.organs, tissue)
    _paint_heart(canvas, patient, tissue.soft)
    if patient.chest is not None:
        paint_rod(canvas, patient.chest.spine)
        paint_rod(canvas, patient.chest.sternum)
    clip_to_torso(canvas, patient.torso)
    if patient.chest is not None:
        paint_outside_torso(
            canvas, patient.torso, patient.chest.breasts, value=tissue.breast
        )
    return AttenuationMap(
        per_cm=mean_over_voxels(canvas.activity), affine=grid_affine(grid)
    )


def _paint_abdomen(canvas: Canvas, organs: Organs, tissue: Attenuation) -> None:
    paint_ellipsoid(canvas, organs.liver, value=tissue.liver)
    paint_ellipsoid(canvas, organs.spleen, value=tissue.liver)
    if organs.stomach is not None:
        paint_ellipsoid(canvas, organs.stomach, value=tissue.soft)
    for loop in organs.gut:
        paint_ellipsoid(canvas, loop, value=tissue.soft)


def _paint_heart(canvas: Canvas, patient: PatientParameters, value: float) -> None:
    """Lay the heart, which is soft tissue and blood, over the lungs."""
    box, points = heart_points(canvas, patient.heart)
    inside = is_in_pericardium(patient.heart, points)
    if patient.right_ventricle is not None:
        for part in right_ventricle(patient.heart, patient.right_ventricle, points):
            inside |= part
    canvas.activity[box][inside] = value
