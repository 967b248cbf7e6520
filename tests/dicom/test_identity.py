"""The word that tells a patient again next year."""

from dataclasses import replace

import numpy as np

from myomap.dicom import SeriesHeader, write_recon_tomo
from myomap.dicom.identity import patient_identity
from myomap.records import Frame, Volume


def written(patient_id: str) -> bytes:
    volume = Volume(
        counts=np.ones((3, 4, 5), np.float32), affine=np.eye(4), frame=Frame.PATIENT
    )
    header = SeriesHeader(patient_id=patient_id, series_description="stress")
    return write_recon_tomo(volume, replace(header, uid_seed=patient_id))


def test_two_objects_of_a_patient_have_one_identity() -> None:
    assert patient_identity(written("A7")) == patient_identity(written("a7"))


def test_two_patients_have_two_identities() -> None:
    assert patient_identity(written("A7")) != patient_identity(written("A8"))


def test_an_identity_does_not_show_the_number() -> None:
    found = patient_identity(written("A7"))
    assert found is not None
    assert len(found) == 64
    assert int(found, 16)


def test_whoever_is_not_named_has_no_identity() -> None:
    assert patient_identity(written("")) is None


def test_what_is_no_dicom_has_no_identity() -> None:
    assert patient_identity(b"PK\x03\x04" + bytes(500)) is None
