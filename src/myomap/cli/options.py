"""Option values that several commands check alike."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from myomap.errors import ConfigError

if TYPE_CHECKING:
    from myomap.records import Sex
    from myomap.ventricle import ManualPlacement

__all__ = ["chosen_placement", "chosen_sex", "require_some_path"]


def require_some_path(*groups: Sequence[Path] | None) -> None:
    """Raise `ConfigError` unless at least one path was given."""
    if not any(groups):
        raise ConfigError(
            "No input was given. Name files, folders or zips of one patient."
        )


def chosen_sex(text: str | None) -> "Sex | None":
    """Return the sex an option names."""
    from myomap.records import Sex

    if text is None:
        return None
    try:
        return Sex(text.upper())
    except ValueError:
        raise ConfigError(f"The sex is {text!r}. Expected F or M.") from None


def chosen_placement(
    apex: tuple[float, float, float] | None,
    base: tuple[float, float, float] | None,
    radius: float | None,
) -> "ManualPlacement | None":
    """Return the ventricle placed by hand, or None when nothing was given."""
    given = [value is not None for value in (apex, base, radius)]
    if not any(given):
        return None
    if apex is None or base is None or radius is None:
        raise ConfigError(
            "A ventricle placed by hand needs all of --apex, --base and --radius; "
            f"{sum(given)} of 3 were given."
        )
    import numpy as np

    from myomap.ventricle import ManualPlacement

    return ManualPlacement(
        apex_mm=np.array(apex), base_mm=np.array(base), radius_mm=radius
    )
