"""What every test shares: one thread, one source of chance, the real data."""

import os

# Set before numpy is imported: the tests run side by side, one worker a core, and
# sums must not depend on how many threads shared them.
for _name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ.setdefault(f"{_name}_NUM_THREADS", "1")
os.environ.setdefault("MPLBACKEND", "Agg")

from collections.abc import Generator  # noqa: E402 - limits come before imports
from pathlib import Path  # noqa: E402

import numpy as np  # noqa: E402
import pytest  # noqa: E402
from hypothesis import settings  # noqa: E402

# The same examples every time and no deadline: a busy machine is not a failure.
settings.register_profile("myomap", derandomize=True, deadline=None, max_examples=30)
settings.load_profile("myomap")

DATA_VARIABLE = "MYOMAP_DATA"
REQUIRE_DATA_VARIABLE = "MYOMAP_REQUIRE_DATA"
REQUIRE_TOOLS_VARIABLE = "MYOMAP_REQUIRE_TOOLS"


def is_required(variable: str) -> bool:
    """Return whether the environment turns a skip into a failure."""
    return os.environ.get(variable, "") not in {"", "0"}


def skip_or_fail(reason: str, variable: str) -> None:
    """Skip the test, or fail it where the environment says it must run."""
    if is_required(variable):
        pytest.fail(f"{reason} {variable} is set, so this test has to run.")
    pytest.skip(reason)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let no test of the real data skip, however it does, where they are required."""
    report = yield
    is_of_real_data = item.get_closest_marker("real_data") is not None
    if report.skipped and is_of_real_data and is_required(REQUIRE_DATA_VARIABLE):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped; {REQUIRE_DATA_VARIABLE} is set."
    return report


@pytest.fixture
def rng() -> np.random.Generator:
    """Chance that is the same in every run, and fresh for every test."""
    return np.random.default_rng(20240229)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data sets; its tests skip where there is none."""
    named = os.environ.get(DATA_VARIABLE)
    if not named:
        skip_or_fail(f"{DATA_VARIABLE} names no folder.", REQUIRE_DATA_VARIABLE)
    folder = Path(str(named))
    if not folder.is_dir():
        skip_or_fail(f"{DATA_VARIABLE} names no folder.", REQUIRE_DATA_VARIABLE)
    return folder


@pytest.fixture(scope="session")
def dciodvfy() -> str:
    """The DICOM validator of dicom3tools; its tests skip where there is none."""
    import shutil

    program = shutil.which("dciodvfy")
    if program is None:
        skip_or_fail("dciodvfy (dicom3tools) is missing.", REQUIRE_TOOLS_VARIABLE)
    return str(program)
