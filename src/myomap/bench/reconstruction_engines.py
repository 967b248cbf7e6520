"""One engine reconstructing one study in a process of its own.

    python -m myomap.bench.reconstruction_engines ENGINE STUDY.npz RESULT.npz ITERATIONS

`ENGINE` is ``myomap`` or ``pytomography``. The study holds counts (view, column, z),
attenuation (x, y, z) in 1/cm, angles, radii and the voxel's edge; views in the order
of rising angle, so that both engines take the same subsets in the same order. The
result holds the image, the projections of the study's activity and the CPU seconds.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.camera import COLLIMATORS, Acquisition, SystemModel, volume_affine
from myomap.camera.collimator import FWHM_OF_SIGMA, LEAD_PER_MM
from myomap.records import AttenuationMap

__all__ = ["N_SUBSETS", "main"]

N_SUBSETS = 8

Study = dict[str, NDArray[Any]]
Result = dict[str, NDArray[Any] | float]


def _model(study: Study) -> SystemModel:
    _, n, n_z = study["counts"].shape
    step = float(study["voxel_mm"])
    acquisition = Acquisition(
        angle_deg=study["angle_deg"],
        radius_mm=study["radius_mm"],
        n_rows=n_z,
        n_columns=n,
        row_mm=step,
        column_mm=step,
    )
    attenuation_map = AttenuationMap(
        per_cm=study["per_cm"].transpose(2, 1, 0), affine=volume_affine(acquisition)
    )
    return SystemModel(
        acquisition, collimator=COLLIMATORS["LEHR"], attenuation_map=attenuation_map
    )


def _tiny(study: Study) -> Study:
    """Return a study that compiles everything and costs nothing."""
    small = dict(study)
    small["counts"] = np.ones((8, 8, 8), np.float32)
    small["per_cm"] = np.full((8, 8, 8), 0.1, np.float32)
    small["angle_deg"] = np.arange(8) * 22.5
    small["radius_mm"] = np.full(8, 200.0)
    return small


def _reconstruct(study: Study, iterations: int) -> NDArray[np.float32]:
    from myomap.reconstruction import Measurement, osem, plan_subsets

    model = _model(study)
    plan = plan_subsets(model, N_SUBSETS)
    return osem(model, plan, Measurement(counts=study["counts"]), iterations)


def _run_myomap(study: Study, iterations: int) -> Result:
    start = time.process_time()
    _reconstruct(_tiny(study), 1)
    first_call = time.process_time() - start
    start = time.process_time()
    image = _reconstruct(study, iterations)
    seconds = time.process_time() - start
    expected = _model(study).forward(study["activity"])
    return {
        "image": image,
        "expected": expected,
        "cpu_s": seconds,
        "first_call_s": first_call,
    }


def _run_pytomography(study: Study, iterations: int) -> Result:
    import torch

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    start = time.process_time()
    _peer_osem(_tiny(study), 1)
    first_call = time.process_time() - start
    start = time.process_time()
    image, system, passes_s = _peer_osem(study, iterations)
    seconds = time.process_time() - start
    with torch.no_grad():
        expected = system.forward(torch.from_numpy(study["activity"]))
    return {
        "image": image.numpy(),
        "expected": expected.numpy(),
        "cpu_s": seconds,
        "first_call_s": first_call,
        "pass_s": passes_s[-1],
    }


def _peer_osem(study: Study, iterations: int) -> tuple[Any, Any, list[float]]:
    """Run the peer one pass after another; the first computes the sensitivity."""
    import torch
    from pytomography.algorithms import OSEM
    from pytomography.likelihoods import PoissonLogLikelihood

    system = _peer_system(study)
    counts = torch.from_numpy(study["counts"])
    likelihood = PoissonLogLikelihood(system, counts)
    image, seconds = None, []
    for _ in range(iterations):
        start = time.process_time()
        algorithm = OSEM(likelihood, object_initial=image)
        image = algorithm(n_iters=1, n_subsets=N_SUBSETS)
        seconds.append(time.process_time() - start)
    return image, system, seconds


def _peer_system(study: Study) -> Any:
    import torch
    from pytomography.metadata.SPECT import (
        SPECTObjectMeta,
        SPECTProjMeta,
        SPECTPSFMeta,
    )
    from pytomography.projectors.SPECT import SPECTSystemMatrix
    from pytomography.transforms.SPECT import (
        SPECTAttenuationTransform,
        SPECTPSFTransform,
    )

    _, n, n_z = study["counts"].shape
    step_cm = float(study["voxel_mm"]) / 10.0
    lehr = COLLIMATORS["LEHR"]
    beta = lehr.hole_mm / 10.0 / FWHM_OF_SIGMA
    alpha = beta / ((lehr.length_mm - 2.0 / LEAD_PER_MM) / 10.0)
    gamma = lehr.intrinsic_fwhm_mm / 10.0 / FWHM_OF_SIGMA
    blur = SPECTPSFMeta(
        sigma_fit_params=(alpha, beta, gamma),
        sigma_fit=lambda d, a, b, c: np.sqrt((a * d + b) ** 2 + c**2),
    )
    return SPECTSystemMatrix(
        obj2obj_transforms=[
            SPECTAttenuationTransform(torch.from_numpy(study["per_cm"])),
            SPECTPSFTransform(blur),
        ],
        proj2proj_transforms=[],
        object_meta=SPECTObjectMeta(dr=[step_cm] * 3, shape=[n, n, n_z]),
        proj_meta=SPECTProjMeta(
            projection_shape=[n, n_z],
            dr=[step_cm, step_cm],
            # Its angles count from the front, the other way round.
            angles=np.mod(study["angle_deg"] + 180.0, 360.0),
            radii=study["radius_mm"] / 10.0,
        ),
    )


_ENGINES: dict[str, Callable[[Study, int], Result]] = {
    "myomap": _run_myomap,
    "pytomography": _run_pytomography,
}


def main(arguments: list[str]) -> int:
    """Reconstruct a study file into a result file.

    Parameters
    ----------
    arguments : list of str
        Engine, study, result, iterations.

    Returns
    -------
    int
        Exit status, 0 when it went well.
    """
    engine, study_file, result_file, iterations = arguments
    with np.load(Path(study_file)) as stored:
        study = {name: stored[name] for name in stored.files}
    result = _ENGINES[engine](study, int(iterations))
    arrays: dict[str, Any] = {name: np.asarray(value) for name, value in result.items()}
    np.savez(Path(result_file), **arrays)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
