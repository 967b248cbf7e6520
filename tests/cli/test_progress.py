"""Long work tells how far it is, whoever watches."""

from myomap.cli import progress
from myomap.cli.progress import progress_shown
from myomap.reconstruction import Progress


def test_off_a_terminal_there_is_a_line_a_minute(capsys, monkeypatch) -> None:
    times = iter([0.0, 30.0, 61.0, 100.0, 119.0, 122.0])
    monkeypatch.setattr(progress, "monotonic", lambda: next(times))
    with progress_shown("Evaluating") as advance:
        for done in range(1, 6):
            advance(Progress(done=done, total=5, stage="studies"))
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err == "Evaluating: studies 2 of 5\nEvaluating: studies 5 of 5\n"


def test_short_work_says_nothing(capsys) -> None:
    with progress_shown("Evaluating") as advance:
        advance(Progress(done=1, total=1, stage="studies"))
    assert capsys.readouterr().err == ""
