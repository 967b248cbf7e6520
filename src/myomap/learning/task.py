"""What a model is asked to tell apart."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from myomap.errors import ConfigError

__all__ = ["TASKS", "Label", "Task", "named_task"]


class Label(Enum):
    """A physician's word on a patient."""

    NORMAL = "normal"
    ISCHEMIA = "ischemia"
    INFARCTION = "infarction"
    MIXED = "mixed"
    ABNORMAL = "abnormal"
    """Not normal, and of what kind nobody said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """Which classes there are, and which label belongs to which.

    Parameters
    ----------
    name : str
        As an option names it.
    classes : tuple of str
        Of two, the second is the positive one.
    members : tuple of frozenset of Label
        One set a class; a patient whose label is in none is left out.
    """

    name: str
    classes: tuple[str, ...]
    members: tuple[frozenset[Label], ...]

    @property
    def is_binary(self) -> bool:
        """Whether there is one positive class."""
        return len(self.classes) == 2

    def class_of(self, label: Label) -> int | None:
        """Return the class of a label, counted from 0; None for one left out.

        Parameters
        ----------
        label : Label
            Of a patient.

        Returns
        -------
        int or None
            Index into `classes`.

        Examples
        --------
        >>> TASKS["abnormal"].class_of(Label.MIXED)
        1
        >>> TASKS["abnormal"].class_of(Label.ABNORMAL)
        1
        >>> TASKS["kind"].class_of(Label.NORMAL) is None
        True
        """
        found = [k for k, labels in enumerate(self.members) if label in labels]
        return found[0] if found else None


def _task(name: str, classes: Sequence[tuple[str, Sequence[Label]]]) -> Task:
    return Task(
        name=name,
        classes=tuple(called for called, _ in classes),
        members=tuple(frozenset(labels) for _, labels in classes),
    )


_KNOWN_KINDS = [Label.ISCHEMIA, Label.INFARCTION, Label.MIXED]
_ABNORMAL = [*_KNOWN_KINDS, Label.ABNORMAL]

TASKS = {
    task.name: task
    for task in (
        _task("abnormal", [("normal", [Label.NORMAL]), ("abnormal", _ABNORMAL)]),
        _task(
            "kind",
            [("ischemia", [Label.ISCHEMIA]), ("infarction", [Label.INFARCTION])],
        ),
        _task(
            "classes", [(each.value, [each]) for each in (Label.NORMAL, *_KNOWN_KINDS)]
        ),
    )
}
"""Normal or abnormal, as published; ischemia or infarction among those who have one
of them alone; all four classes. Where the kind counts, a patient who is *abnormal*
and no more belongs nowhere."""


def named_task(name: str) -> Task:
    """Return a task by its name.

    Parameters
    ----------
    name : str
        A key of `TASKS`.

    Returns
    -------
    Task
        What to tell apart.

    Raises
    ------
    ConfigError
        If there is no such task.
    """
    if name not in TASKS:
        raise ConfigError(
            f"There is no task {name!r}. Choose one of: {', '.join(TASKS)}."
        )
    return TASKS[name]
