"""Fit the quick maps of `myomap.phantom` to maps that went the long way.

python tools/fit_quick_maps.py [PATIENTS]

Simulates patients by a seed that no test and no benchmark uses, reconstructs and maps
them with and without attenuation correction, and writes the two files that
`myomap.phantom.quick_map` reads. Takes about five seconds a patient and processor.
"""

import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from myomap.geometry import FloatArray
from myomap.phantom import SimulatedPatient, acquire, draw_patient
from myomap.phantom.quick_features import FEATURE_NAMES, map_features
from myomap.phantom.quick_map import USUAL_COUNTS, expected_map, field_modes
from myomap.phantom.true_map import map_points
from myomap.phantom.wall_blur import WallBlur
from myomap.records import State
from myomap.simulation.journey import map_of_volume, reconstructed

SEED = 77
N_PATIENTS = 222
FOLDER = Path("src/myomap/phantom")
BLUR = WallBlur(along_fwhm_mm=15.0, through_fwhm_mm=13.0, floor=0.08)
REACHES = np.arange(0.88, 1.121, 0.02)
FAINTEST = 0.03
RIDGE_OF_MODES = 15.0
RIDGE_OF_FEATURES = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One map that went the long way, as a fraction of its reference."""

    patient: SimulatedPatient
    state: State
    uptake: FloatArray


def both_ways(index: int) -> dict[bool, list[Case]]:
    """Return both maps of one patient, with attenuation correction and without."""
    patient = draw_patient(np.random.default_rng([SEED, index]))
    study = acquire(patient)
    cases: dict[bool, list[Case]] = {}
    for corrected in (True, False):
        cases[corrected] = []
        for state in State:
            done = reconstructed(patient, study, state, attenuation_corrected=corrected)
            found = map_of_volume(patient, state, done.volume)
            uptake = found.uptake_percent.astype(np.float64) / 100.0
            cases[corrected].append(Case(patient=patient, state=state, uptake=uptake))
    return cases


def collect(n_patients: int) -> dict[bool, list[Case]]:
    """Return the maps of many patients, patient by patient, stress before rest."""
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(both_ways, range(n_patients), chunksize=4))
    return {
        way: [case for each in found for case in each[way]] for way in (True, False)
    }


def fit(cases: list[Case]) -> dict[str, FloatArray]:
    """Return the arrays of the model, by the names that it is stored under."""
    modes = field_modes()
    flat = modes.reshape(len(modes), -1)
    found = [_fitted_field(case, flat) for case in cases]
    reach = np.array([each[0] for each in found])
    coefficients = np.stack([each[1] for each in found])
    remainder = np.stack([each[2] for each in found])
    features = np.stack([map_features(case.patient, case.state) for case in cases])
    weights = _regressed(features, coefficients)
    inflated = np.sqrt(len(cases) / (len(cases) - len(FEATURE_NAMES)))
    residual = (coefficients - features @ weights) * inflated
    return {
        "blur": np.array([BLUR.along_fwhm_mm, BLUR.through_fwhm_mm, BLUR.floor]),
        "weights": weights,
        "left": np.stack([residual[0::2], residual[1::2]], axis=1),
        "reach": np.array([reach.mean(), reach.std()]),
        "noise": _noise_of_rings(cases, remainder),
        "noise_fwhm_mm": np.array(_noise_fwhm_mm(cases, remainder)),
    }


def _fitted_field(
    case: Case, modes: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Return reach, modes and what remains as a share, for the best reach."""
    errors: list[float] = []
    tried: list[tuple[float, FloatArray, FloatArray]] = []
    for reach in REACHES:
        evenly = expected_map(case.patient, case.state, BLUR, reach=float(reach))
        ratio = np.maximum(case.uptake, FAINTEST) / np.maximum(evenly, FAINTEST)
        weight = np.clip(evenly, 0.1, 1.0).ravel() ** 2
        weighted = modes * weight
        gram = weighted @ modes.T + RIDGE_OF_MODES * np.eye(len(modes))
        found = np.linalg.solve(gram, weighted @ np.log(ratio).ravel())
        coefficients = np.asarray(found, np.float64)
        field = np.exp(coefficients @ modes).reshape(ratio.shape)
        remainder = case.uptake / np.maximum(evenly * field, FAINTEST) - 1.0
        errors.append(float(np.mean(weight * remainder.ravel() ** 2)))
        tried.append((float(reach), coefficients, remainder))
    return tried[int(np.argmin(errors))]


def _regressed(features: FloatArray, coefficients: FloatArray) -> FloatArray:
    penalty = RIDGE_OF_FEATURES * np.eye(features.shape[1])
    penalty[0, 0] = 0.0
    weights = np.linalg.solve(
        features.T @ features + penalty, features.T @ coefficients
    )
    return np.asarray(weights, np.float64)


def _scaled(cases: list[Case], remainder: FloatArray) -> FloatArray:
    """Return the remainders as if all had the usual counts."""
    counts = [case.patient.scan_of(case.state).lv_counts for case in cases]
    scaled: FloatArray = (
        remainder * np.sqrt(np.array(counts) / USUAL_COUNTS)[:, None, None]
    )
    return scaled


def _noise_of_rings(cases: list[Case], remainder: FloatArray) -> FloatArray:
    # The middle half of the distribution: wrong contours are not noise.
    low, high = np.quantile(_scaled(cases, remainder), [0.159, 0.841], axis=(0, 2))
    spread: FloatArray = (high - low) / 2
    return spread


def _noise_fwhm_mm(cases: list[Case], remainder: FloatArray) -> float:
    """Return the blur that gives white noise the correlation around the rings."""
    rings = slice(12, 24)
    noise = _scaled(cases, remainder)[:, rings]
    power = np.abs(np.fft.rfft(noise, axis=2)) ** 2
    correlation = np.fft.irfft(power.mean(axis=(0, 1)), n=noise.shape[2])
    correlation /= correlation[0]
    below = int(np.argmax(correlation < 0.5))
    before, after = float(correlation[below - 1]), float(correlation[below])
    lag = below - 1 + (before - 0.5) / (before - after)
    across = np.mean(
        [
            map_points(case.patient.of(case.state).heart)[0].across_mm[rings].mean()
            for case in cases[:50]
        ]
    )
    lag_mm = lag * np.radians(360.0 / noise.shape[2]) * float(across)
    return float(2.0 * lag_mm / np.sqrt(2.0))


def main() -> None:
    """Simulate, fit and write both models."""
    n_patients = int(sys.argv[1]) if len(sys.argv) > 1 else N_PATIENTS
    cases = collect(n_patients)
    for corrected, name in ((True, "corrected"), (False, "uncorrected")):
        write_model(FOLDER / f"quick_map_{name}.npz", fit(cases[corrected]))
        print(f"quick_map_{name}.npz written")


def write_model(path: Path, arrays: dict[str, FloatArray]) -> None:
    """Write a model, its largest part in half precision."""
    stored: dict[str, Any] = {
        key: value.astype(np.float16 if key == "left" else np.float32)
        for key, value in arrays.items()
    }
    np.savez_compressed(path, **stored)


if __name__ == "__main__":
    main()
