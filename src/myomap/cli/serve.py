"""`myomap serve`: the reading room in a browser."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from myomap.web import WebOptions
    from myomap.web.serving import Certificate, Opened

__all__ = ["DEFAULT_PORT", "EXAMPLE", "run"]

DEFAULT_PORT = 8765
EXAMPLE = "myomap serve --folder cases --port 0 --check"


def run(
    folder: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Where the cases are kept; made if it is not there. Without it, "
            "MYOMAP_HOME or the system's place for data of programs.",
        ),
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            metavar="ADDRESS",
            help="Address that is served; 0.0.0.0 for everybody who reaches this "
            "machine, which turns accounts on.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int,
        typer.Option(
            min=0, max=65_535, metavar="N", help="Its port; 0 takes a free one."
        ),
    ] = DEFAULT_PORT,
    opens: Annotated[
        bool, typer.Option("--open", help="Open a browser on it.")
    ] = False,
    accounts: Annotated[
        bool | None,
        typer.Option(
            "--accounts/--no-accounts",
            help="Whether people sign in; without it, unless only this machine is "
            "served.",
        ),
    ] = None,
    lang: Annotated[
        str,
        typer.Option(metavar="en|ru", help="Language of a browser that names none."),
    ] = "en",
    name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST",
            help="A host name by which browsers call it; can be given again.",
        ),
    ] = None,
    certificate: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Certificate (PEM) to speak TLS with."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Private key (PEM) of the certificate."),
    ] = None,
    add_admin: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Ask for a password, make an account that manages the others, and "
            "end.",
        ),
    ] = None,
    check: Annotated[
        bool,
        typer.Option("--check", help="See whether it would open, and end."),
    ] = False,
) -> None:
    """Open the reading room: cases, maps, slices and reports in a browser.

    Drop pictures of polar maps, DICOM files, a folder or a zip on the page; read,
    correct, sign, and take the report along. Everything is kept in one folder on this
    machine, and no request leaves it.

    Only this machine is served unless --host says otherwise. Then people sign in: the
    first one with a word that is printed here.
    """
    from myomap.language import Language
    from myomap.web import WebOptions

    options = WebOptions(
        folder=_folder(folder),
        host=host,
        port=port,
        names=tuple(name or ()),
        accounts=accounts,
        is_https=certificate is not None,
        language=Language.named(lang),
    )
    spoken = _certificate(certificate, key)
    if add_admin is not None:
        _make_admin(options.folder, add_admin)
    elif check:
        from myomap.web.serving import check_room

        typer.echo(f"The reading room would open at {check_room(options)}")
    else:
        _serve(options, spoken, opens=opens)


def _folder(asked: Path | None) -> Path:
    from myomap.cases import default_folder

    return default_folder() if asked is None else asked


def _certificate(certificate: Path | None, key: Path | None) -> "Certificate | None":
    from myomap.errors import ConfigError
    from myomap.web.serving import Certificate

    if certificate is None and key is None:
        return None
    if certificate is None or key is None:
        raise ConfigError(
            "TLS needs two files. Give --certificate and --key, or neither."
        )
    return Certificate(certificate=certificate, key=key)


def _serve(
    options: "WebOptions", certificate: "Certificate | None", *, opens: bool
) -> None:
    from myomap.web.serving import serve

    def tell(opened: "Opened") -> None:
        typer.echo(f"The reading room is open at {opened.address}")
        typer.echo(f"Cases are kept in {options.folder.absolute()}. Ctrl+C closes it.")
        if opened.setup_token is not None:
            typer.echo(
                "Nobody has an account yet. The first user signs in with the word "
                f"{opened.setup_token}"
            )
        if opened.is_readable:
            typer.echo(
                "Without --certificate, passwords and studies can be read by whoever "
                "listens on the network.",
                err=True,
            )
        if opens:
            import webbrowser

            webbrowser.open(opened.address)

    serve(options, tell, certificate)
    typer.echo("The reading room is closed.")


def _make_admin(folder: Path, name: str) -> None:
    from myomap.cases import NewUser, Role, add_user, open_cases

    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with open_cases(folder) as store:
        made = add_user(
            store, NewUser(name=name, password=password, role=Role.ADMIN), name
        )
    typer.echo(f"{made.name} can sign in and manage the others.")
