"""What is uploaded: read, or refused with a reason, and never more than that."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from capture_files import capture_bytes, capture_dataset
from myomap.web import UploadLimits
from screen_files import file_of, screen_with
from web_rooms import (
    HereReader,
    TestClient,
    ending,
    events_of,
    map_bytes,
    map_files,
    open_room,
    refusal_of,
    send,
)

SMALL = UploadLimits(
    total_bytes=2 << 20, file_bytes=1 << 20, files=5, fields=8, field_bytes=100
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    with open_room(folder / "cases", HereReader, uploads=SMALL) as opened:
        yield opened


def zipped(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_maps_are_read_stage_by_stage(client: TestClient) -> None:
    job = send(client, map_files()).json()["job"]
    events = events_of(client, job)
    stages = [data["stage"] for name, data in events if name == "stage"]
    assert stages[0] == "queued"
    assert [stage for stage in stages if stage != "queued"] == [
        "gathering",
        "judging",
        "network",
        "storing",
    ]
    assert events[-1][0] == "done"
    state = client.get(f"/api/v1/jobs/{job}").json()
    assert (state["state"], state["case"]) == ("done", events[-1][1]["case"])


def test_events_can_be_taken_up_where_they_broke_off(client: TestClient) -> None:
    job = send(client, map_files()).json()["job"]
    n_events = len(events_of(client, job))
    headers = {"last-event-id": str(n_events - 2)}
    answer = client.get(f"/api/v1/jobs/{job}/events", headers=headers)
    assert answer.text.count("event: ") == 1
    assert "event: done" in answer.text


def test_a_zip_is_read_and_its_files_are_kept_one_by_one(client: TestClient) -> None:
    data = zipped({f"study/{name}": data for name, data in map_files().items()})
    name, told = ending(client, send(client, {"study.zip": data}).json()["job"])
    assert name == "done", told
    case = client.get(f"/api/v1/cases/{told['case']}").json()
    assert len(case["sources"]) == 2


def test_a_picture_is_shown_with_the_discs_that_were_found(client: TestClient) -> None:
    data = file_of(screen_with(2))
    name, told = ending(client, send(client, {"screen.png": data}).json()["job"])
    assert name == "done", told
    case = client.get(f"/api/v1/cases/{told['case']}").json()
    (source,) = case["sources"]
    assert source["is_picture"]
    assert len(source["discs"]) == 2
    assert {disc["state"] for disc in source["discs"]} == {"stress", "rest"}
    shown = client.get(f"/api/v1/cases/{told['case']}/pictures/{source['sha256']}")
    assert shown.content == data
    assert shown.headers["content-type"] == "image/png"
    width, height = source["size_px"]
    for disc in source["discs"]:
        assert 0 < disc["centre_px"][0] < width
        assert 0 < disc["centre_px"][1] < height


def test_the_screen_in_a_dicom_capture_is_shown(client: TestClient) -> None:
    data = capture_bytes(capture_dataset(screen_with(2)))
    name, told = ending(client, send(client, {"a.dcm": data}).json()["job"])
    assert name == "done", told
    sources = client.get(f"/api/v1/cases/{told['case']}").json()["sources"]
    assert [source["is_picture"] for source in sources] == [False, True]
    path = f"/api/v1/cases/{told['case']}/pictures/{sources[1]['sha256']}"
    assert client.get(path).content.startswith(b"\x89PNG")
    assert len(sources[1]["discs"]) == 2


def test_two_uploads_of_a_picture_share_its_file(
    client: TestClient, folder: Path
) -> None:
    data = file_of(screen_with(1))
    for _ in range(2):
        ending(client, send(client, {"stress.png": data}).json()["job"])
    kept = [path for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size == len(data) for path in kept) == 1


@pytest.mark.parametrize(
    ("files", "code"),
    [
        pytest.param({"a.txt": b"Dear colleague"}, "input", id="text"),
        pytest.param({"a.dcm": bytes(128) + b"DICM\x02\x00"}, "dicom", id="cut dicom"),
        pytest.param({"a.png": b"\x89PNG\r\n\x1a\n" + bytes(40)}, "input", id="no png"),
        pytest.param({"a.zip": b"PK\x03\x04" + bytes(64)}, "archive", id="cut zip"),
        pytest.param({"a.npy": map_bytes(defect=True)}, "input", id="no state"),
        pytest.param({"a.bin": b""}, "input", id="empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(
    client: TestClient, files: dict[str, bytes], code: str
) -> None:
    total = client.get("/api/v1/cases").json()["total"]
    assert refusal_of(client, files) == code
    assert client.get("/api/v1/cases").json()["total"] == total


def test_a_zip_that_would_fill_the_disk_is_refused(client: TestClient) -> None:
    bomb = zipped({"stress.npy": bytes(300 << 20)})
    assert len(bomb) < SMALL.file_bytes
    assert refusal_of(client, {"bomb.zip": bomb}) == "limit-exceeded"


@pytest.mark.parametrize(
    "name", ["../../stress.npy", "/etc/stress.npy", "C:\\rest.npy", "..\\..\\rest.npy"]
)
def test_a_zip_with_a_name_that_climbs_is_refused(
    client: TestClient, name: str
) -> None:
    data = zipped({name: map_bytes(defect=False)})
    assert refusal_of(client, {"a.zip": data}) == "archive"


@pytest.mark.parametrize(
    "name",
    [
        "../../../stress.npy",
        "/etc/cron.d/stress.npy",
        "..\\..\\stress.npy",
        "a/../../stress.npy",
        "x" * 500 + " stress.npy",
        "stress\n\r\x1b[2J.npy",
        "stress/" * 40 + "stress.npy",
        "стресс.npy",
        "нагрузка " * 30 + ".npy",
    ],
)
def test_a_file_s_name_never_leads_anywhere(
    client: TestClient, folder: Path, name: str
) -> None:
    before = {*folder.parent.iterdir(), *folder.iterdir()}
    answer = send(client, {name: map_bytes(defect=True)})
    found, told = ending(client, answer.json()["job"])
    assert found == "done", told
    assert {*folder.parent.iterdir(), *folder.iterdir()} == before
    assert not list((folder / "cases").glob("*.npy"))


@pytest.mark.parametrize("n_letters", [1025, 5000, 300_000])
def test_a_name_of_thousands_of_letters_is_refused(
    client: TestClient, n_letters: int
) -> None:
    answer = send(client, {"x" * n_letters: map_bytes(defect=True)})
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "long-name")
    assert "name" in error["message"]


def test_a_file_in_another_field_is_refused(client: TestClient) -> None:
    parts = [("file", ("stress.npy", map_bytes(defect=True)))]
    answer = client.post("/api/v1/uploads", files=parts)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"]) == (400, "wrong-field")
    assert "'files'" in error["message"]


def test_too_large_a_file_is_refused(client: TestClient) -> None:
    assert refusal_of(client, {"stress.npy": bytes((1 << 20) + 1)}) == "too-large"


def test_too_much_in_all_is_refused(client: TestClient) -> None:
    files = {f"{number}.npy": bytes(1 << 20) for number in range(3)}
    assert refusal_of(client, files) == "too-large"


def test_too_many_files_are_refused(client: TestClient) -> None:
    files = {f"{number}.npy": b"x" for number in range(6)}
    assert refusal_of(client, files) == "too-many-files"


def test_a_long_field_is_refused(client: TestClient) -> None:
    assert refusal_of(client, map_files(), name="x" * 101) == "long-field"


def test_too_many_fields_are_refused(client: TestClient) -> None:
    told = {f"field {number}": "x" for number in range(9)}
    assert refusal_of(client, map_files(), **told) == "too-many-fields"


def test_a_form_without_files_is_refused(client: TestClient) -> None:
    answer = client.post("/api/v1/uploads", files=[("name", (None, "x"))])
    assert answer.json()["error"]["code"] == "no-files"


def test_a_form_that_breaks_off_is_refused(client: TestClient) -> None:
    body = (
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nab'
    )
    headers = {"content-type": "multipart/form-data; boundary=x"}
    answer = client.post("/api/v1/uploads", content=body, headers=headers)
    assert answer.json()["error"]["code"] == "broken-form"


@pytest.mark.parametrize(
    "kind", ["", "text/plain", "multipart/form-data", "multipart/mixed; boundary=x"]
)
def test_another_kind_of_body_is_refused(client: TestClient, kind: str) -> None:
    answer = client.post(
        "/api/v1/uploads", content=b"x", headers={"content-type": kind}
    )
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"sex": "other"}, "sex"),
        ({"age": "old"}, "age"),
        ({"age": "200"}, "age"),
        ({"attenuation": "perhaps"}, "attenuation"),
        ({"states": "left,right"}, "states"),
        ({"color_table": "no such table"}, "colour table"),
        ({"bar_range": "low,high"}, "range"),
        ({"states": "stress"}, "2 files"),
        ({"bar_range": "0,100"}, "picture"),
    ],
)
def test_what_is_told_and_not_understood_is_refused(
    client: TestClient, told: dict[str, str], words: str
) -> None:
    job = send(client, map_files(), **told).json()["job"]
    name, data = ending(client, job)
    assert name == "refused"
    assert words in data["message"]


def test_files_that_say_nothing_are_named_one_by_one(client: TestClient) -> None:
    files = {"a.npy": map_bytes(defect=False), "b.npy": map_bytes(defect=True)}
    job = send(client, files, states="rest,stress").json()["job"]
    name, data = ending(client, job)
    assert name == "done", data
    maps = client.get(f"/api/v1/cases/{data['case']}/maps").json()
    assert min(maps["stress"]["uptake_percent"]) < 50
    assert min(maps["rest"]["uptake_percent"]) > 50


def test_nothing_is_left_of_what_came_in(client: TestClient, folder: Path) -> None:
    ending(client, send(client, map_files()).json()["job"])
    refusal_of(client, {"a.txt": b"Dear colleague"})
    send(client, {"stress.npy": bytes((1 << 20) + 1)})
    for _ in range(100):
        if not list((folder / "cases" / "incoming").iterdir()):
            break
        time.sleep(0.05)
    assert list((folder / "cases" / "incoming").iterdir()) == []


@pytest.mark.parametrize("words", ['; filename=""', ""])
def test_a_file_without_a_name_is_taken_or_asked_for(
    client: TestClient, words: str
) -> None:
    body = (
        f'--b\r\nContent-Disposition: form-data; name="files"{words}\r\n\r\n'.encode()
        + bytes(200_000)
        + b"\r\n--b--\r\n"
    )
    answer = client.post(
        "/api/v1/uploads",
        content=body,
        headers={"content-type": "multipart/form-data; boundary=b"},
    )
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "no-name"
