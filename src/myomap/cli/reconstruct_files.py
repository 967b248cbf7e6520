"""What `myomap reconstruct` reads, writes and prints."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

import myomap
from myomap.cli.protocol_option import protocol_asked
from myomap.cli.remarks import (
    NOTICE,
    print_cautions,
    print_closing,
    print_left_out,
)
from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.errors import ConfigError, InputError
from myomap.intake import write_nifti
from myomap.output import OutputFolder
from myomap.reconstruction import (
    Algorithm,
    ReconstructedInput,
    ReconstructionOptions,
    ScatterMethod,
)
from myomap.records import Caution, InputKind, Study, StudyInput

__all__ = [
    "chosen_protocol",
    "names_of_files",
    "projections_of",
    "show_reconstructions",
    "write_reconstructions",
]


def chosen_protocol(
    name: str | None, *, attenuation: bool, corrects_motion: bool
) -> ReconstructionOptions:
    """Return the protocol asked for with what the options change in it.

    Without an attenuation map, `attenuation` changes nothing.
    """
    protocol = protocol_asked(name)
    return replace(
        protocol,
        attenuation=protocol.attenuation and attenuation,
        corrects_motion=corrects_motion,
        detects_motion=protocol.detects_motion or corrects_motion,
    )


def projections_of(study: Study) -> tuple[StudyInput, ...]:
    """Return the study's raw projections, one of each state.

    Raises
    ------
    InputError
        If there are none.
    ConfigError
        If two are of the same state, so that their files would have one name.
    """
    found = tuple(i for i in study.inputs if i.kind is InputKind.PROJECTIONS)
    if not found:
        kinds = ", ".join(sorted({item.kind.value for item in study.inputs}))
        raise InputError(
            f"There are no raw projections to reconstruct: found {kinds}. Expected an "
            "NM TOMO or GATED TOMO object."
        )
    for item in found:
        twins = sum(other.state is item.state for other in found)
        if twins > 1:
            state = item.state.value if item.state else "unknown"
            raise ConfigError(
                f"{twins} sets of projections are of the same state ({state}), "
                "expected one of each: name the files one by one."
            )
    return found


def write_reconstructions(
    study: Study, found: Sequence[ReconstructedInput], folder: Path, *, force: bool
) -> None:
    """Write every volume as DICOM and NIfTI, and one JSON, all or nothing."""
    with OutputFolder(
        folder,
        force=force,
        names=_names_of_files(found),
        stale=_earlier_results(folder),
    ) as out:
        for item in found:
            volume = item.reconstruction.volume
            out.path(f"{_name(item)}.dcm").write_bytes(
                write_recon_tomo(volume, _header(item))
            )
            out.path(f"{_name(item)}.nii.gz").write_bytes(
                write_nifti(volume, compressed=True)
            )
        document = {
            "schema": "myomap.reconstruction/1",
            "volumes": {_name(item): _described(item) for item in found},
            "cautions": _told(study.cautions),
            "myomap": myomap.__version__,
            "notice": NOTICE,
        }
        out.path(_JSON).write_text(f"{json.dumps(document, indent=2)}\n")


def show_reconstructions(study: Study, found: Sequence[ReconstructedInput]) -> None:
    """Print what was corrected in each volume, the cautions and what was left out."""
    table = Table(title="Reconstruction", title_justify="left")
    for heading in ("", "protocol", "attenuation", "blur", "scatter"):
        table.add_column(heading, overflow="fold")
    for item in found:
        result = item.reconstruction
        table.add_row(
            _name(item),
            result.protocol.protocol,
            "corrected" if result.attenuation_corrected else "not corrected",
            "modelled" if result.blur_corrected else "not modelled",
            result.scatter.value,
        )
    console = Console()
    console.print(table)
    for item in found:
        for caution in item.volume_input.cautions:
            title = _name(item).replace("_", " ").capitalize()
            text = Text.assemble(("caution  ", "yellow"), f"{title}: ")
            console.print(text + Text(caution.message))
    print_cautions(console, study.cautions)
    print_left_out(console, study.left_out)
    print_closing(console, _names_of_files(found))


_JSON = "reconstruction.json"
_UNKNOWN = "state_unknown"


_KINDS = ("dcm", "nii.gz")


def names_of_files(sources: Sequence[StudyInput]) -> list[str]:
    """Return the names of all files that reconstructions of inputs will have."""
    names = [f"{_name_of(item)}.{kind}" for item in sources for kind in _KINDS]
    return [*names, _JSON]


def _names_of_files(found: Sequence[ReconstructedInput]) -> list[str]:
    return names_of_files([item.source for item in found])


def _earlier_results(folder: Path) -> list[str]:
    """Return the names of volumes that a reconstruction left in a folder, if any."""
    try:
        document = json.loads((folder / _JSON).read_text(encoding="utf-8"))
        found = set(document["volumes"])
    except (OSError, ValueError, KeyError, TypeError):
        return []
    states = found & {"stress", "rest", _UNKNOWN}
    return [f"{state}.{kind}" for state in sorted(states) for kind in _KINDS]


def _name(item: ReconstructedInput) -> str:
    return _name_of(item.source)


def _name_of(source: StudyInput) -> str:
    return source.state.value if source.state else _UNKNOWN


def _header(item: ReconstructedInput) -> SeriesHeader:
    result = item.reconstruction
    protocol = result.protocol.protocol.replace("/", " ")
    return SeriesHeader(
        patient_id="",
        series_description=f"myomap {protocol}"[:60],
        state=item.source.state,
        tracer=item.source.facts.tracer,
        attenuation_corrected=result.attenuation_corrected,
        scatter_corrected=result.scatter is not ScatterMethod.NONE,
        decay_corrected=result.decay_corrected,
        motion_corrected=result.motion_corrected,
        frame_of_reference_uid=item.source.frame_of_reference_uid,
        derived_from=item.source.sop_instance_uid,
        is_simulated=item.source.facts.is_simulated,
        uid_seed=f"{item.source.sha256} {protocol}",
    )


def _described(item: ReconstructedInput) -> dict[str, Any]:
    result = item.reconstruction
    attenuation = item.attenuation_source
    return {
        "protocol": result.protocol.protocol,
        "protocol_source": result.protocol.source,
        "settings": _settings(result.protocol),
        "attenuation_corrected": result.attenuation_corrected,
        "attenuation_source": None
        if attenuation is None
        else {"kind": attenuation.kind.value, "sha256": attenuation.sha256},
        "blur_corrected": result.blur_corrected,
        "scatter": result.scatter.value,
        "decay_corrected": result.decay_corrected,
        "motion_corrected": result.motion_corrected,
        "n_gates": item.source.facts.n_gates,
        "input": {
            "sha256": item.source.sha256,
            "sop_instance_uid": item.source.sop_instance_uid,
        },
        "cautions": _told(item.volume_input.cautions),
    }


def _settings(protocol: ReconstructionOptions) -> dict[str, Any]:
    """Return every number that decided the volume, by its name in a protocol file."""
    blur, kept = protocol.collimator, protocol.post_filter
    by_prior = protocol.algorithm is Algorithm.BSREM
    return {
        "algorithm": protocol.algorithm.value,
        "iterations": protocol.iterations,
        "subsets": protocol.subsets,
        "prior_strength": protocol.prior.strength if by_prior else None,
        "prior_edge": protocol.prior.edge if by_prior else None,
        "collimator": None if blur is None else asdict(blur),
        "filter": None
        if kept is None
        else {"kind": type(kept).__name__.removesuffix("Filter").lower()}
        | asdict(kept),
        "scatter_to_primary": protocol.scatter_to_primary,
        "dual_window_factor": protocol.dual_window_factor,
        "photopeak_keV": protocol.photopeak_keV,
        "half_life_h": protocol.half_life_h,
    }


def _told(cautions: Sequence[Caution]) -> list[dict[str, str]]:
    return [{"code": each.code, "message": each.message} for each in cautions]
