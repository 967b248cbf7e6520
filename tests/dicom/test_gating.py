"""Gates of volumes, and what the header tells of the beats."""

import numpy as np
import pytest
from numpy.testing import assert_allclose
from pydicom.dataset import Dataset

from myomap.dicom import SeriesHeader, read_dicom, write_recon_gated_tomo
from myomap.errors import GeometryError
from myomap.geometry import LEFT, POSTERIOR, SUPERIOR, affine_from_axes
from myomap.records import Gating, State, Volume
from nm_files import coded_frames, file_bytes, recon

AXES = ("gate", "slice")


def gated_recon(*items: Dataset) -> Dataset:
    ds = recon(coded_frames(4, 5), axes=AXES)
    ds.GatedInformationSequence = list(items)
    return ds


def gating_of(*items: Dataset) -> Gating | None:
    return read_dicom(file_bytes(gated_recon(*items))).input.facts.gating


def beats(**values: object) -> Dataset:
    item = Dataset()
    for keyword, value in values.items():
        setattr(item, keyword, value)
    return item


def inside(*items: Dataset) -> Dataset:
    return beats(DataInformationSequence=list(items))


@pytest.mark.parametrize("axes", [("gate", "slice"), ("slice", "gate")])
def test_every_gate_stays_beside_the_sum(axes):
    frames = coded_frames(3, 5)
    found = read_dicom(file_bytes(recon(frames, axes=axes))).input
    by_gate = frames if axes[0] == "gate" else frames.swapaxes(0, 1)
    assert len(found.gates) == len(by_gate) == found.facts.n_gates
    for gate, expected in zip(found.gates, by_gate, strict=True):
        assert_allclose(gate.counts, expected)
        assert_allclose(gate.affine, found.data.affine)


def test_gates_are_summed_over_ranges_of_heart_rate():
    frames = coded_frames(2, 3, 5)
    found = read_dicom(file_bytes(recon(frames, axes=("interval", *AXES)))).input
    assert_allclose(np.stack([gate.counts for gate in found.gates]), frames.sum(0))


def test_an_ungated_volume_has_neither_gates_nor_beats():
    found = read_dicom(file_bytes(recon(coded_frames(4)))).input
    assert found.gates == ()
    assert found.facts.gating is None


def test_beats_are_read_from_either_level():
    values = {"LowRRValue": 680, "HighRRValue": 1009}
    values |= {"IntervalsAcquired": 911, "IntervalsRejected": 5}
    expected = Gating(shortest_ms=680, longest_ms=1009, n_accepted=911, n_rejected=5)
    assert gating_of(inside(beats(**values))) == expected
    assert gating_of(beats(**values)) == expected


def test_several_ranges_are_taken_together():
    found = gating_of(
        inside(
            beats(LowRRValue=700, HighRRValue=800, IntervalsAcquired=100),
            beats(LowRRValue=800, HighRRValue=1000, IntervalsAcquired=50),
        )
    )
    assert found == Gating(shortest_ms=700, longest_ms=1000, n_accepted=150)


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"LowRRValue": 0, "HighRRValue": 0, "IntervalsAcquired": 0},
        {"LowRRValue": 900, "HighRRValue": 700},
        {"LowRRValue": 800},
        {"IntervalsRejected": 5},
        {"HighRRValue": 99_000_000, "LowRRValue": -4},
    ],
)
def test_values_that_tell_nothing_or_cannot_be_true_are_left_out(values):
    assert gating_of(inside(beats(**values))) is None


def gates(n_gates: int = 4) -> tuple[Volume, ...]:
    counts = np.random.default_rng(2).uniform(0, 90, (n_gates, 5, 6, 7))
    affine = affine_from_axes([-70, 5, 33], [SUPERIOR, POSTERIOR, LEFT], [6.4] * 3)
    return tuple(Volume(counts=one, affine=affine) for one in counts)


def test_written_gates_come_back_on_one_scale():
    header = SeriesHeader(patient_id="P-1", state=State.REST)
    data = write_recon_gated_tomo(gates(), header)
    assert data == write_recon_gated_tomo(gates(), header)
    found = read_dicom(data).input
    assert found.state is State.REST
    assert len(found.gates) == 4
    for gate, written in zip(found.gates, gates(), strict=True):
        assert_allclose(gate.counts, written.counts, atol=90 / 131_000 + 1e-5)
        assert_allclose(gate.affine, written.affine, atol=1e-6)


def test_gates_of_two_grids_are_not_written():
    first, second, *_ = gates()
    moved = Volume(counts=second.counts, affine=second.affine + np.eye(4))
    with pytest.raises(GeometryError, match="different grids"):
        write_recon_gated_tomo([first, moved], SeriesHeader(patient_id="P"))
