"""What physicians signed, as a list of labelled maps to learn from.

The list is the manifest that `myomap evaluate` and `myomap train` read. It holds
pseudonyms and maps, never a picture: names can be burned into a picture.
"""

import csv
import hashlib
import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from myomap.cases.finding import document_of, physician_of
from myomap.cases.kept_files import file_bytes
from myomap.cases.store import CaseStore
from myomap.errors import CaseNotFoundError, InputError
from myomap.intake.npy_map import polar_map_from_npy
from myomap.output import OutputFolder, write_file
from myomap.reading import CaseArrays, ReadingDocument, StateArrays, unpack_arrays
from myomap.records import N_ANGLES, N_RINGS
from myomap.report import PhysicianReading
from myomap.report.scores import segment_scores

__all__ = ["LabelExport", "export_labels", "labelled_cases", "labels_zip"]

MANIFEST: Final = "manifest.csv"
SCORES: Final = "scores.csv"
README: Final = "README.txt"
_SCORE_COLUMNS = ("patient_id", "case", "state", "segment", "score", "by")
_COLUMNS = (
    "patient_id",
    "stress",
    "rest",
    "label",
    "defect_mask",
    "sex",
    "age",
    "site",
    "answer_was_shown",
)
# Those of `myomap.learning.Label`, which takes a second to import.
_LABELS = frozenset(["normal", "ischemia", "infarction", "mixed", "abnormal"])
_STATES = ("stress", "rest")
_FORMULA_STARTS = ("=", "+", "-", "@", "|", "%", "\t", "\r")
_LARGEST_KIND = 2
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelExport:
    """Labelled cases, and what was left out of them.

    Parameters
    ----------
    files : mapping of str to bytes
        By name: maps, masks, segment scores, words for people, and last the manifest.
    n_cases : int
        Rows of the manifest.
    left_out : mapping of str to int
        How many signed cases were left out, by the reason.
    """

    files: Mapping[str, bytes] = field(repr=False)
    n_cases: int
    left_out: Mapping[str, int]


def labelled_cases(store: CaseStore, *, with_simulated: bool = False) -> LabelExport:
    """Return what physicians signed, to learn from.

    A label is the physician's own, or the software's where the physician signed that
    they agree. A mask is the one they drew, or the software's where they agree. Of a
    patient with several studies those count whose label is that of the last one,
    because a list has one label a patient.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    with_simulated : bool
        Whether cases that show no person count too.

    Returns
    -------
    LabelExport
        With pseudonyms; no name of a case, a file or a physician, and no comment.

    Raises
    ------
    StoreError
        If a kept file is damaged.
    """
    left_out: Counter[str] = Counter()
    files: dict[str, bytes] = {}
    rows: list[dict[str, str]] = []
    scores: list[dict[str, str]] = []
    labels: dict[str, str] = {}
    seen: set[str] = set()
    for signed in _signed_cases(store):
        reason = _reason_against(signed, labels, with_simulated=with_simulated)
        if reason is not None:
            left_out[reason] += 1
            continue
        maps = _maps(store, signed)
        hashes = _hashes_of_maps(signed, maps)
        if not hashes or len(set(hashes) - seen) < len(hashes):
            left_out["maps that are there twice" if hashes else "no usable map"] += 1
            continue
        seen.update(hashes)
        labels[signed.patient_id] = signed.label
        files.update(maps)
        rows.append(_row(signed, maps))
        scores.extend(_scores(signed))
    files[SCORES] = _table(_SCORE_COLUMNS, scores)
    files[README] = _told(len(rows), left_out).encode()
    files[MANIFEST] = _table(_COLUMNS, rows)
    return LabelExport(files=files, n_cases=len(rows), left_out=dict(left_out))


def labels_zip(store: CaseStore, *, with_simulated: bool = False) -> bytes:
    """Return what physicians signed as one zip archive.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    with_simulated : bool
        Whether cases that show no person count too.

    Returns
    -------
    bytes
        A zip with ``manifest.csv`` and the maps it names, ``scores.csv`` with the
        segments' scores, and ``README.txt``, which says what was left out.

    Raises
    ------
    StoreError
        If a kept file is damaged.
    """
    return _zipped(labelled_cases(store, with_simulated=with_simulated))


def export_labels(
    store: CaseStore,
    place: Path,
    *,
    with_simulated: bool = False,
    force: bool = False,
) -> LabelExport:
    """Write what physicians signed into a folder or a zip.

    Parameters
    ----------
    store : CaseStore
        Where the cases are kept.
    place : Path
        A zip where its name ends so, else a folder.
    with_simulated : bool
        Whether cases that show no person count too.
    force : bool
        Whether files that are there may be replaced.

    Returns
    -------
    LabelExport
        What was written.

    Raises
    ------
    OutputExistsError
        If a file is there and `force` is False.
    OutputError
        If it cannot be written.
    StoreError
        If a kept file is damaged.
    """
    export = labelled_cases(store, with_simulated=with_simulated)
    if place.suffix.lower() == ".zip":
        write_file(place, _zipped(export), force=force)
        return export
    with OutputFolder(place, force=force, names=list(export.files)) as out:
        for name, data in export.files.items():
            out.path(name).write_bytes(data)
    return export


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signed:
    """A case that a physician stands for."""

    case_id: int
    patient_id: str
    label: str
    document: ReadingDocument
    physician: PhysicianReading
    answer_was_shown: bool | None
    arrays_sha256: str | None
    sex: str
    age_years: float | None
    site: str
    is_simulated: bool

    def agrees(self) -> bool:
        """Whether the software's reading is the physician's too."""
        return bool(self.physician.agrees)


def _signed_cases(store: CaseStore) -> Iterator[_Signed]:
    """Yield signed cases that were not put aside, the last examined first."""
    with store.connections.reading() as connection:
        rows = connection.execute(
            "SELECT c.id, c.patient_key, c.sex, c.age_years, c.site, c.is_simulated,"
            " v.physician, v.answer_was_shown, r.document, r.arrays_sha256"
            " FROM cases AS c"
            " JOIN versions AS v ON v.case_id = c.id AND v.version = c.version"
            " JOIN readings AS r ON r.case_id = c.id AND r.number = v.reading_number"
            " WHERE c.is_read = 1 AND c.deleted_at IS NULL"
            " ORDER BY c.day DESC, c.id DESC"
        ).fetchall()
    for row in rows:
        physician = physician_of(row["physician"])
        if physician is None:
            continue
        label, document = physician.label, document_of(row["document"])
        if label is None and physician.agrees:
            label_text: str = document.verdict.label
        else:
            label_text = label or ""
        shown = row["answer_was_shown"]
        yield _Signed(
            case_id=row["id"],
            # It starts with a letter, so that no spreadsheet takes it for a number.
            patient_id=f"P-{row['patient_key']}",
            label=label_text,
            document=document,
            physician=physician,
            answer_was_shown=None if shown is None else bool(shown),
            arrays_sha256=row["arrays_sha256"],
            sex=row["sex"],
            age_years=row["age_years"],
            site=row["site"],
            is_simulated=bool(row["is_simulated"]),
        )


def _reason_against(
    signed: _Signed, labels: Mapping[str, str], *, with_simulated: bool
) -> str | None:
    if signed.is_simulated and not with_simulated:
        return "simulated"
    if signed.label not in _LABELS:
        return "no label that models learn"
    if labels.get(signed.patient_id, signed.label) != signed.label:
        return "another label than at the patient's last study"
    return None


def _maps(store: CaseStore, signed: _Signed) -> dict[str, bytes]:
    """Return the maps and the mask of a case as files; none where there is no map."""
    if signed.arrays_sha256 is None:
        return {}
    arrays = unpack_arrays(file_bytes(store, signed.arrays_sha256))
    files: dict[str, bytes] = {}
    for name in _STATES:
        state: StateArrays | None = getattr(arrays, name)
        data = None if state is None else _npy(state.uptake_percent)
        if data is not None and _is_readable(data):
            files[_name_of(signed, name)] = data
    mask = _mask(store, signed, arrays) if files else None
    if mask is not None:
        files[_name_of(signed, "defect_mask")] = mask
    return files


def _hashes_of_maps(signed: _Signed, maps: Mapping[str, bytes]) -> list[str]:
    names = [_name_of(signed, state) for state in _STATES]
    return [hashlib.sha256(maps[name]).hexdigest() for name in names if name in maps]


def _mask(store: CaseStore, signed: _Signed, arrays: CaseArrays) -> bytes | None:
    sha256 = signed.physician.mask_sha256
    if sha256 is None:
        is_theirs = signed.agrees() and arrays.affected is not None
        return _npy(arrays.affected) if is_theirs else None
    try:
        drawn = np.frombuffer(file_bytes(store, sha256), np.uint8)
    except CaseNotFoundError:
        return None
    is_mask = drawn.size == N_RINGS * N_ANGLES and int(drawn.max()) <= _LARGEST_KIND
    return _npy(drawn.reshape(N_RINGS, N_ANGLES)) if is_mask else None


def _npy(values: object) -> bytes:
    stream = io.BytesIO()
    np.save(stream, np.asarray(values), allow_pickle=False)
    return stream.getvalue()


def _is_readable(data: bytes) -> bool:
    """Whether the reader of lists takes this map."""
    try:
        polar_map_from_npy(data)
    except InputError:
        return False
    return True


def _name_of(signed: _Signed, what: str) -> str:
    return f"case-{signed.case_id}-{what}.npy"


def _row(signed: _Signed, maps: Mapping[str, bytes]) -> dict[str, str]:
    files = {
        what: name
        for what in (*_STATES, "defect_mask")
        if (name := _name_of(signed, what)) in maps
    }
    shown = {True: "yes", False: "no", None: ""}[signed.answer_was_shown]
    return {
        "patient_id": signed.patient_id,
        **{what: files.get(what, "") for what in (*_STATES, "defect_mask")},
        "label": signed.label,
        "sex": signed.sex,
        "age": "" if signed.age_years is None else f"{signed.age_years:g}",
        "site": _without_formula(signed.site),
        "answer_was_shown": shown,
    }


def _scores(signed: _Signed) -> Iterator[dict[str, str]]:
    """Yield the score of every segment that could be judged, and whose it is."""
    for state in _STATES:
        found = segment_scores(signed.document, signed.physician, state)
        for segment, score in enumerate(found.physician if found else (), start=1):
            if score is not None:
                is_theirs = found is not None and segment in found.changed
                yield {
                    "patient_id": signed.patient_id,
                    "case": f"case-{signed.case_id}",
                    "state": state,
                    "segment": str(segment),
                    "score": str(score),
                    "by": "physician" if is_theirs else "model",
                }


def _told(n_cases: int, left_out: Mapping[str, int]) -> str:
    """Return what is here, and why signed cases are not."""
    lines = [
        "Cases that physicians signed, under pseudonyms.",
        f"{MANIFEST}: {n_cases} cases with their maps, for 'myomap train'.",
        f"{SCORES}: the score of every segment, 0 normal to 4 absent; 'by' says whose.",
        "answer_was_shown: whether the software's answer was on the screen.",
        "",
        f"Signed cases that were left out: {sum(left_out.values())}.",
        *(f"- {number}: {reason}" for reason, number in sorted(left_out.items())),
    ]
    return "\n".join(lines) + "\n"


def _without_formula(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _table(columns: Sequence[str], rows: list[dict[str, str]]) -> bytes:
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def _zipped(export: LabelExport) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in export.files.items():
            member = zipfile.ZipInfo(name, _FIRST_DAY)
            archive.writestr(member, data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
