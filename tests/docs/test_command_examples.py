"""The example on every help page can be typed as it stands."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from myomap.cli.app import COMMANDS, app


@pytest.mark.parametrize("name", COMMANDS)
def test_the_example_of_a_command_runs(name: str, folder_with_study: Path) -> None:
    _, *words = shlex.split(COMMANDS[name].example)
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 0, result.stderr
