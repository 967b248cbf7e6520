"""The truth beside a simulated study: recognised by its names, and left out calmly."""

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Final

from myomap.records import LeftOut

__all__ = ["TRUTH_LEFT_OUT", "without_truth"]

TRUTH_LEFT_OUT: Final = "The truth of a simulated patient was left out."

_SHEET: Final = "truth.json"
_NAMES: Final = frozenset(
    {"truth_stress.npy", "truth_rest.npy", "defect_mask.npy", _SHEET}
)


def without_truth(left_out: Sequence[LeftOut]) -> list[LeftOut]:
    """Return what was left out, the four files of a patient's truth as one line.

    Parameters
    ----------
    left_out : sequence of LeftOut
        With names below what was given.

    Returns
    -------
    list of LeftOut
        In the same order; files of these names that do not lie beside each other
        keep their own lines.

    Examples
    --------
    >>> names = ("defect_mask.npy", "truth.json", "truth_rest.npy", "truth_stress.npy")
    >>> four = [LeftOut(name=f"P-1/{name}", reason="No map.") for name in names]
    >>> [(item.name, item.reason) for item in without_truth(four)]
    [('P-1/truth.json', 'The truth of a simulated patient was left out.')]
    """
    found: dict[str, set[str]] = {}
    for item in left_out:
        place = PurePosixPath(item.name)
        found.setdefault(str(place.parent), set()).add(place.name)
    whole = {folder for folder, names in found.items() if names >= _NAMES}
    kept: list[LeftOut] = []
    for item in left_out:
        place = PurePosixPath(item.name)
        if str(place.parent) not in whole or place.name not in _NAMES:
            kept.append(item)
        elif place.name == _SHEET:
            kept.append(LeftOut(name=item.name, reason=TRUTH_LEFT_OUT))
    return kept
