"""Small pieces of work that another process can import."""

import os
import time

_PREPARED: list[int] = []


def square(number: int) -> int:
    return number * number


def prepare(number: int) -> None:
    _PREPARED.append(number)


def prepared_plus(number: int) -> int:
    return _PREPARED[-1] + number


def where(_: int) -> tuple[int, str | None]:
    return os.getpid(), os.environ.get("OMP_NUM_THREADS")


def die(_: int) -> None:
    os._exit(1)


def later_first(number: int) -> int:
    time.sleep(0.4 if number == 0 else 0.0)
    return number
