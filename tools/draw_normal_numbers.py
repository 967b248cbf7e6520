"""Draw docs/pictures/normal_numbers.png: what limits of few normals cost.

python tools/draw_normal_numbers.py

The same figures as in the table of ``myomap bench quantification``.
"""

from pathlib import Path

import numpy as np

from myomap.bench.quantification_normals import false_positives
from myomap.figures import figure_bytes, house_style

PAGE = Path("docs/pictures/normal_numbers.png")
SEED = 0


def main() -> None:
    """Build the limits and write the picture."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    found = false_positives(SEED)
    with house_style():
        figure = Figure(figsize=(5.4, 3.4), dpi=110, layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots()
        for is_steadied, name, mark in (
            (True, "smoothed and steadied, as myomap builds them", "o-"),
            (False, "as so few normals give them", "s--"),
        ):
            shown = [each for each in found if each.is_steadied is is_steadied]
            rates = 100.0 * np.array([each.rates for each in shown])
            axes.errorbar(
                [each.n_normals for each in shown],
                rates.mean(axis=1),
                yerr=rates.std(axis=1),
                fmt=mark,
                capsize=4,
                label=name,
            )
        axes.set_xscale("log")
        axes.set_xticks([10, 20, 40, 80], labels=["10", "20", "40", "80"])
        axes.minorticks_off()
        axes.set_ylim(bottom=0)
        axes.set_xlabel("normals that the limits were made of")
        axes.set_ylabel("false positives, % ± standard deviation")
        axes.legend(frameon=False, fontsize=8)
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_bytes(figure_bytes(figure, "png"))


if __name__ == "__main__":
    main()
