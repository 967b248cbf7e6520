"""What is written is read back, passes the validator, and is the same every time."""

import io
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pydicom
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from myomap.dicom import (
    SeriesHeader,
    read_dicom,
    write_projections,
    write_recon_gated_tomo,
    write_recon_tomo,
)
from myomap.errors import ConfigError, GeometryError, LimitExceededError
from myomap.geometry import (
    LEFT,
    POSTERIOR,
    SUPERIOR,
    affine_from_axes,
    direction_from_angles,
    heart_axes,
)
from myomap.records import (
    EnergyWindow,
    Frame,
    InputKind,
    Projections,
    Sex,
    State,
    Volume,
)

HEADER = SeriesHeader(
    patient_id="P-1",
    series_description="stress volume",
    state=State.STRESS,
    sex=Sex.MALE,
    tracer="Tc-99m sestamibi",
    attenuation_corrected=True,
    derived_from="1.2.3.4",
)


def transaxial(counts, *, towards_head=True, step_mm=6.4):
    up = SUPERIOR if towards_head else -SUPERIOR
    affine = affine_from_axes([-70.123456, 5, 33], [up, POSTERIOR, LEFT], [step_mm] * 3)
    return Volume(counts=counts, affine=affine)


def short_axis(counts, *, from_apex=True):
    lateral, anterior, apical = heart_axes(direction_from_angles(47, 23))
    along = -apical if from_apex else apical
    affine = affine_from_axes([3, -60, 20], [along, -anterior, lateral], [6, 5, 4])
    return Volume(counts=counts, affine=affine)


def projections(*, n_gates=1, n_detectors=2, n_views=6, whole=True, **changes):
    rng = np.random.default_rng(3)
    shape = (n_gates, 2, n_detectors * n_views, 8, 9)
    counts = rng.poisson(20, shape) if whole else rng.random(shape)
    starts = 225.0 - 90.0 * np.arange(n_detectors)
    angles = (starts[:, None] - 6.0 * np.arange(n_views)).reshape(-1) % 360
    parts = {
        "counts": counts,
        "angle_deg": angles,
        "radius_mm": 200.0 + np.arange(angles.size),
        "detector": np.repeat(np.arange(n_detectors), n_views),
        "pixel_size_mm": [6.4, 6.3],
        "frame_duration_ms": np.full(angles.size, 20_000.0),
        "energy_windows": (
            EnergyWindow(lower_keV=126.45, upper_keV=154.55, name="EM"),
            EnergyWindow(lower_keV=114, upper_keV=126),
        ),
    }
    return Projections(**(parts | changes))


@pytest.fixture
def counts(rng):
    return rng.random((10, 8, 9)).astype(np.float32) * 1e4


@pytest.mark.parametrize("towards_head", [True, False])
def test_a_transaxial_volume_comes_back(counts, towards_head):
    volume = transaxial(counts, towards_head=towards_head)
    content = read_dicom(write_recon_tomo(volume, HEADER))
    again = content.input.data
    assert_allclose(again.affine, volume.affine, atol=1e-9)
    half_step = counts.max() / 65535 / 2
    assert_allclose(again.counts, counts, rtol=1e-6, atol=half_step * 1.01)
    assert content.input.kind is InputKind.TRANSAXIAL_VOLUME
    assert content.input.cautions == ()


def test_what_the_header_says_comes_back(counts):
    content = read_dicom(write_recon_tomo(transaxial(counts), HEADER))
    assert content.input.state is State.STRESS
    assert content.sex is Sex.MALE
    assert content.input.facts.tracer == "Tc-99m sestamibi"
    assert content.input.facts.attenuation_corrected is True
    sources = {evidence.source for evidence in content.input.evidence}
    assert sources == {"AcquisitionContextSequence", "SeriesDescription"}


@pytest.mark.parametrize("state", [State.REST, State.STRESS, None])
@pytest.mark.parametrize("corrected", [True, False, None])
def test_state_and_correction_come_back_from_codes_alone(counts, state, corrected):
    header = SeriesHeader(patient_id="P", state=state, attenuation_corrected=corrected)
    content = read_dicom(write_recon_tomo(transaxial(counts), header))
    assert content.input.state is state
    assert content.input.facts.attenuation_corrected is corrected


@pytest.mark.parametrize(
    ("corrected", "found"),
    [
        ({"attenuation_corrected": True}, "ATTN"),
        ({"attenuation_corrected": False}, "UNIF"),
        ({"attenuation_corrected": False, "decay_corrected": True}, "DECY"),
        (
            {
                "attenuation_corrected": True,
                "scatter_corrected": True,
                "decay_corrected": True,
                "motion_corrected": True,
            },
            "DECY ATTN SCAT MOTN",
        ),
        ({"scatter_corrected": True}, None),
    ],
)
def test_what_was_corrected_is_listed_by_the_standard_s_terms(counts, corrected, found):
    header = SeriesHeader(patient_id="P", **corrected)
    data = write_recon_tomo(transaxial(counts), header)
    listed = pydicom.dcmread(io.BytesIO(data)).get("CorrectedImage")
    assert listed == found if found is None else " ".join(_all(listed)) == found
    known = corrected.get("attenuation_corrected")
    assert read_dicom(data).input.facts.attenuation_corrected is known


def _all(values):
    return [values] if isinstance(values, str) else list(values)


@pytest.mark.parametrize("from_apex", [True, False])
def test_an_oblique_short_axis_comes_back_in_its_place(counts, from_apex):
    volume = short_axis(counts, from_apex=from_apex)
    data = write_recon_tomo(volume, replace(HEADER, short_axis=True))
    content = read_dicom(data)
    assert content.input.kind is InputKind.SHORT_AXIS_VOLUME
    assert content.input.data.frame is Frame.PATIENT
    assert_allclose(content.input.data.affine, volume.affine, atol=1e-9)


@pytest.mark.parametrize(
    "frame",
    [Frame.SHORT_AXIS, Frame.SHORT_AXIS_FROM_APEX, Frame.SHORT_AXIS_FROM_BASE],
)
def test_a_short_axis_stack_without_a_place_keeps_its_order(counts, frame):
    volume = Volume(counts=counts, affine=np.diag([6.0, 5, 4, 1]), frame=frame)
    again = read_dicom(write_recon_tomo(volume, HEADER)).input.data
    assert again.frame is frame
    assert_allclose(again.voxel_size_mm, [6, 5, 4])


def test_whole_counts_come_back_exactly(rng):
    counts = rng.integers(0, 60_000, (5, 6, 7))
    again = read_dicom(write_recon_tomo(transaxial(counts), HEADER)).input.data
    assert np.array_equal(again.counts, counts)


def test_counts_below_zero_come_back(rng):
    counts = rng.normal(size=(5, 6, 7))
    again = read_dicom(write_recon_tomo(transaxial(counts), HEADER)).input.data
    assert_allclose(again.counts, counts, atol=np.abs(counts).max() / 32767)


@given(
    st.floats(1e-6, 1e9),
    st.floats(-180, 180),
    st.floats(-80, 80),
    st.floats(0.6, 29),
)
def test_any_scale_and_direction_come_back(scale, azimuth, elevation, step_mm):
    counts = scale * (1 + np.arange(4 * 5 * 6).reshape(4, 5, 6))
    lateral, anterior, apical = heart_axes(direction_from_angles(azimuth, elevation))
    affine = affine_from_axes([1, 2, 3], [apical, anterior, lateral], [step_mm] * 3)
    volume = Volume(counts=counts, affine=affine)
    again = read_dicom(write_recon_tomo(volume, SeriesHeader(patient_id="P")))
    assert_allclose(again.input.data.affine, affine, atol=1e-9)
    assert_allclose(again.input.data.counts, counts, atol=counts.max() / 65535)


def test_the_same_input_gives_the_same_bytes(counts):
    volume = transaxial(counts)
    assert write_recon_tomo(volume, HEADER) == write_recon_tomo(volume, HEADER)
    script = (
        "import numpy as np, hashlib; from myomap.dicom import *; from myomap.records "
        "import Volume; v = Volume(counts=np.ones((4, 4, 4)), affine=np.eye(4)); "
        "print(hashlib.sha256(write_recon_tomo(v, SeriesHeader(patient_id='P')))"
        ".hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script], check=True, capture_output=True
        ).stdout
        for _ in range(2)
    }
    assert len(digests) == 1


def test_other_pixels_or_seeds_give_other_identifiers(counts):
    first = read_dicom(write_recon_tomo(transaxial(counts), HEADER))
    other = read_dicom(write_recon_tomo(transaxial(counts[::-1]), HEADER))
    seeded = replace(HEADER, uid_seed="2")
    again = read_dicom(write_recon_tomo(transaxial(counts), seeded))
    objects = {item.input.sop_instance_uid for item in (first, other, again)}
    assert len(objects) == 3
    assert first.study_instance_uid == other.study_instance_uid
    assert first.study_instance_uid != again.study_instance_uid


def test_given_identifiers_are_used(counts):
    header = replace(HEADER, study_instance_uid="1.2.3", frame_of_reference_uid="1.2.4")
    content = read_dicom(write_recon_tomo(transaxial(counts), header))
    assert content.study_instance_uid == "1.2.3"
    assert content.frame_of_reference_uid == "1.2.4"


def test_skewed_axes_are_not_written(counts):
    affine = transaxial(counts).affine.copy()
    affine[0, 1] = 1.0
    with pytest.raises(GeometryError, match="not perpendicular"):
        write_recon_tomo(Volume(counts=counts, affine=affine), HEADER)


def test_frames_too_small_are_not_written():
    with pytest.raises(LimitExceededError, match="cannot be written"):
        write_recon_tomo(transaxial(np.ones((3, 3, 3))), HEADER)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("patient_id", "A^B"),
        ("patient_id", "x" * 65),
        ("series_description", "a\\b"),
        ("study_instance_uid", "1." + "2" * 63),
        ("derived_from", "../x"),
    ],
)
def test_texts_that_are_no_pseudonym_are_not_written(name, value):
    with pytest.raises(ConfigError, match=name):
        SeriesHeader(**({"patient_id": "P"} | {name: value}))


@pytest.mark.parametrize("n_gates", [1, 8])
def test_projections_come_back(n_gates):
    raw = projections(n_gates=n_gates)
    content = read_dicom(write_projections(raw, HEADER))
    again = content.input.data
    assert np.array_equal(again.counts, raw.counts)
    assert_allclose(again.angle_deg, raw.angle_deg, atol=1e-9)
    assert_allclose(again.radius_mm, raw.radius_mm)
    assert_allclose(again.pixel_size_mm, raw.pixel_size_mm)
    assert_allclose(again.frame_duration_ms, raw.frame_duration_ms)
    assert again.detector.tolist() == raw.detector.tolist()
    assert again.energy_windows == raw.energy_windows
    assert content.input.facts.n_gates == n_gates
    assert content.input.cautions == ()


def test_fractions_of_counts_come_back_to_16_bits():
    raw = projections(whole=False, radius_mm=None, frame_duration_ms=None)
    again = read_dicom(write_projections(raw, HEADER)).input.data
    assert_allclose(again.counts, raw.counts, atol=raw.counts.max() / 131_000)
    assert again.radius_mm is None
    assert again.frame_duration_ms is None


def test_a_rotation_across_the_back_comes_back():
    angles = (350.0 + 6.0 * np.arange(12)) % 360
    raw = projections(n_detectors=1, n_views=12, angle_deg=angles)
    again = read_dicom(write_projections(raw, HEADER)).input.data
    assert_allclose(again.angle_deg, angles, atol=1e-9)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"angle_deg": np.arange(12.0) ** 2}, "no regular rotation"),
        ({"detector": [0, 1] * 6}, "out of order"),
        ({"frame_duration_ms": np.arange(1.0, 13)}, "times differ"),
    ],
)
def test_irregular_projections_are_not_written(changes, message):
    with pytest.raises(GeometryError, match=message):
        write_projections(projections(**changes), HEADER)


def written_objects(counts):
    stack = Volume(
        counts=np.round(counts),
        affine=np.diag([6.0, 5, 4, 1]),
        frame=Frame.SHORT_AXIS_FROM_BASE,
    )
    plain = SeriesHeader(patient_id="P")
    return {
        "transaxial": write_recon_tomo(transaxial(counts), HEADER),
        "oblique": write_recon_tomo(
            short_axis(counts), replace(HEADER, short_axis=True)
        ),
        "stack": write_recon_tomo(stack, plain),
        "tomo": write_projections(projections(), HEADER),
        "gated": write_projections(projections(n_gates=8), plain),
        "gated volume": write_recon_gated_tomo([transaxial(counts)] * 4, HEADER),
    }


@pytest.mark.parametrize(
    "name", ["transaxial", "oblique", "stack", "tomo", "gated", "gated volume"]
)
def test_the_validator_finds_no_error(dciodvfy, counts, tmp_path, name):
    path = tmp_path / "object.dcm"
    path.write_bytes(written_objects(counts)[name])
    result = subprocess.run([dciodvfy, str(path)], capture_output=True, check=False)
    lines = (result.stdout + result.stderr).decode().splitlines()
    assert "NMImage" in lines, "the validator recognises the object"
    assert [line for line in lines if line.startswith("Error")] == []


def test_an_object_of_nobody_known_says_so():
    header = SeriesHeader(patient_id="", series_description="Short axis")
    volume = transaxial(np.ones((4, 8, 8)))
    content = read_dicom(write_recon_tomo(volume, header))
    assert content.patient.is_unknown
