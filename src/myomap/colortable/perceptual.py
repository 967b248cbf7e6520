"""Tables whose steps of value look like equal steps of lightness."""

import numpy as np

from myomap.colortable.table import ColorTable

__all__ = ["MATPLOTLIB_NAMES", "matplotlib_table", "sampled_table"]

MATPLOTLIB_NAMES = {
    "viridis": ("Viridis", "viridis"),
    "cividis": ("Cividis", "cividis"),
    "inferno": ("Inferno", "inferno"),
    "magma": ("Magma", "magma"),
    "red-blue": ("Blue to red", "RdBu_r"),
}
"""Title and matplotlib's name. The last has two arms from white, for differences."""


def matplotlib_table(name: str) -> ColorTable:
    """Return a table that matplotlib carries.

    Parameters
    ----------
    name : str
        A key of `MATPLOTLIB_NAMES`.

    Returns
    -------
    ColorTable
        256 colours.
    """
    return sampled_table(name, *MATPLOTLIB_NAMES[name])


def sampled_table(name: str, title: str, key: str) -> ColorTable:
    """Return a table of matplotlib under a name of the catalogue.

    Parameters
    ----------
    name, title : str
        Of the table here.
    key : str
        Matplotlib's name.

    Returns
    -------
    ColorTable
        256 colours.

    Examples
    --------
    >>> sampled_table("grey", "Grey", "gray").rgb[255].tolist()
    [255, 255, 255]
    """
    import matplotlib as mpl

    colors = mpl.colormaps[key].resampled(256)(np.arange(256))
    return ColorTable(
        name=name,
        title=title,
        rgb=np.round(colors[:, :3] * 255).astype(np.uint8),
        n_steps=None,
        source="matplotlib",
    )
