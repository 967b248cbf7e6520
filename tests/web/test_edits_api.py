"""What a physician says, over REST."""

import base64
import csv
import io
import zipfile
from collections.abc import Iterator

import pytest

from web_rooms import TestClient, new_case, open_room

MASK = base64.b64encode(bytes([1, 2, 0] * 768)).decode()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room")) as opened:
        yield opened


@pytest.fixture
def case(client: TestClient) -> str:
    return f"/api/v1/cases/{new_case(client)}"


def test_a_score_that_was_changed_is_kept(client: TestClient, case: str) -> None:
    body = {"expected_version": 1, "scores": {"stress": {"7": 3}, "rest": {}}}
    answer = client.patch(case, json=body)
    assert answer.status_code == 200
    assert answer.json()["version"] == 2
    found = client.get(case).json()
    assert found["physician"]["scores"]["stress"] == {"7": 3}
    assert found["history"][-1]["what"] == "scores"


def test_what_is_not_named_stays_as_it_is(client: TestClient, case: str) -> None:
    client.patch(case, json={"expected_version": 1, "comment": "Seen."})
    client.patch(case, json={"expected_version": 2, "label": "normal"})
    said = client.get(case).json()["physician"]
    assert (said["comment"], said["label"]) == ("Seen.", "normal")


def test_the_model_s_reading_stays_what_it_was(client: TestClient, case: str) -> None:
    before = client.get(case).json()["document"]
    client.patch(case, json={"expected_version": 1, "label": "nondiagnostic"})
    assert client.get(case).json()["document"] == before


def test_a_drawn_area_comes_back_and_can_be_taken_away(
    client: TestClient, case: str
) -> None:
    answer = client.patch(case, json={"expected_version": 1, "mask": MASK})
    assert answer.json()["physician_mask"] == MASK
    assert client.get(f"{case}/maps").json()["physician_mask"] == MASK
    client.patch(case, json={"expected_version": 2, "mask": None})
    assert client.get(case).json()["physician_mask"] is None


@pytest.mark.parametrize(
    "mask", ["", "AAAA", "!" * 3072, base64.b64encode(bytes([3] * 2304)).decode()]
)
def test_an_area_that_is_none_is_refused(
    client: TestClient, case: str, mask: str
) -> None:
    answer = client.patch(case, json={"expected_version": 1, "mask": mask})
    assert answer.status_code == 422
    assert client.get(case).json()["version"] == 1


@pytest.mark.parametrize(
    "body",
    [
        {"scores": {"stress": {"18": 1}}},
        {"scores": {"stress": {"1": 5}}},
        {"scores": {"stress": {"one": 1}}},
        {"label": "healthy"},
        {"comment": "x" * 10_001},
        {"expected_version": 0},
        {"expected_version": "new"},
        {"author": "Somebody else"},
        {"signed_at": "2020-01-01T00:00:00Z"},
    ],
)
def test_values_that_cannot_be_are_refused(
    client: TestClient, case: str, body: dict[str, object]
) -> None:
    answer = client.patch(case, json={"expected_version": 1} | body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "wrong-values"
    assert client.get(case).json()["version"] == 1


def test_the_later_of_two_is_told_what_stands_now(
    client: TestClient, case: str
) -> None:
    client.patch(case, json={"expected_version": 1, "label": "ischemia"})
    late = client.patch(case, json={"expected_version": 1, "label": "normal"})
    assert late.status_code == 409
    assert late.json()["error"]["code"] == "conflict"
    current = late.json()["current"]
    assert current["version"] == 2
    assert current["physician"]["label"] == "ischemia"
    assert current["author"] == "local reader"
    assert client.get(case).json()["physician"]["label"] == "ischemia"


def test_a_signature_makes_a_case_read_and_falls_with_a_change(
    client: TestClient, case: str
) -> None:
    body = {"expected_version": 1, "agrees": True, "signed": True}
    assert client.patch(case, json=body).json()["physician"]["signed_at"]
    assert client.get(case).json()["row"]["is_read"] is True
    client.patch(case, json={"expected_version": 2, "comment": "On second thought"})
    found = client.get(case).json()
    assert found["row"]["is_read"] is False
    assert found["physician"]["signed_at"] is None


@pytest.mark.parametrize(("shown", "word"), [(True, "yes"), (False, "no")])
def test_labels_say_whether_the_answer_was_shown(
    client: TestClient, case: str, shown: bool, word: str
) -> None:
    body = {"expected_version": 1, "label": "ischemia", "answer_was_shown": shown}
    client.patch(case, json=body | {"signed": True})
    exported = client.get("/api/v1/labels.zip").content
    with zipfile.ZipFile(io.BytesIO(exported)) as archive:
        manifest = archive.read("manifest.csv").decode()
    (row,) = csv.DictReader(io.StringIO(manifest))
    assert row["answer_was_shown"] == word
    client.delete(case)


def test_a_change_is_undone(client: TestClient, case: str) -> None:
    client.patch(case, json={"expected_version": 1, "label": "ischemia"})
    answer = client.post(f"{case}/undo", json={"expected_version": 2})
    assert answer.json() == {"version": 3, "physician": None, "physician_mask": None}
    again = client.post(f"{case}/undo", json={"expected_version": 2})
    assert again.status_code == 409
    assert again.json()["current"]["version"] == 3


def test_there_is_an_end_to_what_can_be_undone(client: TestClient, case: str) -> None:
    answer = client.post(f"{case}/undo", json={"expected_version": 1})
    assert answer.status_code == 422
    assert "nothing to undo" in answer.json()["error"]["message"]


def test_a_case_that_was_put_aside_is_not_changed(
    client: TestClient, case: str
) -> None:
    client.delete(case)
    answer = client.patch(case, json={"expected_version": 1, "label": "normal"})
    assert answer.status_code == 404


def test_no_axis_is_placed_where_no_volume_was_read(
    client: TestClient, case: str
) -> None:
    body = {
        "expected_version": 1,
        "state": "stress",
        "apex_mm": [0, 0, 0],
        "base_mm": [0, 0, 80],
    }
    answer = client.post(f"{case}/placement", json=body)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "no-volume"
