"""What was given to `myomap features`, as patients."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from myomap.errors import ConfigError, InputError, LimitExceededError
from myomap.intake import PictureOptions
from myomap.intake.manifest_lines import (
    MANIFEST,
    column_names,
    is_of_simulation,
    manifest_lines,
    runs_in_a_spreadsheet,
    says_simulated,
)
from myomap.intake.walking import printable_name
from myomap.records import State

__all__ = ["PASSED_ON", "FeatureCase", "find_cases"]

PASSED_ON = ("label", "sex", "age", "site")
"""Columns of a manifest that the table of features repeats."""

_NO_OPTIONS = PictureOptions()
_ID, _IMAGE, _MAP = "patient_id", "image", "attenuation_map"
_INPUTS = {State.STRESS: "stress", State.REST: "rest"}
_HEAD_BYTES = 4096
_MOST_BYTES = 64 << 20
_MOST_CASES = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FeatureCase:
    """What belongs to one row.

    Parameters
    ----------
    patient_id : str or None
        As a manifest names the patient.
    paths : tuple of Path
        Inputs that tell their state themselves.
    stress, rest : tuple of Path
        Inputs whose state was given.
    attenuation_map : Path or None
        For raw projections.
    passed_on : mapping of str to str
        What a manifest says besides.
    pictures : PictureOptions
        What is known of pictures better than they show.
    called : str
        What the user calls it: a file's name or a row. It can hold a name: for the
        terminal of the person who gave it, never for the table.
    is_simulated : bool
        Whether a manifest says that the patient never lived. Maps alone do not tell.
    """

    patient_id: str | None = None
    paths: tuple[Path, ...] = ()
    stress: tuple[Path, ...] = ()
    rest: tuple[Path, ...] = ()
    attenuation_map: Path | None = None
    passed_on: Mapping[str, str] = field(default_factory=dict)
    pictures: PictureOptions = field(default_factory=PictureOptions)
    called: str = ""
    is_simulated: bool = False


def find_cases(
    inputs: Sequence[Path],
    *,
    state: State | None = None,
    takes_each: bool = False,
    pictures: PictureOptions = _NO_OPTIONS,
) -> list[FeatureCase]:
    """Return one case for every patient that was given, in the order given.

    A file with the header of a manifest, and a folder that holds one under its usual
    name, stand for the patients it lists. Raises `InputError` for a manifest that
    cannot be followed, before any patient is read, and `ConfigError` for a state
    beside a manifest, which says it itself.
    """
    cases: list[FeatureCase] = []
    for number, path in enumerate(inputs, start=1):
        manifest = _manifest_of(path)
        if manifest is None:
            cases += (_single(each, state) for each in _expanded(path, takes_each))
        elif state is not None:
            raise ConfigError(
                f"Input {number} is a manifest, which tells stress from rest itself. "
                "Leave out --state."
            )
        else:
            cases += _rows_of(manifest, f"Input {number}")
    if len(cases) > _MOST_CASES:
        raise LimitExceededError(
            f"There are too many patients: found {len(cases)}, expected at most "
            f"{_MOST_CASES}. Make several tables."
        )
    _require_each_once(cases)
    return [replace(case, pictures=pictures) for case in cases]


def _single(path: Path, state: State | None) -> FeatureCase:
    called = printable_name(path.name)
    if state is State.STRESS:
        return FeatureCase(stress=(path,), called=called)
    if state is State.REST:
        return FeatureCase(rest=(path,), called=called)
    return FeatureCase(paths=(path,), called=called)


def _expanded(path: Path, takes_each: bool) -> Iterator[Path]:
    """Yield a path, or what lies directly in it, sorted by name."""
    if not (takes_each and path.is_dir()):
        yield path
        return
    try:
        inside = sorted(path.iterdir())
    except OSError as error:
        raise InputError(
            "A folder may not be read by this user. Change its rights."
        ) from error
    for entry in inside:
        if not entry.name.startswith(".") and not entry.is_symlink():
            yield entry


def _manifest_of(path: Path) -> Path | None:
    """Return the manifest that a path is or holds."""
    for place in (path, path / MANIFEST):
        try:
            if place.is_file():
                with place.open("rb") as stream:
                    first = stream.read(_HEAD_BYTES).split(b"\n", 1)[0]
                if _ID in _header(first):
                    return place
        except OSError:
            # Why it cannot be opened is told when it is read.
            continue
    return None


def _header(line: bytes) -> tuple[str, ...]:
    try:
        return column_names(line.decode("utf-8-sig").strip())[0]
    except UnicodeDecodeError:
        return ()


def _rows_of(manifest: Path, called: str) -> list[FeatureCase]:
    found = manifest_lines(manifest, most_bytes=_MOST_BYTES, called=called)
    if not set(found.columns) & {*_INPUTS.values(), _IMAGE}:
        raise InputError(
            f"{called} is a manifest without a column of inputs. Expected stress and "
            "rest, or image, beside patient_id."
        )
    cases = [
        _case_of(
            row,
            manifest.parent,
            f"Row {number} (line {number + 1}) of {called[0].lower()}{called[1:]}",
        )
        for number, row in enumerate(found.lines, start=1)
    ]
    if is_of_simulation(manifest.parent):
        return [replace(case, is_simulated=True) for case in cases]
    return cases


def _case_of(cells: Mapping[str, str] | None, folder: Path, called: str) -> FeatureCase:
    if cells is None:
        raise InputError(
            f"{called} has more or fewer cells than there are columns. Write every "
            "cell, and quote those with commas."
        )
    patient_id = cells[_ID]
    if not patient_id or not patient_id.isprintable():
        raise InputError(
            f"{called} has no patient_id that can be used. Expected a pseudonym of "
            "printable characters."
        )
    _require_harmless(cells, called)

    def given(column: str) -> tuple[Path, ...]:
        return (folder / cells[column],) if cells.get(column) else ()

    return FeatureCase(
        patient_id=patient_id,
        paths=given(_IMAGE),
        stress=given(_INPUTS[State.STRESS]),
        rest=given(_INPUTS[State.REST]),
        attenuation_map=next(iter(given(_MAP)), None),
        passed_on={name: cells[name] for name in PASSED_ON if cells.get(name)},
        called=patient_id,
        is_simulated=says_simulated(cells),
    )


def _require_harmless(cells: Mapping[str, str], called: str) -> None:
    """Refuse words that the table would repeat and a spreadsheet would carry out."""
    for column in (_ID, *PASSED_ON):
        word = cells.get(column, "")
        if runs_in_a_spreadsheet(word) or not word.isprintable():
            raise InputError(
                f"{called} has a word in the column {column} that does not go into a "
                "table: a spreadsheet would carry it out as a formula, or it holds "
                "characters that cannot be seen. Expected a word that does not begin "
                "with = + - or @: write it anew."
            )


def _require_each_once(cases: Sequence[FeatureCase]) -> None:
    names = [case.patient_id for case in cases if case.patient_id is not None]
    if len(set(names)) == len(names):
        return
    raise InputError(
        "A patient is named more than once in the manifests: found "
        f"{len(names) - len(set(names))} of {len(names)} rows too many. Expected one "
        "row a patient: give studies of one patient identifiers of their own."
    )
