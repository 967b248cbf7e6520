"""Draw docs/pictures/room_*.png: the reading room with simulated patients, in Chromium.

python tools/draw_reading_room.py

Opens a room in a folder of its own, lets it read its examples and one patient twice,
and takes the list, the reading screen, a comparison and a report, in both languages.
"""

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Literal

import httpx
from playwright.sync_api import Browser, sync_playwright

from myomap.phantom import Disease
from myomap.simulation import SimulationOptions, Stage, patient_files, patient_of

PICTURES: Final = Path("docs/pictures")
WAITS_S: Final = 300.0


def main() -> None:
    """Open the room, fill it, look at it."""
    program = shutil.which("chromium")
    if program is None or shutil.which("pdftoppm") is None:
        sys.exit("On Debian and Ubuntu: apt-get install chromium poppler-utils")
    with TemporaryDirectory() as folder, open_room(Path(folder) / "cases") as address:
        before, after = fill(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=program, args=["--no-sandbox"]
            )
            for language, end in (("en", ""), ("ru", "_ru")):
                take_all(browser, address, language, end, (before, after))
                draw_report(address, before, language, end)
            browser.close()


@contextmanager
def open_room(folder: Path) -> Iterator[str]:
    """Serve a reading room on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    command = ["-m", "myomap", "serve", "--folder", str(folder), "--port", port]
    server = subprocess.Popen([sys.executable, *command], stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + WAITS_S
        while time.monotonic() < end:
            try:
                httpx.get(address)
            except httpx.TransportError:
                time.sleep(0.2)
            else:
                break
        yield address
    finally:
        server.terminate()
        server.wait()


def fill(address: str) -> tuple[str, str]:
    """Let the examples and a patient before and after be read; return the latter."""
    with httpx.Client(
        base_url=f"{address}/api/v1", headers={"X-Myomap": "1"}, timeout=60
    ) as client:
        examples = [each["name"] for each in client.get("/examples").json()]
        for name in examples:
            awaited(client, client.post(f"/examples/{name}").json()["job"])
        before, after = (
            awaited(client, send(client, study(disease)))
            for disease in (Disease.ISCHEMIA, Disease.NORMAL)
        )
        for case, agrees in (("1", True), (before, True)):
            sign(client, case, agrees=agrees)
    return before, after


def study(disease: Disease) -> dict[str, bytes]:
    """Return the volumes of one and the same patient, ill or not."""
    options = SimulationOptions(
        n_patients=1, seed=12, stage=Stage.VOLUME, disease=disease
    )
    made = patient_files(options, patient_of(options, 0), "SIM-FOLLOW-UP")
    return {name: data for name, data in made.items() if name.endswith(".dcm")}


def send(client: httpx.Client, files: dict[str, bytes]) -> str:
    """Give a study and return its job."""
    parts = [("files", (path, data)) for path, data in files.items()]
    sent = client.post("/uploads", files=parts)
    return str(sent.raise_for_status().json()["job"])


def awaited(client: httpx.Client, job: str) -> str:
    """Return the case that comes of a job."""
    end = time.monotonic() + WAITS_S
    while time.monotonic() < end:
        known = client.get(f"/jobs/{job}").json()
        if known["state"] == "done":
            return str(known["case"])
        if known["state"] == "refused":
            sys.exit(known["error"]["message"])
        time.sleep(0.2)
    sys.exit("A reading did not end.")


def sign(client: httpx.Client, case: str, *, agrees: bool) -> None:
    """Say as the physician that the model is right."""
    version = client.get(f"/cases/{case}").json()["version"]
    told = {"expected_version": version, "agrees": agrees, "signed": True}
    client.patch(f"/cases/{case}", json=told).raise_for_status()


def take_all(
    browser: Browser, address: str, language: str, end: str, cases: tuple[str, str]
) -> None:
    """Take every picture in one language."""
    before, after = cases
    views: tuple[tuple[str, str, Literal["light", "dark"]], ...] = (
        ("worklist", "/", "light"),
        ("reading", f"/cases/{before}", "dark"),
        ("comparison", f"/cases/{after}?beside={before}", "dark"),
    )
    for name, path, theme in views:
        context = browser.new_context(
            viewport={"width": 1366, "height": 768}, color_scheme=theme
        )
        context.add_cookies(
            [
                {"name": key, "value": value, "url": address}
                for key, value in (("lang", language), ("theme", theme))
            ]
        )
        page = context.new_page()
        page.goto(address + path)
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(500)
        page.screenshot(path=str(PICTURES / f"room_{name}{end}.png"))
        context.close()


def draw_report(address: str, case: str, language: str, end: str) -> None:
    """Draw the first page of a report as it would be printed."""
    asked = f"{address}/api/v1/cases/{case}/report.pdf?lang={language}"
    report = httpx.get(asked, timeout=60)
    subprocess.run(
        [
            "pdftoppm",
            "-png",
            "-r",
            "90",
            "-singlefile",
            "-",
            str(PICTURES / "room_report") + end,
        ],
        input=report.raise_for_status().content,
        check=True,
    )


if __name__ == "__main__":
    main()
