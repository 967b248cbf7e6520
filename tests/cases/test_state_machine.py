"""Saving, undoing, putting aside, in any order, against a naive folder of cases."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    rule,
)

from kept_cases import Clock, edit_of, made_case, made_document, said
from myomap.cases import (
    CaseQuery,
    NewReading,
    add_case,
    delete_case,
    find_case,
    list_cases,
    open_cases,
    replace_reading,
    save_version,
    undelete_case,
    undo,
    version,
)
from myomap.errors import CaseNotFoundError, EditConflictError, InputError

LABELS = ("normal", "ischemia", "mixed")


class NaiveCase:
    """A case as a list of what was said, and a stack of what can be undone."""

    def __init__(self, label: str) -> None:
        self.said: list[tuple[str, str | None]] = [(label, None)]
        self.stack = [self.said[0]]
        self.is_aside = False

    def add(self, state: tuple[str, str | None]) -> None:
        self.said.append(state)
        self.stack.append(state)

    def undo(self) -> None:
        self.stack.pop()
        self.said.append(self.stack[-1])


class KeptCases(RuleBasedStateMachine):
    """A folder of cases beside the naive one."""

    cases = Bundle("cases")

    def __init__(self) -> None:
        super().__init__()
        self.home = tempfile.TemporaryDirectory()
        self.clock = Clock()
        self.naive: dict[int, NaiveCase] = {}
        self.store = open_cases(Path(self.home.name), clock=self.clock)

    def teardown(self) -> None:
        self.store.close()
        self.home.cleanup()

    @rule(target=cases, label=st.sampled_from(LABELS))
    def add(self, label: str) -> int:
        number = add_case(self.store, made_case(document=made_document(label)), "")
        self.naive[number] = NaiveCase(label)
        return number

    @rule(
        case=cases,
        words=st.text(max_size=20),
        is_stale=st.booleans(),
    )
    def save(self, case: int, words: str, is_stale: bool) -> None:
        naive = self.naive[case]
        seen = len(naive.said) - is_stale
        if naive.is_aside:
            with pytest.raises(CaseNotFoundError):
                save_version(self.store, case, said(words), edit_of(seen))
        elif is_stale:
            with pytest.raises(EditConflictError):
                save_version(self.store, case, said(words), edit_of(seen))
        else:
            save_version(self.store, case, said(words), edit_of(seen))
            naive.add((naive.stack[-1][0], words))

    @rule(case=cases, label=st.sampled_from(LABELS))
    def read_again(self, case: int, label: str) -> None:
        naive = self.naive[case]
        reading = NewReading(document=made_document(label), arrays_sha256=None)
        if not naive.is_aside:
            replace_reading(self.store, case, reading, edit_of(len(naive.said)))
            naive.add((label, None))

    @rule(case=cases)
    def take_back(self, case: int) -> None:
        naive = self.naive[case]
        edit = edit_of(len(naive.said))
        if naive.is_aside:
            with pytest.raises(CaseNotFoundError):
                undo(self.store, case, edit)
        elif len(naive.stack) == 1:
            with pytest.raises(InputError, match="nothing to undo"):
                undo(self.store, case, edit)
        else:
            undo(self.store, case, edit)
            naive.undo()

    @rule(case=cases)
    def put_aside(self, case: int) -> None:
        delete_case(self.store, case, "")
        self.naive[case].is_aside = True

    @rule(case=cases)
    def bring_back(self, case: int) -> None:
        undelete_case(self.store, case, "")
        self.naive[case].is_aside = False

    @rule()
    def open_anew(self) -> None:
        self.store.close()
        self.store = open_cases(Path(self.home.name), clock=self.clock)

    @invariant()
    def everything_is_as_in_the_naive_folder(self) -> None:
        for number, naive in self.naive.items():
            case = find_case(self.store, number)
            label, words = naive.said[-1]
            assert case.row.label == label
            assert (case.physician and case.physician.comment) == words
            assert case.row.version == len(case.history) == len(naive.said)
            assert case.can_undo == (len(naive.stack) > 1)
        for is_deleted in (False, True):
            page = list_cases(self.store, CaseQuery(is_deleted=is_deleted))
            assert {row.id for row in page.rows} == {
                number
                for number, naive in self.naive.items()
                if naive.is_aside == is_deleted
            }

    @rule(case=cases, share=st.floats(0.0, 1.0, exclude_max=True))
    def look_back(self, case: int, share: float) -> None:
        naive = self.naive[case]
        index = int(share * len(naive.said))
        earlier = version(self.store, case, index + 1)
        label, words = naive.said[index]
        assert earlier.document.verdict.label == label
        assert (earlier.physician and earlier.physician.comment) == words


KeptCases.TestCase.settings = settings(max_examples=12, stateful_step_count=20)
TestKeptCases = KeptCases.TestCase
