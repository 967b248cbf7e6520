"""The folder in which README and the examples of the commands are typed."""

import shutil
from pathlib import Path

import pytest

from study_folder import write_study


@pytest.fixture(scope="session")
def written_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study as simulated, once for all tests."""
    folder = tmp_path_factory.mktemp("demo") / "study"
    write_study(folder)
    return folder


@pytest.fixture
def folder_with_study(
    written_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A fresh working folder that holds ``study``."""
    shutil.copytree(written_study, tmp_path / "study")
    monkeypatch.chdir(tmp_path)
    return tmp_path
