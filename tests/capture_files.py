"""Synthetic captured screens, in every way that stations store colours."""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.uid import ExplicitVRLittleEndian

from nm_files import file_bytes

CAPTURE = "1.2.840.10008.5.1.4.1.1.7"
MULTI_FRAME_COLOR = CAPTURE + ".4"


def capture_dataset(
    pixels: np.ndarray,
    interpretation: str = "RGB",
    *,
    n_frames: int | None = None,
    bits_stored: int | None = None,
    by_plane: bool = False,
    description: str = "Screen",
) -> Dataset:
    """Return a capture of pixels (..., row, column) or (..., row, column, 3)."""
    is_color = interpretation in ("RGB", "YBR_FULL")
    bits = 8 * pixels.dtype.itemsize
    ds = Dataset()
    ds.SOPClassUID = MULTI_FRAME_COLOR if n_frames else CAPTURE
    ds.SOPInstanceUID = "1.2.826.0.1.3680043.10.1544.7.1"
    ds.StudyInstanceUID = "1.2.826.0.1.3680043.10.1544.7.2"
    ds.SeriesInstanceUID = "1.2.826.0.1.3680043.10.1544.7.3"
    ds.Modality = "NM"
    ds.PatientID = "P1"
    ds.PatientSex = "F"
    ds.SeriesDescription = description
    ds.SamplesPerPixel = 3 if is_color else 1
    ds.PhotometricInterpretation = interpretation
    if is_color:
        ds.PlanarConfiguration = int(by_plane)
    if n_frames:
        ds.NumberOfFrames = n_frames
    ds.Rows, ds.Columns = pixels.shape[-3:-1] if is_color else pixels.shape[-2:]
    ds.BitsAllocated = bits
    ds.BitsStored = bits_stored or bits
    ds.HighBit = ds.BitsStored - 1
    ds.PixelRepresentation = int(np.issubdtype(pixels.dtype, np.signedinteger))
    stored = np.moveaxis(pixels, -1, -3) if by_plane else pixels
    data = stored.astype(pixels.dtype.newbyteorder("<")).tobytes()
    ds.PixelData = data + bytes(len(data) % 2)
    return ds


def with_palette(ds: Dataset, colors: np.ndarray, *, bits: int = 16) -> Dataset:
    """Return a capture with a palette (entry, 3), uint8."""
    for channel, name in enumerate(("Red", "Green", "Blue")):
        entries = colors[:, channel]
        data = (
            entries.tobytes()
            if bits == 8
            else (entries.astype("<u2") * 257).astype("<u2").tobytes()
        )
        data += bytes(len(data) % 2)
        setattr(ds, f"{name}PaletteColorLookupTableDescriptor", [len(entries), 0, bits])
        setattr(ds, f"{name}PaletteColorLookupTableData", data)
    return ds


def capture_bytes(ds: Dataset, syntax: str = ExplicitVRLittleEndian) -> bytes:
    """Return the bytes of a file."""
    return file_bytes(ds, syntax)
