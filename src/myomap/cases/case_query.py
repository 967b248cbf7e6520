"""What of the worklist is asked for, and the page that answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from myomap.cases.case_records import CaseRow
from myomap.errors import ConfigError

__all__ = ["MOST_ROWS", "CasePage", "CaseQuery", "Meaning", "Sort"]

MOST_ROWS = 1000
"""Of a page."""


class Sort(Enum):
    """Order of the worklist."""

    URGENCY = "urgency"
    ADDED = "added"
    STUDY = "study"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a word of a search means besides its letters.

    Parameters
    ----------
    verdicts : frozenset of str
        Labels that are called so.
    names : frozenset of str
        Of simulated cases, that are called so in the reader's language.
    """

    verdicts: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseQuery:
    """Which cases to list.

    Parameters
    ----------
    search : str
        Words that name, pseudonym or comment hold, all of them; case does not matter.
    meanings : mapping of str to Meaning
        Of words of the search, folded: what else a case may be to hold the word.
    verdict : str or None
        The physician's word where there is one, else the software's.
    since, until : date or None
        Of the examination, both included; where its date is not known, of the day the
        case was added.
    is_unread : bool
        Only what nobody has signed.
    is_deleted : bool
        What was put aside, in place of what was not.
    sort : Sort
        Most urgent of the unread first, last added first, or last examined first.
    offset, limit : int
        Which part of the list.

    Raises
    ------
    ConfigError
        If offset or limit make no sense.
    """

    search: str = field(default="", repr=False)
    meanings: Mapping[str, Meaning] = field(default_factory=dict, repr=False)
    verdict: str | None = None
    since: date | None = None
    until: date | None = None
    is_unread: bool = False
    is_deleted: bool = False
    sort: Sort = Sort.URGENCY
    offset: int = 0
    limit: int = 50

    def __post_init__(self) -> None:
        if not (0 <= self.offset < 2**63 and 0 <= self.limit <= MOST_ROWS):
            raise ConfigError(
                f"This part of the list cannot be shown: offset {self.offset}, limit "
                f"{self.limit}. Expected an offset from 0 and a limit of 0 to "
                f"{MOST_ROWS}."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """A part of the worklist.

    Parameters
    ----------
    rows : tuple of CaseRow
        At most as many as were asked for.
    total : int
        How many the query finds in all.
    unread : int
        How many of them nobody has signed.
    """

    rows: tuple[CaseRow, ...] = field(repr=False)
    total: int
    unread: int
