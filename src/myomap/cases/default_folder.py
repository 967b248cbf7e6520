"""Where cases are kept if nobody says where."""

import os
import sys
from pathlib import Path

__all__ = ["HOME_VARIABLE", "default_folder"]

HOME_VARIABLE = "MYOMAP_HOME"


def default_folder() -> Path:
    """Return the folder of cases of this user; nothing is made.

    Returns
    -------
    Path
        What the environment variable ``MYOMAP_HOME`` names, else ``myomap`` in the
        place that the system has for the data of programs.

    References
    ----------
    .. [1] XDG Base Directory Specification, ``XDG_DATA_HOME``.
    """
    named = os.environ.get(HOME_VARIABLE)
    if named:
        return Path(named).expanduser().absolute()
    return _data_folder() / "myomap"


def _data_folder() -> Path:
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support"
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    named = Path(os.environ.get("XDG_DATA_HOME", ""))
    # The specification wants paths that do not start at the root passed over.
    return named if named.is_absolute() else Path.home() / ".local" / "share"
