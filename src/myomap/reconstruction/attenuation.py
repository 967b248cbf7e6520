"""From CT numbers to attenuation on the grid of the reconstruction."""

from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from myomap.errors import ConfigError, GeometryError
from myomap.geometry import AffineArray, FloatArray, voxel_size_mm
from myomap.records import AttenuationMap

__all__ = [
    "attenuation_from_hounsfield",
    "require_same_frame",
    "resample_map",
]

# Mass attenuation of water and cortical bone (ICRU-44) by photon energy.
_ENERGY_KEV: Final = np.array([50.0, 60.0, 80.0, 100.0, 150.0, 200.0, 300.0])
_WATER_CM2_G: Final = np.array([0.2269, 0.2059, 0.1837, 0.1707, 0.1505, 0.1370, 0.1186])
_BONE_CM2_G: Final = np.array([0.4242, 0.3148, 0.2229, 0.1855, 0.1480, 0.1309, 0.1113])
_BONE_G_CM3: Final = 1.92
_LOWEST_HU: Final = -1024.0
_HIGHEST_HU: Final = 4000.0


def _water_and_bone_per_cm(energy_keV: float) -> tuple[float, float]:
    def at_energy(table: FloatArray) -> float:
        logarithm = np.interp(np.log(energy_keV), np.log(_ENERGY_KEV), np.log(table))
        return float(np.exp(logarithm))

    return at_energy(_WATER_CM2_G), at_energy(_BONE_CM2_G) * _BONE_G_CM3


def attenuation_from_hounsfield(
    hounsfield: ArrayLike,
    *,
    photopeak_keV: float = 140.5,
    ct_effective_keV: float = 70.0,
) -> NDArray[np.float32]:
    """Return linear attenuation at the photopeak from CT numbers.

    Below water, tissue is a mixture of air and water; above, of water and bone, whose
    attenuation falls faster with energy. Hence two straight lines that meet at water.

    Parameters
    ----------
    hounsfield : any shape, HU
        Finite.
    photopeak_keV : float, keV
        Of the emission, 60 to 300.
    ct_effective_keV : float, keV
        Mean energy of the CT beam: 70 for a tube at 120 kV.

    Returns
    -------
    same shape, float32, 1/cm
        At least zero.

    Raises
    ------
    ConfigError
        If an energy is outside the table.
    GeometryError
        If CT numbers are not finite, or no CT numbers.

    References
    ----------
    .. [1] Brown S et al. Investigation of the relationship between linear attenuation
       coefficients and CT Hounsfield units using radionuclides for SPECT. Appl Radiat
       Isot 2008;66:1206-1212.
    .. [2] Hubbell JH, Seltzer SM. NIST Standard Reference Database 126.

    Examples
    --------
    >>> attenuation_from_hounsfield([-1000, 0, 1000]).round(3)
    array([0.   , 0.154, 0.242], dtype=float32)
    """
    for name, energy in (
        ("photopeak_keV", photopeak_keV),
        ("ct_effective_keV", ct_effective_keV),
    ):
        if not _ENERGY_KEV[0] <= energy <= _ENERGY_KEV[-1]:
            raise ConfigError(
                f"{name}={energy:g} is outside the table. Expected "
                f"{_ENERGY_KEV[0]:g} to {_ENERGY_KEV[-1]:g} keV."
            )
    numbers = np.asarray(hounsfield, dtype=np.float32)
    lowest, highest = float(numbers.min()), float(numbers.max())
    if not (np.isfinite(lowest) and np.isfinite(highest)) or lowest > 200:
        raise GeometryError(
            f"These are no CT numbers: found {lowest:g} to {highest:g} HU, expected "
            "-1000 for air to about 2000 for bone. Apply the rescale slope and "
            "intercept first."
        )
    clipped = np.clip(numbers, _LOWEST_HU, _HIGHEST_HU)
    water, bone = _water_and_bone_per_cm(photopeak_keV)
    ct_water, ct_bone = _water_and_bone_per_cm(ct_effective_keV)
    above = ct_water * (bone - water) / (ct_bone - ct_water)
    slope = np.where(clipped > 0, np.float32(above), np.float32(water)) / 1000.0
    per_cm: NDArray[np.float32] = np.maximum(water + clipped * slope, 0.0)
    return per_cm.astype(np.float32)


def require_same_frame(
    given: AttenuationMap, frame_of_reference_uid: str | None
) -> None:
    """Raise `GeometryError` if a map belongs to other coordinates.

    Parameters
    ----------
    given : AttenuationMap
        With the frame of reference it was read with.
    frame_of_reference_uid : str or None
        Of the projections. Where either is unknown nothing is compared.

    Raises
    ------
    GeometryError
        If both are known and differ.
    """
    known = given.frame_of_reference_uid
    if known and frame_of_reference_uid and known != frame_of_reference_uid:
        raise GeometryError(
            "The attenuation map lies in other coordinates than the projections: "
            "their frames of reference differ. Expected those of one session: give "
            "its map, go without, or say any_frame (--any-frame) if an overlay shows "
            "that it fits."
        )


def resample_map(
    given: AttenuationMap, affine: AffineArray, shape: tuple[int, int, int]
) -> AttenuationMap:
    """Return a map on another grid, through both affines.

    Finer maps are averaged first; where the grid goes beyond the map, the map's
    border is continued, because patients do not end where a CT does.

    Parameters
    ----------
    given : AttenuationMap
        In LPS millimetres, any orientation.
    affine : (4, 4)
        Of the grid wanted.
    shape : (slice, row, column)
        Of the grid wanted.

    Returns
    -------
    AttenuationMap
        On the grid wanted.
    """
    from scipy.ndimage import affine_transform

    coarse = _averaged(given, voxel_size_mm(affine))
    to_source = np.linalg.inv(coarse.affine) @ affine
    values = affine_transform(
        coarse.per_cm,
        to_source[:3, :3],
        offset=to_source[:3, 3],
        output_shape=shape,
        order=1,
        mode="nearest",
    )
    return AttenuationMap(
        per_cm=np.maximum(values, 0.0),
        affine=affine,
        frame_of_reference_uid=given.frame_of_reference_uid,
    )


def _averaged(given: AttenuationMap, wanted_mm: FloatArray) -> AttenuationMap:
    """Return the map averaged over blocks that are no larger than a voxel wanted."""
    smallest = float(wanted_mm.min())
    blocks = [
        int(np.clip(smallest // size, 1, n))
        for size, n in zip(given.voxel_size_mm, given.per_cm.shape, strict=True)
    ]
    if max(blocks) == 1:
        return given
    kept = [n // block for n, block in zip(given.per_cm.shape, blocks, strict=True)]
    cut = given.per_cm[tuple(slice(k * b) for k, b in zip(kept, blocks, strict=True))]
    pieces = cut.reshape(kept[0], blocks[0], kept[1], blocks[1], kept[2], blocks[2])
    affine = given.affine.copy()
    affine[:3, :3] *= np.array(blocks)
    affine[:3, 3] += given.affine[:3, :3] @ ((np.array(blocks) - 1) / 2)
    return AttenuationMap(per_cm=pieces.mean(axis=(1, 3, 5)), affine=affine)
