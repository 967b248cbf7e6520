"""Beating ventricles of known volumes: what gated volumes make of them."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from myomap.bench.figures import Figure, at_most, without_target
from myomap.bench.quantification_cases import draw_patients
from myomap.bench.quantification_statistics import mean_of, resampled_interval
from myomap.errors import VentricleNotFoundError
from myomap.function import measure_function
from myomap.geometry import FloatArray
from myomap.phantom import ImagingOptions, beating, render_volume

__all__ = ["function_figures"]

N_GATES: Final = 8
COUNTS: Final = 600_000.0
MOST_EF_ERROR: Final = 3.0
MOST_VOLUME_ERROR_PERCENT: Final = 8.0
_STREAM: Final = 4


class _Errors(NamedTuple):
    """Found less true: points of ejection fraction, percent of each volume."""

    fraction: float
    diastolic: float
    systolic: float


def function_figures(seed: int, n_beats: int) -> list[Figure]:
    """Return how far volumes and ejection fraction are off.

    Parameters
    ----------
    seed : int
        Of the patients.
    n_beats : int
        How many: of all classes, ejection fractions of 0.30 to 0.72, 600,000 counts
        of the wall in eight gates, a resolution of 10 to 13 mm.

    Returns
    -------
    list of Figure
        Means over the beats.
    """
    rng = np.random.default_rng([seed, _STREAM])
    found = []
    for index, patient in enumerate(draw_patients((seed, _STREAM), n_beats)):
        beat = beating(patient.rest, ejection_fraction=float(rng.uniform(0.30, 0.72)))
        fwhm_mm = float(rng.uniform(10.0, 13.0))
        volumes = [
            render_volume(
                gate,
                imaging=ImagingOptions(
                    fwhm_mm=fwhm_mm,
                    lv_counts=COUNTS / N_GATES,
                    noise_seed=N_GATES * index + number,
                ),
            )
            for number, gate in enumerate(beat.gates)
        ]
        try:
            figures = measure_function(volumes)
        except VentricleNotFoundError:
            continue
        found.append(
            _Errors(
                100.0 * (figures.ejection_fraction - beat.ejection_fraction),
                100.0 * (figures.diastolic_ml / max(beat.cavity_ml) - 1.0),
                100.0 * (figures.systolic_ml / min(beat.cavity_ml) - 1.0),
            )
        )
    return _told(found, n_beats)


def _told(found: Sequence[_Errors], n_beats: int) -> list[Figure]:
    figures = [
        without_target(
            "gated: ventricles found in all gates", len(found), f"of {n_beats}"
        )
    ]
    for title, unit, limit, errors in (
        (
            "ejection fraction",
            "points",
            MOST_EF_ERROR,
            np.array([each.fraction for each in found]),
        ),
        (
            "end-diastolic volume",
            "%",
            MOST_VOLUME_ERROR_PERCENT,
            np.array([each.diastolic for each in found]),
        ),
        (
            "end-systolic volume",
            "%",
            MOST_VOLUME_ERROR_PERCENT,
            np.array([each.systolic for each in found]),
        ),
    ):
        figures += [
            at_most(
                f"gated: {title}, mean error without its sign",
                _mean_size(errors),
                unit,
                limit,
                interval=resampled_interval(_mean_size, errors),
            ),
            without_target(f"gated: {title}, bias", mean_of(errors), unit),
        ]
    return figures


def _mean_size(errors: FloatArray) -> float:
    return mean_of(np.abs(errors))
