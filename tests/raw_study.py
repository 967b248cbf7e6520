"""Raw projections of one simulated patient as a camera writes them."""

from functools import lru_cache
from pathlib import Path

import numpy as np

from myomap.dicom import SeriesHeader, write_projections
from myomap.intake import write_nifti
from myomap.phantom import AcquiredStudy, Disease, acquire, draw_patient
from myomap.records import State, Volume


@lru_cache(maxsize=1)
def acquired_study() -> AcquiredStudy:
    """Return stress and rest projections of a patient with ischemia, and the map."""
    return acquire(draw_patient(np.random.default_rng(5), disease=Disease.ISCHEMIA))


def write_raw_study(folder: Path) -> None:
    """Write ``stress.dcm`` and ``rest.dcm`` into a new folder."""
    folder.mkdir(parents=True)
    for state in State:
        header = SeriesHeader(
            patient_id="SIMULATED-5",
            series_description=f"Simulated {state.value}",
            state=state,
            uid_seed=f"raw {state.value}",
        )
        written = write_projections(acquired_study().of(state), header)
        (folder / f"{state.value}.dcm").write_bytes(written)


def write_mu_map(path: Path) -> None:
    """Write the attenuation map as NIfTI, 1/cm."""
    body = acquired_study().attenuation_map
    volume = Volume(counts=body.per_cm, affine=body.affine)
    path.write_bytes(write_nifti(volume, compressed=True))
