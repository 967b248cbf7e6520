"""Commands that work on one volume: read it, and find or place the ventricle."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

from myomap.errors import InputError
from myomap.intake import read_study
from myomap.records import SIMULATED_DATA, Study, StudyInput, Ventricle, Volume
from myomap.ventricle import ManualPlacement, find_ventricle, place_ventricle

__all__ = ["find_or_place", "kinds_of", "read_one_volume", "with_simulation_caution"]


def read_one_volume(path: Path) -> tuple[StudyInput, Volume]:
    """Return the one volume a path leads to, with what is known of it."""
    study = read_study([path])
    volumes = [
        (item, item.data) for item in study.inputs if isinstance(item.data, Volume)
    ]
    if len(volumes) != 1:
        raise InputError(
            f"One volume was expected and {len(volumes)} were found (in all: "
            f"{kinds_of(study)}). Name one reconstructed volume."
        )
    source, volume = volumes[0]
    return with_simulation_caution(source), volume


def with_simulation_caution(source: StudyInput) -> StudyInput:
    """Return the input, saying that it is simulated where it is."""
    if not source.facts.is_simulated:
        return source
    return replace(source, cautions=(SIMULATED_DATA, *source.cautions))


def kinds_of(study: Study) -> str:
    """Return what a study holds, as words: ``2 × transaxial volume``."""
    counts = Counter(item.kind.value for item in study.inputs)
    return ", ".join(f"{n} × {kind}" for kind, n in sorted(counts.items()))


def find_or_place(volume: Volume, placement: ManualPlacement | None) -> Ventricle:
    """Return the ventricle that was found, or the one placed by hand."""
    if placement is None:
        return find_ventricle(volume)
    return place_ventricle(volume, placement)
