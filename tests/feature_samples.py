"""The maps whose features tests/golden holds: the demo patient, as it truly is."""

from myomap.colortable import color_table
from myomap.features import FeatureSet, MapColors, patient_features
from myomap.phantom import demo_patient, polar_map_of_truth
from myomap.polarmap import disc_image
from myomap.records import Picture, PolarMap, State

STATION_TABLE = "warm-metal"


def on_a_screen(polar_map: PolarMap) -> MapColors:
    """Return a map as a station shows it, cropped to the disc."""
    drawn = disc_image(polar_map, color_table(STATION_TABLE), 131)
    return MapColors(polar_map=polar_map, picture=Picture(rgb=drawn[..., :3]))


def demo_maps() -> tuple[MapColors, MapColors]:
    """Return the demo patient at stress and at rest."""
    patient = demo_patient()
    return (
        on_a_screen(polar_map_of_truth(patient.stress_truth, State.STRESS)),
        on_a_screen(polar_map_of_truth(patient.rest_truth, State.REST)),
    )


def demo_features(feature_set: FeatureSet) -> dict[str, float]:
    """Return every feature of the demo patient."""
    return patient_features(*demo_maps(), feature_set)
