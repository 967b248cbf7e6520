"""What befalls maps on their way: shadows, spill, noise, pictures, missing states."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from myomap.inference.reading_input import MapPairs
from myomap.learning.reading_network.case_pool import Batch
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["Disturbance", "disturbed", "shown_pairs"]

_TABLE_STEPS = (8, 10, 12, 16, 20, 32, 64, 256)
_FOUND, _QUIET = 0, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Disturbance:
    """How often what happens.

    Parameters
    ----------
    shadow, spill : float
        Shares of patients with a wall that more tissue hides, and with counts of a
        neighbour over a wall.
    picture, array : float
        Shares whose maps come out of a picture, or without millimetres.
    no_rest, no_stress : float
        Shares with one state alone.
    no_sex, no_protocol, gap : float
        Shares of which the sex, or the correction of attenuation, or a part of a map
        is not known.
    noise : (low, high)
        By what the noise is multiplied.
    """

    shadow: float = 0.25
    spill: float = 0.06
    picture: float = 0.3
    array: float = 0.12
    no_rest: float = 0.12
    no_stress: float = 0.06
    no_sex: float = 0.25
    no_protocol: float = 0.3
    gap: float = 0.08
    noise: tuple[float, float] = (0.7, 1.3)


def disturbed(batch: Batch, how: Disturbance, rng: np.random.Generator) -> Batch:
    """Return patients with other noise, shadows and spill.

    Parameters
    ----------
    batch : Batch
        As they are.
    how : Disturbance
        How often.
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    Batch
        What is hidden or outshone is so in the healthy map as well: no disease.
    """
    n = len(batch.label)
    seen = batch.layers[:, :3].copy()
    factor = rng.uniform(*how.noise, size=(n, 1, 1, 1)).astype(np.float32)
    seen[:, _FOUND] = seen[:, _QUIET] + factor * (seen[:, _FOUND] - seen[:, _QUIET])
    depth = rng.uniform(0.0, 0.15, n) * (rng.random(n) < how.shadow)
    # Where attenuation is corrected, half of it is left.
    depth = depth * np.where(batch.corrected > 0, 0.5, 1.0)
    share = rng.uniform(0.6, 1.0, (n, 2))
    hidden = (
        _bumps(rng, n, (0.35, 0.7))[:, None] * (depth[:, None] * share)[..., None, None]
    )
    seen *= (1.0 - hidden)[:, None].astype(np.float32)
    height = 100.0 * rng.uniform(0.1, 0.8, n) * (rng.random(n) < how.spill)
    spilt = (
        _bumps(rng, n, (0.12, 0.3))[:, None]
        * (height[:, None] * rng.uniform(0.0, 1.0, (n, 2)))[..., None, None]
    )
    seen += spilt[:, None].astype(np.float32)
    layers = np.concatenate([np.maximum(seen, 0.0), batch.layers[:, 3:]], axis=1)
    return replace(batch, layers=layers)


def shown_pairs(batch: Batch, how: Disturbance, rng: np.random.Generator) -> MapPairs:
    """Return what of the patients is there to be seen.

    Parameters
    ----------
    batch : Batch
        All that is true.
    how : Disturbance
        How often something is missing.
    rng : numpy.random.Generator
        Of the draw.

    Returns
    -------
    MapPairs
        Without what is not known.
    """
    n = len(batch.label)
    uptake = batch.layers[:, _FOUND].copy()
    known = np.ones(uptake.shape, np.bool_)
    source = rng.random(n)
    is_picture = source < how.picture
    for place in np.flatnonzero(is_picture):
        uptake[place], known[place] = _out_of_picture(uptake[place], rng)
    for place in np.flatnonzero(rng.random(n) < how.gap):
        _cut_gap(known[place], rng)
    missing = rng.random(n)
    known[missing < how.no_rest, 1] = False
    known[missing > 1.0 - how.no_stress, 0] = False
    has_mm = source >= how.picture + how.array
    area = batch.area * np.exp(rng.normal(0.0, 0.05, (n, 2, 1, 1)))
    is_there = known.any(axis=(2, 3)) & has_mm[:, None]
    return MapPairs(
        uptake=(uptake * known).astype(np.float32),
        known=known,
        area=(area * is_there[..., None, None]).astype(np.float32),
        sex=(batch.sex * (rng.random(n) >= how.no_sex)).astype(np.float32),
        corrected=(batch.corrected * (rng.random(n) >= how.no_protocol)).astype(
            np.float32
        ),
        picture=is_picture.astype(np.float32),
    )


def _bumps(
    rng: np.random.Generator, n: int, width: tuple[float, float]
) -> NDArray[np.float64]:
    """Return (n, 32, 72): soft patches of height 1, mostly towards the base."""
    ring = (np.arange(N_RINGS)[None, :, None] + 0.5) / N_RINGS
    angle = np.radians(np.arange(N_ANGLES) * 360.0 / N_ANGLES)[None, None, :]
    middle = rng.uniform(0.5, 1.2, (n, 1, 1))
    turned = angle - rng.uniform(0.0, 2.0 * np.pi, (n, 1, 1))
    wide = rng.uniform(*width, (n, 1, 1))
    square = ring**2 + middle**2 - 2.0 * ring * middle * np.cos(turned)
    found: NDArray[np.float64] = np.exp(-0.5 * square / wide**2)
    return found


def _out_of_picture(
    uptake: NDArray[np.float32], rng: np.random.Generator
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Return maps as they come back from a screen: stepped, smeared, with gaps."""
    steps = int(rng.choice(_TABLE_STEPS))
    smeared, has_lines = rng.random() < 0.6, rng.random() < 0.3
    top = float(rng.uniform(0.9, 1.02))
    share = np.clip(uptake / (top * uptake.max(axis=(1, 2), keepdims=True)), 0.0, 1.0)
    stepped = (np.floor(np.minimum(share, 0.9999) * steps) + 0.5) / steps
    known = np.ones(uptake.shape, np.bool_)
    if has_lines:
        known[:, :, (np.arange(0, N_ANGLES, 12) + rng.integers(12)) % N_ANGLES] = False
        known[:, rng.integers(N_RINGS, size=2)] = False
    if smeared:
        tall = np.pad(stepped, ((0, 0), (1, 1), (0, 0)), mode="edge")
        down = 0.25 * tall[:, :-2] + 0.5 * tall[:, 1:-1] + 0.25 * tall[:, 2:]
        stepped = 0.25 * np.roll(down, 1, 2) + 0.5 * down + 0.25 * np.roll(down, -1, 2)
    return (100.0 * stepped).astype(np.float32), known


def _cut_gap(known: NDArray[np.bool_], rng: np.random.Generator) -> None:
    first, wide = int(rng.integers(N_ANGLES)), int(rng.integers(4, 30))
    columns = (first + np.arange(wide)) % N_ANGLES
    known[:, int(rng.integers(24, N_RINGS)) :, columns] = False
