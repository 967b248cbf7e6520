"""A manifest of patients to a file of normal limits."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import typer

import myomap
from myomap.cli.deliver import TERMINAL, deliver_json, require_room
from myomap.cli.features_cases import FeatureCase, find_cases
from myomap.cli.normals_show import sets_as_json, show_sets
from myomap.cli.progress import progress_shown
from myomap.errors import ConfigError, InputError, MyomapError, OutputError
from myomap.output import OutputFolder
from myomap.quantification import (
    FEWEST_CASES,
    BuildOptions,
    CaseSource,
    LimitsMethod,
    NormalLimits,
    Population,
    build_limits,
    limits_from_bytes,
    limits_to_bytes,
    save_limits,
)
from myomap.reading import ReadOptions, StateReading, read
from myomap.reconstruction import Progress
from myomap.records import SIMULATED_DATA, PolarMap, Sex, State

__all__ = ["BuildRequest", "build_normals"]

_NORMAL = "normal"
_Kind = tuple[Sex | None, State, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildRequest:
    """What was asked for, as the options have it."""

    out: Path | None
    name: str
    tracer: str
    camera: str
    reconstruction: str
    attenuation_corrected: bool | None
    takes_everybody: bool


@dataclass(slots=True, kw_only=True)
class _Harvest:
    """Maps by kind, and what was left out and why."""

    maps: dict[_Kind, list[PolarMap]] = field(default_factory=dict)
    n_read: int = 0
    n_other_label: int = 0
    reasons: list[str] = field(default_factory=list)
    n_doubtful: int = 0
    n_unknown_correction: int = 0
    is_simulated: bool = False


def build_normals(
    paths: Sequence[Path], request: BuildRequest, json_path: Path | None, *, force: bool
) -> None:
    """Read the patients of a manifest, build all sets they suffice for, and write."""
    out = _checked(paths, request, json_path, force=force)
    harvest = _gathered(find_cases(paths, state=None, takes_each=False), request)
    source = CaseSource(
        told=_told(harvest, request),
        sha256=_digest(paths[0]),
        myomap=myomap.__version__,
    )
    sets = tuple(_sets(harvest, request, source))
    if not sets:
        raise InputError(_nothing_built(harvest))
    save_limits(out, request.name, sets, force=force)
    written = limits_from_bytes(limits_to_bytes(request.name, sets))
    if json_path is not None:
        deliver_json(sets_as_json(written), json_path, force=force)
    if json_path != TERMINAL:
        show_sets(written)
        _print_left_out(harvest)


def _checked(
    paths: Sequence[Path], request: BuildRequest, json_path: Path | None, *, force: bool
) -> Path:
    if len(paths) != 1:
        raise ConfigError(f"build takes one manifest: found {len(paths)}. Name one.")
    if request.out is None:
        raise ConfigError("build was given no file to write. Name one with --out.")
    for option in ("name", "tracer", "camera", "reconstruction"):
        word = getattr(request, option)
        if not (0 < len(word) <= 200 and word.isprintable()):
            raise ConfigError(
                f"--{option} cannot be used. Expected 1 to 200 printable characters."
            )
    OutputFolder(request.out.parent, force=force, names=[request.out.name])
    require_room(None, (), json_path, force=force)
    return request.out


def _gathered(cases: Sequence[FeatureCase], request: BuildRequest) -> _Harvest:
    harvest = _Harvest()
    with progress_shown("Normals") as advance:
        for number, case in enumerate(cases, start=1):
            label = case.passed_on.get("label")
            if label is None or label == _NORMAL or request.takes_everybody:
                _add(harvest, case, request)
            else:
                harvest.n_other_label += 1
            advance(Progress(done=number, total=len(cases), stage="studies"))
    return harvest


def _add(harvest: _Harvest, case: FeatureCase, request: BuildRequest) -> None:
    options = ReadOptions(
        stress=case.stress,
        rest=case.rest,
        sex=_sex_of(case),
        attenuation_map=case.attenuation_map,
        measures_function=False,
    )
    try:
        reading = read(case.paths, options)
    except OutputError:
        raise
    except MyomapError as error:
        harvest.reasons.append(str(error))
        return
    harvest.n_read += 1
    codes = {caution.code for caution in reading.cautions}
    harvest.is_simulated |= case.is_simulated or SIMULATED_DATA.code in codes
    for state, found in reading.states.items():
        if found.ventricle is not None and found.ventricle.quality.is_doubtful:
            harvest.n_doubtful += 1
            continue
        corrected = _correction(found, request)
        if corrected is None:
            harvest.n_unknown_correction += 1
            continue
        kind = (reading.study.sex, state, corrected)
        harvest.maps.setdefault(kind, []).append(found.polar_map)


def _sex_of(case: FeatureCase) -> Sex | None:
    word = case.passed_on.get("sex")
    if word is None:
        return None
    try:
        return Sex(word.upper())
    except ValueError as error:
        raise InputError(
            "The manifest has a sex that is neither F nor M. Leave the cell empty "
            "where it is not known."
        ) from error


def _correction(found: StateReading, request: BuildRequest) -> bool | None:
    told = found.attenuation_corrected
    return request.attenuation_corrected if told is None else told


def _sets(
    harvest: _Harvest, request: BuildRequest, source: CaseSource
) -> list[NormalLimits]:
    """Return a set for every kind with enough cases, both sexes together last."""
    groups = dict(harvest.maps)
    for (sex, state, corrected), maps in harvest.maps.items():
        if sex is not None:
            both = (None, state, corrected)
            groups[both] = [*groups.get(both, ()), *maps]
    method = LimitsMethod.MIXED if request.takes_everybody else LimitsMethod.NORMALS
    order = sorted(groups, key=lambda kind: (kind[1].value, kind[2], str(kind[0])))
    return [
        build_limits(
            groups[sex, state, corrected],
            Population(
                sex=sex,
                state=state,
                tracer=request.tracer,
                attenuation_corrected=corrected,
                reconstruction=request.reconstruction,
                camera=request.camera,
                is_simulated=harvest.is_simulated,
            ),
            BuildOptions(method=method),
            source=source,
        )
        for sex, state, corrected in order
        if len(groups[sex, state, corrected]) >= FEWEST_CASES
    ]


def _told(harvest: _Harvest, request: BuildRequest) -> str:
    kind = "simulated " if harvest.is_simulated else ""
    plain = "patients of any label" if request.takes_everybody else "normal patients"
    who = plain.replace("patients", f"{kind}patients")
    return f"{harvest.n_read} {who} of a manifest."


def _digest(path: Path) -> str:
    place = path / "manifest.csv" if path.is_dir() else path
    return hashlib.sha256(place.read_bytes()).hexdigest()


def _nothing_built(harvest: _Harvest) -> str:
    sizes: Counter[tuple[State, bool]] = Counter()
    for (_, state, corrected), maps in harvest.maps.items():
        sizes[state, corrected] += len(maps)
    most = max(sizes.values(), default=0)
    text = (
        f"No limits can be built: found {most} of the {FEWEST_CASES} maps that are "
        "needed at least of one state and correction. Studies that were read: "
        f"{harvest.n_read}; that could not be: {len(harvest.reasons)}; that are not "
        f"normal: {harvest.n_other_label}; maps with doubtful contours: "
        f"{harvest.n_doubtful}."
    )
    if harvest.n_unknown_correction:
        text += (
            " Maps that do not tell whether attenuation was corrected: "
            f"{harvest.n_unknown_correction}; say --attenuation or --no-attenuation."
        )
    return text


def _print_left_out(harvest: _Harvest) -> None:
    correction = "whether attenuation was corrected: say --attenuation or"
    for count, one, many in (
        (len(harvest.reasons), "study could not be read", "studies could not be read"),
        (harvest.n_other_label, "patient is not normal", "patients are not normal"),
        (
            harvest.n_doubtful,
            "map has doubtful contours",
            "maps have doubtful contours",
        ),
        (
            harvest.n_unknown_correction,
            f"map does not tell {correction} --no-attenuation",
            f"maps do not tell {correction} --no-attenuation",
        ),
    ):
        if count:
            typer.echo(f"Left out: {count} {one if count == 1 else many}.", err=True)
    for reason in dict.fromkeys(harvest.reasons[:5]):
        typer.echo(f"  {reason}", err=True)
