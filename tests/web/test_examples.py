"""Examples: what their titles say is found, and all call themselves simulated."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from myomap.errors import ConfigError
from myomap.phantom import Artefact
from myomap.simulation import SimulationOptions, patient_of
from myomap.web.examples import EXAMPLES, example_named, write_example
from web_rooms import HereReader, TestClient, ending, open_room


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room"), HereReader) as opened:
        yield opened


def case_of(client: TestClient, name: str) -> dict[str, object]:
    job = client.post(f"/api/v1/examples/{name}").json()["job"]
    ended, told = ending(client, job)
    assert ended == "done", told
    found: dict[str, object] = client.get(f"/api/v1/cases/{told['case']}").json()
    return found


def test_every_class_and_an_artefact_can_be_tried(client: TestClient) -> None:
    offered = client.get("/api/v1/examples").json()
    names = {each["name"] for each in offered}
    assert {"normal", "ischemia", "infarction", "mixed", "attenuation"} <= names
    for each in offered:
        assert each["title"].startswith("Simulated: ")
        assert each["words"].endswith(".")


@pytest.mark.parametrize("name", ["screen", "ischemia"])
def test_an_example_is_read_and_called_simulated(client: TestClient, name: str) -> None:
    case = case_of(client, name)
    row, document = case["row"], case["document"]
    assert isinstance(row, dict)
    assert isinstance(document, dict)
    assert row["is_simulated"] is True
    assert row["name"].startswith("Simulated: ")
    codes = {caution["code"] for caution in document["quality"]["cautions"]}
    assert "simulated-data" in codes
    wanted = example_named(name).disease.value
    assert document["verdict"]["label"] == wanted


def test_the_gut_of_that_example_lies_at_the_wall_and_shines_into_it(
    client: TestClient,
) -> None:
    example = example_named("gut")
    options = SimulationOptions(
        n_patients=1, seed=example.seed, disease=example.disease
    )
    assert patient_of(options, 0).artefacts == (Artefact.HOT_GUT,)
    document = case_of(client, "gut")["document"]
    assert isinstance(document, dict)
    assert document["verdict"]["label"] == "normal"
    segments = document["perfusion"]["stress"]["segments"]
    uptake = {each["segment"]: each["uptake_percent"] for each in segments}
    assert uptake[4] > uptake[1] + 10


def test_the_artefact_says_what_it_may_be(client: TestClient) -> None:
    document = case_of(client, "attenuation")["document"]
    assert isinstance(document, dict)
    codes = [each["code"] for each in document["quality"]["cautions"]]
    assert codes.count("attenuation-can-mislead") == 1


def test_an_example_is_found_by_its_verdict_and_name_in_both_languages(
    client: TestClient,
) -> None:
    case = case_of(client, "infarction")["row"]
    assert isinstance(case, dict)

    def finds(words: str, language: str) -> bool:
        asked = {"search": words, "lang": language}
        answer = client.get("/api/v1/cases", params=asked).json()
        return case["id"] in {row["id"] for row in answer["cases"]}

    assert finds("infarction", "en")
    assert finds("Инфаркт", "ru")
    assert finds("смоделировано инфаркт", "ru")
    assert finds("infarction", "ru")
    assert not finds("норма", "ru")
    assert not finds("инфаркт", "en")


def test_an_example_is_the_same_every_time(tmp_path: Path) -> None:
    made = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (file,) = write_example("screen", folder).files
        made.append(file.place.read_bytes())
    assert made[0] == made[1]


def test_there_is_no_other_example() -> None:
    with pytest.raises(ConfigError, match="normal"):
        example_named("../etc/passwd")
    assert len({each.name for each in EXAMPLES}) == len(EXAMPLES)
