"""A case that was read from volumes: slices, placing, DICOM, earlier studies."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pydicom
import pytest

from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.phantom import demo_patient
from myomap.records import State
from web_rooms import (
    HereReader,
    TestClient,
    app_of,
    ending,
    events_of,
    open_room,
    printed,
    send,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with open_room(tmp_path_factory.mktemp("room"), HereReader) as opened:
        yield opened


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    patient = demo_patient()
    return {
        f"{state.value}.dcm": write_recon_tomo(volume, header_of(state))
        for state, volume in (
            (State.STRESS, patient.stress),
            (State.REST, patient.rest),
        )
    }


def header_of(state: State) -> SeriesHeader:
    return SeriesHeader(
        patient_id="SIM-1",
        series_description=state.value,
        state=state,
        is_simulated=True,
        uid_seed=state.value,
    )


@pytest.fixture(scope="module")
def case(client: TestClient, files: dict[str, bytes]) -> str:
    name, told = ending(client, send(client, files).json()["job"])
    assert name == "done", told
    return f"/api/v1/cases/{told['case']}"


def slices_of(client: TestClient, case: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(f"{case}/slices").json()
    return found


def test_slices_come_with_their_contours(client: TestClient, case: str) -> None:
    slices = slices_of(client, case)
    stress, rest = slices["stress"], slices["rest"]
    assert stress["shape"] == rest["shape"]
    n_slices, n_rows, n_columns = stress["shape"]
    counts = np.frombuffer(base64.b64decode(stress["counts"]), "<u2")
    assert counts.size == n_slices * n_rows * n_columns
    assert counts.max() == 65_535
    wall = np.frombuffer(base64.b64decode(stress["wall_sample"]), "<i2")
    assert wall.size == counts.size
    assert -1 <= wall.min() <= wall.max() < 2304
    contours = stress["contours"]
    assert len(contours["short_axis"]) == n_slices
    assert len(contours["vertical_long"]) == n_columns
    assert len(contours["horizontal_long"]) == n_rows


def test_contours_lie_beside_the_wall(client: TestClient, case: str) -> None:
    stress = slices_of(client, case)["stress"]
    shape = tuple(stress["shape"])
    wall = np.frombuffer(base64.b64decode(stress["wall_sample"]), "<i2")
    wall = wall.reshape(shape) >= 0
    middle = int(np.argmax(wall.sum(axis=(1, 2))))
    rows, columns = np.nonzero(wall[middle])
    (line, *_) = stress["contours"]["short_axis"][middle]["epicardium"]
    x, y = np.array(line).reshape(-1, 2).T
    assert x.min() == pytest.approx(columns.min(), abs=2.5)
    assert y.max() == pytest.approx(rows.max(), abs=2.5)
    column = shape[2] // 2
    found = stress["contours"]["vertical_long"][column]["epicardium"]
    x = np.concatenate([np.array(line)[::2] for line in found])
    assert x.max() < shape[0]


def test_a_simulated_study_is_called_so(client: TestClient, case: str) -> None:
    assert client.get(case).json()["row"]["is_simulated"] is True


def test_an_axis_is_placed_and_the_study_read_again(
    client: TestClient, case: str
) -> None:
    before = client.get(case).json()
    assert before["readings"] == []
    axis = slices_of(client, case)["stress"]["long_axis"]
    body = {"expected_version": before["version"], "state": "stress", **axis}
    job = client.post(f"{case}/placement", json=body).json()["job"]
    events = events_of(client, job)
    assert events[-1][0] == "done", events[-1]
    after = client.get(case).json()
    assert after["version"] == before["version"] + 1
    contour = after["document"]["quality"]["contour"]
    assert (contour["stress"]["source"], contour["stress"]["score"]) == ("manual", None)
    assert contour["rest"]["source"] == "automatic"
    assert contour["rest"]["score"] > 0.5
    automatic, by_hand = after["readings"]
    assert (automatic["by_hand"], by_hand["by_hand"]) == ([], ["stress"])
    for figures, document in ((automatic, before), (by_hand, after)):
        stress = document["document"]["perfusion"]["stress"]
        assert figures["stress"]["tpd_percent"] == stress["tpd_percent"]
        assert figures["stress"]["summed_score"] == stress["summed_score"]
    placed = after["physician"]["placements"]["stress"]
    assert placed["radius_mm"] == axis["radius_mm"]
    report = client.get(f"{case}/report.txt?lang=en").text
    said = " ".join(report.replace("\N{NO-BREAK SPACE}", " ").split())
    sums = [each["stress"]["summed_score"] for each in (automatic, by_hand)]
    assert "found automatically → placed by hand: stress TPD" in said
    assert f"SSS {sums[0]} → {sums[1]}; SRS" in said
    undone = client.post(f"{case}/undo", json={"expected_version": after["version"]})
    assert undone.status_code == 200
    assert client.get(case).json()["document"] == before["document"]
    assert "found automatically" not in client.get(f"{case}/report.txt").text


def test_what_was_told_of_attenuation_holds_when_the_study_is_read_again(
    client: TestClient, files: dict[str, bytes]
) -> None:
    def limits(case: str) -> str:
        document = client.get(case).json()["document"]
        codes = {each["code"] for each in document["quality"]["cautions"]}
        assert "limits-correction-unknown" not in codes
        return str(document["perfusion"]["stress"]["limits"])

    job = send(client, files, attenuation="yes").json()["job"]
    case = f"/api/v1/cases/{ending(client, job)[1]['case']}"
    assert "attenuation corrected" in limits(case)
    axis = slices_of(client, case)["stress"]["long_axis"]
    body = {"expected_version": 1, "state": "stress", **axis}
    job = client.post(f"{case}/placement", json=body).json()["job"]
    assert ending(client, job)[0] == "done"
    assert "attenuation corrected" in limits(case)


def test_a_placement_on_an_older_version_is_told(client: TestClient, case: str) -> None:
    axis = slices_of(client, case)["stress"]["long_axis"]
    body = {"expected_version": 10**6, "state": "stress", **axis}
    answer = client.post(f"{case}/placement", json=body)
    assert answer.status_code == 409
    assert answer.json()["current"]["version"] < 10**6


def test_a_placement_that_is_none_is_refused(client: TestClient, case: str) -> None:
    version = client.get(case).json()["version"]
    body = {"expected_version": version, "state": "stress"}
    for apex, base in (([0, 0, 0], [0, 0, 1]), ([0, 0, 0], [0, 0, 1e9]), ([0], [1])):
        answer = client.post(
            f"{case}/placement", json=body | {"apex_mm": apex, "base_mm": base}
        )
        if answer.status_code == 202:
            name, told = ending(client, answer.json()["job"])
            assert (name, told["code"]) == ("refused", "config")
        else:
            assert answer.status_code == 422


@pytest.mark.parametrize("form", ["sr.dcm", "sc.dcm", "pdf.dcm"])
def test_a_report_is_a_dicom_object(client: TestClient, case: str, form: str) -> None:
    answer = client.get(f"{case}/report.{form}")
    assert answer.status_code == 200, answer.text
    assert answer.content[128:132] == b"DICM"
    assert answer.headers["content-type"] == "application/dicom"
    assert "attachment" in answer.headers["content-disposition"]


def test_another_study_of_the_patient_stands_beside(
    client: TestClient, case: str, files: dict[str, bytes]
) -> None:
    other = {name: _of_another_study(data) for name, data in files.items()}
    name, told = ending(client, send(client, other).json()["job"])
    assert name == "done"
    found = client.get(f"/api/v1/cases/{told['case']}").json()
    assert int(case.rsplit("/", 1)[1]) in {row["id"] for row in found["priors"]}
    assert found["row"]["n_studies"] == len(found["priors"]) + 1
    assert found["same_as"] == []


def _of_another_study(data: bytes) -> bytes:
    found = pydicom.dcmread(io.BytesIO(data))
    found.StudyID = "2"
    stream = io.BytesIO()
    found.save_as(stream)
    return stream.getvalue()


def test_a_study_uploaded_twice_is_no_earlier_one_of_itself(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    with open_room(tmp_path, HereReader) as room:
        for number in (1, 2):
            name, told = ending(room, send(room, files).json()["job"])
            assert (name, told["case"]) == ("done", number)
        for number, other in ((1, 2), (2, 1)):
            found = room.get(f"/api/v1/cases/{number}").json()
            assert found["same_as"] == [other]
            assert found["priors"] == []
            assert found["row"]["n_studies"] == 1
            report = room.get(f"/api/v1/cases/{number}/report.json").json()
            assert report["prior"] is None
        assert room.delete("/api/v1/cases/1").status_code == 200
        assert room.get("/api/v1/cases/2").json()["same_as"] == []


def test_no_file_of_the_job_stays(client: TestClient, case: str) -> None:
    incoming = Path(app_of(client).state.room.options.folder) / "incoming"
    assert len(list(incoming.glob("*/*/*"))) == 0


@pytest.mark.parametrize("form", ["pdf", "html", "txt", "json", "pdf.dcm"])
def test_name_and_number_of_the_file_are_printed_when_asked_for(
    client: TestClient, named_case: str, form: str
) -> None:
    words = ("Иванова Мария", "N-4711")
    told = printed(client, f"{named_case}/report.{form}?named=true")
    assert all(word in told for word in words)
    told = printed(client, f"{named_case}/report.{form}")
    assert not any(word in told for word in words)


@pytest.fixture(scope="module")
def named_case(client: TestClient, files: dict[str, bytes]) -> str:
    name, told = ending(
        client,
        send(client, {k: _named(data) for k, data in files.items()}).json()["job"],
    )
    assert name == "done", told
    return f"/api/v1/cases/{told['case']}"


def _named(data: bytes) -> bytes:
    found = pydicom.dcmread(io.BytesIO(data))
    found.SpecificCharacterSet = "ISO_IR 144"
    found.PatientName = "Иванова^Мария"
    found.PatientID = "N-4711"
    stream = io.BytesIO()
    found.save_as(stream)
    return stream.getvalue()


def test_a_case_says_whether_it_has_a_name_to_print(
    client: TestClient, named_case: str
) -> None:
    told = client.get(named_case)
    assert told.json()["has_name"] is True
    assert "4711" not in told.text
    assert "Иванова" not in told.text
    assert "\\u0418" not in told.text


def test_a_name_that_was_typed_goes_before_the_file_s(
    client: TestClient, named_case: str, files: dict[str, bytes]
) -> None:
    named = {k: _named(data) for k, data in files.items()}
    _, told = ending(client, send(client, named, name="Bed 4").json()["job"])
    subject = client.get(f"/api/v1/cases/{told['case']}/report.json?named=true").json()
    assert subject["subject"]["name"] == "Bed 4"
    assert subject["subject"]["patient_id"] == "N-4711"


def test_a_report_is_made_though_its_file_cannot_be_asked_for_a_name(
    tmp_path: Path, files: dict[str, bytes]
) -> None:
    with open_room(tmp_path, HereReader) as room:
        named = {k: _named(data) for k, data in files.items()}
        _, told = ending(room, send(room, named).json()["job"])
        case = f"/api/v1/cases/{told['case']}"
        for place in (tmp_path / "files").glob("*/*"):
            if place.read_bytes()[128:132] == b"DICM":
                place.write_bytes(b"damaged")
        assert room.get(case).json()["has_name"] is False
        answer = room.get(f"{case}/report.txt?named=true")
        assert answer.status_code == 200
        assert "4711" not in answer.text
