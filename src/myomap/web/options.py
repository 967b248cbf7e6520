"""What a reading room may be told when it starts."""

import ipaddress
from dataclasses import dataclass
from pathlib import Path

from myomap.errors import ConfigError
from myomap.language import Language

__all__ = ["LOOPBACK", "UploadLimits", "WebOptions", "is_loopback"]

LOOPBACK = "127.0.0.1"
"""The only address that is served unless another is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadLimits:
    """How much one upload may hold.

    Parameters
    ----------
    total_bytes, file_bytes : int
        Of all files, and of one.
    files, fields : int
        How many.
    field_bytes, name_bytes : int
        Of a field's text, and of a file's path.
    """

    total_bytes: int = 2 << 30
    file_bytes: int = 512 << 20
    files: int = 10_000
    fields: int = 16
    field_bytes: int = 4096
    name_bytes: int = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class WebOptions:
    """How a reading room is run.

    Parameters
    ----------
    folder : Path
        Where the cases are kept.
    host : str
        Address that is served; loopback alone unless told.
    port : int
        Of that address.
    names : tuple of str
        Further host names under which browsers may call it.
    accounts : bool or None
        Whether people sign in; None asks for it unless the host is loopback.
    is_https : bool
        Whether it is served by TLS, which makes cookies secure ones.
    language : Language
        Of a browser that names none.
    uploads : UploadLimits
        How much one upload may hold.
    json_bytes : int
        Most bytes of a request that is not an upload.
    n_workers : int
        Processes that read; one reading each at a time.
    most_waiting : int
        Readings that may wait for one.
    reading_s : float, s
        After which a reading is given up.
    memory_bytes : int
        Of address space of a process that reads.

    Raises
    ------
    ConfigError
        If the port is none, or accounts are turned off for an open address.
    """

    folder: Path
    host: str = LOOPBACK
    port: int = 8765
    names: tuple[str, ...] = ()
    accounts: bool | None = None
    is_https: bool = False
    language: Language = Language.ENGLISH
    uploads: UploadLimits = UploadLimits()
    json_bytes: int = 256 << 10
    n_workers: int = 1
    most_waiting: int = 50
    reading_s: float = 900.0
    memory_bytes: int = 6 << 30

    def __post_init__(self) -> None:
        if not 0 <= self.port <= 65_535:
            raise ConfigError(
                f"The port cannot be used: found {self.port}, expected 1 to 65535."
            )
        if self.accounts is False and not is_loopback(self.host):
            raise ConfigError(
                "Accounts cannot be turned off on an address that other machines "
                "reach. Serve 127.0.0.1, or leave the accounts on."
            )

    @property
    def has_accounts(self) -> bool:
        """Whether people sign in."""
        return not is_loopback(self.host) if self.accounts is None else self.accounts


def is_loopback(host: str) -> bool:
    """Return whether nobody but this machine reaches an address.

    Parameters
    ----------
    host : str
        A name or an address.

    Returns
    -------
    bool
        False for every name but ``localhost``.

    Examples
    --------
    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0"), is_loopback("::1")
    (True, False, True)
    """
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
