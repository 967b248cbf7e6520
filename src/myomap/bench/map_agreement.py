"""How alike two crowds of maps are, when no map of one has a twin in the other."""

from dataclasses import dataclass

import numpy as np

from myomap.geometry import FloatArray
from myomap.polarmap import segment_means, segments_17
from myomap.records import N_ANGLES, MaskArray, PolarMap, State

__all__ = ["Crowd", "correlation_angle_deg", "crowd_of", "discrimination"]

MID_RINGS = slice(10, 22)
N_FOLDS = 5
RIDGE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Crowd:
    """What is compared of the maps of many patients.

    Parameters
    ----------
    segments : (patient, 34), percent
        Means of the 17 segments at stress, then at rest.
    healthy : (patient,), bool
        Whether the patient has no disease.
    correlation_deg : float, degrees
        Around the ring, where deviations from the mean map are half as alike.
    """

    segments: FloatArray
    healthy: MaskArray
    correlation_deg: float


def crowd_of(maps: list[dict[State, PolarMap]], healthy: list[bool]) -> Crowd:
    """Return what is compared of maps.

    Parameters
    ----------
    maps : list of dict of State to PolarMap
        One entry a patient.
    healthy : list of bool
        Whether each has no disease.

    Returns
    -------
    Crowd
        Of all of them.
    """
    model = segments_17()
    segments = np.array(
        [
            [
                float(mean.uptake_percent or 0.0)
                for state in State
                for mean in segment_means(pair[state], model)
            ]
            for pair in maps
        ]
    )
    well = np.array(healthy)
    rest = np.stack(
        [
            pair[State.REST].uptake_percent
            for pair, is_well in zip(maps, healthy, strict=True)
            if is_well
        ]
    )
    return Crowd(
        segments=segments,
        healthy=well,
        correlation_deg=correlation_angle_deg(rest.astype(np.float64)),
    )


def correlation_angle_deg(maps: FloatArray) -> float:
    """Return the angle around the ring at which deviations are half as alike.

    Parameters
    ----------
    maps : (map, ring, angle)
        Of one state.

    Returns
    -------
    float, degrees
        In the middle of the wall.
    """
    deviation = (maps - maps.mean(axis=0))[:, MID_RINGS]
    deviation -= deviation.mean(axis=2, keepdims=True)
    power = np.abs(np.fft.rfft(deviation, axis=2)) ** 2
    correlation = np.fft.irfft(power.mean(axis=(0, 1)), n=N_ANGLES)
    correlation /= correlation[0]
    below = int(np.argmax(correlation < 0.5))
    before, after = correlation[below - 1], correlation[below]
    lag = below - 1 + (before - 0.5) / (before - after)
    return float(lag * 360.0 / N_ANGLES)


def discrimination(first: FloatArray, second: FloatArray, seed: int) -> float:
    """Return how well two crowds are told apart by a linear rule.

    Parameters
    ----------
    first, second : (patient, feature)
        The crowds.
    seed : int
        Of the division into parts.

    Returns
    -------
    float
        Area under the curve of a discriminant that has not seen the patients it is
        tried on: 0.5 for crowds that are alike.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> far = discrimination(rng.normal(size=(50, 2)), rng.normal(size=(50, 2)) + 4, 0)
    >>> round(far, 1)
    1.0
    """
    values = np.concatenate([first, second])
    is_second = np.repeat([False, True], [len(first), len(second)])
    fold = np.random.default_rng(seed).permutation(len(values)) % N_FOLDS
    score = np.zeros(len(values))
    for i_fold in range(N_FOLDS):
        train, tried = fold != i_fold, fold == i_fold
        score[tried] = values[tried] @ _direction(values[train], is_second[train])
        # Scores of different parts have different origins.
        score[tried] -= np.median(score[tried])
    return _area_under_curve(score, is_second)


def _direction(values: FloatArray, is_second: MaskArray) -> FloatArray:
    first, second = values[~is_second], values[is_second]
    centred = np.concatenate([first - first.mean(axis=0), second - second.mean(axis=0)])
    within = centred.T @ centred / (len(values) - 2)
    within += RIDGE * np.diag(np.diag(within))
    apart = second.mean(axis=0) - first.mean(axis=0)
    direction: FloatArray = np.linalg.solve(within, apart)
    return direction


def _area_under_curve(score: FloatArray, is_second: MaskArray) -> float:
    order = np.argsort(np.argsort(score)) + 1.0
    n_second = int(is_second.sum())
    n_first = len(score) - n_second
    rank_sum = float(order[is_second].sum())
    return (rank_sum - n_second * (n_second + 1) / 2) / (n_first * n_second)
