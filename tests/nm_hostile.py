"""Named hostile changes of a reconstructed object, with the verdict each deserves.

A case is (change, error, pattern of the message). A change edits the data set and may
return a second step for the written bytes, for what no writer lets through.
"""

import struct

import numpy as np

from myomap.errors import (
    DicomError,
    GeometryError,
    LimitExceededError,
    MissingAttributeError,
    UnsupportedStudyError,
)
from nm_files import SYNTAXES, file_bytes

__all__ = ["CASES", "hostile_bytes"]


def hostile_bytes(ds, name):
    """Return the data set as a file, spoilt as the named case says."""
    finish = CASES[name][0](ds)
    data = file_bytes(ds, SYNTAXES["explicit"])
    return finish(data) if callable(finish) else data


def without_slice_distance(ds):
    del ds.SpacingBetweenSlices
    del ds.SliceThickness


def put(keyword, value):
    def change(ds):
        setattr(ds, keyword, value)

    return change


def raw(tag, vr, value):
    """Put in bytes that no writer lets through, before the first element."""
    size = struct.pack("<HL" if vr == "UN" else "<H", *(0,) * (vr == "UN"), len(value))
    element = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr.encode()) + size + value
    first = struct.pack("<HH2s", 8, 5, b"CS")

    def change(ds):
        if tag in ds:
            del ds[tag]
        return lambda data: data.replace(first, element + first)

    return change


def delete(keyword):
    return lambda ds: delattr(ds, keyword)


def spacing(text):
    return raw(0x00280030, "DS", text.encode())


def image_type(name, fourth="EMISSION"):
    return put("ImageType", ["ORIGINAL", "PRIMARY", name, fourth])


def clear_pixels(ds):
    ds.PixelData = bytes(len(ds.PixelData))


def drop_last_frame(ds):
    ds.PixelData = ds.PixelData[:-128]


def add_a_frame(ds):
    ds.PixelData = ds.PixelData + bytes(128)


def double_a_slice(ds):
    ds.SliceVector = [1, 2, 3, 4, 5, 5]
    ds.NumberOfSlices = 6


def double_a_view(ds):
    ds.FrameIncrementPointer = [0x00540010, 0x00540080]
    ds.EnergyWindowVector = [1, 1, 1, 2, 2, 2]
    ds.SliceVector = [1, 2, 3, 1, 2, 2]
    ds.NumberOfEnergyWindows, ds.NumberOfSlices = 2, 3


def float_pixels(ds):
    del ds.PixelData
    ds.FloatPixelData = np.full((6, 8, 8), np.nan, "<f4").tobytes()


def point_at(*tags):
    return put("FrameIncrementPointer", list(tags))


def in_item(sequence, keyword, value):
    def change(ds):
        setattr(ds[sequence].value[0], keyword, value)

    return change


_STORE = "1.2.840.10008.5.1.4.1.1."

# fmt: off
CASES = {
    # what it is
    "ct": (put("SOPClassUID", _STORE + "2"), UnsupportedStudyError, "a CT alone"),
    "pet": (put("SOPClassUID", _STORE + "128"), UnsupportedStudyError, "PET image"),
    "secondary-capture": (
        put("SOPClassUID", _STORE + "7"), UnsupportedStudyError,
        "holds no counts|no polar map"),
    "multi-frame-capture": (
        put("SOPClassUID", _STORE + "7.4"), UnsupportedStudyError,
        "holds no counts|no polar map"),
    "mr": (put("SOPClassUID", _STORE + "4"), UnsupportedStudyError, "an MR image"),
    "report": (
        put("SOPClassUID", _STORE + "88.33"), UnsupportedStudyError,
        "structured report"),
    "dicomdir": (
        put("SOPClassUID", "1.2.840.10008.1.3.10"), UnsupportedStudyError, "DICOMDIR"),
    "private-class": (
        put("SOPClassUID", "1.2.3.4"), UnsupportedStudyError,
        "no nuclear medicine image"),
    "no-class": (delete("SOPClassUID"), MissingAttributeError, "SOPClassUID"),
    "modality-ct": (put("Modality", "CT"), DicomError, "contradicts itself"),
    "whole-body": (image_type("WHOLE BODY"), UnsupportedStudyError, "whole-body scan"),
    "dynamic": (image_type("DYNAMIC"), UnsupportedStudyError, "dynamic planar"),
    "static": (image_type("STATIC"), UnsupportedStudyError, "static planar"),
    "gated-planar": (image_type("GATED"), UnsupportedStudyError, "gated planar"),
    "unknown-type": (
        image_type("REPROJECTION"), UnsupportedStudyError, "not tomographic"),
    "transmission": (
        image_type("RECON TOMO", "TRANSMISSION"), UnsupportedStudyError,
        "unit of the attenuation map cannot be told"),
    "raw-transmission": (
        image_type("TOMO", "TRANSMISSION"), UnsupportedStudyError,
        "transmission scan"),
    "no-type": (delete("ImageType"), MissingAttributeError, "Image Type"),
    "short-type": (
        put("ImageType", ["ORIGINAL", "PRIMARY"]), MissingAttributeError, "Image Type"),
    # identifiers
    "no-object-uid": (
        delete("SOPInstanceUID"), MissingAttributeError, "SOPInstanceUID"),
    "no-study-uid": (
        delete("StudyInstanceUID"), MissingAttributeError, "StudyInstanceUID"),
    "no-series-uid": (
        delete("SeriesInstanceUID"), MissingAttributeError, "SeriesInstanceUID"),
    "65-characters": (
        raw(0x0020000D, "UI", b"1." + b"2" * 63 + b"\0"), DicomError,
        "found 65 characters"),
    "path-as-uid": (raw(0x0020000D, "UI", b"../../etc\0"), DicomError, "not a valid"),
    # spacing
    "no-spacing": (delete("PixelSpacing"), MissingAttributeError, "PixelSpacing"),
    "empty-spacing": (spacing(""), MissingAttributeError, "PixelSpacing"),
    "zero-spacing": (spacing("0\\0 "), GeometryError, "found 0 mm"),
    "negative-spacing": (spacing("-4\\-4 "), GeometryError, "found -4 mm"),
    "spacing-in-metres": (spacing("0.004\\0.004 "), GeometryError, "out of range"),
    "absurd-spacing": (spacing("4000\\4 "), GeometryError, "found 4000 mm"),
    "nan-spacing": (spacing("nan\\nan "), DicomError, "PixelSpacing.*not a number"),
    "infinite-spacing": (spacing("1e999\\4"), DicomError, "too large to be true"),
    "word-as-spacing": (spacing("four\\4"), DicomError, "not a number"),
    "one-spacing": (spacing("4 "), DicomError, "1 values; expected 2"),
    "no-slice-spacing": (
        without_slice_distance,
        MissingAttributeError, "SpacingBetweenSlices"),
    "zero-slice-spacing": (
        put("SpacingBetweenSlices", 0), GeometryError, "SpacingBetweenSlices"),
    "absurd-slice-spacing": (
        put("SpacingBetweenSlices", -400), GeometryError, "SpacingBetweenSlices"),
    "two-slice-spacings": (
        put("SpacingBetweenSlices", [4, 4]), DicomError, "2 values; expected one"),
    # directions
    "not-perpendicular": (
        put("ImageOrientationPatient", [1, 0, 0, 1, 0, 0]), GeometryError,
        "perpendicular"),
    "no-direction": (
        put("ImageOrientationPatient", [0, 0, 0, 0, 0, 0]), GeometryError,
        "perpendicular"),
    "five-cosines": (
        put("ImageOrientationPatient", [1, 0, 0, 0, 1]), DicomError, "5 values"),
    "far-away": (put("ImagePositionPatient", [0, 0, 1e9]), GeometryError, "any room"),
    # frames
    "zero-frames": (put("NumberOfFrames", 0), DicomError, "found 0, expected"),
    "minus-one-frame": (put("NumberOfFrames", -1), DicomError, "found -1"),
    "2**31-1-frames": (
        put("NumberOfFrames", 2**31 - 1), LimitExceededError, "found 2147483647"),
    "no-frames": (
        raw(0x00280008, "IS", b""), MissingAttributeError, "NumberOfFrames"),
    "fraction-of-frames": (
        raw(0x00280008, "IS", b"5.5 "), DicomError, "holds a fraction"),
    "fewer-frames-than-vector": (
        put("NumberOfFrames", 5), DicomError, "6 entries for 5 frames"),
    "more-frames-than-vector": (
        put("NumberOfFrames", 7), DicomError, "6 entries for 7 frames"),
    "frame-missing-in-pixels": (
        drop_last_frame, DicomError, "found 640 bytes, expected 768"),
    "frame-too-many-in-pixels": (
        add_a_frame, DicomError, "found 896 bytes, expected 768"),
    "slice-double": (double_a_slice, DicomError, "without a gap"),
    "combination-double": (double_a_view, DicomError, "1 frames twice"),
    "slice-number-zero": (
        put("SliceVector", [0, 1, 2, 3, 4, 5]), DicomError, "from 0 to 5"),
    "slices-of-header-differ": (
        put("NumberOfSlices", 7), DicomError, "Expected 1 to 7"),
    "windows-of-header-differ": (
        lambda ds: (
            point_at(0x00540010, 0x00540080)(ds),
            put("EnergyWindowVector", [1] * 6)(ds),
            put("NumberOfEnergyWindows", 2)(ds)),
        DicomError, "EnergyWindowVector.*Expected 1 to 2"),
    "no-pointer": (
        delete("FrameIncrementPointer"), MissingAttributeError,
        "FrameIncrementPointer"),
    "pointer-at-nothing": (
        point_at(0x00540090), MissingAttributeError, "AngularViewVector is missing"),
    "pointer-at-time": (
        point_at(0x00181063), UnsupportedStudyError, r"\(0018,1063\)"),
    "pointer-twice": (
        point_at(0x00540080, 0x00540080), DicomError, "names a vector twice"),
    "vector-of-odd-bytes": (
        raw(0x00540080, "US", b"\1\0\2"), DicomError, "SliceVector has 3 bytes"),
    # pixels
    "no-pixels": (delete("PixelData"), MissingAttributeError, "Pixel Data is missing"),
    "empty-pixels": (put("PixelData", b""), MissingAttributeError, "Pixel Data"),
    "blank": (clear_pixels, GeometryError, "hold no counts"),
    "nan-float-pixels": (float_pixels, UnsupportedStudyError, "floating-point"),
    "colour": (put("SamplesPerPixel", 3), UnsupportedStudyError, "colours"),
    "palette": (
        put("PhotometricInterpretation", "PALETTE COLOR"), UnsupportedStudyError,
        "colours"),
    "inverted": (
        put("PhotometricInterpretation", "MONOCHROME1"), UnsupportedStudyError,
        "inverted"),
    "12-bits-allocated": (put("BitsAllocated", 12), DicomError, "depth is impossible"),
    "17-bits-stored": (put("BitsStored", 17), DicomError, "depth is impossible"),
    "zero-bits": (put("BitsStored", 0), DicomError, "depth is impossible"),
    "high-bit": (put("HighBit", 7), DicomError, "High Bit is 7"),
    "representation": (
        put("PixelRepresentation", 2), DicomError, "expected 0 or 1"),
    "no-rows": (delete("Rows"), MissingAttributeError, "Rows is missing"),
    "zero-rows": (put("Rows", 0), LimitExceededError, "Rows is out of range: found 0"),
    "60000-columns": (put("Columns", 60000), LimitExceededError, "found 60000"),
    "rows-twice": (put("Rows", [8, 8]), DicomError, "2 values; expected one"),
    "slope-zero": (put("RescaleSlope", 0), DicomError, "slope 0"),
    "slope-negative": (put("RescaleSlope", -1), DicomError, "slope -1"),
    "slope-nan": (raw(0x00281053, "DS", b"nan "), DicomError, "not a number"),
    "slope-absurd": (put("RescaleSlope", "1e30"), DicomError, "impossible"),
    # representations
    "rows-as-ul": (raw(0x00280010, "UL", b"\x08\0\0\0"), DicomError, "UL.*Expected US"),
    "rows-as-text": (raw(0x00280010, "LO", b"8 "), DicomError, "LO.*Expected US"),
    "frames-as-us": (raw(0x00280008, "US", b"\6\0"), DicomError, "US.*Expected IS"),
    "detectors-as-text": (
        raw(0x00540022, "LO", b"none"), DicomError, "LO.*Expected SQ"),
    "detectors-as-unknown-bytes": (
        raw(0x00540022, "UN", b"none"), DicomError, "no sequence"),
}
# fmt: on
