"""`myomap serve`: what it says, and every way it does not open."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myomap.cli.app import app


def run(*words: str, typed: str | None = None) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["serve", *words], input=typed)
    return result.exit_code, result.output


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "cases")


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield int(listener.getsockname()[1])


def test_a_check_names_the_address_and_ends(folder: str) -> None:
    status, said = run("--folder", folder, "--port", "0", "--check")
    assert status == 0, said
    assert "http://127.0.0.1:" in said


def test_a_taken_port_is_told(folder: str, taken_port: int) -> None:
    status, said = run("--folder", folder, "--port", str(taken_port), "--check")
    assert status == 1
    assert f"Port {taken_port} is taken" in said
    assert "--port" in said


def test_a_folder_that_another_room_holds_is_told(folder: str) -> None:
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from myomap.web.folder_lock import FolderLock\n"
        "Path(sys.argv[1]).mkdir()\n"
        "lock = FolderLock(Path(sys.argv[1]))\n"
        "print('held', flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, folder], stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        status, said = run("--folder", folder, "--port", "0", "--check")
        other.kill()
    assert status == 1
    assert "Another reading room is open" in said
    assert run("--folder", folder, "--port", "0", "--check")[0] == 0


def test_an_address_of_another_machine_is_told(folder: str) -> None:
    status, said = run("--folder", folder, "--host", "192.0.2.1", "--check")
    assert status == 2
    assert "no address" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--host", "0.0.0.0", "--no-accounts", "--check"), "Accounts"),
        (("--certificate", "a.pem", "--check"), "--key"),
        (("--lang", "de", "--check"), "language"),
    ],
)
def test_options_that_do_not_go_together_are_told(
    folder: str, words: tuple[str, ...], told: str
) -> None:
    status, said = run("--folder", folder, *words)
    assert status == 2
    assert told in said


def test_an_admin_is_made_with_a_password_that_is_typed_twice(folder: str) -> None:
    typed = "a long enough password\n"
    status, said = run("--folder", folder, "--add-admin", "Chief", typed=typed * 2)
    assert status == 0, said
    assert "Chief can sign in" in said
    assert "long enough" not in said


def test_a_short_password_is_refused(folder: str) -> None:
    status, said = run("--folder", folder, "--add-admin", "Chief", typed="abc\nabc\n")
    assert status == 3
    assert "password" in said
