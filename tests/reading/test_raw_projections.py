"""The journey from raw projections, as a camera leaves them, to a reading."""

from pathlib import Path

import pytest

from myomap.polarmap import segments_17, territory_means
from myomap.reading import Reading, ReadOptions, describe_reading, read
from myomap.reconstruction import Progress, named_protocol
from myomap.records import State
from raw_study import write_mu_map, write_raw_study


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("raw")
    write_raw_study(place / "raw")
    write_mu_map(place / "mu.nii.gz")
    return place


@pytest.fixture(scope="module")
def steps() -> list[Progress]:
    return []


@pytest.fixture(scope="module")
def reading(folder: Path, steps: list[Progress]) -> Reading:
    options = ReadOptions(attenuation_map=folder / "mu.nii.gz")
    return read([folder / "raw"], options, on_progress=steps.append)


def lowest_territory(reading: Reading, state: State) -> str:
    means = territory_means(reading.states[state].polar_map, segments_17())
    return min(means, key=lambda mean: mean.uptake_percent or 0.0).territory.value


def test_the_diseased_territory_is_the_lowest_at_stress_only(reading: Reading) -> None:
    assert lowest_territory(reading, State.STRESS) == "RCA"
    assert lowest_territory(reading, State.REST) != "RCA"


def test_attenuation_is_corrected_in_both_states(reading: Reading) -> None:
    assert [s.attenuation_corrected for s in reading.states.values()] == [True, True]


def test_the_document_names_projections_map_and_protocol(reading: Reading) -> None:
    provenance = describe_reading(reading).provenance
    kinds = [entry.kind for entry in provenance.inputs]
    assert kinds == ["projections", "projections", "attenuation map"]
    assert str(provenance.options["protocol"]).startswith("osem-psf")


def test_progress_runs_to_the_end_of_each_reconstruction(
    reading: Reading, steps: list[Progress]
) -> None:
    assert reading.states
    finished = [step for step in steps if step.done == step.total]
    assert len(finished) == len(reading.states)


def test_without_a_map_the_reading_says_not_corrected(folder: Path) -> None:
    options = ReadOptions(protocol=named_protocol("fbp"))
    found = read([folder / "raw" / "rest.dcm"], options)
    codes = [caution.code for caution in found.cautions]
    assert "rest-attenuation-not-corrected" in codes
    assert found.rest is not None
    assert found.rest.attenuation_corrected is False
