"""What a tutorial shows can be typed as it stands, one command after the other."""

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myomap.cli.app import app

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PAGES = sorted(DOCS.glob("tutorial-*.md"))
SERVES_FOREVER = "myomap serve"


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return the code of a page with its language, from top to bottom."""
    return BLOCK.findall(page.read_text("utf-8"))


def type_commands(text: str) -> None:
    """Type every command of a block that comes to an end."""
    for line in text.splitlines():
        command = line.partition("#")[0].strip()
        if not command or command.startswith(SERVES_FOREVER):
            continue
        name, *words = shlex.split(command)
        assert name == "myomap"
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, f"{command}: {result.stderr}"


def run_python(text: str) -> None:
    """Run a block as a script that has to say something."""
    words = [sys.executable, "-W", "error", "-c", text]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_tutorial_shows_runs(
    page: Path, folder_with_study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder_with_study)
    for language, text in blocks(page):
        (run_python if language == "python" else type_commands)(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_files_that_a_tutorial_serves_are_options_that_exist(page: Path) -> None:
    for _, text in blocks(page):
        for line in text.splitlines():
            if line.startswith(SERVES_FOREVER):
                told = CliRunner().invoke(app, ["serve", "--help"])
                options = re.findall(r"--[a-z-]+", line.partition("#")[0])
                assert all(option in told.output for option in options)
