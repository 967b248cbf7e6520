"""What every command says below its tables: cautions, files, and the limits of use."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from myomap.records import Caution, LeftOut

__all__ = [
    "print_cautions",
    "print_closing",
    "print_left_out",
    "without_advice_on_state",
]

NOTICE = "Research software, not for diagnosis."
SHOWN_LEFT_OUT = 12


def print_cautions(console: Console, cautions: Sequence[Caution]) -> None:
    """Print one line for each caution, and one for what is true of both states."""
    for message in _said_once([caution.message for caution in cautions]):
        console.print(Text.assemble(("caution  ", "yellow"), message))


def _said_once(messages: Sequence[str]) -> list[str]:
    """Return messages with those joined that differ in the state alone.

    Examples
    --------
    >>> _said_once(["Stress: Low.", "Odd.", "Rest: Low.", "Rest: Odd."])
    ['Stress and rest: Low.', 'Odd.', 'Rest: Odd.']
    """
    stress, rest = "Stress: ", "Rest: "
    said = []
    for message in dict.fromkeys(messages):
        words = message.removeprefix(stress).removeprefix(rest)
        if not {f"{stress}{words}", f"{rest}{words}"} <= set(messages):
            said.append(message)
        elif message.startswith(stress):
            both = "Stress and rest"
            said.append(words if words.startswith(both) else f"{both}: {words}")
    return said


def without_advice_on_state(cautions: Sequence[Caution]) -> list[Caution]:
    """Return what concerns a command that works alike at stress and at rest.

    The others advise --stress and --rest, which only `myomap read` has.
    """
    advice = {"state-unknown", "state-from-name"}
    return [caution for caution in cautions if caution.code not in advice]


def print_left_out(console: Console, left_out: Sequence[LeftOut]) -> None:
    """Print what was found and is of no use; here, on the giver's own terminal."""
    for item in left_out[:SHOWN_LEFT_OUT]:
        name = Text("".join(c if c.isprintable() else "?" for c in item.name))
        console.print(Text("left out ", style="dim") + name + Text(f": {item.reason}"))
    n_more = len(left_out) - SHOWN_LEFT_OUT
    if n_more > 0:
        files = "file" if n_more == 1 else "files"
        console.print(Text(f"left out {n_more} more {files}", style="dim"))


def print_closing(console: Console, written: Sequence[str] = ()) -> None:
    """Print the names of the files that were written, and what all this is not for.

    The folder is not named: it can be called after a patient.
    """
    if written:
        console.print(Text(f"Written to the output folder: {', '.join(written)}."))
    console.print(Text(NOTICE, style="bold"))
