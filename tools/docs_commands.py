"""Write docs/commands.md from the commands themselves, and check their help.

python tools/docs_commands.py
"""

import inspect
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from myomap.cli.app import COMMANDS, app

PAGE = Path("docs/commands.md")

OPENING = """\
# Commands

Written by `python tools/docs_commands.py` from the commands' own help pages.
`myomap COMMAND --help` shows the same in the terminal.

Exit status: **0** done (an abstention is a result) · **1** a result could not be
written, or the run was interrupted · **2** wrong usage · **3** the input was refused.
The reason stands on the error stream in one sentence; [errors.md](errors.md) lists
the kinds. Nothing is overwritten without `--force`. `--debug`, or the environment
variable `MYOMAP_DEBUG`, before a command shows the full traceback of an error.
"""


def documented_commands() -> dict[str, Any]:
    """Return every sub-command as typer built it, by name."""
    group: Any = typer.main.get_command(app)
    return dict(group.commands)


def flags_of(parameter: Any) -> str:
    """Return how an argument or option is written on the command line."""
    if parameter.param_type_name == "argument":
        name = str(parameter.name).upper()
        return f"{name}..." if parameter.nargs == -1 else name
    return ", ".join([*parameter.opts, *parameter.secondary_opts])


def meaning_of(parameter: Any) -> str:
    """Return the help text of a parameter with its default and variable."""
    text = (parameter.help or "").strip()
    if parameter.required:
        text += " Required."
    default = parameter.default
    if default not in (None, False, (), []) and not callable(default):
        text += f" Default: {getattr(default, 'value', default)}."
    if parameter.envvar:
        text += f" Environment: `{parameter.envvar}`."
    return text.replace("|", "\\|")


def section(name: str) -> str:
    """Return the page's part about one command."""
    command = documented_commands()[name]
    lines = [
        f"## `myomap {name}`",
        "",
        inspect.cleandoc(COMMANDS[name].run.__doc__ or ""),
    ]
    lines += ["", "```sh", COMMANDS[name].example, "```", ""]
    lines += ["| argument or option | meaning |", "|---|---|"]
    for parameter in command.params:
        if parameter.name != "help":
            lines.append(f"| `{flags_of(parameter)}` | {meaning_of(parameter)} |")
    return "\n".join(lines) + "\n"


def page() -> str:
    """Return the whole page."""
    return "\n".join([OPENING, *(section(name) for name in COMMANDS)])


def faults() -> Iterator[str]:
    """Yield what is missing from a command's help or from the page."""
    for name, command in documented_commands().items():
        if not (command.help or "").strip():
            yield f"myomap {name}: no help text"
        for parameter in command.params:
            if not (parameter.help or "").strip():
                yield f"myomap {name}: {flags_of(parameter)} has no help text"
        yield from example_faults(name, command)
    if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page():
        yield f"{PAGE} is not what the commands say: run python tools/docs_commands.py"


def example_faults(name: str, command: Any) -> Iterator[str]:
    """Yield what is wrong with the example of a command's help page."""
    words = shlex.split(COMMANDS[name].example)
    if words[:2] != ["myomap", name]:
        yield f"myomap {name}: the example does not start with 'myomap {name}'"
    known = {flag for parameter in command.params for flag in parameter.opts}
    for word in words:
        if word.startswith("--") and word.partition("=")[0] not in known:
            yield f"myomap {name}: the example uses {word}, which is no option"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
