"""The benchmark of the features measures what it says."""

import numpy as np
from numpy.testing import assert_allclose

from myomap.bench import BenchOptions
from myomap.bench.feature_peer import features_part_by_part
from myomap.bench.features import run
from myomap.features import canonical_picture, color_features
from polar_maps import defect, healthy_uptake, map_of


def test_the_plain_way_computes_the_same() -> None:
    rgb = canonical_picture(map_of(healthy_uptake() - defect(60.0))).rgb
    assert_allclose(features_part_by_part(rgb), color_features(rgb), rtol=0, atol=1e-12)


def test_a_few_maps_give_every_figure() -> None:
    figures = {each.name: each for each in run(BenchOptions(n_cases=4)).figures}
    assert len(figures) == 9
    assert all(np.isfinite(each.value) for each in figures.values())
    exact = "largest difference from part by part"
    order = "maps whose features differ by a bit in another order"
    assert figures[exact].met
    assert figures[order].met
