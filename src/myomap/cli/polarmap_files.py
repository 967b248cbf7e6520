"""What `myomap polarmap` computes, writes and prints."""

import csv
import io
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from myomap.cli.one_volume import find_or_place, kinds_of, with_simulation_caution
from myomap.cli.picture_options import require_pictures_for
from myomap.cli.reading_table import percent_cell
from myomap.cli.remarks import (
    print_cautions,
    print_closing,
    without_advice_on_state,
)
from myomap.colortable import color_table
from myomap.errors import ConfigError, InputError
from myomap.figures import figure_bytes
from myomap.intake import IntakeOptions, PictureOptions, read_study
from myomap.output import OutputFolder
from myomap.polarmap import (
    DEFAULT_RADII,
    Background,
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
from myomap.reading import map_cautions
from myomap.records import (
    Caution,
    InputKind,
    PolarMap,
    Study,
    StudyInput,
    Volume,
)
from myomap.screenshot.picture_cautions import state_words
from myomap.ventricle import ManualPlacement

__all__ = [
    "FILES",
    "MapRequest",
    "MappedSource",
    "chosen_drawing",
    "map_one_source",
    "print_map",
    "write_map",
]

FILES = ("map.npy", "segments.csv", "polar_map.png", "polar_map.svg")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """What is to be mapped, and how."""

    path: Path
    percentile: float | None
    placement: ManualPlacement | None
    pictures: PictureOptions = field(default_factory=PictureOptions)

    @property
    def sampling(self) -> SamplingOptions:
        """How a volume's wall is sampled."""
        if self.percentile is None:
            return SamplingOptions()
        return SamplingOptions(reference_percentile=self.percentile)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class MappedSource:
    """A map and what to know about it."""

    source: StudyInput
    polar_map: PolarMap
    cautions: tuple[Caution, ...]


def chosen_drawing(
    table: str,
    n_segments: int,
    radii: tuple[float, float, float] | None,
    *,
    shows_territories: bool,
    is_dark: bool,
) -> DrawingOptions:
    """Return the options of the picture, with every name in them known."""
    color_table(table)
    return DrawingOptions(
        color_table=table,
        model=_segment_model(n_segments, radii),
        shows_territories=shows_territories,
        background=Background.DARK if is_dark else Background.LIGHT,
    )


def _segment_model(
    n_segments: int, radii: tuple[float, float, float] | None
) -> SegmentModel:
    models = {17: segments_17, 20: segments_20}
    if n_segments not in models:
        raise ConfigError(
            f"There is no model with {n_segments} segments. Expected 17 or 20."
        )
    return models[n_segments](radii or DEFAULT_RADII)


def map_one_source(request: MapRequest) -> MappedSource:
    """Return the map of the one volume or map that a path leads to."""
    study = read_study([request.path], options=IntakeOptions(pictures=request.pictures))
    require_pictures_for(request.pictures, study)
    source = with_simulation_caution(_only_source(study))
    if isinstance(source.data, PolarMap):
        return _ready_map(source, source.data, request)
    if not isinstance(source.data, Volume):
        raise TypeError("a volume or a map was chosen above")
    sampling = request.sampling
    ventricle = find_or_place(source.data, request.placement)
    polar_map = sample_polar_map(
        ventricle.volume, ventricle, sampling, state=source.state
    )
    cautions = (*ventricle.quality.cautions, *map_cautions(polar_map))
    return MappedSource(
        source=source, polar_map=polar_map, cautions=(*source.cautions, *cautions)
    )


def _only_source(study: Study) -> StudyInput:
    usable = [item for item in study.inputs if isinstance(item.data, Volume | PolarMap)]
    if len(usable) == 1:
        return usable[0]
    if usable and all(item.kind is InputKind.PICTURE for item in usable):
        raise InputError(
            f"One map was expected and the picture shows {len(usable)}. Choose one "
            "with --states, which passes over those called -: --states -,rest say; or "
            "use `myomap read` for stress and rest."
        )
    raise InputError(
        f"One volume or map was expected and {len(usable)} were found (in all: "
        f"{kinds_of(study)}). Name one of them, or use `myomap read` for stress "
        "and rest."
    )


def _ready_map(
    source: StudyInput, polar_map: PolarMap, request: MapRequest
) -> MappedSource:
    """Return a map that was sampled elsewhere, and refuse to pass over options."""
    if request.placement is not None:
        raise ConfigError(
            "A ready map has no ventricle to place: leave out --apex, --base and "
            "--radius, or give the volume."
        )
    if request.percentile is not None:
        raise ConfigError(
            "A ready map has its 100 % already: leave out --percentile, or give the "
            "volume."
        )
    cautions = (*source.cautions, *map_cautions(polar_map))
    return MappedSource(source=source, polar_map=polar_map, cautions=cautions)


def write_map(
    found: MappedSource, folder: Path, drawing: DrawingOptions, *, force: bool
) -> None:
    """Write the map, the segments and the pictures, all or nothing."""
    title = state_words(found.source.state, found.source.evidence).capitalize()
    with OutputFolder(folder, force=force, names=FILES) as out:
        values = np.where(
            found.polar_map.valid, found.polar_map.uptake_percent, np.nan
        ).astype(np.float32)
        with out.path(FILES[0]).open("wb") as stream:
            np.save(stream, values, allow_pickle=False)
        table = _segments_csv(found.polar_map, drawing.model)
        out.path(FILES[1]).write_text(table, encoding="utf-8")
        panel = PanelSpec(
            title=title, content=found.polar_map, reference=found.source.reference
        )
        look = replace(drawing, is_simulated=found.source.facts.is_simulated)
        figure = draw_polar_maps([panel], look)
        for name, kind in zip(FILES[2:], ("png", "svg"), strict=True):
            out.path(name).write_bytes(figure_bytes(figure, kind))


def print_map(found: MappedSource, model: SegmentModel) -> None:
    """Print the segments, the cautions and the files."""
    table = Table(title="Uptake, % of the map's reference", title_justify="left")
    table.add_column("", justify="right")
    table.add_column("segment")
    table.add_column("uptake", justify="right")
    for mean in segment_means(found.polar_map, model):
        value = percent_cell(mean.uptake_percent)
        table.add_row(str(mean.segment.number), mean.segment.name, value)
    console = Console()
    console.print(table)
    print_cautions(console, without_advice_on_state(found.cautions))
    print_closing(console, FILES)


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
