"""The command line as a whole: it answers at once and knows its commands."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

import myomap
from myomap.cli.app import COMMANDS, app

HEAVY = {"matplotlib", "nibabel", "numba", "pydicom", "scipy", "sklearn", "torch"}


def modules_loaded_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh Python holds after a statement."""
    script = (
        f"{statement}\n"
        "import sys; print(' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_import_myomap_loads_nothing_slow() -> None:
    loaded = modules_loaded_by("import myomap")
    assert not loaded & (HEAVY | {"numpy", "typer", "rich"})


def test_the_help_page_loads_nothing_slow() -> None:
    shown = (
        "import sys; sys.argv = ['myomap', '--help']\n"
        "from myomap.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass"
    )
    loaded = modules_loaded_by(shown)
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_the_help_page_lists_every_command_and_the_limits_of_use() -> None:
    result = CliRunner().invoke(app, ["--help"], env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert "not for diagnosis" in result.stdout
    for name in COMMANDS:
        assert f" {name} " in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_page_of_a_command_shows_its_example(name: str) -> None:
    result = CliRunner().invoke(app, [name, "--help"], env={"COLUMNS": "300"})
    assert result.exit_code == 0
    assert COMMANDS[name].example in result.stdout


def test_version_is_the_package_s() -> None:
    result = CliRunner().invoke(app, ["--version"])
    assert result.stdout == f"myomap {myomap.__version__}\n"


def test_the_package_can_be_run_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "myomap", "--version"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"myomap {myomap.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["no-such-command"], id="command"),
        pytest.param(["bench", "startup", "--no-such-option"], id="option"),
        pytest.param(["bench"], id="missing-argument"),
        pytest.param(["bench", "startup", "--cases", "0"], id="value-out-of-range"),
        pytest.param(["bench", "no-such-bench"], id="name"),
    ],
)
def test_wrong_usage_ends_with_two(words: list[str]) -> None:
    result = CliRunner().invoke(app, words)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr
