"""From a figure to bytes that are the same for the same input.

matplotlib reads the user's own settings, stamps files with the date and numbers parts
of an SVG at random. Here it starts from its defaults, without stamps and with a fixed
seed. Figures are built without pyplot, so nothing is kept between two of them.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from myomap.errors import ConfigError
from myomap.output import write_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["figure_bytes", "house_style", "save_figure"]

_METADATA: dict[str, dict[str, str | None]] = {
    "png": {"Software": "myomap"},
    "svg": {"Creator": "myomap", "Date": None},
}

# The settings are global to matplotlib; two threads must not take turns inside them.
_STYLE_LOCK = threading.RLock()


@contextmanager
def house_style() -> Iterator[None]:
    """Draw with matplotlib's defaults, whatever the user has set.

    Yields
    ------
    None
        The user's settings come back at the end.
    """
    import matplotlib as mpl

    with _STYLE_LOCK, mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams["font.family"] = ["DejaVu Sans"]
        mpl.rcParams["svg.hashsalt"] = "myomap"
        mpl.rcParams["hatch.linewidth"] = 0.8
        yield


def figure_bytes(figure: "Figure", kind: str) -> bytes:
    """Return a figure as the bytes of a picture file.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Built without pyplot.
    kind : str
        ``"png"`` or ``"svg"``.

    Returns
    -------
    bytes
        The same for the same figure and version of matplotlib.

    Raises
    ------
    ConfigError
        If the kind is another.
    """
    if kind not in _METADATA:
        raise ConfigError(
            f"A figure cannot be written as {kind!r}. Expected 'png' or 'svg'."
        )
    stream = BytesIO()
    with house_style():
        figure.savefig(
            stream,
            format=kind,
            metadata=_METADATA[kind],
            facecolor=figure.get_facecolor(),
        )
    return stream.getvalue()


def save_figure(figure: "Figure", path: Path, *, force: bool = False) -> None:
    """Write a figure to a PNG or SVG file.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Built without pyplot.
    path : Path
        Its suffix, ``.png`` or ``.svg``, says which kind.
    force : bool
        Whether a file that is there may be replaced.

    Raises
    ------
    ConfigError
        If the suffix is another.
    OutputExistsError
        If the file is there and `force` is False.
    OutputError
        If it cannot be written.
    """
    kind = path.suffix.lower().removeprefix(".")
    write_file(path, figure_bytes(figure, kind), force=force)
