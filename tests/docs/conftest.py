"""The folder in which README and the examples of the commands are typed."""

import shutil
from pathlib import Path

import pytest

from raw_study import write_raw_study
from study_folder import write_study


@pytest.fixture(scope="session")
def written_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Volumes in ``study`` and projections in ``raw``, once for all tests."""
    folder = tmp_path_factory.mktemp("demo")
    write_study(folder / "study")
    write_raw_study(folder / "raw")
    return folder


@pytest.fixture
def folder_with_study(
    written_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A fresh working folder that holds ``study`` and ``raw``."""
    shutil.copytree(written_study, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
