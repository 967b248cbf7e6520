"""How long a person waits before anything happens."""

import statistics

from myomap.bench.figures import BenchOptions, BenchResult, Figure, at_most
from myomap.bench.measure import ChildUsage, usage_of_child

__all__ = ["run"]

IMPORT_LIMIT_S = 0.5
HELP_LIMIT_S = 1.0
MEMORY_LIMIT_MB = 150.0
N_RUNS = 5


def _typical(usages: list[ChildUsage]) -> float:
    """Return the median CPU time, or NaN where a run failed."""
    if any(usage.exit_status for usage in usages):
        return float("nan")
    return statistics.median(usage.cpu_s for usage in usages)


def run(options: BenchOptions) -> BenchResult:
    """Measure ``import myomap`` and ``myomap --help``.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` runs of each, five unless told; the first of all, which fills the
        disk cache, is not counted.

    Returns
    -------
    BenchResult
        Median CPU seconds, the start of Python included, and memory.
    """
    n_runs = options.n_cases or N_RUNS
    usage_of_child(["-c", "import myomap.cli"])
    imports = [usage_of_child(["-c", "import myomap"]) for _ in range(n_runs)]
    helps = [usage_of_child(["-m", "myomap", "--help"]) for _ in range(n_runs)]
    peak_mb = max(usage.peak_mb for usage in helps)
    figures: tuple[Figure, ...] = (
        at_most("import myomap, CPU", _typical(imports), "s", IMPORT_LIMIT_S),
        at_most("myomap --help, CPU", _typical(helps), "s", HELP_LIMIT_S),
        at_most("myomap --help, peak memory", peak_mb, "MB", MEMORY_LIMIT_MB),
    )
    return BenchResult(bench="startup", figures=figures)
