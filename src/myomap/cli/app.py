"""The command `myomap` and the list of its sub-commands."""

import inspect
import sys
from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer

import myomap
from myomap.cli import (
    backup,
    bench,
    demo,
    evaluate,
    features,
    models,
    normals,
    polarmap,
    read,
    reconstruct,
    restore,
    screenshot,
    serve,
    simulate,
    train,
    ventricle,
)
from myomap.cli.boundary import (
    ErrorBoundary,
    make_streams_forgiving,
    report_defect,
    show_defects_in_full,
)

__all__ = ["COMMANDS", "Command", "app", "main"]

EXAMPLE = "Example: myomap read study --out reading"


class Command(NamedTuple):
    """One sub-command: its function and the example of its help page."""

    run: Callable[..., None]
    example: str


COMMANDS = {
    "demo": Command(demo.run, demo.EXAMPLE),
    "read": Command(read.run, read.EXAMPLE),
    "serve": Command(serve.run, serve.EXAMPLE),
    "reconstruct": Command(reconstruct.run, reconstruct.EXAMPLE),
    "ventricle": Command(ventricle.run, ventricle.EXAMPLE),
    "polarmap": Command(polarmap.run, polarmap.EXAMPLE),
    "screenshot": Command(screenshot.run, screenshot.EXAMPLE),
    "features": Command(features.run, features.EXAMPLE),
    "normals": Command(normals.run, normals.EXAMPLE),
    "evaluate": Command(evaluate.run, evaluate.EXAMPLE),
    "train": Command(train.run, train.EXAMPLE),
    "models": Command(models.run, models.EXAMPLE),
    "simulate": Command(simulate.run, simulate.EXAMPLE),
    "backup": Command(backup.run, backup.EXAMPLE),
    "restore": Command(restore.run, restore.EXAMPLE),
    "bench": Command(bench.run, bench.EXAMPLE),
}
"""Every sub-command by name, in the order of the help page."""

app = typer.Typer(
    name="myomap",
    cls=ErrorBoundary,
    help=(
        "Read myocardial perfusion SPECT. Research software: not for diagnosis, and "
        "no substitute for a physician's reading."
    ),
    epilog=EXAMPLE,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def show_version(is_wanted: bool) -> None:
    """Print the version and end, where ``--version`` was given."""
    if is_wanted:
        typer.echo(f"myomap {myomap.__version__}")
        raise typer.Exit


@app.callback()
def options(
    debug: Annotated[
        bool,
        typer.Option(
            "--debug",
            help="Show the full traceback of an error. It can hold file names.",
            envvar="MYOMAP_DEBUG",
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Show the version and exit.", callback=show_version
        ),
    ] = False,
) -> None:
    """Hold the options that stand before every sub-command."""
    if debug:
        show_defects_in_full()


def help_page(run: Callable[..., None]) -> str:
    """Return a docstring with its paragraphs unwrapped, to fit any terminal."""
    paragraphs = inspect.cleandoc(run.__doc__ or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


for _name, _command in COMMANDS.items():
    app.command(
        _name, help=help_page(_command.run), epilog=f"Example: {_command.example}"
    )(_command.run)


def main() -> None:
    """Run the command line and end the process with its exit status."""
    sys.excepthook = report_defect
    make_streams_forgiving()
    # Calling `app` itself would put typer's own hook in the place of ours.
    typer.main.get_command(app)()
