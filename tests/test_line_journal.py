"""Lines of a long work survive a kill, and never mix with those of other work."""

import json
from pathlib import Path

import pytest

from myomap.errors import OutputError, OutputExistsError
from myomap.output import JournalWords, LineJournal

WORDS = JournalWords(
    held="Another run.", foreign="Other work.", unwritable="No folder.", full="Full."
)
TITLE = {"work": "sums", "sizes": (1, 2)}


def journal(path: Path, title=TITLE, **options) -> LineJournal[int]:
    return LineJournal(
        path, title, restore=lambda piece: int(piece["n"]), words=WORDS, **options
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "folder" / "work.jsonl"
    with journal(place) as work:
        for number in (3, 5):
            work.add({"n": number})
    return place


def test_pieces_come_back_in_their_order(path) -> None:
    with journal(path) as work:
        assert work.kept == [3, 5]
        work.add({"n": 8})
    with journal(path) as work:
        assert work.kept == [3, 5, 8]
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("n_bytes", [1, 4, 8])
def test_a_line_that_was_cut_short_is_dropped(path, n_bytes) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-n_bytes])
    with journal(path) as work:
        assert work.kept == [3]
        work.add({"n": 9})
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines[1:]] == [{"n": 3}, {"n": 9}]


@pytest.mark.parametrize("text", ["no json\n", '{"work": "x"}\n', "[]\n"])
def test_other_work_is_left_alone(path, text) -> None:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(OutputExistsError, match="Other work"):
        journal(path).__enter__()
    assert path.read_text(encoding="utf-8") == text
    with journal(path, starts_over=True) as work:
        assert work.kept == []


def test_a_piece_that_is_none_is_other_work(path) -> None:
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"m": 1}\n')
    with pytest.raises(OutputExistsError):
        journal(path).__enter__()


def test_one_run_at_a_time(path) -> None:
    with journal(path), pytest.raises(OutputError, match="Another run"):
        journal(path).__enter__()
    with journal(path) as work:
        assert work.kept == [3, 5]


def test_a_link_is_not_followed(path, tmp_path) -> None:
    link = tmp_path / "link.jsonl"
    link.symlink_to(path)
    with pytest.raises(OutputError, match="No folder"):
        journal(link).__enter__()


def test_a_piece_that_does_not_fit_is_told(path, monkeypatch) -> None:
    with journal(path) as work:
        monkeypatch.setattr("os.write", lambda _, data: len(data) - 1)
        with pytest.raises(OutputError, match="Full"):
            work.add({"n": 1})


def test_a_finished_journal_goes(path) -> None:
    with journal(path) as work:
        work.remove()
    assert not path.exists()
