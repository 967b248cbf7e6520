"""Compile a kernel once and keep it on disk where the disk allows."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

import numba

__all__ = ["compiled"]

logger = logging.getLogger(__name__)

Kernel = TypeVar("Kernel", bound=Callable[..., Any])

# Reordering sums lets the compiler use vector instructions. Rules that assume away
# NaN and infinity are left out of the list: bad input must stay visible.
_FAST_MATH = {"reassoc", "contract", "arcp", "nsz"}


def compiled(kernel: Kernel) -> Kernel:
    """Return a kernel that numba compiles at its first call.

    The machine code is kept beside the source or in the user's cache folder, so that
    the next process does not compile again. Where neither can be written, as in a
    read-only container, every process compiles for itself.

    Parameters
    ----------
    kernel : callable
        Plain Python over arrays and numbers.

    Returns
    -------
    callable
        With the same arguments.
    """
    options: dict[str, Any] = {"fastmath": _FAST_MATH, "error_model": "numpy"}
    try:
        built: Kernel = numba.njit(cache=True, **options)(kernel)
    except RuntimeError:
        # numba's way to say that it found no folder to write to.
        logger.info("No folder for compiled code can be written: compiling afresh.")
        built = numba.njit(cache=False, **options)(kernel)
    return built
