"""Parameter records to JSON and back, so that a simulated patient can be remade."""

import json
from dataclasses import asdict
from enum import Enum
from typing import Any, TypeVar

from myomap.errors import ConfigError

__all__ = ["parameters_from_json", "parameters_to_json"]

Parameters = TypeVar("Parameters")


def parameters_to_json(parameters: Any) -> str:
    """Return a parameter record as JSON text with every parameter named.

    Parameters
    ----------
    parameters : PatientParameters, Scene, ImagingOptions, GridOptions or a part
        Any frozen record of this room that holds no array.

    Returns
    -------
    str
        JSON, keys in the order of the record.

    Examples
    --------
    >>> from myomap.phantom import GridOptions
    >>> parameters_to_json(GridOptions())
    '{"shape": [64, 64, 64], "voxel_mm": 6.5}'
    """
    return json.dumps(asdict(parameters), allow_nan=False, default=_word)


def _word(value: object) -> Any:
    """Return what JSON has no form for: a choice from a vocabulary as its word."""
    if isinstance(value, Enum):
        return value.value
    raise TypeError(f"No parameter is a {type(value).__name__}.")


def parameters_from_json(kind: type[Parameters], text: str) -> Parameters:
    """Return the parameter record that a JSON text stands for.

    Parameters
    ----------
    kind : type
        Which record to read, such as `PatientParameters`.
    text : str
        What `parameters_to_json` wrote.

    Returns
    -------
    kind
        Equal to the record that was written.

    Raises
    ------
    ConfigError
        If the text is no such record, names an unknown parameter, leaves one out,
        or a value is out of range.

    Examples
    --------
    >>> from myomap.phantom import Torso
    >>> parameters_from_json(Torso, parameters_to_json(Torso())) == Torso()
    True
    """
    from pydantic import TypeAdapter, ValidationError

    try:
        record = TypeAdapter(kind).validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "the text"
        raise ConfigError(
            f"The parameters of {kind.__name__} cannot be read: found a fault in "
            f"{place} ({first['msg']}). Expected what parameters_to_json writes."
        ) from error
    if json.loads(parameters_to_json(record)) != json.loads(text):
        raise ConfigError(
            f"The parameters of {kind.__name__} do not fit: found one that is unknown "
            "or missing, expected each parameter once. Compare with what "
            "parameters_to_json writes."
        )
    return record
