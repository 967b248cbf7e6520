"""Every error a person can meet ends as one sentence and a documented status."""

import errno
import os
import subprocess
import sys

import pytest
import typer
from typer.testing import CliRunner

from myomap import errors
from myomap.cli.app import options
from myomap.cli.boundary import ErrorBoundary, exit_status, one_line


def command_that_raises(error: BaseException) -> typer.Typer:
    """Return a command line like ours whose one command fails."""
    app = typer.Typer(cls=ErrorBoundary)
    app.callback()(options)

    @app.command()
    def fail() -> None:
        raise error

    return app


@pytest.mark.parametrize(
    ("error", "status"),
    [
        pytest.param(errors.OutputError("the disk is full"), 1, id="disk-full"),
        pytest.param(errors.OutputExistsError("taken"), 1, id="file-exists"),
        pytest.param(errors.ConfigError("no such state"), 2, id="wrong-option"),
        pytest.param(errors.DicomError("truncated"), 3, id="damaged-file"),
        pytest.param(errors.GeometryError("no spacing"), 3, id="no-geometry"),
        pytest.param(errors.VentricleNotFoundError("none"), 3, id="no-ventricle"),
        pytest.param(errors.MyomapError("something"), 3, id="root"),
    ],
)
def test_an_error_is_one_sentence_and_its_status(
    error: errors.MyomapError, status: int
) -> None:
    result = CliRunner().invoke(command_that_raises(error), ["fail"])
    assert result.exit_code == status
    assert result.stderr == f"myomap: {error}\n"
    assert result.stdout == ""


def test_every_error_has_one_of_the_documented_statuses() -> None:
    for name in errors.__all__:
        assert exit_status(getattr(errors, name)("message")) in {1, 2, 3}


def test_debug_shows_the_traceback_and_keeps_the_status() -> None:
    app = command_that_raises(errors.DicomError("truncated"))
    result = CliRunner().invoke(app, ["--debug", "fail"])
    assert result.exit_code == 3
    assert "Traceback" in result.stderr
    assert "truncated" in result.stderr


def test_the_environment_can_ask_for_the_traceback() -> None:
    app = command_that_raises(errors.DicomError("truncated"))
    result = CliRunner().invoke(app, ["fail"], env={"MYOMAP_DEBUG": "1"})
    assert "Traceback" in result.stderr


def test_a_refusal_of_the_system_shows_its_reason_and_no_path() -> None:
    refusal = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/DOE_JANE/map.npy")
    result = CliRunner().invoke(command_that_raises(refusal), ["fail"])
    assert result.exit_code == 1
    assert os.strerror(errno.ENOSPC) in result.stderr
    assert "JANE" not in result.stderr


def test_a_reader_that_leaves_early_is_no_error() -> None:
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    done = subprocess.run(
        [sys.executable, "-m", "myomap", "--help"],
        stdout=writing_end,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing_end)
    assert done.returncode == 1
    assert done.stderr == ""


def test_an_interrupted_run_says_so_and_ends_with_one() -> None:
    result = CliRunner().invoke(command_that_raises(KeyboardInterrupt()), ["fail"])
    assert result.exit_code == 1
    assert result.stderr == "myomap: interrupted; nothing more is written.\n"


def test_a_message_cannot_move_the_cursor_of_the_terminal() -> None:
    hostile = "bad\r\nvalue \x1b[2J\x1b]0;title\x07 \u202ename"
    assert one_line(hostile) == "bad value [2J]0;title name"


def test_a_defect_shows_neither_traceback_nor_its_text() -> None:
    script = (
        "import sys; from myomap.cli.boundary import report_defect\n"
        "sys.excepthook = report_defect\n"
        "raise RuntimeError('DOE^JANE')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "defect of myomap" in done.stderr
    assert "RuntimeError" in done.stderr
    assert "JANE" not in done.stderr
    assert "Traceback" not in done.stderr
