"""Benchmarks: nothing in, one `BenchResult` out, each figure beside its target.

Every benchmark makes its own inputs from a seed, or reads the public data sets, and
measures what the documentation claims: error in mm, degrees and percent, CPU seconds,
memory in MB. `BENCHES` is the list; a benchmark is imported when it is run.
"""

from collections.abc import Callable

from myomap.bench.figures import (
    BenchOptions,
    BenchResult,
    Figure,
    at_least,
    at_most,
    without_target,
)
from myomap.bench.machine import describe_machine, source_commit
from myomap.bench.measure import ChildUsage, cpu_seconds, usage_of_child

__all__ = [
    "BENCHES",
    "BenchOptions",
    "BenchResult",
    "ChildUsage",
    "Figure",
    "at_least",
    "at_most",
    "cpu_seconds",
    "describe_machine",
    "source_commit",
    "usage_of_child",
    "without_target",
]


def _startup(options: BenchOptions) -> BenchResult:
    from myomap.bench import startup

    return startup.run(options)


def _ventricle(options: BenchOptions) -> BenchResult:
    from myomap.bench import ventricle

    return ventricle.run(options)


def _reconstruction(options: BenchOptions) -> BenchResult:
    from myomap.bench import reconstruction

    return reconstruction.run(options)


def _protocols(options: BenchOptions) -> BenchResult:
    from myomap.bench import protocols

    return protocols.run(options)


def _simulation(options: BenchOptions) -> BenchResult:
    from myomap.bench import simulation

    return simulation.run(options)


def _features(options: BenchOptions) -> BenchResult:
    from myomap.bench import features

    return features.run(options)


def _screenshot(options: BenchOptions) -> BenchResult:
    from myomap.bench import screenshot

    return screenshot.run(options)


def _adaptation(options: BenchOptions) -> BenchResult:
    from myomap.bench import adaptation

    return adaptation.run(options)


def _learning(options: BenchOptions) -> BenchResult:
    from myomap.bench import learning

    return learning.run(options)


def _bundles(options: BenchOptions) -> BenchResult:
    from myomap.bench import bundles

    return bundles.run(options)


def _quantification(options: BenchOptions) -> BenchResult:
    from myomap.bench import quantification

    return quantification.run(options)


def _paper(options: BenchOptions) -> BenchResult:
    from myomap.bench import paper

    return paper.run(options)


def _reading(options: BenchOptions) -> BenchResult:
    from myomap.bench import reading

    return reading.run(options)


def _layout(options: BenchOptions) -> BenchResult:
    from myomap.bench import layout

    return layout.run(options)


def _web(options: BenchOptions) -> BenchResult:
    from myomap.bench import web

    return web.run(options)


BENCHES: dict[str, Callable[[BenchOptions], BenchResult]] = {
    "startup": _startup,
    "ventricle": _ventricle,
    "reconstruction": _reconstruction,
    "protocols": _protocols,
    "simulation": _simulation,
    "features": _features,
    "screenshot": _screenshot,
    "learning": _learning,
    "bundles": _bundles,
    "quantification": _quantification,
    "paper": _paper,
    "adaptation": _adaptation,
    "reading": _reading,
    "layout": _layout,
    "web": _web,
}
"""Every benchmark by the name that ``myomap bench NAME`` takes."""
