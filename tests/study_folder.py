"""The folder ``study`` that README and the examples of the commands read."""

from pathlib import Path

from myomap.intake import write_nifti
from myomap.phantom import demo_patient


def write_study(folder: Path) -> None:
    """Write the demo patient's stress and rest volume as NIfTI files."""
    folder.mkdir(parents=True)
    patient = demo_patient()
    for name, volume in (("stress", patient.stress), ("rest", patient.rest)):
        compressed = write_nifti(volume, compressed=True)
        (folder / f"{name}.nii.gz").write_bytes(compressed)
