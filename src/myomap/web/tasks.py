"""What the reading process is asked for, and what it hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any

from myomap.web.messages import Message

__all__ = ["Outcome", "OutcomeFile", "Stage", "Task", "TaskFile", "TaskKind"]


class TaskKind(Enum):
    """What is to be done."""

    READ = "read"
    """Files that were given."""

    EXAMPLE = "example"
    """A patient who is simulated first."""


class Stage(Enum):
    """Where a job is."""

    QUEUED = "queued"
    SIMULATING = "simulating"
    GATHERING = "gathering"
    RECONSTRUCTING_STRESS = "reconstructing-stress"
    RECONSTRUCTING_REST = "reconstructing-rest"
    VENTRICLE = "ventricle"
    MAPPING = "mapping"
    JUDGING = "judging"
    NETWORK = "network"
    STORING = "storing"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TaskFile:
    """One file to read.

    Parameters
    ----------
    place : Path
        Where its bytes lie.
    name : str
        What it was called, which can tell stress from rest; made plain.
    """

    place: Path
    name: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Task:
    """A reading to be made.

    Parameters
    ----------
    kind : TaskKind
        What is to be done.
    folder : Path
        Of this task alone; removed after it.
    files : tuple of TaskFile
        Of a reading.
    told : mapping of str to str
        What the user knows better: sex, age, attenuation, states, color_table,
        bar_range.
    placements : mapping
        By state: ``apex_mm``, ``base_mm``, ``radius_mm``.
    example : str
        Name of an example.
    """

    kind: TaskKind
    folder: Path
    files: tuple[TaskFile, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    placements: Mapping[str, Any] = field(default_factory=dict)
    example: str = ""

    def message(self) -> Message:
        """Return the task as a message.

        Returns
        -------
        Message
            Of the kind ``task``.
        """
        words = {
            "kind": self.kind.value,
            "folder": str(self.folder),
            "files": [[str(file.place), file.name] for file in self.files],
            "told": dict(self.told),
            "placements": dict(self.placements),
            "example": self.example,
        }
        return Message(kind="task", words=words)

    @classmethod
    def of_message(cls, message: Message) -> "Task":
        """Return the task that a message holds.

        Parameters
        ----------
        message : Message
            Of `message`.

        Returns
        -------
        Task
            The same again.
        """
        words = message.words
        return cls(
            kind=TaskKind(words["kind"]),
            folder=Path(words["folder"]),
            files=tuple(
                TaskFile(place=Path(place), name=name) for place, name in words["files"]
            ),
            told=words["told"],
            placements=words["placements"],
            example=words["example"],
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutcomeFile:
    """One file that a case keeps.

    Parameters
    ----------
    data : bytes
        What it holds.
    name : str
        What it was called.
    kind : str
        What it turned out to be; empty where it was of no use.
    state : str or None
        Stress or rest.
    is_picture : bool
        Whether a page can show it.
    details : mapping
        Discs that were found on it.
    """

    data: bytes
    name: str = ""
    kind: str = ""
    state: str | None = None
    is_picture: bool = False
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Outcome:
    """What was found.

    Parameters
    ----------
    document : mapping
        Of the schema ``myomap.reading/1``.
    arrays : bytes
        The packed `CaseArrays`.
    files : tuple of OutcomeFile
        What the case was read from.
    facts : mapping
        ``source``, ``identity``, ``study_date``, ``sex``, ``age_years``,
        ``is_simulated``, ``name``.
    """

    document: Mapping[str, Any]
    arrays: bytes
    files: tuple[OutcomeFile, ...]
    facts: Mapping[str, Any]

    def message(self) -> Message:
        """Return the outcome as a message.

        Returns
        -------
        Message
            Of the kind ``done``.
        """
        told = [
            {
                "name": file.name,
                "kind": file.kind,
                "state": file.state,
                "is_picture": file.is_picture,
                "details": dict(file.details),
            }
            for file in self.files
        ]
        words = {
            "document": self.document,
            "facts": dict(self.facts),
            "files": told,
        }
        blobs = {f"file {i}": file.data for i, file in enumerate(self.files)}
        return Message(kind="done", words=words, blobs={"arrays": self.arrays, **blobs})

    @classmethod
    def of_message(cls, message: Message) -> "Outcome":
        """Return the outcome that a message holds.

        Parameters
        ----------
        message : Message
            Of `message`.

        Returns
        -------
        Outcome
            The same again.
        """
        return cls(
            document=message.words["document"],
            arrays=message.blobs["arrays"],
            files=tuple(
                OutcomeFile(data=message.blobs[f"file {i}"], **told)
                for i, told in enumerate(message.words["files"])
            ),
            facts=message.words["facts"],
        )
