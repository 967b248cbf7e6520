"""The folder in which README and the examples of the commands are typed."""

import shutil
from pathlib import Path

import pytest

from learning_cohort import write_cohort
from model_bundles import plain_bundle
from myomap.cases import backup, open_cases
from raw_study import write_raw_study
from screen_files import file_of, screen_with
from study_folder import write_study


@pytest.fixture(scope="session")
def written_study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with volumes, projections, labelled maps, a model, a screen, cases."""
    folder = tmp_path_factory.mktemp("demo")
    write_study(folder / "study")
    write_raw_study(folder / "raw")
    write_cohort(folder / "labelled", n_patients=12)
    (folder / "model.zip").write_bytes(plain_bundle())
    (folder / "screen.png").write_bytes(file_of(screen_with(2)))
    with open_cases(folder / "cases") as store:
        backup(store, folder / "saved.zip")
    return folder


@pytest.fixture
def folder_with_study(
    written_study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A fresh working folder that holds what was written."""
    shutil.copytree(written_study, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path
