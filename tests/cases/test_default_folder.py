"""Where cases are kept if nobody says where."""

from pathlib import Path

import pytest

from myomap.cases import HOME_VARIABLE, default_folder


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (HOME_VARIABLE, "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: Path("/people/her"))


@pytest.mark.parametrize(
    ("system", "folder"),
    [
        ("linux", "/people/her/.local/share/myomap"),
        ("darwin", "/people/her/Library/Application Support/myomap"),
        ("win32", "/people/her/AppData/Local/myomap"),
    ],
)
def test_every_system_has_a_place(
    monkeypatch: pytest.MonkeyPatch, system: str, folder: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    assert default_folder() == Path(folder)


def test_the_variable_goes_before_all(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "named"))
    assert default_folder() == tmp_path / "named"
    assert not default_folder().exists()


@pytest.mark.parametrize(
    ("named", "folder"),
    [
        ("/data", "/data/myomap"),
        ("not/from/the/root", "/people/her/.local/share/myomap"),
        ("", "/people/her/.local/share/myomap"),
    ],
)
def test_linux_follows_its_specification(
    monkeypatch: pytest.MonkeyPatch, named: str, folder: str
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", named)
    assert default_folder() == Path(folder)
