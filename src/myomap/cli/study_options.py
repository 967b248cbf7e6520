"""Options that the commands over many patients share, word for word."""

from typing import Annotated

import typer

__all__ = ["Jobs", "KeepLookAlikes", "SkipUnreadable", "TaskName"]

Jobs = Annotated[
    int, typer.Option("--jobs", "-j", help="Processes of one thread each.")
]

TaskName = Annotated[
    str | None,
    typer.Option(
        metavar="TASK",
        help="abnormal (unless told): normal or not; kind: ischemia or infarction; "
        "classes: all four.",
    ),
]

SkipUnreadable = Annotated[
    bool, typer.Option("--skip-unreadable", help="Leave out what cannot be read.")
]

KeepLookAlikes = Annotated[
    bool,
    typer.Option(
        "--keep-look-alikes",
        help="Take patients with almost the same map for one, and go on.",
    ),
]
