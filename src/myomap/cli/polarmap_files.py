"""What `myomap polarmap` computes, writes and prints."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from myomap.cli.one_volume import find_or_place
from myomap.cli.reading_table import NOTICE
from myomap.colortable import color_table
from myomap.errors import ConfigError, InputError
from myomap.figures import figure_bytes
from myomap.intake import read_study
from myomap.output import OutputFolder
from myomap.polarmap import (
    DEFAULT_RADII,
    DrawingOptions,
    PanelSpec,
    SamplingOptions,
    SegmentModel,
    draw_polar_maps,
    sample_polar_map,
    segment_means,
    segments_17,
    segments_20,
)
from myomap.records import Caution, PolarMap, StudyInput, Volume
from myomap.ventricle import ManualPlacement

__all__ = [
    "MapRequest",
    "MappedSource",
    "map_one_source",
    "segment_model",
    "show_map",
    "write_map",
]

FILES = ("map.npy", "segments.csv", "polar_map.png", "polar_map.svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """What is to be mapped, and how."""

    path: Path
    sampling: SamplingOptions
    placement: ManualPlacement | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MappedSource:
    """A map and what to know about it."""

    source: StudyInput
    polar_map: PolarMap
    cautions: tuple[Caution, ...]


def segment_model(
    n_segments: int, radii: tuple[float, float, float] | None
) -> SegmentModel:
    """Return the model with 17 or 20 segments."""
    models = {17: segments_17, 20: segments_20}
    if n_segments not in models:
        raise ConfigError(
            f"There is no model with {n_segments} segments. Expected 17 or 20."
        )
    return models[n_segments](radii or DEFAULT_RADII)


def map_one_source(request: MapRequest) -> MappedSource:
    """Return the map of the one volume or map that a path leads to."""
    study = read_study([request.path])
    usable = [item for item in study.inputs if isinstance(item.data, Volume | PolarMap)]
    if len(usable) != 1:
        kinds = ", ".join(sorted(item.kind.value for item in study.inputs))
        raise InputError(
            f"One volume or map was expected and {len(usable)} were found (in all: "
            f"{kinds}). Name one of them, or use `myomap read` for stress and rest."
        )
    source = usable[0]
    if isinstance(source.data, PolarMap):
        if request.placement is not None:
            raise ConfigError(
                "A ready map has no ventricle to place: leave out --apex, --base and "
                "--radius, or give the volume."
            )
        return MappedSource(
            source=source, polar_map=source.data, cautions=source.cautions
        )
    if not isinstance(source.data, Volume):
        raise TypeError("a volume or a map was chosen above")
    ventricle = find_or_place(source.data, request.placement)
    polar_map = sample_polar_map(
        ventricle.volume, ventricle, request.sampling, state=source.state
    )
    cautions = (*source.cautions, *ventricle.quality.cautions)
    return MappedSource(source=source, polar_map=polar_map, cautions=cautions)


def write_map(
    found: MappedSource, folder: Path, drawing: DrawingOptions, *, force: bool
) -> None:
    """Write the map, the segments and the pictures, all or nothing."""
    color_table(drawing.color_table)
    state = found.polar_map.state
    title = state.value.capitalize() if state else "State unknown"
    with OutputFolder(folder, force=force, names=FILES) as out:
        values = np.where(
            found.polar_map.valid, found.polar_map.uptake_percent, np.nan
        ).astype(np.float32)
        with out.path(FILES[0]).open("wb") as stream:
            np.save(stream, values, allow_pickle=False)
        out.path(FILES[1]).write_text(_segments_csv(found.polar_map, drawing.model))
        panel = PanelSpec(title=title, content=found.polar_map)
        figure = draw_polar_maps([panel], drawing)
        for name, kind in zip(FILES[2:], ("png", "svg"), strict=True):
            out.path(name).write_bytes(figure_bytes(figure, kind))


def show_map(found: MappedSource, model: SegmentModel) -> None:
    """Print the segments and the cautions."""
    table = Table(title="Uptake, % of the map's reference", title_justify="left")
    table.add_column("", justify="right")
    table.add_column("segment")
    table.add_column("uptake", justify="right")
    for mean in segment_means(found.polar_map, model):
        value = "–" if mean.uptake_percent is None else f"{mean.uptake_percent:.0f}"
        table.add_row(str(mean.segment.number), mean.segment.name, value)
    console = Console()
    console.print(table)
    for caution in found.cautions:
        console.print(Text.assemble(("caution  ", "yellow"), caution.message))
    console.print(Text(NOTICE, style="bold"))


def _segments_csv(polar_map: PolarMap, model: SegmentModel) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["segment", "name", "uptake_percent", "area_cm2"])
    for mean in segment_means(polar_map, model):
        uptake = "" if mean.uptake_percent is None else f"{mean.uptake_percent:.2f}"
        writer.writerow(
            [mean.segment.number, mean.segment.name, uptake, f"{mean.area_cm2:.2f}"]
        )
    return text.getvalue()
