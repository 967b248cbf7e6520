"""Whether gates can be trusted, and what they are on the segments."""

import numpy as np
import pytest

from beating_hearts import beat, gates, summed
from myomap.errors import GeometryError
from myomap.function import (
    even_gates,
    gate_shares,
    gating_cautions,
    measure_function,
    on_rings,
    segment_functions,
    trace_gates,
)
from myomap.records import Frame, Gating, Volume
from myomap.ventricle import ReorientOptions, find_ventricle, short_axis_volume


def codes(shares: object, gating: Gating | None = None) -> list[str]:
    return [one.code for one in gating_cautions(np.asarray(shares, float), gating)]


def test_even_gates_of_a_usual_number_call_for_nothing():
    assert codes(np.ones(8)) == codes(np.ones(16)) == []
    assert codes(1 + 0.05 * np.sin(np.arange(8.0))) == []


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([1.0] * 4, ["gates-too-few"]),
        ([1.0] * 7, ["gates-few"]),
        ([1.0] * 7 + [0.7], ["gates-last-low"]),
        ([1.0] * 4 + [0.8] + [1.0] * 3, ["gates-uneven"]),
        ([1.0] * 3 + [1.3] + [1.0] * 3 + [0.5], ["gates-last-low", "gates-uneven"]),
        ([1.0] * 7 + [0.95], []),
    ],
)
def test_number_and_counts_of_gates_are_judged(shares, expected):
    assert codes(shares) == expected


@pytest.mark.parametrize(
    ("gating", "expected"),
    [
        (Gating(n_accepted=911, n_rejected=5), []),
        (Gating(n_accepted=80, n_rejected=20), ["beats-rejected"]),
        (Gating(n_accepted=0, n_rejected=0), []),
        (Gating(n_accepted=100), []),
        (Gating(shortest_ms=680, longest_ms=1009), []),
        (Gating(shortest_ms=400, longest_ms=1300), ["beats-of-any-length"]),
        (Gating(), []),
    ],
)
def test_beats_of_the_header_are_judged(gating, expected):
    assert codes(np.ones(8), gating) == expected


def test_gates_are_made_even_and_empty_ones_stay_empty():
    volume = Volume(counts=np.full((2, 3, 3), 6.0), affine=np.eye(4))
    half = volume.with_counts(volume.counts / 2)
    none = volume.with_counts(np.zeros_like(volume.counts))
    given = (volume, volume, half, none)
    shares = gate_shares([float(each.counts.sum()) for each in given])
    even = even_gates(given, shares / shares[0])
    assert [float(each.counts.max()) for each in even] == [6, 6, 6, 0]


def test_gates_without_counts_have_no_shares():
    with pytest.raises(GeometryError, match="hold no counts"):
        gate_shares(np.zeros(8))


def test_means_of_the_segments_are_those_of_the_map():
    figures = measure_function(gates())
    found = segment_functions(figures)
    assert [each.segment.number for each in found] == list(range(1, 18))
    motion = on_rings(figures.motion_mm)
    assert motion.shape == figures.area_cm2.shape == (32, 72)
    lowest, highest = motion.min(), motion.max()
    assert all(lowest <= each.motion_mm <= highest for each in found)
    # Basal anterior: 60° to 120°, the outer third of the radius.
    inside = np.s_[24:31, 13:24]
    weight = figures.area_cm2[inside]
    expected = (motion[inside] * weight).sum() / weight.sum()
    assert found[0].motion_mm == pytest.approx(expected, abs=0.5)
    healthy = [each.thickening_percent for each in found[:12]]
    assert min(healthy) > 10.0


def test_a_known_ventricle_of_the_sum_is_followed_and_gives_the_same():
    found = find_ventricle(summed(gates()))
    looked, given = trace_gates(gates()), trace_gates(gates(), found)
    assert given.summed is found
    np.testing.assert_allclose(given.midwall_ml, looked.midwall_ml, rtol=1e-3)


def test_short_axis_slices_without_a_place_beat_as_transaxial_ones():
    axis = find_ventricle(summed(gates())).long_axis
    stacks = []
    for gate in gates():
        cut = short_axis_volume(gate, axis, ReorientOptions())
        stack = np.diag([*cut.voxel_size_mm, 1.0])
        stacks.append(
            Volume(counts=cut.counts, affine=stack, frame=Frame.SHORT_AXIS_FROM_APEX)
        )
    found = measure_function(stacks)
    assert found.ejection_fraction == pytest.approx(beat().ejection_fraction, abs=0.04)


def test_the_histogram_of_phases_holds_the_wall():
    phase = measure_function(gates(80_000.0)).phase
    assert phase.histogram.shape == (60,)
    assert phase.histogram.sum() == pytest.approx(1.0)
    # The circular mean lies in the middle.
    assert 25 < np.argmax(phase.histogram) < 35
    assert 0 <= phase.mean_deg < 360
