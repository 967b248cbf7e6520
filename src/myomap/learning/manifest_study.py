"""A manifest to samples, with the story of how many rows became how many."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from myomap.learning.dataset import Dataset
from myomap.learning.fault import require_no_faults
from myomap.learning.manifest import Manifest, read_manifest
from myomap.learning.other_patients import require_other_patients
from myomap.learning.read_cases import CasesRead, read_cases
from myomap.learning.sampling import SamplingPlan, make_dataset
from myomap.learning.study import Source
from myomap.reconstruction import Progress

__all__ = ["ManifestOptions", "samples_elsewhere", "samples_of_manifest"]

_SIMULATION = "simulation.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestOptions:
    """What is done with rows that give cause for doubt.

    Parameters
    ----------
    skip_unreadable : bool
        Whether rows that cannot be read are left out, and counted.
    keep_look_alikes : bool
        Whether rows of two patients whose maps are almost the same are kept. They are
        taken for one patient then.
    store : Path or None
        Where studies are kept when they were read.
    jobs : int
        Processes.
    """

    skip_unreadable: bool = False
    keep_look_alikes: bool = False
    store: Path | None = None
    jobs: int = 1


def samples_of_manifest(
    path: Path,
    plan: SamplingPlan,
    options: ManifestOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[Dataset, Source]:
    """Return the samples of a manifest, and where they came from.

    Parameters
    ----------
    path : Path
        A CSV file, or a folder with ``manifest.csv``.
    plan : SamplingPlan
        What samples are made of.
    options : ManifestOptions, optional
        What is done in doubt.
    on_progress : callable, optional
        Called after every few rows and every study.

    Returns
    -------
    Dataset
        Samples of the task's classes.
    Source
        Hashes and counts.

    Raises
    ------
    InputError
        If the manifest has faults, all of them listed; rows that cannot be read and
        maps that two patients seem to share are among them unless `options` say
        otherwise.
    """
    options = options or ManifestOptions()
    return _samples(_read(path, options, on_progress), plan, options)


def samples_elsewhere(
    path: Path,
    other: Path,
    plan: SamplingPlan,
    options: ManifestOptions | None = None,
    *,
    on_progress: Callable[[Progress], None] | None = None,
) -> tuple[tuple[Dataset, Source], tuple[Dataset, Source]]:
    """Return the samples of a manifest, and of another with other patients.

    Parameters
    ----------
    path : Path
        A manifest to learn from.
    other : Path
        A manifest of patients who are only asked, of another hospital say.
    plan : SamplingPlan
        What samples are made of, the same for both.
    options : ManifestOptions, optional
        What is done in doubt inside each.
    on_progress : callable, optional
        Called after every few rows and every study.

    Returns
    -------
    two pairs of Dataset and Source
        As `samples_of_manifest` returns them.

    Raises
    ------
    InputError
        If either has faults, or a patient or almost the same map is in both.
    """
    options = options or ManifestOptions()
    one, two = (_read(each, options, on_progress) for each in (path, other))
    require_other_patients(one.read, two.read)
    return _samples(one, plan, options), _samples(two, plan, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadManifest:
    manifest: Manifest
    read: CasesRead


def _read(
    path: Path,
    options: ManifestOptions,
    on_progress: Callable[[Progress], None] | None,
) -> _ReadManifest:
    manifest = read_manifest(path, on_progress=on_progress)
    read = read_cases(
        manifest, store=options.store, jobs=options.jobs, on_progress=on_progress
    )
    if not options.skip_unreadable:
        require_no_faults(read.faults, "The studies of the manifest")
    return _ReadManifest(manifest=manifest, read=read)


def _samples(
    found: _ReadManifest, plan: SamplingPlan, options: ManifestOptions
) -> tuple[Dataset, Source]:
    manifest, read = found.manifest, found.read
    dataset, alike = make_dataset(read, plan)
    if not options.keep_look_alikes:
        require_no_faults(alike, "The maps of the manifest")
    remarks = []
    if read.faults:
        remarks.append(f"{len(read.faults)} rows could not be read and were left out.")
    if alike:
        remarks.append(
            f"{len(alike)} pairs of rows of different patients show almost the same "
            "map; each pair counts as one patient."
        )
    used = [row for row in read.rows if plan.task.class_of(row.label) is not None]
    return dataset, Source(
        what="manifest",
        hashes={"manifest": manifest.sha256, "files": read.digest},
        counts={
            "rows": len(manifest.rows),
            "unreadable": len(read.faults),
            "of another label": len(read.rows) - len(used),
            "used": len(used),
        },
        is_simulated=(manifest.folder / _SIMULATION).is_file(),
        remarks=tuple(remarks),
    )
