"""Protocols by name, and protocols from the text of a TOML file."""

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from myomap.camera import Collimator, named_collimator
from myomap.errors import ConfigError, GeometryError
from myomap.reconstruction.filters import (
    ButterworthFilter,
    GaussianFilter,
    PostFilter,
)
from myomap.reconstruction.options import (
    Algorithm,
    ReconstructionOptions,
    ScatterMethod,
)
from myomap.reconstruction.relative_difference import RelativeDifferencePrior

__all__ = ["DEFAULT_PROTOCOL", "named_protocol", "protocol_names", "read_protocols"]

DEFAULT_PROTOCOL: Final = "osem-psf"

FORMAT: Final = 1

FROM_HEADER: Final = "header"
"""As a collimator: what the study's header names."""

WHERE_HEADER_IS_SILENT: Final = "LEHR"
"""The collimator of nearly all perfusion studies; a caution says that it is assumed."""

_PLAIN: Final[Mapping[str, type]] = {
    "iterations": int,
    "subsets": int,
    "attenuation": bool,
    "scatter_to_primary": float,
    "dual_window_factor": float,
    "photopeak_keV": float,
    "half_life_h": float,
    "detects_motion": bool,
    "corrects_motion": bool,
    "source": str,
}
_OWN: Final = (
    "version",
    "algorithm",
    "scatter",
    "collimator",
    "prior_strength",
    "prior_edge",
    "filter",
)
_COLLIMATOR_SIZES: Final = ("hole_mm", "length_mm", "intrinsic_fwhm_mm")
_FILTERS: Final[Mapping[str, tuple[type[PostFilter], tuple[str, ...]]]] = {
    "butterworth": (ButterworthFilter, ("cutoff_per_cm", "order")),
    "gaussian": (GaussianFilter, ("fwhm_mm",)),
}


def protocol_names() -> tuple[str, ...]:
    """Return the names of the protocols that come with myomap.

    Returns
    -------
    tuple of str
        In the order of the file.

    Examples
    --------
    >>> protocol_names()[0]
    'osem-psf'
    """
    return tuple(_bundled())


def named_protocol(name: str) -> ReconstructionOptions:
    """Return a protocol that comes with myomap.

    Parameters
    ----------
    name : str
        One of `protocol_names`, or with its version as results name it.

    Returns
    -------
    ReconstructionOptions
        With its name, version and source.

    Raises
    ------
    ConfigError
        If there is none of that name, or it has another version by now.

    Examples
    --------
    >>> named_protocol("osem").protocol
    'osem/1'
    >>> named_protocol("osem/1").protocol
    'osem/1'
    """
    bundled = _bundled()
    plain, slash, _ = name.partition("/")
    if slash and plain in bundled:
        found = bundled[plain]
        if found.protocol != name:
            raise ConfigError(
                f"Protocol {name!r} does not come with this version of myomap: found "
                f"{found.protocol!r}. Choose {plain!r}, and do not mix its results "
                "with older ones."
            )
        return found
    if name not in bundled:
        raise ConfigError(
            f"There is no protocol {name!r}{_nearest(name, bundled)}. Choose one of: "
            f"{', '.join(bundled)}."
        )
    return bundled[name]


@cache
def _bundled() -> dict[str, ReconstructionOptions]:
    file = resources.files("myomap.reconstruction").joinpath("presets.toml")
    return read_protocols(file.read_text(encoding="utf-8"))


def read_protocols(text: str) -> dict[str, ReconstructionOptions]:
    r"""Return the protocols that a TOML text describes.

    Parameters
    ----------
    text : str
        ``format = 1``, then one table a protocol; what it leaves out keeps the
        default of `ReconstructionOptions`.

    Returns
    -------
    dict
        Options by name.

    Raises
    ------
    ConfigError
        If the text is no TOML, a key is unknown, or a value is of the wrong kind.

    Examples
    --------
    >>> quick = read_protocols("format = 1\n[quick]\nversion = 2\niterations = 1")
    >>> quick["quick"].protocol, quick["quick"].iterations
    ('quick/2', 1)
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(
            f"The protocols are not valid TOML: {error}. Correct the file."
        ) from error
    found = tables.pop("format", None)
    if found != FORMAT:
        raise ConfigError(
            f"The protocols have another format: found format = {found!r}, expected "
            f"{FORMAT}. Write `format = {FORMAT}` on the first line."
        )
    return {name: _options(name, table) for name, table in tables.items()}


def _options(name: str, table: object) -> ReconstructionOptions:
    if not isinstance(table, dict):
        raise ConfigError(
            f"Protocol {name!r} is no table. Write its keys below a line [{name}]."
        )
    where = f"Protocol {name!r}"
    _require_known(where, table, (*_PLAIN, *_OWN))
    values: dict[str, Any] = {
        key: _of_kind(where, key, table[key], kind)
        for key, kind in _PLAIN.items()
        if key in table
    }
    version = _of_kind(where, "version", table.get("version"), int)
    values["protocol"] = f"{name}/{version}"
    if "algorithm" in table:
        values["algorithm"] = _word(where, "algorithm", table["algorithm"], Algorithm)
    if "scatter" in table:
        values["scatter"] = _word(where, "scatter", table["scatter"], ScatterMethod)
    if "collimator" in table:
        values["follows_header"] = table["collimator"] == FROM_HEADER
        values["collimator"] = _collimator(where, table["collimator"])
    prior = {
        field: _of_kind(where, f"prior_{field}", table[f"prior_{field}"], float)
        for field in ("strength", "edge")
        if f"prior_{field}" in table
    }
    values["prior"] = RelativeDifferencePrior(**prior)
    values["post_filter"] = (
        _filter(where, table["filter"]) if "filter" in table else None
    )
    return ReconstructionOptions(**values)


def _collimator(where: str, given: object) -> Collimator | None:
    if given == "none":
        return None
    if given == FROM_HEADER:
        return named_collimator(WHERE_HEADER_IS_SILENT)
    if isinstance(given, str):
        return named_collimator(given)
    if not isinstance(given, dict):
        raise ConfigError(
            f"{where}: collimator is neither a name nor a table of sizes."
        )
    _require_known(f"{where}, collimator", given, ("name", *_COLLIMATOR_SIZES))
    sizes = {
        key: _of_kind(where, f"collimator.{key}", given.get(key), float)
        for key in _COLLIMATOR_SIZES
    }
    try:
        return Collimator(name=str(given.get("name", "own")), **sizes)
    except GeometryError as error:
        raise ConfigError(f"{where}: {error}") from error


def _filter(where: str, given: object) -> PostFilter:
    if not isinstance(given, dict) or given.get("kind") not in _FILTERS:
        raise ConfigError(
            f"{where}: filter has no known kind. Choose one of: {', '.join(_FILTERS)}; "
            "leave it out to go without."
        )
    made, fields = _FILTERS[given["kind"]]
    _require_known(f"{where}, filter", given, ("kind", *fields))
    return made(
        **{
            key: _of_kind(where, f"filter.{key}", given[key], float)
            for key in fields
            if key in given
        }
    )


def _of_kind(where: str, key: str, value: object, kind: type) -> Any:
    fits = isinstance(value, int | float) if kind is float else isinstance(value, kind)
    if not fits or (isinstance(value, bool) and kind is not bool):
        raise ConfigError(
            f"{where}: {key} = {value!r} is of the wrong kind. Expected {_KINDS[kind]}."
        )
    return kind(value)


_KINDS: Final = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    str: "a text",
}


def _word(
    where: str, key: str, value: object, words: type[Algorithm] | type[ScatterMethod]
) -> Algorithm | ScatterMethod:
    for word in words:
        if word.value == value:
            return word
    known = [word.value for word in words]
    raise ConfigError(
        f"{where}: {key} = {value!r} is unknown{_nearest(str(value), known)}. Choose "
        f"one of: {', '.join(known)}."
    )


def _require_known(
    where: str, table: Mapping[str, Any], known: tuple[str, ...]
) -> None:
    for key in table:
        if key not in known:
            raise ConfigError(
                f"{where} has an unknown key {key!r}{_nearest(key, known)}. Known are: "
                f"{', '.join(known)}."
            )


def _nearest(word: str, known: Any) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean {close[0]!r}" if close else ""
