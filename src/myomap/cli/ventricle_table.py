"""The ventricle as a table in the terminal."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from myomap.cli.remarks import (
    print_cautions,
    print_closing,
    without_advice_on_state,
)
from myomap.cli.ventricle_files import describe_ventricle
from myomap.records import StudyInput, Ventricle

__all__ = ["print_ventricle"]


def print_ventricle(
    source: StudyInput, ventricle: Ventricle, written: Sequence[str]
) -> None:
    """Print place, size and quality of what was found, cautions and files."""
    found = describe_ventricle(source, ventricle)
    contour = found["contour"]
    where = "" if found["frame"] == "patient" else ", in an imagined patient"
    table = Table(title="Left ventricle", title_justify="left", show_header=False)
    for name, value in (
        ("read from", source.kind.value),
        ("state", source.state.value if source.state else "unknown"),
        ("placed", "by hand" if found["placed"] == "manual" else "automatically"),
        (f"apex, mm left, back, head{where}", _point(found["apex_mm"])),
        (f"valve plane, likewise{where}", _point(found["base_mm"])),
        ("long axis", f"{found['long_axis_mm']:.0f} mm"),
        ("mid-wall radius", f"{found['radius_mm']:.0f} mm"),
        ("visible cavity", f"{found['visible_cavity_ml']:.0f} ml"),
        ("visible wall", f"{found['visible_wall_ml']:.0f} ml"),
        ("contour quality", _quality_words(found["contour_score"])),
        ("wall profiles with a peak", f"{contour['supported_percent']:.0f} %"),
        ("their distance from the wall", f"{contour['residual_mm']:.1f} mm"),
    ):
        table.add_row(name, value)
    console = Console()
    console.print(table)
    cautions = (*source.cautions, *ventricle.quality.cautions)
    print_cautions(console, without_advice_on_state(cautions))
    print_closing(console, written)


def _quality_words(score: float | None) -> str:
    return "not judged, placed by hand" if score is None else f"{score:.2f} of 1"


def _point(numbers: Sequence[float]) -> str:
    return ", ".join(f"{number:.0f}" for number in numbers)
