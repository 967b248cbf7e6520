"""The gamma camera: an activity -> its projections, and back by the exact adjoint.

Activity (x, y, z) in counts a view, z contiguous; projections (view, column, z) in
counts; attenuation in 1/cm; lengths in millimetres. The simulator and the
reconstruction stand on this one model.
"""

from myomap.camera.acquisition import (
    Acquisition,
    acquisition_of,
    activity_from_slices,
    pictures_from_views,
    slices_from_activity,
    views_from_pictures,
    volume_affine,
)
from myomap.camera.collimator import COLLIMATORS, Collimator, named_collimator
from myomap.camera.system_model import SystemModel

__all__ = [
    "COLLIMATORS",
    "Acquisition",
    "Collimator",
    "SystemModel",
    "acquisition_of",
    "activity_from_slices",
    "named_collimator",
    "pictures_from_views",
    "slices_from_activity",
    "views_from_pictures",
    "volume_affine",
]
