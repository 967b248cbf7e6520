"""The options of `myomap evaluate`, gathered."""

from dataclasses import dataclass
from pathlib import Path

__all__ = ["EvaluateWords"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateWords:
    """The options of the command, by their names; None where none was given."""

    recipe: str
    models: str | None = None
    task: str | None = None
    unit: str | None = None
    features: str | None = None
    test: Path | None = None
    as_published: bool = False
    folds: int | None = None
    repeats: int | None = None
    seed: int = 0
    random_labels: int = 0
    weights: Path | None = None
    jobs: int = 1
    skip_unreadable: bool = False
    keep_look_alikes: bool = False
    data: Path | None = None
    download: bool = False
    out: Path | None = None
    force: bool = False
