"""Tables that scientific software shows by default, named as it names them.

Screens drawn by research programs are often shown in them. Steps of value do not look
alike in most of them: they are there to be read back, not to be drawn in.
"""

from myomap.colortable.perceptual import sampled_table
from myomap.colortable.table import ColorTable

__all__ = ["SCIENTIFIC_NAMES", "scientific_table"]

SCIENTIFIC_NAMES = {
    "jet": ("Jet", "jet"),
    "turbo": ("Turbo", "turbo"),
    "hot": ("Hot", "hot"),
    "afmhot": ("AFM hot", "afmhot"),
    "gist-heat": ("Heat", "gist_heat"),
    "plasma": ("Plasma", "plasma"),
    "copper": ("Copper", "copper"),
    "bone": ("Bone", "bone"),
    "gnuplot": ("Gnuplot", "gnuplot"),
    "cmrmap": ("CMRmap", "CMRmap"),
    "cubehelix": ("Cubehelix", "cubehelix"),
    "nipy-spectral": ("Spectral", "nipy_spectral"),
    "gist-ncar": ("NCAR", "gist_ncar"),
    "gist-rainbow": ("GIST rainbow", "gist_rainbow"),
    "mpl-rainbow": ("Rainbow of matplotlib", "rainbow"),
}
"""Title and matplotlib's name; with hyphens where that has underscores."""


def scientific_table(name: str) -> ColorTable:
    """Return a table of scientific software.

    Parameters
    ----------
    name : str
        A key of `SCIENTIFIC_NAMES`.

    Returns
    -------
    ColorTable
        256 colours.
    """
    return sampled_table(name, *SCIENTIFIC_NAMES[name])
