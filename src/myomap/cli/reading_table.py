"""The reading as tables in the terminal."""

import re
from collections.abc import Sequence

import numpy as np
from rich.console import Console
from rich.table import Table

from myomap.cli.function_table import print_function
from myomap.cli.judgement_table import print_judgement
from myomap.cli.learned_table import print_learned
from myomap.cli.remarks import print_cautions, print_closing, print_left_out
from myomap.inference import LearnedReading
from myomap.polarmap import (
    DifferenceMap,
    mean_by_segment,
    segment_means,
    segment_weights,
    segments_17,
    territory_means,
    territory_weights,
)
from myomap.reading import Artifacts, Judgement, Reading
from myomap.records import Ventricle, VentricleSource

__all__ = ["percent_cell", "print_reading"]

UNKNOWN = "–"


def print_reading(
    reading: Reading,
    artifacts: Artifacts,
    judgement: Judgement | None = None,
    learned: LearnedReading | None = None,
) -> None:
    """Print uptake, contours, what limits say, cautions and files."""
    console = Console()
    console.print(_uptake_table(reading))
    console.print(_facts_table(reading))
    if judgement is not None:
        print_judgement(console, judgement)
    if learned is not None:
        print_learned(console, learned, judgement)
    print_function(console, reading)
    told = judgement.cautions if judgement else ()
    print_cautions(console, (*reading.cautions, *told))
    print_left_out(console, reading.study.left_out)
    names = [name for name in artifacts.model_dump().values() if name is not None]
    print_closing(console, [*names, "reading.json"] if names else [])


def percent_cell(value: float | None) -> str:
    """Return a whole number of percent, or a dash for what is not known."""
    return UNKNOWN if value is None else f"{value:.0f}"


def _uptake_table(reading: Reading) -> Table:
    table = Table(title="Uptake, % of each map's reference", title_justify="left")
    table.add_column("", justify="right")
    table.add_column("segment")
    model = segments_17()
    maps = [found.polar_map for found in reading.states.values()]
    segments = [[m.uptake_percent for m in segment_means(one, model)] for one in maps]
    wholes = [[m.uptake_percent for m in territory_means(one, model)] for one in maps]
    columns = [
        [percent_cell(value) for value in (*parts, *whole)]
        for parts, whole in zip(segments, wholes, strict=True)
    ]
    for state in reading.states:
        table.add_column(state.value, justify="right")
    if reading.difference is not None:
        table.add_column("stress − rest", justify="right")
        columns.append(_change_cells(reading.difference))
    names = [(str(one.number), one.name) for one in model.segments]
    names += [("", found.territory.value) for found in territory_means(maps[0], model)]
    for row, (number, name) in enumerate(names):
        is_last_segment = row == len(model.segments) - 1
        cells = [column[row] for column in columns]
        table.add_row(number, name, *cells, end_section=is_last_segment)
    return table


def _change_cells(change: DifferenceMap) -> list[str]:
    """Return the means of the difference map, the same as on its picture."""
    model = segments_17()
    weights = np.concatenate([segment_weights(model), territory_weights(model)])
    sample_weight = change.area_cm2 * change.valid
    means = mean_by_segment(change.difference_points, sample_weight, weights)
    return [_points_cell(float(mean)) for mean in means]


def _points_cell(value: float) -> str:
    if np.isnan(value):
        return UNKNOWN
    rounded = round(value)
    return f"{rounded:+d}".replace("-", "−") if rounded else "0"


def _facts_table(reading: Reading) -> Table:
    table = Table(title="Inputs, long axes and contour quality", title_justify="left")
    headings = ["", "read from", "told by", "axis", "contour"]
    ratios = [found.lung_heart_ratio for found in reading.states.values()]
    has_lung = any(ratio is not None for ratio in ratios)
    for heading in [*headings, *(["lung/heart"] if has_lung else [])]:
        table.add_column(heading)
    for state, found in reading.states.items():
        evidence = [e.source for e in found.source.evidence if e.state is state]
        ventricle = found.ventricle
        ratio = found.lung_heart_ratio
        cells = [
            state.value,
            found.source.kind.value,
            _plain_words(evidence),
            f"{ventricle.long_axis.length_mm:.0f} mm" if ventricle else UNKNOWN,
            _contour_words(ventricle),
            UNKNOWN if ratio is None else f"{ratio:.2f}",
        ]
        table.add_row(*(cells if has_lung else cells[:-1]))
    return table


def _contour_words(ventricle: Ventricle | None) -> str:
    if ventricle is None:
        return UNKNOWN
    if ventricle.source is VentricleSource.MANUAL:
        return "by hand"
    return f"{ventricle.quality.score:.2f} of 1"


def _plain_words(sources: Sequence[str]) -> str:
    """Return names of attributes as words that a narrow column can break between.

    Examples
    --------
    >>> _plain_words(["SeriesDescription", "ImageID", "ImageID", "file name"])
    'series description, image ID, file name'
    """
    words = [re.sub(r"(?<=[a-z])(?=[A-Z])", " ", source) for source in sources]
    spoken = [
        " ".join(word if word.isupper() else word.lower() for word in name.split())
        for name in words
    ]
    return ", ".join(dict.fromkeys(spoken))
