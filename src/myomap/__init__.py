"""myomap reads myocardial perfusion SPECT. Research software, not for diagnosis.

The names below are the whole journey; each room has more. They are imported when
they are first used, so that ``import myomap`` costs next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from myomap.errors import MyomapError
    from myomap.intake import read_study
    from myomap.polarmap import sample_polar_map, segment_means, segments_17
    from myomap.reading import Reading, read
    from myomap.records import PolarMap, Projections, State, Study, Ventricle, Volume
    from myomap.ventricle import find_ventricle

__version__ = "0.1.0"

__all__ = [
    "MyomapError",
    "PolarMap",
    "Projections",
    "Reading",
    "State",
    "Study",
    "Ventricle",
    "Volume",
    "__version__",
    "find_ventricle",
    "read",
    "read_study",
    "sample_polar_map",
    "segment_means",
    "segments_17",
]

_HOMES = {
    "MyomapError": "myomap.errors",
    "PolarMap": "myomap.records",
    "Projections": "myomap.records",
    "Reading": "myomap.reading",
    "State": "myomap.records",
    "Study": "myomap.records",
    "Ventricle": "myomap.records",
    "Volume": "myomap.records",
    "find_ventricle": "myomap.ventricle",
    "read": "myomap.reading",
    "read_study": "myomap.intake",
    "sample_polar_map": "myomap.polarmap",
    "segment_means": "myomap.polarmap",
    "segments_17": "myomap.polarmap",
}
"""Where each public name is defined."""


def __getattr__(name: str) -> Any:
    """Import a public name from its room on first use (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    member = getattr(import_module(_HOMES[name]), name)
    globals()[name] = member
    return member


def __dir__() -> list[str]:
    return sorted(__all__)
