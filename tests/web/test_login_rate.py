"""Guessing passwords costs time, and only the one who guesses."""

import pytest

from myomap.web.login_rate import LoginRate


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rate(clock: Clock) -> LoginRate:
    return LoginRate(clock)


def fail(rate: LoginRate, times: int, name: str = "A", address: str = "x") -> None:
    for _ in range(times):
        rate.failed(name, address)


def test_a_few_slips_cost_nothing(rate: LoginRate) -> None:
    fail(rate, 4)
    assert rate.wait_s("A", "x") == 0.0


def test_the_wait_doubles_and_has_an_end(rate: LoginRate) -> None:
    waits = []
    for _ in range(20):
        fail(rate, 1)
        waits.append(rate.wait_s("A", "x"))
    assert waits[4:8] == [2.0, 4.0, 8.0, 16.0]
    assert waits[-1] == 300.0


def test_a_name_is_kept_from_everywhere_and_others_are_not(rate: LoginRate) -> None:
    fail(rate, 6)
    assert rate.wait_s(" a ", "y") > 0
    assert rate.wait_s("B", "x") > 0
    assert rate.wait_s("B", "y") == 0.0


def test_time_and_the_right_password_wipe_the_slate(
    rate: LoginRate, clock: Clock
) -> None:
    fail(rate, 6)
    clock.now = 5.0
    assert rate.wait_s("A", "x") == 0.0
    fail(rate, 1)
    assert rate.wait_s("A", "x") == 8.0
    rate.succeeded("A", "x")
    assert rate.wait_s("A", "x") == 0.0


def test_no_number_of_names_fills_the_memory(rate: LoginRate) -> None:
    for number in range(10_500):
        rate.failed(f"name {number}", "x")
    assert len(rate._failed) <= 10_000
