"""What a benchmark hands back: figures, their targets, and where they came from."""

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from myomap.bench.machine import describe_machine, source_commit

__all__ = [
    "BenchOptions",
    "BenchResult",
    "Figure",
    "at_least",
    "at_most",
    "without_target",
]

Interval: TypeAlias = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchOptions:
    """What a benchmark may be asked.

    Parameters
    ----------
    seed : int
        Of everything drawn by chance.
    n_cases : int or None
        How many cases to run; None for as many as the documented figures need.
    data : Path or None
        Folder of the public data sets; None leaves their figures out.
    against : str or None
        Another package to measure beside, where a benchmark knows one.
    keep : Path or None
        Folder where a measurement of hours keeps what is done, to go on from.
    """

    seed: int = 0
    n_cases: int | None = None
    data: Path | None = None
    against: str | None = None
    keep: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number.

    Parameters
    ----------
    name : str
        What was measured, in words.
    value : float or None
        None where it could not be measured.
    unit : str
        Empty for a pure number.
    target : str or None
        Such as ``"at most 0.5"``; None where there is nothing to reach.
    met : bool or None
        Whether the target is reached; None without a target or a value.
    interval : tuple of two floats or None
        Ends of the 95 % interval, in the value's unit; None where there is none.
    """

    name: str
    value: float | None
    unit: str
    target: str | None = None
    met: bool | None = None
    interval: tuple[float, float] | None = None

    def to_json(self) -> dict[str, object]:
        """Return what ``--json`` writes of one figure.

        Returns
        -------
        dict
            Without ``interval`` where there is none.
        """
        told: dict[str, object] = {
            "name": self.name,
            "value": self.value,
            "unit": self.unit,
            "target": self.target,
            "met": self.met,
        }
        if self.interval is not None:
            told["interval"] = list(self.interval)
        return told


def _known_interval(ends: Interval | None) -> Interval | None:
    return ends if ends is not None and all(map(math.isfinite, ends)) else None


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def at_most(
    name: str,
    value: float,
    unit: str,
    limit: float,
    *,
    interval: Interval | None = None,
) -> Figure:
    """Return a figure that should not be above a limit.

    Parameters
    ----------
    name : str
        What was measured.
    value : float
        NaN where it could not be measured.
    unit : str
        Of the value and of the limit.
    limit : float
        The highest value that meets the target.
    interval : tuple of two floats, optional
        Ends of the 95 % interval.

    Returns
    -------
    Figure
        With its target and whether it is met.

    Examples
    --------
    >>> at_most("angle error, median", 2.5, "deg", 4).met
    True
    >>> at_most("angle error, median", float("nan"), "deg", 4).met is None
    True
    """
    known = _known(value)
    met = None if known is None else known <= limit
    return Figure(
        name=name,
        value=known,
        unit=unit,
        target=f"at most {limit:g}",
        met=met,
        interval=_known_interval(interval),
    )


def at_least(
    name: str,
    value: float,
    unit: str,
    limit: float,
    *,
    interval: Interval | None = None,
) -> Figure:
    """Return a figure that should not be below a limit.

    Parameters
    ----------
    name : str
        What was measured.
    value : float
        NaN where it could not be measured.
    unit : str
        Of the value and of the limit.
    limit : float
        The lowest value that meets the target.
    interval : tuple of two floats, optional
        Ends of the 95 % interval.

    Returns
    -------
    Figure
        With its target and whether it is met.

    Examples
    --------
    >>> at_least("found", 98, "%", 99).met
    False
    """
    known = _known(value)
    met = None if known is None else known >= limit
    return Figure(
        name=name,
        value=known,
        unit=unit,
        target=f"at least {limit:g}",
        met=met,
        interval=_known_interval(interval),
    )


def without_target(
    name: str, value: float, unit: str, *, interval: Interval | None = None
) -> Figure:
    """Return a figure that is only reported.

    Parameters
    ----------
    name : str
        What was measured.
    value : float
        NaN where it could not be measured.
    unit : str
        Of the value.
    interval : tuple of two floats, optional
        Ends of the 95 % interval.

    Returns
    -------
    Figure
        Without target.

    Examples
    --------
    >>> without_target("cases", 200, "").target is None
    True
    """
    return Figure(
        name=name,
        value=_known(value),
        unit=unit,
        interval=_known_interval(interval),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchResult:
    """The figures of one benchmark, with the code and the machine they stand for.

    Parameters
    ----------
    bench : str
        Name of the benchmark.
    figures : tuple of Figure
        In the order to be read.
    commit : str or None
        Of the source; None when it is not a git checkout.
    machine : dict
        Processor, cores and versions; never a host's or a person's name.
    """

    bench: str
    figures: tuple[Figure, ...]
    commit: str | None = field(default_factory=source_commit)
    machine: dict[str, str | int] = field(default_factory=describe_machine)

    def to_json(self) -> dict[str, object]:
        """Return what ``--json`` writes.

        Returns
        -------
        dict
            Of plain strings, numbers and None.
        """
        figures = [figure.to_json() for figure in self.figures]
        return {
            "bench": self.bench,
            "commit": self.commit,
            "machine": dict(self.machine),
            "figures": figures,
        }
