"""Patients of another clinic as a user of `myomap train` has them: maps and a list."""

from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import numpy as np

from myomap.bench.reading_cases import deficits_of, shifted_lessons
from myomap.geometry import FloatArray
from myomap.learning import (
    TASKS,
    Dataset,
    ManifestOptions,
    SamplingPlan,
    Source,
    named_recipe,
    reading_block,
    samples_of_manifest,
)
from myomap.learning.dataset import IntArray
from myomap.learning.reading_network import CLASSES, Lesson
from myomap.records import Sex, State

__all__ = ["OwnClinic", "own_clinic"]

_HEADER: Final = "patient_id,stress,rest,label,sex\n"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class OwnClinic:
    """One clinic's patients, attenuation not corrected.

    Parameters
    ----------
    classes : Dataset
        Of the four classes; the first `n_own` may be learnt from, the others are asked.
    source : Source
        Where they came from.
    n_own : int
        How many may be learnt from.
    deficit : (asked patient,), percent
        Total perfusion deficit at stress against the simulated limits.
    """

    classes: Dataset
    source: Source
    n_own: int
    deficit: FloatArray

    @property
    def abnormal(self) -> Dataset:
        """The same patients, normal or not."""
        task = TASKS["abnormal"]
        y = (self.classes.y > 0).astype(np.int64)
        return replace(self.classes, classes=task.classes, y=y)

    @property
    def asked(self) -> IntArray:
        """Places of the patients that nothing learns from."""
        return np.arange(self.n_own, self.classes.n_samples)


def own_clinic(seed: int, n_own: int, n_asked: int) -> OwnClinic:
    """Return simulated patients of another clinic, read as a user's are.

    Parameters
    ----------
    seed : int
        Of the patients.
    n_own, n_asked : int
        How many to learn from, and how many more to ask.

    Returns
    -------
    OwnClinic
        Their maps went through files and a manifest.
    """
    recipe = named_recipe("careful")
    plan = SamplingPlan(
        task=TASKS["classes"],
        unit=recipe.unit,
        feature_set=recipe.feature_set,
        readings=reading_block,
    )
    deficits: list[float] = []
    rows = [_HEADER]
    with TemporaryDirectory() as made:
        folder = Path(made)
        for part in shifted_lessons(seed, n_own + n_asked, corrected=False):
            for place in range(len(part.targets.label)):
                if len(rows) > n_own:
                    deficits.append(
                        float(deficits_of(part.pairs, place, corrected=False)[0])
                    )
                rows.append(_written(folder, len(rows), part, place))
        (folder / "manifest.csv").write_text("".join(rows), encoding="utf-8")
        options = ManifestOptions(keep_look_alikes=True)
        dataset, source = samples_of_manifest(folder, plan, options)
    source = replace(source, is_simulated=True)
    return OwnClinic(
        classes=dataset, source=source, n_own=n_own, deficit=np.array(deficits)
    )


def _written(folder: Path, number: int, part: Lesson, place: int) -> str:
    """Write a patient's maps and return the row of the manifest."""
    names = []
    for index, state in enumerate(State):
        known = part.pairs.known[place, index]
        values = np.where(known, part.pairs.uptake[place, index], np.nan)
        names.append(f"{number}_{state.value}.npy")
        np.save(folder / names[-1], values.astype(np.float32))
    label = CLASSES[int(part.targets.label[place])]
    sex = Sex.FEMALE if part.pairs.sex[place] > 0 else Sex.MALE
    return f"S{number},{names[0]},{names[1]},{label},{sex.value}\n"
