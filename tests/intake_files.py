"""Small synthetic files of every kind the intake meets, and zips made by hand."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pydicom
from numpy.typing import ArrayLike, NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

from myomap.intake import write_nifti
from myomap.records import Volume

NM_CLASS = "1.2.840.10008.5.1.4.1.1.20"
CT_CLASS = "1.2.840.10008.5.1.4.1.1.2"
DIRECTORY_CLASS = "1.2.840.10008.1.3.10"


def ramp(shape: tuple[int, ...] = (6, 5, 4)) -> NDArray[np.float32]:
    """Return counts that are all different, so that no axis can be mistaken."""
    size = int(np.prod(shape))
    return np.arange(1, size + 1, dtype=np.float32).reshape(shape)


def volume(counts: ArrayLike | None = None) -> Volume:
    """Return a volume with three different spacings, placed off the origin."""
    affine = np.array(
        [
            [0.0, 0.0, 4.0, -30.0],
            [0.0, 5.0, 0.0, -20.0],
            [6.0, 0.0, 0.0, 100.0],
            [0.0, 0.0, 0.0, 1.0],
        ]
    )
    return Volume(
        counts=np.asarray(ramp() if counts is None else counts), affine=affine
    )


def nifti_bytes(counts: ArrayLike | None = None, **fields: Any) -> bytes:
    """Return a NIfTI file, with header fields changed by name afterwards."""
    from nibabel.nifti1 import Nifti1Header

    data = write_nifti(volume())
    if counts is not None:
        data = data[:352] + np.asarray(counts, dtype="<f4").tobytes()
    header: Any = Nifti1Header(data[:348], check=False)
    for name, value in fields.items():
        header[name] = value
    return bytes(header.binaryblock) + data[348:]


def npy_bytes(values: ArrayLike | None = None) -> bytes:
    """Return a `.npy` file; a plausible polar map unless told otherwise."""
    if values is None:
        values = np.tile(np.linspace(50, 100, 72, dtype=np.float32), (32, 1))
    buffer = io.BytesIO()
    np.save(buffer, np.asarray(values), allow_pickle=True)
    return buffer.getvalue()


def dicom_bytes(sop_class: str = NM_CLASS, **attributes: Any) -> bytes:
    """Return a DICOM file: a RECON TOMO of 5 slices unless told otherwise."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = sop_class
    meta.MediaStorageSOPInstanceUID = generate_uid()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    meta.ImplementationClassUID = generate_uid()
    data = Dataset()
    data.file_meta = meta
    data.SOPClassUID = sop_class
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID = generate_uid()
    data.SeriesInstanceUID = generate_uid()
    data.Modality = "NM" if sop_class == NM_CLASS else "CT"
    data.ImageType = ["ORIGINAL", "PRIMARY", "RECON TOMO", "EMISSION"]
    data.PatientName, data.PatientID, data.PatientBirthDate = "Doe^Jane", "P1", ""
    data.PatientSex, data.PatientAge = "F", "061Y"
    data.NumberOfFrames, data.Rows, data.Columns = 5, 8, 8
    data.FrameIncrementPointer = 0x00540080
    data.SliceVector, data.NumberOfSlices = [1, 2, 3, 4, 5], 5
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit = 16, 16, 15
    data.PixelRepresentation = 0
    data.PixelSpacing, data.SliceThickness = [6.0, 6.0], 6.0
    data.SpacingBetweenSlices = 6.0
    detector = Dataset()
    detector.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    detector.ImagePositionPatient = [-21, -21, 0]
    data.DetectorInformationSequence = [detector]
    data.PixelData = np.arange(320, dtype="<u2").tobytes()
    for keyword, value in attributes.items():
        if keyword == "MediaStorageSOPClassUID":
            meta.MediaStorageSOPClassUID = value
        else:
            setattr(data, keyword, value)
    meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    buffer = io.BytesIO()
    pydicom.dcmwrite(buffer, data, enforce_file_format=True)
    return buffer.getvalue()


def zip_bytes(
    members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """Return an honest zip."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


@dataclass(kw_only=True)
class Entry:
    """One member of a zip made by hand: what it is, and what it says it is."""

    name: bytes
    data: bytes = b""
    deflate: bool = False
    flags: int = 0
    local_flags: int | None = None
    method: int | None = None
    says_inflated: int | None = None
    crc: int | None = None
    mode: int = 0
    at: int | None = None


def forged_zip(*entries: Entry, n_said: int | None = None) -> bytes:
    """Return a zip whose directory says what the entries say."""
    body, directory = b"", b""
    for entry in entries:
        stored = _deflated(entry.data) if entry.deflate else entry.data
        method = entry.method if entry.method is not None else 8 * entry.deflate
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        size = len(entry.data) if entry.says_inflated is None else entry.says_inflated
        flags = entry.flags if entry.local_flags is None else entry.local_flags
        common = (method, 0, 0x21, crc, len(stored), size, len(entry.name), 0)
        at = len(body) if entry.at is None else entry.at
        if entry.at is None:
            body += struct.pack("<4s2H3H3I2H", b"PK\3\4", 20, flags, *common)
            body += entry.name + stored
        directory += struct.pack(
            "<4s3H3H3I2HHHHII",
            b"PK\1\2",
            0x314,
            20,
            entry.flags,
            *common,
            0,
            0,
            0,
            entry.mode << 16,
            at,
        )
        directory += entry.name
    n_entries = len(entries) if n_said is None else n_said
    end = struct.pack(
        "<4s4H2IH", b"PK\5\6", 0, 0, n_entries, n_entries, len(directory), len(body), 0
    )
    return body + directory + end


def _deflated(data: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(data) + deflater.flush()
