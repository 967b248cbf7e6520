"""What is offered is there, and what is there is offered."""

import importlib
import pkgutil
import subprocess
import sys
from types import ModuleType

import pytest

import myomap

ROOMS = sorted(
    module.name
    for module in pkgutil.iter_modules(myomap.__path__)
    if module.ispkg and module.name != "cli"
)
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(myomap.__path__, "myomap.")
    if not module.name.endswith("__main__")
)


def names_of_a_room(room: ModuleType) -> set[str]:
    """Return the public names a room shows, submodules and borrowed types left out."""
    return {
        name
        for name, member in vars(room).items()
        if not name.startswith("_")
        and not isinstance(member, ModuleType)
        and getattr(member, "__module__", "") not in {"typing", "collections.abc"}
    }


@pytest.mark.parametrize("name", MODULES)
def test_every_name_in_all_resolves(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__doc__, "a module says what it is for"
    assert len(set(module.__all__)) == len(module.__all__)
    for public in module.__all__:
        assert hasattr(module, public)


@pytest.mark.parametrize("name", ROOMS)
def test_a_room_offers_all_that_it_shows(name: str) -> None:
    room = importlib.import_module(f"myomap.{name}")
    assert names_of_a_room(room) - set(room.__all__) == set()


def test_the_package_offers_what_dir_shows() -> None:
    assert dir(myomap) == sorted(myomap.__all__)


@pytest.mark.parametrize("name", sorted(set(myomap.__all__) - {"__version__"}))
def test_a_public_name_is_imported_on_first_use(name: str) -> None:
    script = f"import myomap; assert myomap.{name} is not None"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_a_missing_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'no_such_name'"):
        _ = myomap.no_such_name
