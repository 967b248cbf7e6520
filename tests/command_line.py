"""Commands typed inside the test process, and what a refusal has to look like."""

import re
from pathlib import Path

from typer.testing import CliRunner, Result

from myomap.cli.app import app

COLUMNS = 80


def run(*words: str | Path, columns: int = COLUMNS) -> Result:
    """Return the result of ``myomap WORDS`` in a terminal of 80 columns."""
    return CliRunner().invoke(
        app, [str(word) for word in words], env={"COLUMNS": str(columns)}
    )


def succeed(*words: str | Path) -> Result:
    """Return the result of a command that has to end well."""
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result


def refuse(status: int, sentence: str, *words: str | Path) -> str:
    """Return the one line on the error stream of a command that has to be refused."""
    result = run(*words)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.stderr
    assert result.stdout == ""
    assert re.fullmatch(r"myomap: [^\n]+[.?]\n", result.stderr), result.stderr
    assert re.search(sentence, result.stderr), result.stderr
    return result.stderr


def refuse_usage(sentence: str, *words: str | Path) -> None:
    """Check a command whose words cannot be understood: typer says which."""
    result = run(*words, columns=200)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr
    assert re.search(sentence, " ".join(result.stderr.split())), result.stderr


def names_in(folder: Path) -> set[str]:
    """Return the names of the files in a folder; none where it is not there."""
    return {path.name for path in folder.iterdir()} if folder.exists() else set()
