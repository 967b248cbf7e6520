"""Look at normal limits: show, compare, verify."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import typer

from myomap.cli.boundary import one_line
from myomap.cli.deliver import TERMINAL, deliver_json, require_room
from myomap.cli.remarks import NOTICE
from myomap.errors import ConfigError, InputError, MyomapError
from myomap.quantification import (
    LimitsFile,
    LimitsMethod,
    NormalLimits,
    load_limits,
    shipped_limits,
)

__all__ = [
    "ACTIONS",
    "chosen_action",
    "compare_normals",
    "sets_as_json",
    "show_normals",
    "show_sets",
    "verify_normals",
]

ACTIONS = ("build", "show", "compare", "verify")
"""What `myomap normals` can do."""

_SIMULATED = (
    "Simulated: these limits are of patients who never lived. What they call normal "
    "in a real patient is not known."
)

_MIXED = (
    "Mixed population: many of these patients may be ill, so those called abnormal "
    "are no false positives."
)
_FEW_CASES = 100


def chosen_action(word: str) -> str:
    """Return a known action; refuse others."""
    if word not in ACTIONS:
        raise ConfigError(
            f"There is no action {word!r}. Choose one of: {', '.join(ACTIONS)}."
        )
    return word


def show_normals(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Print what limits stand on."""
    if len(paths) > 1:
        raise ConfigError(f"show takes one file: found {len(paths)}. Name one.")
    require_room(None, (), json_path, force=force)
    found = load_limits(paths[0]) if paths else shipped_limits()
    if json_path is not None:
        deliver_json(sets_as_json(found), json_path, force=force)
    if json_path != TERMINAL:
        show_sets(found)


def compare_normals(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Print how far two files differ, set by set; one is held against the shipped."""
    if not 1 <= len(paths) <= 2:
        raise ConfigError(
            f"compare takes one file or two: found {len(paths)}. One is compared with "
            "the limits that come with myomap."
        )
    require_room(None, (), json_path, force=force)
    first = load_limits(paths[0])
    second = load_limits(paths[1]) if len(paths) == 2 else shipped_limits()
    rows = _compared(first, second)
    if not rows:
        raise InputError(
            "The two files have no set of the same sex, state and correction. Nothing "
            "can be compared."
        )
    if json_path is not None:
        deliver_json(rows, json_path, force=force)
    if json_path != TERMINAL:
        _print_rows(f"{first.name} against {second.name}", rows)
        typer.echo(NOTICE)


def verify_normals(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Open each file with all checks; refuse at the end if any failed."""
    if not paths:
        raise ConfigError("verify was given no file. Name one or more.")
    require_room(None, (), json_path, force=force)
    verdicts = [_verdict(path) for path in paths]
    if json_path is not None:
        deliver_json(verdicts, json_path, force=force)
    if json_path != TERMINAL:
        for number, verdict in enumerate(verdicts, start=1):
            typer.echo(f"File {number}: {verdict['reason'] or 'good'}")
            if verdict["sha256"]:
                typer.echo(f"  SHA-256 {verdict['sha256']}")
    n_bad = sum(not verdict["good"] for verdict in verdicts)
    if n_bad:
        raise InputError(
            f"{n_bad} of {len(verdicts)} files of normal limits cannot be trusted; the "
            "reasons stand above. Build them again."
        )


def sets_as_json(found: LimitsFile) -> dict[str, Any]:
    """Return what limits stand on as JSON values, without the arrays."""
    return {
        "notice": NOTICE,
        "name": found.name,
        "sha256": found.sha256,
        "sets": [_set_as_json(limits) for limits in found.sets],
    }


def show_sets(found: LimitsFile) -> None:
    """Print a table of the sets, and where they come from."""
    is_mixed = any(_is_mixed(limits) for limits in found.sets)
    called = "called abnormal" if is_mixed else "false positives"
    rows = [
        {
            "set": limits.population.title,
            "cases": limits.n_cases,
            called: _called_words(limits),
            "spread": f"{100 * _relative_spread(limits):.1f} %",
        }
        for limits in found.sets
    ]
    _print_rows(found.name, rows)
    for line in dict.fromkeys(_origin(limits) for limits in found.sets):
        typer.echo(line)
    if is_mixed:
        typer.echo(_MIXED)
    if any(limits.population.is_simulated for limits in found.sets):
        typer.echo(_SIMULATED)
    typer.echo(f"SHA-256 {found.sha256}")
    typer.echo(NOTICE)


def _is_mixed(limits: NormalLimits) -> bool:
    return limits.provenance.method is LimitsMethod.MIXED


def _called_words(limits: NormalLimits) -> str:
    """Return the share called abnormal; of few cases, how far chance moves it."""
    rate = f"{100 * limits.false_positive_rate:.1f} %"
    if limits.n_cases >= _FEW_CASES:
        return rate
    low, high = _called_interval(limits)
    return f"{rate} ({100 * low:.0f} to {100 * high:.0f} %)"


def _called_interval(limits: NormalLimits) -> tuple[float, float]:
    """Return the exact 95 % interval of Clopper and Pearson."""
    from scipy.special import betaincinv

    n_cases = limits.n_cases
    n_called = round(limits.false_positive_rate * n_cases)
    others = n_cases - n_called
    low = betaincinv(n_called, others + 1, 0.025) if n_called else 0.0
    high = betaincinv(n_called + 1, others, 0.975) if others else 1.0
    return float(low), float(high)


def _set_as_json(limits: NormalLimits) -> dict[str, Any]:
    population, provenance = limits.population, limits.provenance
    return {
        "sex": population.sex.value if population.sex else None,
        "state": population.state.value,
        "tracer": population.tracer,
        "attenuation_corrected": population.attenuation_corrected,
        "reconstruction": population.reconstruction,
        "camera": population.camera,
        "is_simulated": population.is_simulated,
        "n_cases": limits.n_cases,
        "false_positive_rate": limits.false_positive_rate,
        "false_positive_interval": [round(end, 4) for end in _called_interval(limits)],
        "relative_deviation": round(_relative_spread(limits), 4),
        "myomap": provenance.myomap,
        "method": provenance.method.value,
        "source": provenance.source,
        "source_sha256": provenance.source_sha256,
        "options": provenance.options,
    }


def _relative_spread(limits: NormalLimits) -> float:
    return float((limits.deviation_percent / limits.mean_percent).mean())


def _origin(limits: NormalLimits) -> str:
    population, provenance = limits.population, limits.provenance
    return (
        f"{provenance.source} Camera {population.camera}; reconstruction "
        f"{population.reconstruction}; {provenance.method.value}; myomap "
        f"{provenance.myomap}."
    )


def _compared(first: LimitsFile, second: LimitsFile) -> list[dict[str, Any]]:
    others = {_key(limits): limits for limits in second.sets}
    return [
        _difference(limits, others[_key(limits)])
        for limits in first.sets
        if _key(limits) in others
    ]


def _key(limits: NormalLimits) -> tuple[object, ...]:
    population = limits.population
    return population.sex, population.state, population.attenuation_corrected


def _difference(one: NormalLimits, other: NormalLimits) -> dict[str, Any]:
    """Return how far two sets differ, their means taken to one scale."""
    mean = one.mean_percent / one.mean_percent.mean()
    away = 100 * (mean - other.mean_percent / other.mean_percent.mean())
    ratio = one.deviation_percent / one.mean_percent
    ratio = ratio / (other.deviation_percent / other.mean_percent)
    return {
        "set": one.population.title,
        "cases": f"{one.n_cases} / {other.n_cases}",
        "typical difference (points)": round(float(np.sqrt((away**2).mean())), 2),
        "largest difference (points)": round(float(np.abs(away).max()), 2),
        "ratio of spreads": round(float(np.median(ratio)), 3),
    }


def _verdict(path: Path) -> dict[str, Any]:
    try:
        found = load_limits(path)
    except MyomapError as error:
        return {"good": False, "reason": one_line(str(error)), "sha256": None}
    return {"good": True, "reason": None, "sha256": found.sha256}


def _print_rows(title: str, rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(title=escape(title), title_justify="left")
    for heading in rows[0]:
        table.add_column(heading, justify="left" if heading == "set" else "right")
    for row in rows:
        table.add_row(*(escape(str(value)) for value in row.values()))
    Console().print(table)
