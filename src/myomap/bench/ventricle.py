"""How well the left ventricle is found, and what its map is worth.

Simulated patients know where their ventricle lies; volumes without one must be
refused; an even shell must give an even map, and a turned one the same map; real
volumes show whether any of it holds outside of the simulation.
"""

from myomap.bench.figures import BenchOptions, BenchResult
from myomap.bench.ventricle_cost import cost_figures
from myomap.bench.ventricle_finding import finding_figures, refusal_figures
from myomap.bench.ventricle_maps import flatness_figures, turning_figures
from myomap.bench.ventricle_real import real_figures

__all__ = ["run"]


def run(options: BenchOptions) -> BenchResult:
    """Measure the finder and the map it leads to.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` hard patients, 200 unless told, and half as many volumes without a
        ventricle; fewer cases shorten the other parts too.

    Returns
    -------
    BenchResult
        Accuracy, refusals, flatness, rotation, cost, and real volumes.
    """
    return BenchResult(
        bench="ventricle",
        figures=(
            *finding_figures(options),
            *refusal_figures(options),
            *flatness_figures(options),
            *turning_figures(options),
            *cost_figures(options),
            *real_figures(options),
        ),
    )
