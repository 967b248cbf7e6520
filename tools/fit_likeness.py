"""Fit what tells polar maps from other round things, and write it to the package.

python tools/fit_likeness.py screens [number of screens] [number of other pictures]
python tools/fit_likeness.py near [number of screens] [number of other pictures]

Round outlines are taken from simulated screens, drawn with the colour tables for
development alone, and from pictures that hold no polar map. On the screens, outlines
that are no disc (slices of the heart beside the maps) count as other things too. The
held-out tables and the seeds of the benchmark are not touched. The first form fits the
quadratic score of usual screens; the second the comparison with examples, for which
nearly half of the screens show plain hearts. Flat segments are told otherwise and left
out.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from myomap.errors import ConfigError
from myomap.geometry import FloatArray
from myomap.phantom import draw_patient, quick_maps
from myomap.records import Picture
from myomap.screens import development_tables, draw_screen
from myomap.screens.other import OTHER_KINDS, draw_other_picture
from myomap.screens.plain_hearts import draw_plain_hearts
from myomap.screens.truth import DiscContent, SimulatedScreen
from myomap.screenshot import decode_pictures
from myomap.screenshot.disc_patch import disc_patch
from myomap.screenshot.interior import InteriorTraits, interior_traits
from myomap.screenshot.likeness import (
    near_terms,
    quadratic_terms,
    transformed,
    why_no_map,
    why_unusual,
)
from myomap.screenshot.outlines import overhang_px, round_things
from myomap.screenshot.rim import Rim

PLACE = Path("src/myomap/screenshot")
SEEDS = {"screens": 20_261_124, "near": 2100}
PENALTY = {"screens": 3.0, "near": 0.3}
PLAIN_SHARE = 0.43
MOST_MAPS = 500
N_STEPS = 30
RIDGE = 0.05
FARTHEST = 4.0

Rule = Callable[[InteriorTraits], str | None]
RULES: dict[str, Rule] = {"screens": why_unusual, "near": why_no_map}


def screens(part: str, n: int) -> Iterator[SimulatedScreen]:
    """Yield simulated screens in the tables for development."""
    tables = development_tables()
    n_plain = round(PLAIN_SHARE * n) if part == "near" else 0
    for index in range(n):
        rng = np.random.default_rng([SEEDS[part], 1, index])
        # A rare draw of arteries leaves no room for one of them.
        with suppress(ConfigError):
            is_plain = index >= n - n_plain
            maps = draw_plain_hearts(rng) if is_plain else quick_maps(draw_patient(rng))
            screen = draw_screen(rng, maps, tables=tables)
            if not any("segments" in trait for trait in screen.traits):
                yield screen


def other_pictures(part: str, n: int) -> Iterator[Picture]:
    """Yield pictures without a map, every kind in turn."""
    for index in range(n):
        rng = np.random.default_rng([SEEDS[part], 2, index])
        kind = OTHER_KINDS[index % len(OTHER_KINDS)]
        yield decode_pictures(draw_other_picture(rng, kind).file)[0]


def examples(picture: Picture, rule: Rule) -> Iterator[tuple[Rim, FloatArray]]:
    """Yield whole outlines that no rule refuses, with their figures."""
    for rim in round_things(picture).confirmed:
        if overhang_px(picture, rim.ellipse) > 0.012 * rim.ellipse.mean_radius:
            continue
        traits = interior_traits(disc_patch(picture, rim.ellipse), rim.background)
        if rule(traits) is None:
            yield rim, transformed(traits, rim.sharpness)


def is_uptake(rim: Rim, screen: SimulatedScreen) -> bool | None:
    """Return whether an outline is a disc of uptake; None for other discs."""
    ellipse = rim.ellipse
    for disc in screen.discs:
        away = np.hypot(ellipse.x - disc.centre_px[0], ellipse.y - disc.centre_px[1])
        radius = float(np.sqrt(disc.radius_px[0] * disc.radius_px[1]))
        if away < 0.05 * radius and abs(ellipse.mean_radius / radius - 1) < 0.05:
            return True if disc.content is DiscContent.UPTAKE else None
        if away < 0.3 * radius:
            return None
    return False


def gathered(part: str, n_screens: int, n_others: int) -> tuple[FloatArray, FloatArray]:
    """Return the figures of maps and of other things."""
    maps: list[FloatArray] = []
    others: list[FloatArray] = []
    for screen in screens(part, n_screens):
        picture = decode_pictures(screen.file)[0]
        for rim, figures in examples(picture, RULES[part]):
            told = is_uptake(rim, screen)
            if told is not None:
                (maps if told else others).append(figures)
    for picture in other_pictures(part, n_others):
        others += [figures for _, figures in examples(picture, RULES[part])]
    return np.array(maps), np.array(others)


def fitted(terms: FloatArray, is_map: FloatArray, strength: float) -> FloatArray:
    """Return the weights of a logistic regression, both classes weighing the same."""
    weights = np.zeros(terms.shape[1])
    penalty = np.eye(len(weights)) * strength
    penalty[0, 0] = 1e-6
    share = is_map.mean()
    balance = np.where(is_map == 1, 0.5 / share, 0.5 / (1 - share))
    for _ in range(N_STEPS):
        odds = 1 / (1 + np.exp(-np.clip(terms @ weights, -30, 30)))
        slope = terms.T @ (balance * (odds - is_map)) + penalty @ weights
        curve = (terms * (balance * odds * (1 - odds))[:, None]).T @ terms + penalty
        weights -= np.linalg.solve(curve, slope)
    return weights


def main() -> None:
    """Gather, fit, write and print how well the two are told apart."""
    part = sys.argv[1]
    n_screens, n_others = (int(word) for word in sys.argv[2:4] or ("400", "1600"))
    maps, others = gathered(part, n_screens, n_others)
    mean, scatter = maps.mean(axis=0), maps.std(axis=0)
    away = (np.concatenate([maps, others]) - mean) / scatter
    away = np.clip(away, -FARTHEST, FARTHEST)
    is_map = np.repeat([1.0, 0.0], [len(maps), len(others)])
    kept: dict[str, Any] = {}
    if part == "near":
        chosen = np.random.default_rng(0).permutation(len(maps))[:MOST_MAPS]
        centres = np.concatenate([away[len(maps) :], away[chosen]])
        kept["centres"] = centres.astype(np.float16)
        terms = near_terms(away, kept["centres"].astype(np.float64))
    else:
        terms = quadratic_terms(away)
    weights = fitted(terms, is_map, PENALTY[part])
    spread = np.cov(away[: len(maps)].T) + RIDGE * np.eye(maps.shape[1])
    precision = np.linalg.inv(spread)
    np.savez_compressed(
        PLACE / ("likeness_near.npz" if part == "near" else "likeness.npz"),
        mean=mean.astype(np.float32),
        scatter=scatter.astype(np.float32),
        precision=precision.astype(np.float32),
        weights=weights.astype(np.float32),
        examples=np.array([len(maps), len(others)]),
        **kept,
    )
    score = terms @ weights
    distance = np.einsum("ij,jk,ik->i", away, precision, away)
    print(f"{len(maps)} maps, {len(others)} other things that no rule refuses")
    for name, values in (("score", score), ("distance", distance)):
        low = np.percentile(values[is_map == 1], [0, 1, 5, 50, 95, 99, 100]).round(1)
        top = np.percentile(values[is_map == 0], [0, 5, 50, 95, 99, 100]).round(1)
        print(f"{name}: maps {low.tolist()}, others {top.tolist()}")


if __name__ == "__main__":
    main()
