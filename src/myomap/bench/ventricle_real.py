"""Whether the ventricle of real volumes is found, and lies where an expert drew it.

One of the four volumes comes with an expert's mask of the wall: an illustration, not
a statistic.
"""

from pathlib import Path

import numpy as np

from myomap.bench.figures import BenchOptions, Figure, at_least
from myomap.bench.inside_mesh import is_inside_mesh
from myomap.dicom import read_dicom
from myomap.errors import VentricleNotFoundError
from myomap.geometry import FloatArray, apply_affine
from myomap.records import MaskArray, Ventricle, Volume
from myomap.ventricle import closed_mesh, find_ventricle

__all__ = ["mask_of_volume", "real_figures", "share_inside", "wall_dice"]

FOLDER = "physionet-mps-spect"
MASK_ENDING = "_mask.nii.gz"
SHARE_LIMIT_PERCENT = 95.0
DICE_LIMIT = 0.80


def real_figures(options: BenchOptions) -> tuple[Figure, ...]:
    """Return what is found in the public real volumes.

    Parameters
    ----------
    options : BenchOptions
        `data` names the folder of the data sets.

    Returns
    -------
    tuple of Figure
        None at all where the data set is missing.
    """
    if options.data is None or not (options.data / FOLDER).is_dir():
        return ()
    figures: list[Figure] = []
    paths = sorted((options.data / FOLDER).glob("*.dcm"))
    n_found = 0
    for path in paths:
        volume = read_volume(path)
        try:
            ventricle = find_ventricle(volume)
        except VentricleNotFoundError:
            continue
        n_found += 1
        mask = mask_of_volume(path)
        if mask is not None:
            share = 100.0 * share_inside(volume, ventricle, mask)
            dice = wall_dice(volume, ventricle, mask)
            figures += [
                at_least(
                    "mid-wall inside an expert's mask (1 volume, an illustration)",
                    share,
                    "%",
                    SHARE_LIMIT_PERCENT,
                ),
                at_least(
                    "wall against that mask, Dice (1 volume, an illustration)",
                    dice,
                    "",
                    DICE_LIMIT,
                ),
            ]
    name = f"real volumes found of {len(paths)}"
    return (at_least(name, n_found, "", len(paths)), *figures)


def read_volume(path: Path) -> Volume:
    """Return the volume of a DICOM file."""
    volume = read_dicom(path.read_bytes()).input.data
    if not isinstance(volume, Volume):
        raise TypeError(f"Expected a volume, found {volume!r}.")
    return volume


def mask_of_volume(path: Path) -> MaskArray | None:
    """Return the expert's wall (slice, row, column) of a DICOM file, if there is one.

    Parameters
    ----------
    path : Path
        Of the volume.

    Returns
    -------
    (slice, row, column), bool, or None
        On the volume's own voxels.
    """
    import nibabel

    named = path.with_name(path.name.removesuffix(".dcm") + MASK_ENDING)
    if not named.is_file():
        return None
    # The mask counts column, row, slice, as NIfTI does.
    image = nibabel.Nifti1Image.from_filename(named)
    mask: MaskArray = np.asarray(image.dataobj).transpose(2, 1, 0) > 0
    return mask


def share_inside(volume: Volume, ventricle: Ventricle, mask: MaskArray) -> float:
    """Return which share of the map's places on the mid-wall lies in a mask.

    Parameters
    ----------
    volume : Volume
        Whose voxels the mask marks.
    ventricle : Ventricle
        Found in it.
    mask : (slice, row, column), bool
        The wall.

    Returns
    -------
    float, 0 to 1
        Each of the 32 x 72 places counts once.
    """
    midwall = ventricle.midwall.points_mm
    places = (midwall[:-1] + midwall[1:]) / 2
    inverse = np.asarray(np.linalg.inv(volume.affine), np.float64)
    index = np.rint(apply_affine(inverse, places)).astype(int)
    index = np.clip(index, 0, np.array(mask.shape) - 1)
    return float(mask[tuple(np.moveaxis(index, -1, 0))].mean())


def wall_dice(volume: Volume, ventricle: Ventricle, mask: MaskArray) -> float:
    """Return the Dice overlap of the wall with a mask.

    A voxel belongs to the wall when its centre lies inside the epicardium, cut at the
    valve plane, and not inside the endocardium.

    Parameters
    ----------
    volume : Volume
        Whose voxels the mask marks.
    ventricle : Ventricle
        Found in it.
    mask : (slice, row, column), bool
        The wall.

    Returns
    -------
    float, 0 to 1
        Twice the common voxels over the sum of both.
    """
    index = np.argwhere(np.ones(mask.shape, dtype=bool))
    centres: FloatArray = apply_affine(volume.affine, index)
    wall = np.zeros(len(centres), dtype=bool)
    wall[is_inside_mesh(centres, *closed_mesh(ventricle.epicardium))] = True
    outer = np.flatnonzero(wall)
    inner = is_inside_mesh(centres[outer], *closed_mesh(ventricle.endocardium))
    wall[outer[inner]] = False
    common = np.count_nonzero(wall & mask.ravel())
    return 2.0 * common / (np.count_nonzero(wall) + np.count_nonzero(mask))
