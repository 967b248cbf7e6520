"""The three actions of `myomap models`."""

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from myomap.cli.boundary import one_line
from myomap.cli.bundle_table import show_card
from myomap.cli.deliver import TERMINAL, deliver_json, require_room
from myomap.errors import ConfigError, ModelError, MyomapError
from myomap.inference import Bundle, card_to_json, load_bundle

__all__ = ["ACTIONS", "chosen_action"]

_MOST_FILES = 10_000

_Action = Callable[[Sequence[Path], Path | None, bool], None]


def chosen_action(word: str) -> str:
    """Return a known action; refuse others."""
    if word not in ACTIONS:
        raise ConfigError(
            f"There is no action {word!r}. Choose one of: {', '.join(ACTIONS)}."
        )
    return word


def list_models(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Print a row for each bundle among files and in folders."""
    require_room(None, (), json_path, force=force)
    rows = [
        {
            "file": path.name,
            "name": bundle.card.name,
            "task": bundle.card.task.name,
            "input": bundle.card.input.kind,
            "unit": bundle.card.input.unit,
            "patients": bundle.card.training.n_patients,
            "sha256": bundle.sha256,
        }
        for path, bundle in _bundles(paths or [Path()])
    ]
    if json_path is not None:
        deliver_json(rows, json_path, force=force)
    if json_path != TERMINAL:
        _show_rows(rows)


def show_models(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Print the card of one bundle."""
    if len(paths) != 1:
        raise ConfigError(f"show takes one bundle: found {len(paths)}. Name one.")
    require_room(None, (), json_path, force=force)
    bundle = load_bundle(paths[0])
    if json_path is not None:
        told = json.loads(card_to_json(bundle.card))
        deliver_json({"sha256": bundle.sha256, "card": told}, json_path, force=force)
    if json_path != TERMINAL:
        show_card(bundle.card, bundle.sha256)


def verify_models(paths: Sequence[Path], json_path: Path | None, force: bool) -> None:
    """Open each bundle with all checks; refuse at the end if any failed."""
    if not paths:
        raise ConfigError("verify was given no bundle. Name one or more.")
    require_room(None, (), json_path, force=force)
    if len(paths) == 1 and json_path is None:
        typer.echo(f"The bundle is good. SHA-256 {load_bundle(paths[0]).sha256}")
        return
    verdicts = [_verdict(path) for path in paths]
    if json_path is not None:
        deliver_json(verdicts, json_path, force=force)
    if json_path != TERMINAL:
        for number, verdict in enumerate(verdicts, start=1):
            typer.echo(f"Bundle {number}: {verdict['reason'] or 'good'}")
            if verdict["sha256"]:
                typer.echo(f"  SHA-256 {verdict['sha256']}")
    n_bad = sum(not verdict["good"] for verdict in verdicts)
    if n_bad:
        raise ModelError(
            f"{n_bad} of {len(verdicts)} bundles cannot be trusted; why stands above. "
            "Get what was refused again from whoever trained it."
        )


ACTIONS: dict[str, _Action] = {
    "list": list_models,
    "show": show_models,
    "verify": verify_models,
}
"""What `myomap models` can do."""


def _verdict(path: Path) -> dict[str, Any]:
    try:
        bundle = load_bundle(path)
    except MyomapError as error:
        return {"good": False, "reason": one_line(str(error)), "sha256": None}
    return {"good": True, "reason": None, "sha256": bundle.sha256}


def _bundles(paths: Sequence[Path]) -> Iterator[tuple[Path, Bundle]]:
    """Yield the bundles named; in folders, what is no bundle is passed over."""
    for path in paths:
        if not path.is_dir():
            yield path, load_bundle(path)
            continue
        for inside in sorted(path.glob("*.zip"))[:_MOST_FILES]:
            try:
                yield inside, load_bundle(inside)
            except MyomapError:
                continue


def _show_rows(rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    if not rows:
        typer.echo("No bundle was found.")
        return
    table = Table()
    for heading in rows[0]:
        table.add_column(heading, overflow="fold")
    for row in rows:
        told = {**row, "sha256": str(row["sha256"])[:12]}
        table.add_row(*(escape(one_line(str(value))) for value in told.values()))
    Console().print(table)
