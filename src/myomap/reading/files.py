"""A reading's files: maps, pictures and the JSON that names them."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from myomap.figures import figure_bytes
from myomap.inference import LearnedReading
from myomap.output import OutputFolder
from myomap.polarmap import (
    DrawingOptions,
    PanelSpec,
    draw_polar_maps,
)
from myomap.reading.affected import affected_mask
from myomap.reading.describe import describe_reading
from myomap.reading.document import Artifacts, ReadingDocument
from myomap.reading.function_drawing import draw_function, drawn_beats
from myomap.reading.further import FurtherFiles
from myomap.reading.journey import Reading
from myomap.reading.judged_drawing import JUDGED_REMARK, judged_panels
from myomap.reading.judgement import Judgement
from myomap.reading.learned_drawing import CONTRIBUTION_REMARK, contribution_panels
from myomap.records import State
from myomap.screenshot.picture_cautions import ASSUMED, state_words
from myomap.ventricle import SliceDrawing, SliceRow, draw_axis_slices

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "ALWAYS_WRITTEN",
    "EVER_WRITTEN",
    "polar_map_panels",
    "write_reading",
    "write_reading_and",
]

_JSON = "reading.json"
_JUDGED_MAPS = "judged_maps.png"
_MASK = "defect_mask.npy"
_CONTRIBUTIONS = "contributions.png"
_FUNCTION = "function.png"
ALWAYS_WRITTEN = ("polar_maps.png", "polar_maps.svg", _JSON)
"""Files of every reading: whether a folder is free for one can be told before it."""


EVER_WRITTEN = (
    "stress_map.npy",
    "rest_map.npy",
    _MASK,
    _CONTRIBUTIONS,
    _FUNCTION,
    "polar_maps.png",
    "polar_maps.svg",
    _JUDGED_MAPS,
    "slices.png",
    "report.pdf",
    "report.html",
    "report.txt",
    "report.json",
    "report_sr.dcm",
    "report_seg.dcm",
    "report_sc.dcm",
    "report_pdf.dcm",
)
"""Files that some reading may leave, the JSON beside."""


def polar_map_panels(reading: Reading) -> tuple[PanelSpec, ...]:
    """Return the discs of a reading: stress, rest and, of both, the difference.

    Parameters
    ----------
    reading : Reading
        What was found.

    Returns
    -------
    tuple of PanelSpec
        For `myomap.polarmap.draw_polar_maps`. A title says where a state was only
        told by the layout of a picture.
    """
    titles = {
        state: state_words(state, found.source.evidence).capitalize()
        for state, found in reading.states.items()
    }
    panels = [
        PanelSpec(
            title=titles[state],
            content=found.polar_map,
            reference=found.source.reference,
        )
        for state, found in reading.states.items()
    ]
    difference = reading.difference
    if difference is not None:
        # Exchanged states would turn its sign.
        is_assumed = any(ASSUMED in title for title in titles.values())
        title = f"Stress − rest {ASSUMED}" if is_assumed else "Stress − rest"
        panels.append(PanelSpec(title=title, content=difference))
    return tuple(panels)


def write_reading(
    reading: Reading,
    folder: Path,
    *,
    force: bool = False,
    drawing: DrawingOptions | None = None,
    judgement: Judgement | None = None,
    learned: LearnedReading | None = None,
) -> ReadingDocument:
    """Write maps, pictures and ``reading.json`` into a folder, all or nothing.

    Parameters
    ----------
    reading : Reading
        What was found.
    folder : Path
        Made if it is not there.
    force : bool
        Whether files that are there may be replaced.
    drawing : DrawingOptions, optional
        Of the polar maps' picture.
    judgement : Judgement, optional
        What normal limits say: their discs are written and, with both states, the
        mask of defects.
    learned : LearnedReading, optional
        What a reading network says: the mask of defects is then its own.

    Returns
    -------
    ReadingDocument
        What was written as JSON, with the names of the files.

    Raises
    ------
    OutputExistsError
        If a file is there and `force` is False.
    OutputError
        If something cannot be written; nothing is left half-written.
    """
    asked = _Asked(force=force, drawing=drawing, judgement=judgement, learned=learned)
    return _write(reading, folder, asked)


def write_reading_and(
    reading: Reading,
    folder: Path,
    further: FurtherFiles,
    *,
    force: bool = False,
    judgement: Judgement | None = None,
    learned: LearnedReading | None = None,
) -> ReadingDocument:
    """Write a reading with the files of a later stage, all or nothing.

    Parameters
    ----------
    reading : Reading
        What was found.
    folder : Path
        Made if it is not there.
    further : FurtherFiles
        What is made of the document and written beside it.
    force : bool
        Whether files that are there may be replaced.
    judgement : Judgement, optional
        What normal limits say.
    learned : LearnedReading, optional
        What a reading network says.

    Returns
    -------
    ReadingDocument
        What was written as JSON, with the names of all files.

    Raises
    ------
    OutputExistsError
        If a file is there and `force` is False.
    OutputError
        If something cannot be written; nothing is left half-written.
    """
    asked = _Asked(force=force, judgement=judgement, learned=learned, further=further)
    return _write(reading, folder, asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What is written, and how."""

    force: bool
    drawing: DrawingOptions | None = None
    judgement: Judgement | None = None
    learned: LearnedReading | None = None
    further: FurtherFiles | None = None


def _write(reading: Reading, folder: Path, asked: _Asked) -> ReadingDocument:
    judgement, learned = asked.judgement, asked.learned
    mask = affected_mask(reading, judgement, learned)
    artifacts = _artifacts(reading, asked, has_mask=mask is not None)
    names = [name for name in artifacts.model_dump().values() if name is not None]
    document = describe_reading(reading, artifacts, judgement, learned)
    is_simulated = reading.study.is_simulated
    chosen = replace(asked.drawing or DrawingOptions(), is_simulated=is_simulated)
    with OutputFolder(
        folder, force=asked.force, names=[*names, _JSON], stale=_earlier_results(folder)
    ) as out:
        for state, name in (
            (State.STRESS, artifacts.stress_map),
            (State.REST, artifacts.rest_map),
        ):
            if name is not None:
                _write_map(out.path(name), reading, state)
        if mask is not None:
            _write_mask(out.path(_MASK), mask)
        if judgement is not None:
            judged = _judged_figure(reading, judgement, chosen)
            out.path(_JUDGED_MAPS).write_bytes(figure_bytes(judged, "png"))
        figure = draw_polar_maps(polar_map_panels(reading), chosen)
        for name, kind in (
            (artifacts.polar_maps, "png"),
            (artifacts.polar_maps_svg, "svg"),
        ):
            if name is not None:
                out.path(name).write_bytes(figure_bytes(figure, kind))
        if artifacts.contributions is not None and learned is not None:
            explained = replace(
                chosen, shows_territories=False, remark=CONTRIBUTION_REMARK
            )
            discs = draw_polar_maps(contribution_panels(reading, learned), explained)
            out.path(_CONTRIBUTIONS).write_bytes(figure_bytes(discs, "png"))
        _write_function(out, reading, chosen)
        _write_further(out, asked.further, document)
        if artifacts.slices is not None:
            look = SliceDrawing(is_simulated=is_simulated)
            slices = draw_axis_slices(_slice_rows(reading), look)
            out.path(artifacts.slices).write_bytes(figure_bytes(slices, "png"))
        text = json.dumps(
            document.to_json(), indent=2, ensure_ascii=False, allow_nan=False
        )
        out.path(_JSON).write_text(f"{text}\n", encoding="utf-8")
    return document


def _write_further(
    out: OutputFolder, further: FurtherFiles | None, document: ReadingDocument
) -> None:
    if further is not None:
        for name, data in further.make(document).items():
            out.path(name).write_bytes(data)


def _write_function(
    out: OutputFolder, reading: Reading, drawing: DrawingOptions
) -> None:
    beats = drawn_beats(reading)
    if beats:
        figure = draw_function(beats, drawing)
        out.path(_FUNCTION).write_bytes(figure_bytes(figure, "png"))


def _judged_figure(
    reading: Reading, judgement: Judgement, drawing: DrawingOptions
) -> "Figure":
    remark = JUDGED_REMARK.format(limits=judgement.limits_words)
    options = replace(drawing, shows_territories=True, remark=remark)
    return draw_polar_maps(judged_panels(reading, judgement), options)


def _earlier_results(folder: Path) -> tuple[str, ...]:
    """Return the names of results that a reading left in a folder, if one did.

    Only plain names are taken: the file may be anybody's.
    """
    try:
        document = json.loads((folder / _JSON).read_text(encoding="utf-8"))
        found = document["artifacts"].values()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    return tuple(name for name in found if name in EVER_WRITTEN)


def _artifacts(reading: Reading, asked: _Asked, *, has_mask: bool) -> Artifacts:
    png, svg, _ = ALWAYS_WRITTEN
    is_explained = asked.learned is not None and asked.learned.contributions is not None
    found = Artifacts(
        stress_map="stress_map.npy" if reading.stress else None,
        rest_map="rest_map.npy" if reading.rest else None,
        defect_mask=_MASK if has_mask else None,
        polar_maps=png,
        polar_maps_svg=svg,
        judged_maps=_JUDGED_MAPS if asked.judgement else None,
        slices="slices.png" if _slice_rows(reading) else None,
        function=_FUNCTION if drawn_beats(reading) else None,
        contributions=_CONTRIBUTIONS if is_explained else None,
    )
    return found.model_copy(update=dict(asked.further.names if asked.further else {}))


def _slice_rows(reading: Reading) -> list[SliceRow]:
    return [
        SliceRow(title=state.value.capitalize(), ventricle=found.ventricle)
        for state, found in reading.states.items()
        if found.ventricle is not None
    ]


def _write_map(path: Path, reading: Reading, state: State) -> None:
    """Write a map as float32 percent; NaN marks samples without data."""
    polar_map = reading.states[state].polar_map
    values = np.where(polar_map.valid, polar_map.uptake_percent, np.nan)
    with path.open("wb") as stream:
        np.save(stream, values.astype(np.float32), allow_pickle=False)


def _write_mask(path: Path, mask: NDArray[np.uint8]) -> None:
    with path.open("wb") as stream:
        np.save(stream, mask, allow_pickle=False)
