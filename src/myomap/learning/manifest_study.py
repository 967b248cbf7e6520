"""A manifest to samples, with the story of how many rows became how many."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from myomap.errors import InputError
from myomap.learning.counted import counted
from myomap.learning.dataset import Dataset
from myomap.learning.fault import Fault, require_no_faults
from myomap.learning.manifest import Manifest, read_manifest
from myomap.learning.other_patients import (
    look_alike_faults,
    require_other_maps,
    require_other_names,
)
from myomap.learning.read_cases import CasesRead, read_cases
from myomap.learning.sampling import SamplingPlan, make_dataset
from myomap.learning.study import Source
from myomap.learning.task import Label
from myomap.reconstruction import Progress

__all__ = ["ManifestOptions", "samples_elsewhere", "samples_of_manifest"]

_SHOWN_REASONS = 3


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
    manifest = _manifest(path, options, on_progress)
    return _samples(_read(manifest, options, on_progress), plan, options)


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
        If either has faults, or a patient, a file or almost the same map is in both.
        Whatever the lists themselves show is told before any study is read.
    """
    options = options or ManifestOptions()
    manifests = [
        _manifest(path, options, on_progress),
        _manifest(other, options, on_progress, called="The manifest to test on"),
    ]
    # Reading can take hours: what a glance at both lists shows is told before.
    require_other_names(*manifests)
    one, two = (_read(each, options, on_progress) for each in manifests)
    require_other_maps(one.read, two.read)
    return _samples(one, plan, options), _samples(two, plan, options)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadManifest:
    manifest: Manifest
    read: CasesRead


def _manifest(
    path: Path,
    options: ManifestOptions,
    on_progress: Callable[[Progress], None] | None,
    called: str = "The manifest",
) -> Manifest:
    return read_manifest(
        path,
        called=called,
        skip_unreadable=options.skip_unreadable,
        on_progress=on_progress,
    )


def _read(
    manifest: Manifest,
    options: ManifestOptions,
    on_progress: Callable[[Progress], None] | None,
) -> _ReadManifest:
    read = read_cases(
        manifest, store=options.store, jobs=options.jobs, on_progress=on_progress
    )
    if read.faults and not options.skip_unreadable:
        alike = () if options.keep_look_alikes else look_alike_faults(read)
        require_no_faults((*read.faults, *alike), "The studies of the manifest")
    if not read.rows:
        raise InputError(_nothing_left(read.faults))
    return _ReadManifest(manifest=manifest, read=read)


def _nothing_left(faults: Sequence[Fault]) -> str:
    counts = Counter(each.reason.rstrip(".") for each in faults)
    told = [f"{n} × {reason}" for reason, n in counts.most_common(_SHOWN_REASONS)]
    n_more = len(counts) - len(told)
    more = f"; and {counted(n_more, 'other reason')}" if n_more else ""
    return (
        f"None of {counted(len(faults), 'study', 'studies')} could be read, so nothing "
        f"is left to learn from: {'; '.join(told)}{more}. Look at the files that the "
        "manifest names."
    )


def _samples(
    found: _ReadManifest, plan: SamplingPlan, options: ManifestOptions
) -> tuple[Dataset, Source]:
    manifest, read = found.manifest, found.read
    dataset, alike = make_dataset(read, plan)
    if not options.keep_look_alikes:
        require_no_faults(alike, "The maps of the manifest")
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
        is_simulated=manifest.n_simulated > 0,
        remarks=tuple(_remarks(found, plan, len(alike))),
    )


def _remarks(found: _ReadManifest, plan: SamplingPlan, n_alike: int) -> Iterator[str]:
    """Yield what to know of the data, each a sentence."""
    manifest, read = found.manifest, found.read
    if read.faults:
        rows = counted(len(read.faults), "row")
        were = "was" if len(read.faults) == 1 else "were"
        yield f"{rows} could not be read and {were} left out."
    if n_alike:
        yield (
            f"{counted(n_alike, 'pair')} of rows of different patients "
            f"{'shows' if n_alike == 1 else 'show'} almost the same map; each pair "
            "counts as one patient."
        )
    n_vague = sum(row.label is Label.ABNORMAL for row in read.rows)
    if n_vague and plan.task.class_of(Label.ABNORMAL) is None:
        are, were = ("is", "was") if n_vague == 1 else ("are", "were")
        yield (
            f"{counted(n_vague, 'row')} {are} labelled abnormal and no more, and "
            f"{were} left out: the task '{plan.task.name}' asks of what kind."
        )
    if manifest.n_outside:
        n = manifest.n_outside
        lie = "lies" if n == 1 else "lie"
        yield f"{counted(n, 'path')} {lie} outside the manifest's folder."
    if 0 < manifest.n_simulated < len(manifest.rows):
        yield (
            f"{manifest.n_simulated} of {len(manifest.rows)} rows are of simulated "
            "patients: a model can learn who lived instead of the disease."
        )
