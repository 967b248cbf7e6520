"""`myomap bench`: measure what the documentation claims."""

from pathlib import Path
from typing import Annotated

import typer

from myomap.bench import BENCHES, BenchOptions, BenchResult, Figure
from myomap.cli.deliver import TERMINAL, deliver_json, require_room
from myomap.errors import ConfigError

__all__ = ["EXAMPLE", "run"]

EXAMPLE = "myomap bench startup --json startup.json"

VERDICTS = {True: "[green]met[/]", False: "[red]missed[/]", None: ""}


def run(
    name: Annotated[
        str, typer.Argument(help=f"Which benchmark: {', '.join(BENCHES)}.")
    ],
    json_path: Annotated[
        Path | None,
        typer.Option("--json", help="Write the figures to this file, or - to print."),
    ] = None,
    cases: Annotated[
        int | None,
        typer.Option(min=1, help="Number of cases; by default as many as the docs."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of everything drawn by chance.")] = 0,
    data: Annotated[
        Path | None,
        typer.Option(help="Folder of the public data sets.", envvar="MYOMAP_DATA"),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="ENGINE",
            help="What to measure beside: pytomography, or networks for paper.",
        ),
    ] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where a run of hours keeps what is done, to go on."
        ),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file of --json.")
    ] = False,
) -> None:
    """Print measured figures beside their targets.

    Each figure comes with its unit, its target and whether it is met, some with a
    95 % interval, and all with the commit and the machine they were measured on.
    """
    if name not in BENCHES:
        raise ConfigError(
            f"There is no benchmark {name!r}. Choose one of: {', '.join(BENCHES)}."
        )
    require_room(None, (), json_path, force=force)
    result = BENCHES[name](
        BenchOptions(seed=seed, n_cases=cases, data=data, against=against, keep=keep)
    )
    if json_path != TERMINAL:
        show_figures(result)
    if json_path is not None:
        deliver_json(result.to_json(), json_path, force=force)


def show_figures(result: BenchResult) -> None:
    """Print the figures as a table, with where they were measured below."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=f"myomap bench {result.bench}", title_justify="left")
    for heading in ("figure", "value", "unit", "target", ""):
        table.add_column(heading, justify="right" if heading == "value" else "left")
    for figure in result.figures:
        table.add_row(*_row(figure))
    facts = [f"{key} {value}" for key, value in result.machine.items()]
    console = Console()
    console.print(table)
    console.print(f"commit {result.commit or 'unknown'}", highlight=False)
    console.print(", ".join(facts), highlight=False)


def _row(figure: Figure) -> tuple[str, ...]:
    value = "not known" if figure.value is None else f"{figure.value:.4g}"
    if figure.interval is not None:
        value += " ({:.4g} to {:.4g})".format(*figure.interval)
    return (
        figure.name,
        value,
        figure.unit,
        figure.target or "",
        VERDICTS[figure.met],
    )
