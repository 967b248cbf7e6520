"""Where the real data are required, a test of them that does not run is a failure."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).resolve().parents[1] / "conftest.py"

pytest_plugins = ["pytester"]

TESTS = """
import pytest

@pytest.mark.real_data
def test_by_fixture(real_data):
    assert real_data.is_dir()

@pytest.mark.real_data
def test_by_hand():
    pytest.skip("no reason")

def test_other():
    pytest.skip("not of the data")
"""


@pytest.fixture
def suite(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> pytest.Pytester:
    monkeypatch.delenv("MYOMAP_DATA", raising=False)
    monkeypatch.delenv("MYOMAP_REQUIRE_DATA", raising=False)
    pytester.makeconftest(CONFTEST.read_text(encoding="utf-8"))
    pytester.makepyfile(TESTS)
    pytester.makeini("[pytest]\nmarkers = real_data: reads the public data sets\n")
    return pytester


def test_without_data_the_tests_skip(suite: pytest.Pytester) -> None:
    suite.runpytest_subprocess().assert_outcomes(skipped=3)


def test_required_data_that_are_missing_fail(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYOMAP_REQUIRE_DATA", "1")
    # The fixture fails at set-up, which pytest counts as an error.
    suite.runpytest_subprocess().assert_outcomes(errors=1, failed=1, skipped=1)


def test_a_folder_that_is_not_there_is_no_data(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYOMAP_REQUIRE_DATA", "1")
    monkeypatch.setenv("MYOMAP_DATA", str(suite.path / "nowhere"))
    suite.runpytest_subprocess().assert_outcomes(errors=1, failed=1, skipped=1)


def test_with_data_the_test_runs(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MYOMAP_DATA", str(suite.path))
    suite.runpytest_subprocess("-k", "fixture").assert_outcomes(passed=1)
