"""The reading network that comes with the package."""

from functools import lru_cache
from importlib import resources
from typing import Final

from myomap.inference.bundle import Bundle, bundle_from_bytes

__all__ = ["SHIPPED_READER", "shipped_reader"]

SHIPPED_READER: Final = "reading.zip"
"""Beside this module; written by ``myomap train --recipe reading``."""


@lru_cache(maxsize=1)
def shipped_reader() -> Bundle:
    """Return the reading network that comes with the package, after all checks.

    Returns
    -------
    Bundle
        Taught by simulated patients alone.

    Examples
    --------
    >>> shipped_reader().card.training.is_simulated
    True
    """
    place = resources.files("myomap.inference") / SHIPPED_READER
    return bundle_from_bytes(place.read_bytes())
