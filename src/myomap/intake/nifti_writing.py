"""A volume in, NIfTI bytes out: the way back of `read_nifti`."""

import gzip
from typing import Any

import numpy as np

from myomap.errors import GeometryError
from myomap.records import Frame, Volume

__all__ = ["write_nifti"]


def write_nifti(volume: Volume, *, compressed: bool = False) -> bytes:
    """Return a NIfTI-1 file that holds a volume.

    Reading it back gives the same counts bit by bit; the affine is stored with the
    32 bits that NIfTI-1 has for it. Orientation is written twice, as sform and as
    qform, because readers differ in which one they follow.

    Parameters
    ----------
    volume : Volume
        In `Frame.PATIENT`: a NIfTI file is placed in the patient or nowhere.
    compressed : bool
        Whether to make a `.nii.gz`; the same volume always gives the same bytes.

    Returns
    -------
    bytes
        The file.

    Raises
    ------
    GeometryError
        If the volume is not placed in the patient.

    Examples
    --------
    >>> volume = Volume(counts=np.ones((2, 3, 4)), affine=np.diag([4.0, 4, 4, 1]))
    >>> write_nifti(volume)[344:347]
    b'n+1'
    """
    from nibabel.nifti1 import Nifti1Image

    if volume.frame is not Frame.PATIENT:
        raise GeometryError(
            f"The volume lies in the frame {volume.frame.value!r}. Expected one placed "
            "in the patient: NIfTI has no other place for it."
        )
    lps = volume.affine[:, [2, 1, 0, 3]]
    ras = np.diag([-1.0, -1.0, 1.0, 1.0]) @ lps
    # Nibabel carries no types here.
    make: Any = Nifti1Image
    image = make(volume.counts.transpose(2, 1, 0), ras)
    image.header.set_xyzt_units("mm", "sec")
    image.set_qform(ras, code="scanner")
    image.set_sform(ras, code="scanner")
    data = bytes(image.to_bytes())
    return gzip.compress(data, mtime=0) if compressed else data
