"""Normal limits in one file: JSON alone, nothing that could run.

The arrays are half-precision numbers in base64. The document ends with the SHA-256 of
everything else in it, so that a file that was cut or changed is refused.
"""

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from myomap.errors import InputError, LimitExceededError
from myomap.output import write_file
from myomap.quantification.limits_document import (
    NOTICE,
    LimitsDocument,
    PopulationEntry,
    ProvenanceEntry,
    SetEntry,
)
from myomap.quantification.normal_limits import (
    LimitsMethod,
    NormalLimits,
    Population,
    Provenance,
)
from myomap.records import N_ANGLES, N_RINGS, MapArray, Sex, State

__all__ = [
    "SCHEMA",
    "LimitsFile",
    "limits_from_bytes",
    "limits_to_bytes",
    "load_limits",
    "save_limits",
]

SCHEMA: Final = "myomap.normals/1"
_MOST_BYTES: Final = 64 << 20
_SIZE: Final = N_RINGS * N_ANGLES
_ADVICE: Final = "Get the file again, or build it with 'myomap normals build'."


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class LimitsFile:
    """Limits that belong together: one for every sex, state and correction.

    Parameters
    ----------
    name : str
        What to call them, in reports too.
    sets : tuple of NormalLimits
        At least one.
    sha256 : str
        Of the content, as the file itself has it.
    """

    name: str
    sets: tuple[NormalLimits, ...]
    sha256: str

    def __repr__(self) -> str:
        return f"LimitsFile({self.name}, {len(self.sets)} sets)"


def limits_to_bytes(name: str, sets: tuple[NormalLimits, ...]) -> bytes:
    """Return the file's bytes.

    Parameters
    ----------
    name : str
        What to call the limits.
    sets : tuple of NormalLimits
        What to keep; values are rounded to half precision, 0.03 points at most.

    Returns
    -------
    bytes
        UTF-8 JSON, the same for the same limits.
    """
    document = LimitsDocument(
        schema=SCHEMA,
        notice=NOTICE,
        name=name,
        sets=tuple(_entry(each) for each in sets),
        sha256="0" * 64,
    ).model_dump(mode="json", by_alias=True)
    document["sha256"] = _digest(document)
    text = json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False)
    return f"{text}\n".encode()


def save_limits(
    path: Path, name: str, sets: tuple[NormalLimits, ...], *, force: bool = False
) -> None:
    """Write limits to a file, whole or not at all.

    Parameters
    ----------
    path : Path
        Where to.
    name : str
        What to call the limits.
    sets : tuple of NormalLimits
        What to keep.
    force : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    OutputExistsError
        If the file is there and `force` is False.
    OutputError
        If it cannot be written.
    """
    write_file(path, limits_to_bytes(name, sets), force=force)


def load_limits(path: Path) -> LimitsFile:
    """Return the limits of a file.

    Parameters
    ----------
    path : Path
        A file of ``myomap normals build``.

    Returns
    -------
    LimitsFile
        Checked: schema, hash, shapes, values.

    Raises
    ------
    InputError
        If the file cannot be opened or is not what it should be.
    """
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise LimitExceededError(
                f"The file of normal limits is too large: found {size} bytes, "
                f"expected at most {_MOST_BYTES}. {_ADVICE}"
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "The file of normal limits cannot be opened. Expected a file of 'myomap "
            "normals build': check the name and the rights."
        ) from error
    return limits_from_bytes(data)


def limits_from_bytes(data: bytes) -> LimitsFile:
    """Return the limits that bytes hold.

    Parameters
    ----------
    data : bytes
        Of a file.

    Returns
    -------
    LimitsFile
        Checked.

    Raises
    ------
    InputError
        If they are no limits, of another schema, or were changed.
    GeometryError
        If the numbers cannot be limits.
    """
    found = _parsed(data)
    if found.get("schema") != SCHEMA:
        raise InputError(
            f"This is no file of normal limits that this version reads. Expected the "
            f"schema {SCHEMA}. {_ADVICE}"
        )
    try:
        document = LimitsDocument.model_validate_json(data)
    except ValidationError as error:
        raise InputError(
            f"The file of normal limits has {error.error_count()} fields that are "
            f"missing, unknown or of the wrong kind. {_ADVICE}"
        ) from error
    if document.sha256 != _digest(found):
        raise InputError(
            "The file of normal limits was changed or cut: its content does not have "
            f"the SHA-256 that it names. {_ADVICE}"
        )
    sets = tuple(_limits(entry) for entry in document.sets)
    return LimitsFile(name=document.name, sets=sets, sha256=document.sha256)


def _parsed(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"The file of normal limits is no JSON in UTF-8. {_ADVICE}"
        ) from error
    if not isinstance(found, dict):
        raise InputError(f"The file of normal limits holds no document. {_ADVICE}")
    return found


def _digest(document: dict[str, Any]) -> str:
    content = {key: value for key, value in document.items() if key != "sha256"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _entry(limits: NormalLimits) -> SetEntry:
    population, provenance = limits.population, limits.provenance
    return SetEntry(
        population=PopulationEntry(
            sex=population.sex.value if population.sex else None,
            state=population.state.value,
            tracer=population.tracer,
            attenuation_corrected=population.attenuation_corrected,
            reconstruction=population.reconstruction,
            camera=population.camera,
            is_simulated=population.is_simulated,
        ),
        n_cases=limits.n_cases,
        false_positive_rate=round(limits.false_positive_rate, 6),
        provenance=ProvenanceEntry(
            myomap=provenance.myomap,
            method=provenance.method.value,
            source=provenance.source,
            source_sha256=provenance.source_sha256,
            options=provenance.options,
        ),
        mean_percent=_packed(limits.mean_percent),
        deviation_percent=_packed(limits.deviation_percent),
    )


def _limits(entry: SetEntry) -> NormalLimits:
    told = entry.population
    return NormalLimits(
        population=Population(
            sex=Sex(told.sex) if told.sex else None,
            state=State(told.state),
            tracer=told.tracer,
            attenuation_corrected=told.attenuation_corrected,
            reconstruction=told.reconstruction,
            camera=told.camera,
            is_simulated=told.is_simulated,
        ),
        mean_percent=_unpacked(entry.mean_percent),
        deviation_percent=_unpacked(entry.deviation_percent),
        n_cases=entry.n_cases,
        false_positive_rate=entry.false_positive_rate,
        provenance=Provenance(
            myomap=entry.provenance.myomap,
            method=LimitsMethod(entry.provenance.method),
            source=entry.provenance.source,
            source_sha256=entry.provenance.source_sha256,
            options=entry.provenance.options,
        ),
    )


def _packed(values: MapArray) -> str:
    return base64.b64encode(values.astype("<f2").tobytes()).decode("ascii")


def _unpacked(text: str) -> MapArray:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise InputError(
            f"An array of the normal limits is no base64. {_ADVICE}"
        ) from error
    if len(data) != 2 * _SIZE:
        raise InputError(
            f"An array of the normal limits has the wrong size: found {len(data)} "
            f"bytes, expected {2 * _SIZE}. {_ADVICE}"
        )
    values = np.frombuffer(data, "<f2").reshape(N_RINGS, N_ANGLES)
    return values.astype(np.float32)
