"""One simulated patient to a reconstructed volume."""

from myomap.phantom.activity import activity_volume
from myomap.phantom.anatomy import PatientParameters
from myomap.phantom.grid import GridOptions
from myomap.phantom.imaging import ImagingOptions, image_activity
from myomap.phantom.shell import cavity_and_wall_ml
from myomap.records import Volume

__all__ = ["render_volume"]


def render_volume(
    patient: PatientParameters,
    grid: GridOptions | None = None,
    imaging: ImagingOptions | None = None,
) -> Volume:
    """Return the transaxial volume that a reconstruction would show.

    Parameters
    ----------
    patient : PatientParameters
        One patient in one state.
    grid : GridOptions, optional
        64 x 64 x 64 voxels of 6.5 mm if not given.
    imaging : ImagingOptions, optional
        12 mm resolution and 500,000 counts of the left ventricle if not given.

    Returns
    -------
    Volume
        Counts, never negative. The same arguments give the same bytes.

    Examples
    --------
    >>> import numpy as np
    >>> from myomap.phantom import draw_ordinary
    >>> render_volume(draw_ordinary(np.random.default_rng(3)))
    Volume(64 x 64 x 64, 6.50 x 6.50 x 6.50 mm, patient)
    """
    activity = activity_volume(patient, grid or GridOptions())
    _, wall_ml = cavity_and_wall_ml(patient.heart)
    return image_activity(
        activity,
        imaging or ImagingOptions(),
        heart_mm=patient.heart.centre_mm,
        wall_ml=wall_ml,
    )
