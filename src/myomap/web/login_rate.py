"""How often somebody may try to sign in: a wrong password costs time."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

__all__ = ["LoginRate"]

_FREE: Final = 5
_FIRST_WAIT_S: Final = 2.0
_LONGEST_WAIT_S: Final = 300.0
_FORGOTTEN_S: Final = 3600.0
_MOST_KEPT: Final = 10_000


class LoginRate:
    """Counts failed attempts by name and by address.

    After five the wait doubles with every further one, from 2 s to 5 minutes. An hour
    without an attempt, or the right password, wipes the slate clean.

    Parameters
    ----------
    clock : callable
        Seconds that only grow.

    Examples
    --------
    >>> rate = LoginRate(clock=lambda: 0.0)
    >>> for _ in range(6):
    ...     rate.failed("name", "address")
    >>> rate.wait_s("name", "elsewhere")
    4.0
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failed: OrderedDict[tuple[str, str], tuple[int, float]] = OrderedDict()

    def wait_s(self, name: str, address: str) -> float:
        """Return how long to wait before the next attempt.

        Parameters
        ----------
        name : str
            Who signs in, as it was typed.
        address : str
            From where.

        Returns
        -------
        float, s
            0 where none is needed.
        """
        with self._lock:
            return max(self._wait(key) for key in _keys(name, address))

    def failed(self, name: str, address: str) -> None:
        """Count a wrong attempt.

        Parameters
        ----------
        name, address : str
            See `wait_s`.
        """
        with self._lock:
            for key in _keys(name, address):
                count, last = self._failed.pop(key, (0, 0.0))
                fresh = self._clock() - last > _FORGOTTEN_S
                self._failed[key] = (1 if fresh else count + 1, self._clock())
            while len(self._failed) > _MOST_KEPT:
                self._failed.popitem(last=False)

    def succeeded(self, name: str, address: str) -> None:
        """Forget what was wrong before.

        Parameters
        ----------
        name, address : str
            See `wait_s`.
        """
        with self._lock:
            for key in _keys(name, address):
                self._failed.pop(key, None)

    def _wait(self, key: tuple[str, str]) -> float:
        count, last = self._failed.get(key, (0, 0.0))
        past = self._clock() - last
        if count < _FREE or past > _FORGOTTEN_S:
            return 0.0
        # No number of attempts can make the power too large to be computed.
        wait = min(_LONGEST_WAIT_S, _FIRST_WAIT_S * 2.0 ** min(count - _FREE, 10))
        return max(0.0, wait - past)


def _keys(name: str, address: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("name", name.casefold().strip()[:200]), ("address", address)
