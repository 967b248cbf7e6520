"""Kernels still run where their machine code cannot be kept."""

from typing import Any

import numba
import pytest

from myomap.camera.compiled import compiled


def add_one(number: int) -> int:
    return number + 1


def test_a_folder_that_cannot_be_written_costs_only_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    built_without_cache = []
    original = numba.njit

    def without_folder(**options: Any) -> Any:
        if options["cache"]:
            raise RuntimeError("cannot cache function: no locator available")
        built_without_cache.append(options)
        return original(**options)

    monkeypatch.setattr(numba, "njit", without_folder)
    assert compiled(add_one)(2) == 3
    assert len(built_without_cache) == 1
