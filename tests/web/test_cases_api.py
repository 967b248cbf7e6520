"""The worklist and one case over REST."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from myomap.language import Language
from myomap.phantom import Disease
from myomap.web.case_json import reading_json
from report_samples import content_of
from web_rooms import (
    HereReader,
    TestClient,
    ending,
    map_files,
    new_case,
    open_room,
    send,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room"), HereReader) as opened:
        yield opened


@pytest.fixture(scope="module")
def case_id(client: TestClient) -> int:
    return new_case(client, name="First one", sex="F", age="61")


def test_a_case_that_was_read_stands_on_the_worklist(
    client: TestClient, case_id: int
) -> None:
    found = client.get("/api/v1/cases").json()
    assert found["total"] >= 1
    (row,) = [row for row in found["cases"] if row["id"] == case_id]
    assert row["name"] == "First one"
    assert row["source"] == "maps"
    assert row["label"] in {"ischemia", "mixed", "infarction", "abstained", "normal"}
    assert row["is_read"] is False
    assert row["is_simulated"] is False


def test_a_search_finds_by_name_and_nothing_else(
    client: TestClient, case_id: int
) -> None:
    def found(words: str) -> int:
        answer = client.get("/api/v1/cases", params={"search": words})
        return int(answer.json()["total"])

    assert found("first") == 1
    assert found("nobody's") == 0


def test_empty_filters_are_no_filters(client: TestClient, case_id: int) -> None:
    answer = client.get("/api/v1/cases?verdict=&since=&until=&search=")
    assert answer.json()["total"] >= 1


@pytest.mark.parametrize(
    "query", ["limit=1001", "offset=-1", "sort=name", "since=yesterday", "verdict=ill"]
)
def test_a_query_that_makes_no_sense_is_refused(client: TestClient, query: str) -> None:
    answer = client.get(f"/api/v1/cases?{query}")
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "wrong-values"


def test_one_case_holds_document_history_and_sources(
    client: TestClient, case_id: int
) -> None:
    case = client.get(f"/api/v1/cases/{case_id}").json()
    assert case["document"]["schema"] == "myomap.reading/1"
    assert case["version"] == 1
    assert case["physician"] is None
    assert [entry["what"] for entry in case["history"]] == ["added"]
    assert {source["state"] for source in case["sources"]} == {"stress", "rest"}
    assert (case["sex"], case["age_years"]) == ("F", 61.0)


def test_doubts_and_limits_are_told_in_the_page_s_language(
    client: TestClient, case_id: int
) -> None:
    def told(language: str) -> dict[str, Any]:
        answer = client.get(f"/api/v1/cases/{case_id}?lang={language}")
        found: dict[str, Any] = answer.json()
        return found

    english, russian = told("en"), told("ru")
    report = client.get(f"/api/v1/cases/{case_id}/report.txt?lang=en").text
    said = " ".join(report.split()).replace("\N{NO-BREAK SPACE}", " ")
    for doubt in english["doubts"]:
        assert doubt.replace("\N{NO-BREAK SPACE}", " ") in said
    assert len(russian["doubts"]) == len(english["doubts"])
    title = english["document"]["perfusion"]["stress"]["limits"]
    assert english["limits"] == title
    assert "смоделированные, женщины" in russian["limits"]
    version = client.get(f"/api/v1/cases/{case_id}/versions/1").json()
    assert version["doubts"] == english["doubts"]
    assert version["suspected"] == english["suspected"]


def test_what_the_network_alone_suspects_is_told_by_territory() -> None:
    document = content_of(Disease.NORMAL).document
    found = content_of(Disease.MIXED).document
    assert found.defects
    assert reading_json(found, Language.ENGLISH)["suspected"] == []
    alone = document.model_copy(update={"defects": found.defects})
    assert reading_json(alone, Language.ENGLISH)["suspected"] == ["RCA"]


def test_the_name_of_a_file_is_told_to_nobody(client: TestClient) -> None:
    files = {f"Ivanov {name}": data for name, data in map_files().items()}
    case_id = new_case_of(client, files)
    assert "Ivanov" not in client.get(f"/api/v1/cases/{case_id}").text
    assert "Ivanov" not in client.get("/api/v1/cases").text


def new_case_of(client: TestClient, files: dict[str, bytes]) -> int:
    name, data = ending(client, send(client, files).json()["job"])
    assert name == "done", data
    return int(data["case"])


def test_maps_come_as_they_were_given(client: TestClient, case_id: int) -> None:
    maps = client.get(f"/api/v1/cases/{case_id}/maps").json()
    assert (maps["rings"], maps["angles"]) == (32, 72)
    stress = np.array(maps["stress"]["uptake_percent"], float).reshape(32, 72)
    assert stress[10, 20] == pytest.approx(30.0, abs=0.01)
    assert stress[0, 0] == pytest.approx(80.0, abs=0.01)
    assert set(maps["segment_of_17"]) == set(range(1, 18))
    assert set(maps["segment_of_20"]) == set(range(1, 21))
    assert maps["territories"][maps["territory_of"][0]] in {"LAD", "LCX", "RCA"}


def test_maps_alone_have_no_slices(client: TestClient, case_id: int) -> None:
    slices = client.get(f"/api/v1/cases/{case_id}/slices").json()
    assert slices == {"stress": None, "rest": None}


def test_the_version_of_a_case_can_be_looked_at(
    client: TestClient, case_id: int
) -> None:
    case = client.get(f"/api/v1/cases/{case_id}/versions/1").json()
    assert case["physician"] is None
    assert client.get(f"/api/v1/cases/{case_id}/versions/99").status_code == 404


@pytest.mark.parametrize(
    "path", ["cases/999", "cases/999/maps", "cases/999/slices", "cases/999/report.pdf"]
)
def test_a_case_that_is_not_there_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 404
    assert answer.json()["error"]["code"] == "case-not-found"


@pytest.mark.parametrize("case_id", ["0", "-1", "x", "9" * 30, "1.5", "..%2f1"])
def test_a_number_that_no_case_has_is_refused(client: TestClient, case_id: str) -> None:
    assert client.get(f"/api/v1/cases/{case_id}").status_code in {404, 422}


def test_a_case_is_put_aside_and_brought_back(client: TestClient) -> None:
    case_id = new_case(client, name="For a while")
    assert client.delete(f"/api/v1/cases/{case_id}").status_code == 200
    listed = client.get("/api/v1/cases?search=while").json()
    aside = client.get("/api/v1/cases?search=while&deleted=true").json()
    assert (listed["total"], aside["total"]) == (0, 1)
    assert client.post(f"/api/v1/cases/{case_id}/restore").status_code == 200
    assert client.get("/api/v1/cases?search=while").json()["total"] == 1


def test_a_picture_of_another_case_is_not_shown(
    client: TestClient, case_id: int
) -> None:
    answer = client.get(f"/api/v1/cases/{case_id}/pictures/{'0' * 64}")
    assert answer.status_code == 404
    source = client.get(f"/api/v1/cases/{case_id}").json()["sources"][0]
    # A file that is no picture is not served as one, though the case has it.
    answer = client.get(f"/api/v1/cases/{case_id}/pictures/{source['sha256']}")
    assert answer.status_code == 404


def test_colour_tables_have_256_colours(client: TestClient) -> None:
    tables = client.get("/api/v1/color-tables").json()
    assert len(tables) > 10
    assert {len(table["colors"]) for table in tables} == {256}


def test_labels_come_as_a_zip(client: TestClient) -> None:
    answer = client.get("/api/v1/labels.zip")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer.headers["content-disposition"]
