"""One patient in, one row of the table of features out."""

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import myomap
from myomap.cli.features_cases import PASSED_ON, FeatureCase
from myomap.errors import InputError, MyomapError, OutputError
from myomap.features import FeatureSet, definitions_of_patient
from myomap.intake.naming import evidence_from_name
from myomap.intake.walking import FoundFile, walk
from myomap.reading import Reading, ReadOptions, read, reading_features

__all__ = [
    "FACTS",
    "FAILED",
    "OK",
    "FeatureRow",
    "columns_of",
    "digest_of",
    "known_values",
    "make_row",
    "name_of",
    "options_of",
    "passed_on_anew",
]

OK, FAILED = "ok", "failed"
FACTS = (
    "patient_id",
    "feature_set",
    "myomap",
    "sha256",
    "status",
    "reason",
    "cautions",
    "options",
    "color_table",
    *PASSED_ON,
)
"""The columns before the features."""

_PSEUDONYM_DIGITS = 16
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FeatureRow:
    """One line of the table.

    Parameters
    ----------
    facts : dict of str to str
        By the names of `FACTS`.
    values : dict of str to float
        The features; NaN where one cannot be computed, empty where the reading
        failed.
    """

    facts: dict[str, str]
    values: dict[str, float] = field(default_factory=dict)

    @property
    def patient_id(self) -> str:
        """Which patient."""
        return self.facts["patient_id"]

    @property
    def is_ok(self) -> bool:
        """Whether the patient was read."""
        return self.facts["status"] == OK


def digest_of(case: FeatureCase) -> str | None:
    """Return a hash of all files of a patient; None where one cannot be read.

    The same files give the same hash wherever they lie. Of their names nothing enters
    but what they say of stress and rest, so nobody's name can be guessed from it.
    """
    groups: Sequence[tuple[str, Sequence[Path]]] = (
        ("", case.paths),
        ("stress", case.stress),
        ("rest", case.rest),
        ("map", () if case.attenuation_map is None else (case.attenuation_map,)),
    )
    try:
        found = [
            f"{role or _state_word(file.name)} {_file_digest(file)}"
            for role, paths in groups
            for path in paths
            for file in walk(path, "An input")
            if isinstance(file, FoundFile)
        ]
    except (InputError, OSError):
        return None
    if not found:
        return None
    return hashlib.sha256("\n".join(sorted(found)).encode()).hexdigest()


def _state_word(name: str) -> str:
    """Return what a name says of the state, which changes what is read."""
    told = evidence_from_name(name)
    return told.state.value if told else ""


def _file_digest(file: FoundFile) -> str:
    digest = hashlib.sha256()
    with file.open() as stream:
        while chunk := stream.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


def name_of(case: FeatureCase, digest: str | None, number: int) -> str:
    """Return the patient's identifier: the given one, or one made of the files."""
    if case.patient_id is not None:
        return case.patient_id
    if digest is None:
        return f"unread-{number}"
    return f"input-{digest[:_PSEUDONYM_DIGITS]}"


def options_of(case: FeatureCase) -> str:
    """Return what was told of a patient's pictures, as the table writes it."""
    told = case.pictures.describe().items()
    return "; ".join(f"{name}={words}" for name, words in told if words is not None)


def make_row(
    case: FeatureCase, patient_id: str, digest: str | None, feature_set: FeatureSet
) -> FeatureRow:
    """Read a patient and return the row, which tells the reason if it cannot be."""
    facts = dict.fromkeys(FACTS, "") | dict(case.passed_on)
    facts |= {
        "patient_id": patient_id,
        "feature_set": feature_set.value,
        "myomap": myomap.__version__,
        "sha256": digest or "",
        "options": options_of(case),
    }
    options = ReadOptions(
        stress=case.stress,
        rest=case.rest,
        attenuation_map=case.attenuation_map,
        pictures=case.pictures,
        measures_function=False,
    )
    try:
        reading = read(case.paths, options)
        values = reading_features(reading, feature_set)
    except OutputError:
        raise
    except MyomapError as error:
        return FeatureRow(facts=facts | {"status": FAILED, "reason": str(error)})
    cautions = "; ".join(sorted({item.code for item in reading.cautions}))
    facts |= {"status": OK, "cautions": cautions, "color_table": _tables_of(reading)}
    return FeatureRow(facts=facts, values=values)


def _tables_of(reading: Reading) -> str:
    """Return by what the colours of a patient's pictures were read."""
    found = [state.source.color_scale for state in reading.states.values()]
    return ", ".join(dict.fromkeys(name for name in found if name is not None))


def passed_on_anew(row: FeatureRow, case: FeatureCase) -> FeatureRow:
    """Return a row with what the manifest says today, a corrected label perhaps."""
    said = dict.fromkeys(PASSED_ON, "") | dict(case.passed_on)
    return replace(row, facts=row.facts | said)


def columns_of(feature_set: FeatureSet) -> list[str]:
    """Return the names of all columns in their order."""
    return [*FACTS, *(each.name for each in definitions_of_patient(feature_set))]


def known_values(row: FeatureRow) -> dict[str, float | None]:
    """Return the features with None for what is not known."""
    return {
        name: None if math.isnan(value) else value for name, value in row.values.items()
    }
