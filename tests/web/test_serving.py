"""The reading room on a real port, opened and closed."""

import errno
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from myomap.errors import OutputError
from myomap.web import WebOptions
from myomap.web.folder_lock import FolderLock
from myomap.web.options import is_loopback
from myomap.web.serving import address_of, take_port


def test_a_port_is_taken_once(tmp_path: Path) -> None:
    with take_port(WebOptions(folder=tmp_path, port=0)) as first:
        port = first.getsockname()[1]
        with pytest.raises(OutputError, match="is taken"):
            take_port(WebOptions(folder=tmp_path, port=port))


def test_the_address_is_one_that_a_browser_takes(tmp_path: Path) -> None:
    options = WebOptions(folder=tmp_path, host="0.0.0.0", port=0, names=("heart",))
    with take_port(options) as listener:
        port = listener.getsockname()[1]
        assert address_of(options, listener) == f"http://heart:{port}/"


def test_an_open_address_asks_who_comes(tmp_path: Path) -> None:
    assert WebOptions(folder=tmp_path, host="0.0.0.0").has_accounts
    assert not WebOptions(folder=tmp_path).has_accounts
    assert not is_loopback("heart.hospital.example")


@contextmanager
def idle_sockets(port: int, number: int) -> Iterator[None]:
    """Hold connections open that begin a request and never end it."""
    with ExitStack() as held:
        for _ in range(number):
            each = held.enter_context(socket.create_connection(("127.0.0.1", port)))
            each.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
        yield


def test_a_room_opens_answers_and_closes(tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    words = ["serve", "--folder", str(folder), "--port", "0", "--accounts"]
    with subprocess.Popen(
        [sys.executable, "-m", "myomap", *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        opened = server.stdout.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", opened)
        assert found, opened
        line = http.client.HTTPConnection("127.0.0.1", int(found[1]), timeout=60)
        line.request("GET", "/api/v1/cases?search=Ivanov")
        answer = line.getresponse()
        assert answer.status == 401
        assert answer.getheader("server") is None
        answer.read()
        with idle_sockets(int(found[1]), 200):
            line.request("GET", "/login")
            page = line.getresponse()
            assert page.status == 200
            page.read()
        line.close()
        server.send_signal(signal.SIGINT)
        # `communicate` would pass over what `readline` has taken in already.
        said, errors = server.stdout.read(), server.stderr.read()
        server.wait(timeout=60)
    assert "The first user signs in with the word" in said
    assert "closed" in said
    assert "Ivanov" not in said + errors
    assert server.returncode == 0


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.ENOSPC])
def test_a_folder_that_cannot_be_written_to_is_named_without_its_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(number, os.strerror(number), str(tmp_path))

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(OutputError, match=r"folder of cases.*--folder") as caught:
        FolderLock(tmp_path)
    assert str(tmp_path) not in str(caught.value)
