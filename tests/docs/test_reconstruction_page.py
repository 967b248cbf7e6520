"""The page on reconstruction shows the numbers of the protocols as they are."""

from pathlib import Path

import pytest

from myomap.reconstruction import (
    Algorithm,
    ButterworthFilter,
    named_protocol,
    protocol_names,
)

PAGE = Path(__file__).parents[2] / "docs" / "reconstruction.md"


@pytest.mark.parametrize("name", protocol_names())
def test_the_page_has_steps_and_filter_of_every_protocol(name: str) -> None:
    protocol = named_protocol(name)
    (row,) = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{name}` |")
    ]
    steps, kept = (cell.strip() for cell in row.split("|")[2:4])
    is_fbp = protocol.algorithm is Algorithm.FBP
    assert steps == ("1" if is_fbp else f"{protocol.iterations} × {protocol.subsets}")
    if protocol.post_filter is None:
        assert kept == "none"
        return
    assert isinstance(protocol.post_filter, ButterworthFilter)
    order = protocol.post_filter.order
    assert kept == f"{protocol.post_filter.cutoff_per_cm:g}/cm, order {order:g}"


def test_the_page_has_the_strength_of_the_prior() -> None:
    strength = named_protocol("bsrem").prior.strength
    assert f"of strength {strength:g}" in PAGE.read_text(encoding="utf-8")
