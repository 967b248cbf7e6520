"""From a ventricle's surfaces to the polar map, its segments, and its picture.

`sample_polar_map` takes a `Volume` and the `Ventricle` found in it and returns a
`PolarMap`: uptake in percent on 32 rings × 72 angles, ring 0 at the apex, angle 0°
lateral and growing counter-clockwise over 90° anterior and 180° septal.
"""

from myomap.polarmap.class_map import ClassMap, ClassStyle, class_image
from myomap.polarmap.difference import DifferenceMap, difference_map
from myomap.polarmap.disc import (
    difference_image,
    disc_coordinates,
    disc_image,
    disc_values,
    nearest_sample,
    neighbouring_samples,
)
from myomap.polarmap.drawing import draw_polar_maps
from myomap.polarmap.drawing_options import (
    Background,
    DrawingOptions,
    PanelSpec,
    Wording,
)
from myomap.polarmap.sampling import SamplingOptions, sample_polar_map
from myomap.polarmap.segment_model import (
    DEFAULT_RADII,
    Segment,
    SegmentModel,
    segments_17,
    segments_20,
)
from myomap.polarmap.segments import (
    SegmentUptake,
    TerritoryUptake,
    known_mean_by_segment,
    mean_by_segment,
    segment_labels,
    segment_means,
    segment_weights,
    territory_means,
    territory_weights,
)

__all__ = [
    "DEFAULT_RADII",
    "Background",
    "ClassMap",
    "ClassStyle",
    "DifferenceMap",
    "DrawingOptions",
    "PanelSpec",
    "SamplingOptions",
    "Segment",
    "SegmentModel",
    "SegmentUptake",
    "TerritoryUptake",
    "Wording",
    "class_image",
    "difference_image",
    "difference_map",
    "disc_coordinates",
    "disc_image",
    "disc_values",
    "draw_polar_maps",
    "known_mean_by_segment",
    "mean_by_segment",
    "nearest_sample",
    "neighbouring_samples",
    "sample_polar_map",
    "segment_labels",
    "segment_means",
    "segment_weights",
    "segments_17",
    "segments_20",
    "territory_means",
    "territory_weights",
]
