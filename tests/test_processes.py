"""Work by several processes."""

import os

import pytest

from myomap.errors import ConfigError, OutputError
from myomap.processes import as_done, check_jobs
from process_work import die, later_first, prepare, prepared_plus, square, where


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_item_is_done_once(jobs: int) -> None:
    items = list(range(25))

    done = sorted(as_done(square, items, jobs=jobs))

    assert done == [(number, number * number) for number in items]


def test_what_is_done_first_comes_first() -> None:
    order = [index for index, _ in as_done(later_first, [0, 1], jobs=2)]

    assert order == [1, 0]


@pytest.mark.parametrize("jobs", [1, 2])
def test_every_process_is_prepared(jobs: int) -> None:
    done = as_done(prepared_plus, [1, 2, 3], jobs=jobs, prepare=prepare, given=(40,))

    assert sorted(done) == [(0, 41), (1, 42), (2, 43)]


def test_processes_have_one_thread_and_leave_the_environment_as_it_was() -> None:
    before = dict(os.environ)

    places = [place for _, place in as_done(where, [0, 1, 2, 3], jobs=2)]

    assert {threads for _, threads in places} == {"1"}
    assert os.getpid() not in {process for process, _ in places}
    assert dict(os.environ) == before


def test_one_job_stays_here_unless_it_is_to_be_apart() -> None:
    here = [process for _, (process, _) in as_done(where, [0, 1], jobs=1)]
    apart = list(as_done(where, [0], jobs=1, is_apart=True))

    assert set(here) == {os.getpid()}
    assert apart[0][1] != (os.getpid(), None)
    assert apart[0][1][1] == "1"


def test_a_process_that_dies_is_told() -> None:
    with pytest.raises(OutputError, match=r"A process died.*fewer --jobs"):
        list(as_done(die, [0, 1], jobs=2))


@pytest.mark.parametrize("jobs", [-1, 0, 257])
def test_a_number_of_processes_without_sense_is_refused(jobs: int) -> None:
    with pytest.raises(ConfigError, match=f"found {jobs}, expected 1 to 256"):
        check_jobs(jobs)
    with pytest.raises(ConfigError):
        list(as_done(square, [1], jobs=jobs))
