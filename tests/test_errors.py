"""The tree of errors is the one that is drawn, and each narrows a builtin."""

import re

import pytest

from myomap import errors


def drawn_parents() -> dict[str, str]:
    """Return the parent of every error as the docstring draws the tree."""
    parents: dict[str, str] = {}
    branch: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"^(\s*[│├└─\s]*)(\w+Error)\b", line)
        if not found:
            continue
        depth, name = len(found[1]), found[2]
        branch = [step for step in branch if step[0] < depth]
        if branch:
            parents[name] = branch[-1][1]
        branch.append((depth, name))
    return parents


def test_the_drawing_is_the_tree() -> None:
    drawn = drawn_parents()
    assert set(drawn) == set(errors.__all__) - {"MyomapError"}
    for name, parent in drawn.items():
        assert getattr(errors, parent) in getattr(errors, name).__bases__


@pytest.mark.parametrize("name", errors.__all__)
def test_the_root_catches_every_error(name: str) -> None:
    with pytest.raises(errors.MyomapError, match="a message"):
        raise getattr(errors, name)("a message")


@pytest.mark.parametrize(
    ("error", "builtin"),
    [
        pytest.param(errors.InputError, ValueError, id="input"),
        pytest.param(errors.GeometryError, ValueError, id="geometry"),
        pytest.param(errors.ConfigError, ValueError, id="config"),
        pytest.param(errors.VentricleNotFoundError, LookupError, id="ventricle"),
        pytest.param(errors.CaseNotFoundError, LookupError, id="case-not-found"),
        pytest.param(errors.EditConflictError, RuntimeError, id="edit-conflict"),
        pytest.param(errors.OutputError, OSError, id="output"),
        pytest.param(errors.OutputExistsError, FileExistsError, id="output-exists"),
    ],
)
def test_an_error_is_also_the_builtin_it_narrows(
    error: type[errors.MyomapError], builtin: type[Exception]
) -> None:
    assert issubclass(error, builtin)
    assert str(error("a message")) == "a message"
