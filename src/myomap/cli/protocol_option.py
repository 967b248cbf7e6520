"""The option that names a protocol of reconstruction: one of ours, or a file."""

from pathlib import Path

from myomap.errors import ConfigError
from myomap.reconstruction import (
    DEFAULT_PROTOCOL,
    ReconstructionOptions,
    named_protocol,
    protocol_names,
    read_protocols,
)

__all__ = ["protocol_asked"]

_MOST_BYTES = 1 << 20


def protocol_asked(name: str | None) -> ReconstructionOptions:
    """Return the protocol that a user names.

    Parameters
    ----------
    name : str or None
        A name that comes with myomap, or a file ending in ``.toml`` that holds one
        protocol; None for the default.

    Returns
    -------
    ReconstructionOptions
        With name, version and source.

    Raises
    ------
    ConfigError
        If there is no such protocol, the file cannot be read, or it does not hold
        one protocol.
    """
    if name is None:
        return named_protocol(DEFAULT_PROTOCOL)
    if not name.lower().endswith(".toml"):
        return named_protocol(name)
    found = read_protocols(_text(Path(name)))
    if len(found) != 1:
        raise ConfigError(
            f"The protocol file holds {len(found)} protocols, expected one. Write "
            "each into a file of its own."
        )
    own = next(iter(found.values()))
    if own.protocol.split("/")[0] in protocol_names():
        raise ConfigError(
            f"The protocol file takes the name {own.protocol.split('/')[0]!r}, which "
            "comes with myomap. Give yours another name: results are told apart by it."
        )
    return own


def _text(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return stream.read(_MOST_BYTES).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not UTF-8 text"
        raise ConfigError(
            f"The protocol file cannot be read: {reason}. Expected a TOML file like "
            "the one in docs/reconstruction.md."
        ) from error
