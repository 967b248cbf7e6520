"""What README shows can be typed as it stands."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    """Return the code blocks of README in one language."""
    return [text for named, text in BLOCK.findall(README) if named == language]


def shell_lines() -> list[str]:
    """Return the commands of README without their comments."""
    lines = "\n".join(blocks("sh")).splitlines()
    return [line.partition("#")[0].strip() for line in lines if line.strip()]


def test_readme_opens_with_the_two_commands() -> None:
    assert [line.split()[:2] for line in shell_lines()[:2]] == [
        ["make", "demo"],
        ["make", "test"],
    ]


def test_every_make_target_that_readme_names_exists() -> None:
    for target in set(re.findall(r"\bmake ([a-z]+)\b", "\n".join(shell_lines()))):
        assert re.search(rf"^{target}:", MAKEFILE, re.MULTILINE)


@pytest.mark.parametrize(
    "line", [line for line in shell_lines() if line.startswith("myomap ")]
)
def test_a_command_of_readme_runs(line: str, folder_with_study: Path) -> None:
    words = [sys.executable, "-m", *line.split()]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("block", blocks("python"))
def test_the_python_of_readme_runs_and_says_something(
    block: str, folder_with_study: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", block],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
