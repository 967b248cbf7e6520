"""One study read for learning: its maps, and every set of features there is."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from myomap.errors import OutputError
from myomap.features import (
    CHANGE_FEATURES,
    FeatureSet,
    change_features,
    color_features,
    map_features,
    scalar_features,
)
from myomap.features.patient import MapColors
from myomap.geometry import FloatArray
from myomap.learning.case_row import CaseRow
from myomap.reading import ReadOptions, read
from myomap.reading.journey import StateReading
from myomap.records import State

__all__ = ["CaseMap", "ReadCase", "case_from_bytes", "case_to_bytes", "read_case"]


_DAMAGED = (ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error)
_N_CHANGES = len(CHANGE_FEATURES)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class CaseMap:
    """One map of a study.

    Parameters
    ----------
    uptake : (32, 72), percent
        NaN where the map is not valid.
    features : dict of str to (feature,)
        By the name of a `FeatureSet`; the published set only where the map came from
        a picture.
    color_scale : str
        What the colours of a picture were read with, as `myomap.records.StudyInput`
        says; empty where there was none.
    """

    uptake: FloatArray
    features: dict[str, FloatArray]
    color_scale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ReadCase:
    """What learning needs of a study.

    Parameters
    ----------
    maps : dict of str to CaseMap
        By ``"stress"`` and ``"rest"``.
    change : (11,)
        What changes sample by sample; NaN unless both states are there.
    """

    maps: dict[str, CaseMap]
    change: FloatArray


def read_case(row: CaseRow, folder: Path) -> ReadCase:
    """Read a row's inputs as `myomap read` does and compute their features.

    Parameters
    ----------
    row : CaseRow
        Of a manifest.
    folder : Path
        What its paths are relative to.

    Returns
    -------
    ReadCase
        With one map or two.

    Raises
    ------
    MyomapError
        If the inputs cannot be read; the message names no file.
    """

    def given(column: str) -> tuple[Path, ...]:
        path = row.path(column, folder)
        return () if path is None else (path,)

    options = ReadOptions(
        stress=given("stress"),
        rest=given("rest"),
        attenuation_map=row.path("attenuation_map", folder),
        measures_function=False,
    )
    reading = read(given("image"), options)
    states = reading.states
    change = np.full(_N_CHANGES, np.nan)
    if len(states) == len(State):
        change = change_features(
            states[State.STRESS].polar_map, states[State.REST].polar_map
        )
    return ReadCase(
        maps={state.value: _case_map(found) for state, found in states.items()},
        change=change,
    )


def _case_map(found: StateReading) -> CaseMap:
    polar_map, colors = found.polar_map, found.source.colors
    canonical = MapColors(polar_map=polar_map)
    features = {
        FeatureSet.CANONICAL.value: map_features(canonical, FeatureSet.CANONICAL),
        FeatureSet.SCALAR.value: scalar_features(polar_map),
    }
    if colors is not None:
        features[FeatureSet.PAPER.value] = color_features(colors.rgb)
    uptake = np.where(polar_map.valid, polar_map.uptake_percent, np.nan)
    return CaseMap(
        uptake=uptake.astype(np.float64),
        features=features,
        color_scale=found.source.color_scale or "",
    )


def case_to_bytes(case: ReadCase) -> bytes:
    """Return a case as the bytes of an ``.npz`` file of plain arrays.

    Parameters
    ----------
    case : ReadCase
        What was read.

    Returns
    -------
    bytes
        Nothing in them is pickled.
    """
    arrays: dict[str, Any] = {"change": case.change}
    for state, found in case.maps.items():
        arrays[f"{state}.uptake"] = found.uptake
        arrays[f"{state}.color_scale"] = np.array(found.color_scale)
        for name, values in found.features.items():
            arrays[f"{state}.features.{name}"] = values
    stream = io.BytesIO()
    np.savez_compressed(stream, allow_pickle=False, **arrays)
    return stream.getvalue()


def case_from_bytes(data: bytes) -> ReadCase:
    """Return the case that `case_to_bytes` wrote.

    Parameters
    ----------
    data : bytes
        Of an ``.npz`` file.

    Returns
    -------
    ReadCase
        Bit for bit the one that was written.

    Raises
    ------
    OutputError
        If the bytes are something else.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        states = [name.split(".")[0] for name in arrays if name.endswith(".uptake")]
        return ReadCase(
            maps={state: _stored_map(arrays, state) for state in states},
            change=arrays["change"],
        )
    except (*_DAMAGED, KeyError) as error:
        raise OutputError(
            "A study that was kept from an earlier run is damaged. Start over with "
            "--force."
        ) from error


def _stored_map(arrays: Mapping[str, FloatArray], state: str) -> CaseMap:
    start = f"{state}.features."
    return CaseMap(
        uptake=arrays[f"{state}.uptake"],
        features={
            name.removeprefix(start): values
            for name, values in arrays.items()
            if name.startswith(start)
        },
        color_scale=str(arrays[f"{state}.color_scale"]),
    )
