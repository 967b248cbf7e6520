"""How fast features are computed, beside the plain way, and whether bits ever differ.

The plain way takes a mask for every part and asks numpy for mean and deviation of the
points under it. Both ways run in one process on one core, on the same maps.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

import numpy as np

from myomap.bench.feature_peer import features_part_by_part
from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.bench.measure import cpu_seconds
from myomap.features import (
    canonical_features,
    canonical_picture,
    color_features,
    scalar_features,
)
from myomap.geometry import FloatArray
from myomap.phantom import draw_patient, quick_maps
from myomap.records import Picture, PolarMap, State

__all__ = ["run"]

Given = TypeVar("Given")

N_CASES = 1_000
LEAST_MAPS_A_SECOND = 1_000.0
MOST_ERROR = 1e-12
_SLOW_SHARE = 10
_N_ROUNDS = 3


def run(options: BenchOptions) -> BenchResult:
    """Measure the features of maps.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` maps of simulated patients, 1,000 unless told; the plain way runs on
        a tenth of them.

    Returns
    -------
    BenchResult
        Maps a second on one core, the ratio to the plain way, the largest difference
        from it, and how many maps differ by a bit in another order.
    """
    maps = _simulated_maps(options.seed, options.n_cases or N_CASES)
    few = maps[:: min(_SLOW_SHARE, len(maps))]
    pictures = [canonical_picture(each) for each in few]
    drawn = _maps_a_second(canonical_features, maps)
    colors = _maps_a_second(_of_colors, pictures)
    plain_drawn = _maps_a_second(_drawn_part_by_part, few)
    plain_colors = _maps_a_second(_part_by_part, pictures)
    figures: tuple[Figure, ...] = (
        at_least(
            "84 features of a canonical drawing",
            drawn,
            "maps a second",
            LEAST_MAPS_A_SECOND,
        ),
        without_target("canonical drawing, part by part", plain_drawn, "maps a second"),
        without_target(
            "canonical drawing, how many times faster", drawn / plain_drawn, ""
        ),
        at_least(
            "84 features of a picture of 120 pixels",
            colors,
            "maps a second",
            LEAST_MAPS_A_SECOND,
        ),
        without_target("picture, part by part", plain_colors, "maps a second"),
        without_target("picture, how many times faster", colors / plain_colors, ""),
        without_target(
            "scalar features", _maps_a_second(scalar_features, few), "maps a second"
        ),
        at_most(
            "largest difference from part by part",
            _largest_difference(few),
            "of 255",
            MOST_ERROR,
        ),
        at_most(
            "maps whose features differ by a bit in another order",
            _n_moved(maps, options.seed),
            "maps",
            0,
        ),
    )
    return BenchResult(bench="features", figures=figures)


def _simulated_maps(seed: int, n_maps: int) -> list[PolarMap]:
    patients = [
        draw_patient(np.random.default_rng([seed, index]))
        for index in range((n_maps + 1) // 2)
    ]
    pairs = [quick_maps(patient, attenuation_corrected=True) for patient in patients]
    return [pair[state] for pair in pairs for state in State][:n_maps]


def _of_colors(picture: Picture) -> FloatArray:
    return color_features(picture.rgb)


def _part_by_part(picture: Picture) -> FloatArray:
    return features_part_by_part(picture.rgb)


def _drawn_part_by_part(polar_map: PolarMap) -> FloatArray:
    return features_part_by_part(canonical_picture(polar_map).rgb)


def _maps_a_second(
    compute: Callable[[Given], FloatArray], given: Sequence[Given]
) -> float:
    """Return the best of a few rounds: another program can only slow one down."""
    compute(given[0])
    rounds = [
        cpu_seconds(partial(_compute_all, compute, given))[1] for _ in range(_N_ROUNDS)
    ]
    return len(given) / min(rounds)


def _compute_all(
    compute: Callable[[Given], FloatArray], given: Sequence[Given]
) -> list[FloatArray]:
    return [compute(each) for each in given]


def _largest_difference(maps: Sequence[PolarMap]) -> float:
    return max(
        float(np.abs(canonical_features(each) - _drawn_part_by_part(each)).max())
        for each in maps
    )


def _n_moved(maps: Sequence[PolarMap], seed: int) -> int:
    """Return how many maps have other bits when they come in another order."""
    before = [canonical_features(each).tobytes() for each in maps]
    order = np.random.default_rng(seed).permutation(len(maps))
    after = {int(i): canonical_features(maps[i]).tobytes() for i in order}
    return sum(after[i] != bits for i, bits in enumerate(before))
