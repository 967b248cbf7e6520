"""What a person sees in a browser: the verdict of a dropped picture, and frames.

Needs Playwright and a Chromium, which come with the development tools; without them
the figures stay unknown.
"""

import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

__all__ = ["SeenTimes", "seen_times"]

_UNKNOWN: Final = float("nan")
_N_STEPS: Final = 120
_WIDTH: Final = 1366
_HEIGHT: Final = 768
_WAIT_MS: Final = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTimes:
    """Times in a browser; NaN where there is none.

    Parameters
    ----------
    first_page_s : float, s
        Until the worklist is drawn, of a server that runs.
    verdict_s : float, s
        From the drop of a picture to its verdict on the screen.
    frame_ms : float, ms
        To repaint every disc and slice in another window; 95th percentile.
    """

    first_page_s: float = _UNKNOWN
    verdict_s: float = _UNKNOWN
    frame_ms: float = _UNKNOWN


def seen_times(port: int, picture: Path) -> SeenTimes:
    """Return what a browser on this machine needs.

    Parameters
    ----------
    port : int
        Of a reading room that runs and is ready.
    picture : Path
        A PNG to drop.

    Returns
    -------
    SeenTimes
        All unknown without a browser.
    """
    program = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return SeenTimes()
    if program is None:
        return SeenTimes()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program, args=["--no-sandbox"]
        )
        page = browser.new_page(viewport={"width": _WIDTH, "height": _HEIGHT})
        address = f"http://127.0.0.1:{port}"
        page.goto(address)
        first_page_s = _drawn_s(page)
        page.wait_for_load_state("networkidle")
        verdict_s = _verdict_s(page, picture)
        frame_ms = _frame_ms(page)
        browser.close()
    return SeenTimes(first_page_s=first_page_s, verdict_s=verdict_s, frame_ms=frame_ms)


def _drawn_s(page: Any) -> float:
    """Return when the page showed its first words and had loaded all it names."""
    told = page.evaluate(
        """async () => {
          const paints = () => performance.getEntriesByName("first-contentful-paint");
          while (!paints().length) await new Promise((go) => setTimeout(go, 10));
          const [load] = performance.getEntriesByType("navigation");
          return Math.max(paints()[0].startTime, load.loadEventStart);
        }"""
    )
    return float(told) / 1000.0


def _verdict_s(page: Any, picture: Path) -> float:
    """Drop a picture on the page, as a hand would, and wait for its verdict."""
    middle = {"x": _WIDTH / 2, "y": _HEIGHT / 2}
    dragged = {"items": [], "files": [str(picture)], "dragOperationsMask": 1}
    devtools = page.context.new_cdp_session(page)
    began = time.perf_counter()
    for kind in ("dragEnter", "dragOver", "drop"):
        devtools.send(
            "Input.dispatchDragEvent", {"type": kind, **middle, "data": dragged}
        )
    page.wait_for_url("**/cases/*", timeout=_WAIT_MS)
    page.wait_for_selector(".verdict[data-label]", timeout=_WAIT_MS)
    return time.perf_counter() - began


def _frame_ms(page: Any) -> float:
    """Move the window step by step and return what the repaints took."""
    page.wait_for_function(
        "() => (window.myomapFrameTimes ?? []).length > 0", timeout=_WAIT_MS
    )
    times = page.evaluate(
        """async (steps) => {
          const slider = document.querySelectorAll(".window input[type=range]")[1];
          const before = window.myomapFrameTimes.length;
          for (let step = 0; step < steps; step += 1) {
            slider.value = String(60 + (step % 40));
            slider.dispatchEvent(new Event("input", { bubbles: true }));
            await new Promise((drawn) => requestAnimationFrame(drawn));
          }
          return window.myomapFrameTimes.slice(before);
        }""",
        _N_STEPS,
    )
    if not times:
        return _UNKNOWN
    return float(sorted(times)[int(0.95 * (len(times) - 1))])
