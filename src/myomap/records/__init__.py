"""The records that the rooms hand on to each other.

All are frozen, all carry their geometry, none prints patient data::

    Projections ─► Volume ─► Ventricle ─► PolarMap
    Study = the inputs of one patient
"""

from myomap.records.arrays import (
    MapArray,
    MaskArray,
    ProjectionArray,
    VolumeArray,
    frozen_array,
    require_finite,
    require_shape,
)
from myomap.records.attenuation_map import AttenuationMap
from myomap.records.caution import SIMULATED_DATA, Caution
from myomap.records.ct_volume import CtVolume
from myomap.records.gating import Gating
from myomap.records.picture import Picture, PictureArray
from myomap.records.polar_map import N_ANGLES, N_RINGS, MapSource, PolarMap
from myomap.records.projections import EnergyWindow, Projections
from myomap.records.study import (
    AcquisitionFacts,
    Evidence,
    InputData,
    LeftOut,
    Study,
    StudyInput,
)
from myomap.records.ventricle import (
    ContourQuality,
    LongAxis,
    Surface,
    Ventricle,
    VentricleSource,
)
from myomap.records.vocabulary import Frame, InputKind, Sex, State, Territory
from myomap.records.volume import Volume

__all__ = [
    "N_ANGLES",
    "N_RINGS",
    "SIMULATED_DATA",
    "AcquisitionFacts",
    "AttenuationMap",
    "Caution",
    "ContourQuality",
    "CtVolume",
    "EnergyWindow",
    "Evidence",
    "Frame",
    "Gating",
    "InputData",
    "InputKind",
    "LeftOut",
    "LongAxis",
    "MapArray",
    "MapSource",
    "MaskArray",
    "Picture",
    "PictureArray",
    "PolarMap",
    "ProjectionArray",
    "Projections",
    "Sex",
    "State",
    "Study",
    "StudyInput",
    "Surface",
    "Territory",
    "Ventricle",
    "VentricleSource",
    "Volume",
    "VolumeArray",
    "frozen_array",
    "require_finite",
    "require_shape",
]
