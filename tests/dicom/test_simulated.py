"""An object that was simulated says so, and is read as what it says."""

import pytest

from myomap.dicom import SeriesHeader, read_dicom, write_recon_tomo
from myomap.records import State, Volume
from nm_files import coded_frames, file_bytes, recon

STRAIGHT = [[0, 0, 4, 0], [0, 4, 0, 0], [4, 0, 0, 0], [0, 0, 0, 1]]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, False),
        ({"SyntheticData": "YES"}, True),
        ({"SyntheticData": "NO"}, False),
        ({"ImageComments": "Simulated data, drawn by chance"}, True),
        ({"ImageComments": "Stress simulated by adenosine; data are whole"}, False),
    ],
)
def test_simulated_is_what_the_header_calls_so(changes, expected):
    ds = recon(coded_frames(4))
    for keyword, value in changes.items():
        setattr(ds, keyword, value)
    assert read_dicom(file_bytes(ds)).input.facts.is_simulated is expected


@pytest.mark.parametrize("state", [State.STRESS, State.REST])
@pytest.mark.parametrize("simulated", [True, False])
def test_what_is_written_as_simulated_is_read_as_such(rng, state, simulated):
    volume = Volume(counts=rng.random((4, 8, 8)), affine=STRAIGHT)
    header = SeriesHeader(patient_id="P", state=state, is_simulated=simulated)
    found = read_dicom(write_recon_tomo(volume, header)).input
    assert found.facts.is_simulated is simulated
    assert found.state is state
    assert found.cautions == ()
