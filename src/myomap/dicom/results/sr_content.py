"""What a structured report holds: figures and findings by name, before any code."""

from dataclasses import dataclass
from typing import Final, Literal

from myomap.dicom.results.report_codes import (
    ARTERIES,
    EVALUATIONS,
    MEASUREMENTS,
    SEGMENTS,
    TEXTS,
    VALUES,
)
from myomap.errors import ConfigError, LimitExceededError

__all__ = ["SrContent", "SrGroup", "SrMeasurement", "SrText"]

_MOST_GROUPS: Final = 500
_MOST_TEXTS: Final = 500
_LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SrMeasurement:
    """One figure.

    Parameters
    ----------
    name : str
        Of `myomap.dicom.results.report_codes.MEASUREMENTS`, which gives its unit.
    value : float
        In that unit.
    interval : tuple of two floats or None
        Where it could as well have been.
    """

    name: str
    value: float
    interval: tuple[float, float] | None = None

    def __post_init__(self) -> None:
        _require_known("figure", self.name, MEASUREMENTS)
        numbers = (self.value, *(self.interval or ()))
        if not all(abs(number) < 1e9 for number in numbers):
            raise ConfigError(
                f"The figure {self.name} cannot be written: found a value that is not "
                "finite or beyond all sense. Expected a number below 1e9."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class SrGroup:
    """Figures and findings of one place and state, by one reader.

    Parameters
    ----------
    identifier : str
        For people: which group it is.
    state : str or None
        ``stress`` or ``rest``; None for what is of both.
    segments : tuple of int
        1 to 17.
    artery : str or None
        ``LAD``, ``LCX`` or ``RCA``; with neither, the group is of the left ventricle.
    finding : str or None
        Of the values of CID 3113.
    measurements : tuple of SrMeasurement
        The figures.
    evaluations : tuple of (str, str)
        Question and answer by name.
    reader : str or None
        A person; None is the software.
    method : str
        By which limits or model the software found it; empty for none.
    """

    identifier: str
    state: Literal["stress", "rest"] | None = None
    segments: tuple[int, ...] = ()
    artery: str | None = None
    finding: str | None = None
    measurements: tuple[SrMeasurement, ...] = ()
    evaluations: tuple[tuple[str, str], ...] = ()
    reader: str | None = None
    method: str = ""

    def __post_init__(self) -> None:
        for number in self.segments:
            _require_known("segment", number, SEGMENTS)
        if self.artery is not None:
            _require_known("artery", self.artery, ARTERIES)
        if self.finding is not None:
            _require_known("finding", self.finding, VALUES)
        for question, answer in self.evaluations:
            _require_known("question", question, EVALUATIONS)
            _require_known("answer", answer, VALUES)


@dataclass(frozen=True, slots=True, kw_only=True)
class SrText:
    """Words of the report.

    Parameters
    ----------
    kind : str
        Of `myomap.dicom.results.report_codes.TEXTS`.
    text : str
        In the report's language.
    """

    kind: str
    text: str

    def __post_init__(self) -> None:
        _require_known("text", self.kind, TEXTS)
        if len(self.text) > _LONGEST_TEXT:
            raise LimitExceededError(
                f"A text of the report is too long: found {len(self.text)} letters, "
                f"expected at most {_LONGEST_TEXT}."
            )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SrContent:
    """A structured report.

    Parameters
    ----------
    language : str
        ``en`` or ``ru``: of the texts; codes speak English.
    groups : tuple of SrGroup
        At least one.
    texts : tuple of SrText
        In order.
    """

    language: Literal["en", "ru"]
    groups: tuple[SrGroup, ...]
    texts: tuple[SrText, ...] = ()

    def __post_init__(self) -> None:
        if not self.groups:
            raise ConfigError(
                "The structured report has no figures. Expected at least one state."
            )
        if len(self.groups) > _MOST_GROUPS or len(self.texts) > _MOST_TEXTS:
            raise LimitExceededError(
                f"The structured report is too long: found {len(self.groups)} groups "
                f"and {len(self.texts)} texts, expected at most {_MOST_GROUPS} each."
            )

    def __repr__(self) -> str:
        return f"SrContent({len(self.groups)} groups, {len(self.texts)} texts)"


def _require_known(what: str, found: object, table: object) -> None:
    names = list(table) if isinstance(table, dict) else []
    if found not in names:
        raise ConfigError(
            f"The structured report has no code for the {what} {found!r}. Expected "
            f"one of: {', '.join(map(str, names))}."
        )
