"""How well polar maps are read from pictures, and whether anything else is.

Screens are drawn from simulated maps in many layouts, half of them in colour tables
that the reading was not developed on. Every screen and every other picture follows
from the benchmark's seed and its own index.
"""

from collections import Counter
from collections.abc import Callable
from functools import partial

import numpy as np

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_most,
    without_target,
)
from myomap.bench.measure import cpu_seconds
from myomap.bench.screenshot_cases import look_alike, other_picture, screen_case
from myomap.bench.screenshot_figures import (
    disc_figures,
    reading_figures,
    state_figures,
    uptake_figures,
)
from myomap.bench.screenshot_outcome import ScreenOutcome, outcome_of_screen
from myomap.bench.screenshot_reading import ACCEPTED_CONFIDENCE, read_file
from myomap.screens import OtherPicture

__all__ = ["run"]

N_SCREENS = 2000
LOOK_ALIKES_PER_OTHER = 0.1


def run(options: BenchOptions) -> BenchResult:
    """Measure the reading of pictures.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` screens, 2,000 unless told; half as many other pictures, and a
        tenth of those as look-alikes.

    Returns
    -------
    BenchResult
        Discs, uptake, refusals, what is wrong, and what is made up.
    """
    n_screens = options.n_cases or N_SCREENS
    n_other = max(1, n_screens // 2)
    n_alike = max(1, round(LOOK_ALIKES_PER_OTHER * n_other))
    outcomes, seconds = [], []
    for index in range(n_screens):
        outcome, cost = _read_screen(options.seed, index)
        outcomes.append(outcome)
        seconds.append(cost)
    figures = [
        without_target("screens", float(n_screens), ""),
        *disc_figures(outcomes),
        *uptake_figures(outcomes),
        *reading_figures(outcomes, ACCEPTED_CONFIDENCE),
        *state_figures(outcomes),
        *_made_up(partial(other_picture, options.seed), n_other),
        *_alike_figures(partial(look_alike, options.seed), n_alike),
        without_target("a screen, CPU, median", float(np.median(seconds)), "s"),
    ]
    return BenchResult(bench="screenshot", figures=tuple(figures))


def _read_screen(seed: int, index: int) -> tuple[ScreenOutcome, float]:
    case = screen_case(seed, index)
    found, cost = cpu_seconds(partial(read_file, case.screen.file))
    return outcome_of_screen(case, found), cost


def _made_up(draw: Callable[[int], OtherPicture], n_pictures: int) -> list[Figure]:
    """Return how many pictures without a polar map are read as one."""
    # One at a time: all of them together would fill the memory.
    drawn = (draw(index) for index in range(n_pictures))
    kinds = Counter(picture.kind for picture in drawn if _is_read(picture))
    return [
        without_target("pictures without a polar map", float(n_pictures), ""),
        at_most("of these, read as one", float(kinds.total()), "", 0.0),
        *(
            without_target(f"read as a polar map: {kind}", float(count), "")
            for kind, count in kinds.most_common()
        ),
    ]


def _alike_figures(draw: Callable[[int], OtherPicture], n_alike: int) -> list[Figure]:
    n_read = sum(_is_read(draw(index)) for index in range(n_alike))
    return [
        without_target("look-alikes that only context tells", float(n_alike), ""),
        without_target("of these, read as a polar map", float(n_read), ""),
    ]


def _is_read(picture: OtherPicture) -> bool:
    return any(disc.has_map for disc in read_file(picture.file))
