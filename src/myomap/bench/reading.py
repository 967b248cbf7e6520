"""What the reading network is worth on patients of another clinic.

They are simulated with other hearts, other shapes of defects and another camera than
it was taught with, with attenuation corrected and not. Beside it stand total perfusion
deficit, the rule over normal limits, and a plain threshold, all on the same maps.
"""

from typing import Final

from myomap.bench.figures import BenchOptions, BenchResult, Figure, without_target
from myomap.bench.reading_area import area_figures
from myomap.bench.reading_cases import read_cases, shifted_lessons
from myomap.bench.reading_cost import cost_figures
from myomap.bench.reading_figures import (
    abstention_figures,
    calibration_figures,
    class_figures,
    detection_figures,
)
from myomap.bench.reading_pictures import picture_figures
from myomap.bench.reading_refusals import refusal_figures
from myomap.inference import shipped_reader

__all__ = ["run"]

N_CASES: Final = 2000
REFUSAL_SHARE: Final = 10
PICTURE_SHARE: Final = 20
_STREAM: Final = 7_000_000


def run(options: BenchOptions) -> BenchResult:
    """Measure the reading network that comes with the package.

    Parameters
    ----------
    options : BenchOptions
        `n_cases` patients, 2,000 unless told; a tenth as many maps of each kind that
        should not be read, and a twentieth as pictures.

    Returns
    -------
    BenchResult
        With attenuation corrected and not, of maps of volumes; of pictures; what is
        refused; the cost.
    """
    n_cases = options.n_cases or N_CASES
    bundle, seed = shipped_reader(), _STREAM + options.seed
    figures: list[Figure] = [without_target("patients, each way", float(n_cases), "")]
    for corrected in (True, False):
        kind = "corrected" if corrected else "not corrected"
        lessons = shifted_lessons(seed, n_cases, corrected=corrected)
        cases = read_cases(bundle, lessons, corrected=corrected)
        for figures_of in (
            detection_figures,
            class_figures,
            calibration_figures,
            abstention_figures,
            area_figures,
        ):
            figures += figures_of(kind, cases)
    figures += picture_figures(bundle, seed, max(2, n_cases // PICTURE_SHARE))
    figures += refusal_figures(bundle, seed + 1, max(4, n_cases // REFUSAL_SHARE))
    figures += cost_figures(bundle, seed + 2)
    return BenchResult(bench="reading", figures=tuple(figures))
