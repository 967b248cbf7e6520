"""The reading room as people meet it: the real server, and a Chromium that watches.

Whatever a page does wrong beside what a test looks at is written down: errors on the
console, scripts that the policy stopped, dialogs, requests to other machines. The
fixture ``window`` fails a test that has any.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from axe_playwright_python.sync_playwright import (  # type: ignore[import-untyped]
    Axe,  # it carries no types
)
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Dialog,
    Page,
    Request,
    expect,
    sync_playwright,
)

from browser_cases import keep_screens
from conftest import REQUIRE_TOOLS_VARIABLE, skip_or_fail

OWN_HEADERS = {"X-Myomap": "1"}
STARTS_WITHIN_S = 60.0
READS_WITHIN_S = 60.0
KEPT_NAMES = (
    "Screen of the station",
    "To be deleted",
    "For the bin",
    "Walked over",
    "Walked to",
)
UNTOUCHED_NAMES = tuple(f"Untouched, {number}" for number in range(1, 41))
"""Cases to be changed, one a test: `untouched_cases` hands them out."""

SAME_PATIENT = ("First study", "Second study")

# A busy machine is not a failure.
expect.set_options(timeout=20_000)
SMALL = {"width": 1366, "height": 768}
LARGE = {"width": 3840, "height": 2160}

WATCH = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`);
});
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """A server that runs, and where it keeps its cases."""

    address: str
    folder: Path

    def client(self) -> httpx.Client:
        """Return a client of its interface."""
        return httpx.Client(
            base_url=f"{self.address}/api/v1", headers=OWN_HEADERS, timeout=60
        )

    def read(self, files: Mapping[str, bytes], **told: str) -> str:
        """Let a study be read and return the id of its case."""
        with self.client() as client:
            parts = [("files", (name, data)) for name, data in files.items()]
            sent = client.post("/uploads", files=parts, data=told)
            sent.raise_for_status()
            return self._awaited(client, sent.json()["job"])

    def example(self, name: str) -> str:
        """Let an example be simulated and read, and return the id of its case."""
        with self.client() as client:
            sent = client.post(f"/examples/{name}")
            sent.raise_for_status()
            return self._awaited(client, sent.json()["job"])

    def _awaited(self, client: httpx.Client, job: str) -> str:
        end = time.monotonic() + READS_WITHIN_S
        while time.monotonic() < end:
            known = client.get(f"/jobs/{job}").json()
            if known["state"] == "done":
                return str(known["case"])
            if known["state"] == "refused":
                raise AssertionError(known["error"])
            time.sleep(0.1)
        raise AssertionError("The reading did not end.")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served_room(folder: Path, *options: str) -> Iterator[Room]:
    """Serve a reading room from a folder until the test is over."""
    port = free_port()
    words = ["serve", "--folder", str(folder), "--port", str(port)]
    command = [sys.executable, "-m", "myomap", *words, *options]
    log = folder.parent / f"{folder.name}.log"
    with log.open("wb") as out:
        server = subprocess.Popen(
            command, stdout=out, stderr=out, env={**os.environ, "LANG": "C.UTF-8"}
        )
        try:
            room = Room(address=f"http://127.0.0.1:{port}", folder=folder)
            _await_answer(room, server, log)
            yield room
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _await_answer(room: Room, server: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < end:
        if server.poll() is not None:
            raise AssertionError(log.read_text("utf-8", "replace"))
        try:
            httpx.get(f"{room.address}/login", timeout=5)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("The reading room did not start.")


@dataclass(slots=True)
class Window:
    """One person's browser window on a room, and what went wrong in it."""

    room: Room
    page: Page
    faults: list[str] = field(default_factory=list)
    refusals: set[int] = field(default_factory=set)

    def expect_refusal(self, *statuses: int) -> None:
        """Let an answer of these statuses be no fault: the test asks for it."""
        self.refusals |= set(statuses)

    def open(self, path: str) -> Page:
        """Go to a page of the room."""
        self.page.goto(self.room.address + path)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def drop(self, *paths: Path) -> None:
        """Drop files and folders on the middle of the page, as a hand would."""
        size = self.page.viewport_size or SMALL
        at = {"x": size["width"] / 2, "y": size["height"] / 2}
        dragged = {
            "items": [],
            "files": [str(path) for path in paths],
            "dragOperationsMask": 1,
        }
        devtools = self.page.context.new_cdp_session(self.page)
        for kind in ("dragEnter", "dragOver", "drop"):
            devtools.send(
                "Input.dispatchDragEvent", {"type": kind, **at, "data": dragged}
            )
        devtools.detach()

    def serious_barriers(self) -> list[str]:
        """Return what axe-core finds on the page that keeps people out."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in found
            if fault["impact"] in {"serious", "critical"}
            for node in fault["nodes"]
        ]


def watched(context: BrowserContext, room: Room) -> Window:
    """Return a new window whose faults are written down."""
    context.add_init_script(WATCH)
    window = Window(room=room, page=context.new_page())

    def heard(message: ConsoleMessage) -> None:
        is_refusal = any(
            f"status of {code} " in message.text for code in window.refusals
        )
        if message.type == "error" and not is_refusal:
            window.faults.append(message.text)

    def asked(request: Request) -> None:
        if not request.url.startswith((room.address, "data:", "blob:")):
            window.faults.append(f"a request to another machine: {request.url}")

    def stopped(dialog: Dialog) -> None:
        if dialog.type == "beforeunload":
            dialog.accept()
            return
        window.faults.append(f"a dialog: {dialog.message}")
        dialog.dismiss()

    window.page.on("console", heard)
    window.page.on("pageerror", lambda error: window.faults.append(str(error)))
    window.page.on("dialog", stopped)
    context.on("request", asked)
    return window


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's or the system's own Chromium; its tests skip where there is none."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        skip_or_fail("There is no Chromium here.", REQUIRE_TOOLS_VARIABLE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.fixture(scope="session")
def room(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    """A reading room that every browser test of this process shares.

    Beside the first case, which tests only look at, it holds one for every test that
    changes something.
    """
    folder = tmp_path_factory.mktemp("room") / "cases"
    keep_screens(folder, (*KEPT_NAMES, *UNTOUCHED_NAMES))
    keep_screens(folder, SAME_PATIENT, patient="Examined twice")
    with served_room(folder) as served:
        yield served


@pytest.fixture(scope="session")
def untouched_cases() -> list[str]:
    """Ids of cases that nobody has changed; who takes one takes it off the list."""
    first = len(KEPT_NAMES) + 1
    return [str(first + index) for index in range(len(UNTOUCHED_NAMES))]


@pytest.fixture
def open_window(browser: Browser, room: Room) -> Iterator[Callable[..., Window]]:
    """Return what opens a window; none of them may end with a fault."""
    opened: list[tuple[BrowserContext, Window]] = []

    def opens(
        *,
        of: Room | None = None,
        cookies: Mapping[str, str] | None = None,
        **options: Any,
    ) -> Window:
        context = browser.new_context(
            **{"viewport": SMALL, "locale": "en-GB", **options}
        )
        served = of or room
        context.add_cookies(
            [
                {"name": name, "value": value, "url": served.address}
                for name, value in (cookies or {}).items()
            ]
        )
        window = watched(context, served)
        opened.append((context, window))
        return window

    yield opens
    for context, _ in opened:
        context.close()
    faults = [fault for _, window in opened for fault in window.faults]
    if faults:
        pytest.fail("In the browser: " + "; ".join(faults))


@pytest.fixture
def window(open_window: Callable[..., Window]) -> Window:
    """One window, English and light, of a small screen."""
    return open_window(cookies={"lang": "en", "theme": "light"})
