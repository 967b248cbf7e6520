"""myomap's engine beside another one: same counts, same model, one thread each."""

import importlib.util
import os
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from myomap.bench.chest_study import ChestStudy, Orbit, draw_studies, wall_means
from myomap.bench.figures import Figure, at_least, at_most, without_target
from myomap.bench.measure import usage_of_child
from myomap.camera import (
    activity_from_slices,
    slices_from_activity,
    views_from_pictures,
)
from myomap.errors import ConfigError

__all__ = ["PEERS", "compare_with"]

PEERS = ("pytomography",)

ITERATIONS = 4
BODY_PER_CM = 0.02
RUNS_64 = 3

LEAST_SPEED_UP_64 = 20.0
LEAST_SPEED_UP_128 = 40.0
LARGEST_MEMORY_SHARE = 2.0 / 3.0

_ONE_THREAD = ("OMP", "OPENBLAS", "MKL", "NUMBA")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Run:
    """What one engine's process gave."""

    cpu_s: float
    first_call_s: float
    peak_mb: float
    pass_s: float
    image: NDArray[np.float32]
    expected: NDArray[np.float32]


def compare_with(peer: str, seed: int, *, large: bool = True) -> tuple[Figure, ...]:
    """Return speed, memory and agreement beside another engine.

    Parameters
    ----------
    peer : str
        One of `PEERS`; has to be installed.
    seed : int
        Of patient and noise.
    large : bool
        Whether to measure 128³ too, where the peer takes minutes.

    Returns
    -------
    tuple of Figure
        Ratios of CPU seconds of whole reconstructions, sensitivity and attenuation
        included, compilation apart.

    Raises
    ------
    ConfigError
        If there is no such peer, or it is not installed.
    """
    if peer not in PEERS:
        raise ConfigError(
            f"There is no engine {peer!r} to compare with. Choose one of: "
            f"{', '.join(PEERS)}."
        )
    if importlib.util.find_spec(peer) is None:
        raise ConfigError(
            f"{peer} is not installed. Install PyTorch for your processor, then "
            "`pip install 'myomap[bench]'`."
        )
    figures = _at_64(peer, seed)
    return (*figures, *_at_128(peer, seed)) if large else figures


def _at_64(peer: str, seed: int) -> tuple[Figure, ...]:
    (study,) = draw_studies([seed], Orbit())
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        stored = _store(study, Path(folder))
        for _ in range(RUNS_64):
            ours.append(_run("myomap", stored, ITERATIONS))
            theirs.append(_run(peer, stored, ITERATIONS))
        cold = _run("myomap", stored, 1, cache=Path(folder) / "compiled")
    us, them = _typical(ours), _typical(theirs)
    memory = max(r.peak_mb for r in ours) / max(r.peak_mb for r in theirs)
    return (
        without_target("64³, 4 x 8, myomap, CPU", us, "s"),
        without_target(f"64³, 4 x 8, {peer}, CPU", them, "s"),
        at_least("64³, times faster", them / us, "", LEAST_SPEED_UP_64),
        without_target("64³, myomap, peak memory", ours[0].peak_mb, "MB"),
        without_target(f"64³, {peer}, peak memory", theirs[0].peak_mb, "MB"),
        at_most("64³, memory beside it", memory, "", LARGEST_MEMORY_SHARE),
        without_target("myomap, first call, compiling, CPU", cold.first_call_s, "s"),
        without_target(
            "myomap, first call with compiled code on disk, CPU",
            min(r.first_call_s for r in ours),
            "s",
        ),
        *_agreement(study, ours[0], theirs[0]),
    )


def _at_128(peer: str, seed: int) -> tuple[Figure, ...]:
    (study,) = draw_studies([seed], Orbit(n=128))
    with tempfile.TemporaryDirectory() as folder:
        stored = _store(study, Path(folder))
        ours = [_run("myomap", stored, ITERATIONS) for _ in range(2)]
        theirs = _run(peer, stored, 2)
    us = _typical(ours)
    # Two passes are measured; each of the others costs what the second did.
    them = theirs.cpu_s + (ITERATIONS - 2) * theirs.pass_s
    memory = max(r.peak_mb for r in ours) / theirs.peak_mb
    return (
        without_target("128³, 4 x 8, myomap, CPU", us, "s"),
        without_target(f"128³, 4 x 8, {peer}, CPU, from two passes", them, "s"),
        at_least("128³, times faster", them / us, "", LEAST_SPEED_UP_128),
        without_target("128³, myomap, peak memory", ours[0].peak_mb, "MB"),
        at_most("128³, memory beside it", memory, "", LARGEST_MEMORY_SHARE),
    )


def _typical(runs: list[_Run]) -> float:
    return statistics.median(run.cpu_s for run in runs)


def _store(study: ChestStudy, folder: Path) -> Path:
    """Write a study, views by rising angle."""
    projections = study.projections
    order = np.argsort(projections.angle_deg)
    stored = folder / "study.npz"
    radius = projections.radius_mm
    np.savez(
        stored,
        counts=views_from_pictures(projections.counts[0, 0])[order],
        activity=activity_from_slices(study.activity.counts),
        per_cm=activity_from_slices(study.attenuation_map.per_cm),
        angle_deg=projections.angle_deg[order],
        radius_mm=np.zeros(order.size) if radius is None else radius[order],
        voxel_mm=projections.pixel_size_mm[0],
    )
    return stored


def _run(
    engine: str, stored: Path, iterations: int, *, cache: Path | None = None
) -> _Run:
    """Run an engine on one thread; with another folder for compiled code if given."""
    result_file = stored.with_name(f"{engine}.npz")
    environment = {f"{name}_NUM_THREADS": "1" for name in _ONE_THREAD}
    if cache is not None:
        environment["NUMBA_CACHE_DIR"] = str(cache)
    module = "myomap.bench.reconstruction_engines"
    files = [str(stored), str(result_file)]
    with _changed_environment(environment):
        usage = usage_of_child(["-m", module, engine, *files, str(iterations)])
    if usage.exit_status:
        raise ConfigError(
            f"{engine} ended with status {usage.exit_status} instead of a result. Run "
            f"`python -m {module}` by hand to see why."
        )
    with np.load(result_file) as result:
        return _Run(
            cpu_s=float(result["cpu_s"]),
            first_call_s=float(result["first_call_s"]),
            peak_mb=usage.peak_mb,
            pass_s=float(result["pass_s"]) if "pass_s" in result else 0.0,
            image=result["image"],
            expected=result["expected"],
        )


@contextmanager
def _changed_environment(changes: dict[str, str]) -> Iterator[None]:
    """Set variables for the processes started meanwhile."""
    before = {name: os.environ.get(name) for name in changes}
    os.environ.update(changes)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _agreement(study: ChestStudy, ours: _Run, theirs: _Run) -> tuple[Figure, ...]:
    apart = np.linalg.norm(ours.expected - theirs.expected)
    projections = 100.0 * float(apart / np.linalg.norm(theirs.expected))
    body = activity_from_slices(study.attenuation_map.per_cm) > BODY_PER_CM
    image = ours.image[body] - theirs.image[body]
    images = 100.0 * float(np.linalg.norm(image) / np.linalg.norm(theirs.image[body]))
    walls = [
        wall_means(
            study.activity.with_counts(slices_from_activity(run.image)), study.truth
        )
        for run in (ours, theirs)
    ]
    worst = max(abs(100.0 * (walls[0][w] / walls[1][w] - 1.0)) for w in walls[0])
    return (
        at_most("projections of the same activity, relative L2", projections, "%", 1.0),
        at_most("4 x 8 images in the body, relative L2", images, "%", 7.0),
        at_most("4 x 8 images, worst wall's mean", worst, "%", 2.0),
    )
