"""Attenuation maps that we write: their unit, place and kind are told, not guessed."""

import io
import subprocess
from pathlib import Path
from typing import Any

import pydicom
import pytest
from numpy.testing import assert_allclose

from ct_files import body_frames
from myomap.dicom import SeriesHeader, read_dicom, write_attenuation_map
from myomap.geometry import LEFT, POSTERIOR, SUPERIOR, affine_from_axes
from myomap.records import AttenuationMap, InputKind

HEADER = SeriesHeader(patient_id="P-1", frame_of_reference_uid="1.2.3")
AFFINE = affine_from_axes([-70.5, 5, 33], [SUPERIOR, POSTERIOR, LEFT], [4.4] * 3)


def body(**changes: object) -> AttenuationMap:
    parts: dict[str, Any] = {"per_cm": body_frames() / 10_000, "affine": AFFINE}
    return AttenuationMap(**(parts | changes))


def test_a_written_map_comes_back_without_a_caution() -> None:
    found = read_dicom(write_attenuation_map(body(), HEADER)).input
    assert found.kind is InputKind.ATTENUATION_MAP
    assert isinstance(found.data, AttenuationMap)
    half_step = float(body().per_cm.max()) / 65535 / 2
    assert_allclose(found.data.per_cm, body().per_cm, atol=1.01 * half_step)
    assert_allclose(found.data.affine, AFFINE, atol=1e-9)
    assert found.cautions == ()


def test_no_description_is_needed_to_tell_it_from_an_emission() -> None:
    data_set = pydicom.dcmread(io.BytesIO(write_attenuation_map(body(), HEADER)))
    assert "SeriesDescription" not in data_set
    assert data_set.ImageType[3] == "TRANSMISSION"
    assert "CorrectedImage" not in data_set


def test_the_unit_is_ucum_and_covers_every_stored_number() -> None:
    data_set = pydicom.dcmread(io.BytesIO(write_attenuation_map(body(), HEADER)))
    (mapping,) = data_set.RealWorldValueMappingSequence
    (unit,) = mapping.MeasurementUnitsCodeSequence
    assert (unit.CodeValue, unit.CodingSchemeDesignator) == ("/cm", "UCUM")
    assert mapping.RealWorldValueFirstValueMapped == 0
    assert mapping.RealWorldValueLastValueMapped == 65535
    assert mapping.RealWorldValueIntercept == 0
    per_cm = data_set.pixel_array * mapping.RealWorldValueSlope
    assert per_cm.max() == pytest.approx(0.2, rel=1e-6)


@pytest.mark.parametrize(
    ("asked", "own", "written"),
    [("1.2.3", "4.5.6", "1.2.3"), (None, "4.5.6", "4.5.6")],
)
def test_the_frame_of_reference_is_the_header_s_else_the_map_s(
    asked: str | None, own: str, written: str
) -> None:
    header = SeriesHeader(patient_id="P", frame_of_reference_uid=asked)
    data = write_attenuation_map(body(frame_of_reference_uid=own), header)
    assert read_dicom(data).frame_of_reference_uid == written


def test_the_same_map_gives_the_same_bytes() -> None:
    first = write_attenuation_map(body(), HEADER)
    assert write_attenuation_map(body(), HEADER) == first


def test_the_validator_finds_no_error_in_a_map(dciodvfy: str, tmp_path: Path) -> None:
    path = tmp_path / "map.dcm"
    path.write_bytes(write_attenuation_map(body(), HEADER))
    shown = subprocess.run([dciodvfy, path], capture_output=True, check=False)
    lines = (shown.stdout + shown.stderr).decode().splitlines()
    assert "NMImage" in lines
    assert [line for line in lines if line.startswith("Error")] == []
