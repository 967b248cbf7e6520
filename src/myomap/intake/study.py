"""Paths in, the study of one patient out."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from myomap.errors import ConfigError, InputError
from myomap.intake.coordinates import with_coordinate_cautions
from myomap.intake.gathering import Gathered, Source, gather
from myomap.intake.patients import require_one_patient
from myomap.intake.picture_options import PictureOptions
from myomap.intake.picture_parts import unused_maps
from myomap.intake.stating import with_state
from myomap.intake.twins import without_twins
from myomap.records import (
    SIMULATED_DATA,
    Caution,
    LeftOut,
    Sex,
    State,
    Study,
    StudyInput,
)

__all__ = ["IntakeOptions", "read_study"]

_OLDEST_YEARS = 120.0
_SAME_AGE_YEARS = 2.0
_TOGETHER = timedelta(days=90)
_SHOWN_REASONS = 3


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IntakeOptions:
    """What the user knows better than the files.

    Parameters
    ----------
    stress, rest : tuple of Path
        Files, folders or zips whose state is certain; read beside the others.
    sex : Sex or None
        Overrules the headers.
    age_years : float or None
        Overrules the headers; 0 to 120.
    attenuation_map : Path or None
        A CT, a transmission scan or a NIfTI volume in 1/cm, as file, folder or zip.
        It comes first among the inputs; NIfTI is read as attenuation here alone.
    pictures : PictureOptions
        What is known better of pictures of polar maps than they show.

    Raises
    ------
    ConfigError
        If the age is not one.
    """

    stress: tuple[Path, ...] = ()
    rest: tuple[Path, ...] = ()
    sex: Sex | None = None
    age_years: float | None = None
    attenuation_map: Path | None = None
    pictures: PictureOptions = field(default_factory=PictureOptions)

    def __post_init__(self) -> None:
        age = self.age_years
        if age is not None and not (math.isfinite(age) and 0 <= age <= _OLDEST_YEARS):
            raise ConfigError(
                f"The age is not possible: found {age:g} years, expected 0 to "
                f"{_OLDEST_YEARS:g}. Correct it or leave it out."
            )


_NO_OPTIONS = IntakeOptions()


def read_study(paths: Sequence[Path], *, options: IntakeOptions = _NO_OPTIONS) -> Study:
    """Read everything of use in files, folders and zips of one patient.

    What a file is, is found from its bytes. Stress and rest are found from what the
    user says, then the header, then whole words of the file's name; an input that
    none of them settles stays unknown and says so in a caution. The slices of a CT
    are stacked, a series at a time; without SPECT beside it a CT is of no use.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders or zips in any mix; links inside folders are not followed.
    options : IntakeOptions
        What overrules the files.

    Returns
    -------
    Study
        All inputs, several of one kind and state included; what was left out and
        why; cautions where the files contradict each other or the options.

    Raises
    ------
    ConfigError
        If nothing was given, or one file was given as stress and as rest.
    InputError
        If a path does not exist, a file named by itself is of no use, or nothing of
        use remains.
    ArchiveError, LimitExceededError
        If a zip is not safe or there is too much to read.
    PatientMismatchError
        If the files are of more than one patient.

    Examples
    --------
    >>> read_study([Path("nowhere")])
    Traceback (most recent call last):
    ...
    myomap.errors.InputError: Input 1 was not found. Check the path.
    """
    sources = _sources(paths, options)
    gathered, left_out, gather_cautions = gather(sources)
    kept, duplicates = _without_duplicates(gathered)
    kept, twins = without_twins(kept)
    left_out = [*left_out, *duplicates, *twins]
    if not kept:
        raise _nothing_of_use(left_out)
    require_one_patient(item.content.patient for item in kept)
    sex, sex_cautions = _sex(kept, options.sex)
    age_years, age_cautions = _age_years(kept, options.age_years)
    inputs = tuple(
        replace(
            with_state(item.content.input, item.telling_name, item.telling_state),
            is_asked_map=item.is_map,
        )
        for item in kept
    )
    return Study(
        inputs=with_coordinate_cautions(inputs),
        left_out=tuple(left_out),
        sex=sex,
        age_years=age_years,
        cautions=(
            *_simulation_cautions(inputs),
            *gather_cautions,
            *unused_maps([item.content for item in kept]),
            *_patient_cautions(kept),
            *sex_cautions,
            *age_cautions,
            *_date_cautions(inputs),
        ),
    )


def _sources(paths: Sequence[Path], options: IntakeOptions) -> list[Source]:
    """Return what to read; what the user is sure of comes first."""
    if not (paths or options.stress or options.rest):
        raise ConfigError("No input was given. Give files, folders or zips.")
    asked_map = () if options.attenuation_map is None else (options.attenuation_map,)
    groups = (
        (asked_map, "Attenuation map", None),
        (options.stress, "Stress input", State.STRESS),
        (options.rest, "Rest input", State.REST),
        (paths, "Input", None),
    )
    return [
        Source(
            path=Path(path),
            called=f"{called} {number}",
            asked_state=state,
            is_map=group is asked_map and bool(asked_map),
            pictures=options.pictures,
        )
        for group, called, state in groups
        for number, path in enumerate(group, start=1)
    ]


def _without_duplicates(
    gathered: Sequence[Gathered],
) -> tuple[list[Gathered], list[LeftOut]]:
    kept: list[Gathered] = []
    left_out: list[LeftOut] = []
    first: dict[tuple[str, int], Gathered] = {}
    for item in gathered:
        found = item.content.input
        part = item.content.part
        keys = [(key, part) for key in (found.sha256, found.sop_instance_uid) if key]
        twin = next((first[key] for key in keys if key in first), None)
        if twin is None:
            first.update(dict.fromkeys(keys, item))
            kept.append(item)
            continue
        if item.asked_state not in (None, twin.asked_state):
            _require_shared(item, twin)
            shared = replace(twin, asked_state=None)
            kept[kept.index(twin)] = shared
            first.update({key: shared for key in first if first[key] is twin})
        is_copy = found.sha256 == twin.content.input.sha256
        reason = (
            "The same file is there twice; it was read once."
            if is_copy
            else "Another copy of the same DICOM object was read already."
        )
        left_out.append(LeftOut(name=item.name, reason=reason, is_copy=is_copy))
    return kept, left_out


def _require_shared(item: Gathered, twin: Gathered) -> None:
    """Raise unless one file may serve both states, as an attenuation map may."""
    if not item.content.input.kind.shows_uptake:
        return
    other = "an attenuation map" if twin.is_map else "stress"
    raise ConfigError(
        f"The same file was given as {other} and as "
        f"{'stress or rest' if twin.is_map else 'rest'}. Give it once."
    )


def _nothing_of_use(left_out: Sequence[LeftOut]) -> InputError:
    if not left_out:
        return InputError(
            "What was given holds no files. Expected DICOM, NIfTI or .npy files, or "
            "pictures (PNG, JPEG, BMP): check the path."
        )
    counts = Counter(item.reason for item in left_out).most_common()
    faults = {item.reason for item in left_out if item.is_fault}
    # What is broken comes first: a map may be of no use for want of that file alone.
    counts.sort(key=lambda counted: counted[0] not in faults)
    shown = " ".join(f"{n} × {reason}" for reason, n in counts[:_SHOWN_REASONS])
    n_more = sum(n for _, n in counts[_SHOWN_REASONS:])
    more = f" {n_more} more for other reasons." if n_more else ""
    files = "1 file was" if len(left_out) == 1 else f"{len(left_out)} files were"
    return InputError(f"Nothing of use was found; {files} left out: {shown}{more}")


def _simulation_cautions(inputs: Sequence[StudyInput]) -> tuple[Caution, ...]:
    n_simulated = sum(item.facts.is_simulated for item in inputs)
    if not n_simulated:
        return ()
    if n_simulated == len(inputs):
        return (SIMULATED_DATA,)
    message = (
        f"{n_simulated} of {len(inputs)} inputs are simulated and show no person; the "
        "others do not say so. Check that they belong together."
    )
    return (Caution(code=SIMULATED_DATA.code, message=message),)


def _patient_cautions(kept: Sequence[Gathered]) -> tuple[Caution, ...]:
    keys = [item.content.patient for item in kept]
    n_unknown = sum(key is None or key.is_unknown for key in keys)
    n_files = len({item.content.input.sha256 for item in kept})
    if n_files == 1 or not n_unknown:
        return ()
    return (
        Caution(
            code="patient-unverified",
            message=(
                f"{n_unknown} of {len(kept)} inputs do not say whose they are. That "
                "all are of one patient was taken for granted."
            ),
        ),
    )


def _sex(
    kept: Sequence[Gathered], asked: Sex | None
) -> tuple[Sex | None, tuple[Caution, ...]]:
    found = {item.content.sex for item in kept} - {None}
    if asked is not None:
        contradicted = bool(found - {asked})
        message = "The sex that was given differs from a header. It was followed."
        cautions = (Caution(code="sex-overruled", message=message),)
        return asked, cautions if contradicted else ()
    if len(found) > 1:
        message = (
            "The headers contradict each other about the sex; none was taken. Give it "
            "with --sex."
        )
        return None, (Caution(code="sex-contradictory", message=message),)
    return next(iter(found), None), ()


def _age_years(
    kept: Sequence[Gathered], asked: float | None
) -> tuple[float | None, tuple[Caution, ...]]:
    found = [item.content.age_years for item in kept]
    known = sorted(age for age in found if age is not None)
    if asked is not None:
        differs = any(abs(age - asked) > _SAME_AGE_YEARS for age in known)
        message = "The age that was given differs from a header. It was followed."
        cautions = (Caution(code="age-overruled", message=message),)
        return asked, cautions if differs else ()
    if known and known[-1] - known[0] > _SAME_AGE_YEARS:
        message = (
            "The headers contradict each other about the age; none was taken. Give it "
            "with --age."
        )
        return None, (Caution(code="age-contradictory", message=message),)
    return (known[-1] if known else None), ()


def _date_cautions(inputs: Sequence[StudyInput]) -> tuple[Caution, ...]:
    times = [item.facts.acquired_at for item in inputs]
    known = sorted(time.replace(tzinfo=None) for time in times if time is not None)
    if not known or known[-1] - known[0] <= _TOGETHER:
        return ()
    return (
        Caution(
            code="acquisitions-apart",
            message=(
                f"The acquisitions lie more than {_TOGETHER.days} days apart. Check "
                "that they belong to one examination."
            ),
        ),
    )
