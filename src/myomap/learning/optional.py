"""Training libraries, imported when a model is made and not before."""

from importlib import import_module
from typing import Any

from myomap.errors import ConfigError

__all__ = ["optional_module"]


def optional_module(name: str) -> Any:
    """Return a module of the extra ``train``.

    Parameters
    ----------
    name : str
        Such as ``"sklearn.ensemble"``.

    Returns
    -------
    module
        Imported.

    Raises
    ------
    ConfigError
        If its library is not installed.
    """
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        library = name.split(".")[0]
        if error.name is None or error.name.split(".")[0] != library:
            raise
        raise ConfigError(
            f"The library {library} is not installed, and training needs it. Install "
            "it with: pip install 'myomap[train]'"
        ) from error
