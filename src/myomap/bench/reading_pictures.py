"""The same patients as pictures: drawn as a screen, read from it, then judged."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from myomap.bench.figures import Figure, at_most, without_target
from myomap.bench.measure import cpu_seconds
from myomap.bench.quantification_statistics import resampled_interval
from myomap.bench.reading_area import overlap
from myomap.bench.reading_cases import maps_of, shifted_lessons
from myomap.inference import (
    FINDINGS,
    Bundle,
    LearnedReading,
    MapPairs,
    pair_of_maps,
    read_pairs,
)
from myomap.learning.delong import auc_interval, auc_terms
from myomap.learning.reading_network import Lesson
from myomap.records import PolarMap, Sex, State
from myomap.screens import ScreenOptions, draw_screen, known_tables
from myomap.screenshot import read_picture

__all__ = ["picture_figures"]

MOST_SECONDS: Final = 0.5
LEAST_WALL: Final = 0.05
_MEMBERS: Final = {"abnormal": (1, 2, 3), "ischemia": (1, 3), "infarction": (2, 3)}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """One patient whose maps came back from a picture."""

    label: int
    overlap: float | None
    learned: LearnedReading


def picture_figures(bundle: Bundle, seed: int, n_patients: int) -> list[Figure]:
    """Return what the network is worth on maps out of pictures.

    Parameters
    ----------
    bundle : Bundle
        Of the reading network.
    seed : int
        Of all chance.
    n_patients : int
        Half with attenuation corrected, half not; each on one screen.

    Returns
    -------
    list of Figure
        Of those whose two maps were read, how many that were, and the cost.
    """
    seen: list[_Seen] = []
    seconds: list[float] = []
    for corrected in (True, False):
        half = -(-n_patients // 2)
        for shown in shifted_lessons(seed, half, corrected=corrected):
            for place in range(len(shown.pairs.uptake)):
                rng = np.random.default_rng([seed, int(corrected), place, len(seen)])
                found, cost = _read_screen(bundle, shown, place, rng)
                seconds.append(cost)
                seen += [] if found is None else [found]
    share = 100.0 * len(seen) / len(seconds)
    figures = [without_target("pictures: both maps read", share, "%")]
    for name in FINDINGS:
        y = np.array([each.label in _MEMBERS[name] for each in seen], np.int64)
        scores = np.array([each.learned.probability[name] for each in seen])
        terms = auc_terms(scores[None], y)
        figures.append(
            without_target(
                f"pictures: ROC AUC, {name} ({len(y)})",
                terms.auc,
                "",
                interval=auc_interval(terms, y, np.arange(len(y))),
            )
        )
    areas = np.array([each.overlap for each in seen if each.overlap is not None])
    silent = np.array([100.0 * bool(each.learned.reasons) for each in seen])
    return [
        *figures,
        without_target(
            "pictures: overlap (Dice) of the affected area, from 5 % of the wall on",
            _mean(areas),
            "",
            interval=resampled_interval(_mean, areas),
        ),
        without_target(
            "pictures: abstains on good maps",
            _mean(silent),
            "%",
            interval=resampled_interval(_mean, silent),
        ),
        at_most(
            "from a picture to the verdict, CPU, median",
            float(np.median(seconds)),
            "s",
            MOST_SECONDS,
        ),
    ]


def _read_screen(
    bundle: Bundle, shown: Lesson, place: int, rng: np.random.Generator
) -> tuple[_Seen | None, float]:
    """Return what is said of a patient's screen, and processor seconds."""
    maps = maps_of(shown.pairs, place)
    screen = draw_screen(
        rng,
        maps,
        tables=known_tables(),
        options=ScreenOptions(layout="side by side"),
    )
    sex = Sex.FEMALE if shown.pairs.sex[place] > 0 else Sex.MALE

    def read() -> tuple[MapPairs | None, LearnedReading | None]:
        by_state = {
            disc.state: disc.polar_map
            for disc in read_picture(screen.picture).discs
            if disc.polar_map is not None
        }
        if set(by_state) != set(State):
            return None, None
        pairs = _pairs(by_state, sex)
        return pairs, read_pairs(bundle, pairs)[0]

    (pairs, learned), seconds = cpu_seconds(read)
    if pairs is None or learned is None:
        return None, seconds
    truth = shown.targets.samples[place] > 0
    weight = shown.targets.weight[place]
    is_large = float((weight * truth).mean()) >= LEAST_WALL
    return (
        _Seen(
            label=int(shown.targets.label[place]),
            overlap=overlap(learned.mask > 0, truth, weight) if is_large else None,
            learned=learned,
        ),
        seconds,
    )


def _pairs(by_state: dict[State | None, PolarMap], sex: Sex) -> MapPairs:
    return pair_of_maps(
        replace(by_state[State.STRESS], state=State.STRESS),
        replace(by_state[State.REST], state=State.REST),
        sex=sex,
        attenuation_corrected=None,
    )


def _mean(values: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    return float(values.mean()) if len(values) else float("nan")
