"""Seeded mutations: a typed refusal or a valid result, nothing else.

Pixels may come out different only where a header attribute that decides about pixels
was changed, since these mutations leave the pixel bytes alone.
"""

import struct

import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.dicom.source import read_header
from myomap.errors import MyomapError
from nm_files import READABLE, SYNTAXES, study_bytes

N_MUTATIONS_A_FILE = 16

DECIDING = (
    "ImageType",
    "FrameIncrementPointer",
    "EnergyWindowVector",
    "DetectorVector",
    "RotationVector",
    "RRIntervalVector",
    "TimeSlotVector",
    "SliceVector",
    "AngularViewVector",
    "NumberOfFrames",
    "Rows",
    "Columns",
    "BitsAllocated",
    "BitsStored",
    "PixelRepresentation",
    "RescaleSlope",
    "RescaleIntercept",
    "EnergyWindowInformationSequence",
    "RadiopharmaceuticalInformationSequence",
    "DetectorInformationSequence",
    "ImageOrientationPatient",
)


def flip_a_bit(data, span, rng):
    position = rng.integers(*span)
    data[position] ^= 1 << int(rng.integers(8))


def overwrite(data, span, rng):
    position = int(rng.integers(*span))
    size = int(rng.integers(1, 9))
    data[position : position + size] = rng.bytes(size)


def insert(data, span, rng):
    position = int(rng.integers(*span))
    data[position:position] = rng.bytes(int(rng.integers(1, 9)))


def remove(data, span, rng):
    position = int(rng.integers(*span))
    del data[position : position + int(rng.integers(1, 13))]


def repeat(data, span, rng):
    position = int(rng.integers(*span))
    size = int(rng.integers(2, 65))
    data[position:position] = data[position : position + size]


def change_a_length(data, span, rng):
    """Write another length where an element of groups 0018 to 0054 begins."""
    groups = (b"\x08\0", b"\x18\0", b"\x20\0", b"\x28\0", b"\x54\0")
    group = groups[int(rng.integers(len(groups)))]
    position = data.find(group, int(rng.integers(*span)))
    if 0 <= position < span[1]:
        new = (0, 1, 2, 7, 0xFF, 0xFFFF)[int(rng.integers(6))]
        struct.pack_into("<H", data, position + 6, new)


def change_a_value(data, span, rng):
    """Write an awkward number where one stands in text."""
    awkward = (b"nan", b"-1 ", b"0  ", b"1e9", b"\\\\\\", b"9999")
    digits = [i for i in range(*span) if data[i : i + 2].isdigit()]
    if digits:
        position = digits[int(rng.integers(len(digits)))]
        text = awkward[int(rng.integers(len(awkward)))]
        data[position : position + len(text)] = text


def cut(data, span, rng):
    del data[int(rng.integers(140, len(data))) :]


MUTATIONS = (
    flip_a_bit,
    flip_a_bit,
    overwrite,
    insert,
    remove,
    repeat,
    change_a_length,
    change_a_value,
    cut,
)


def header_span(data: bytes, syntax: str) -> tuple[int, int]:
    """Return where the header lies, pixels excluded."""
    if syntax == "deflated":
        return 132, 330
    tag = b"\x7f\xe0\x00\x10" if syntax == "big-endian" else b"\xe0\x7f\x10\x00"
    return 132, data.index(tag)


def deciding_values(data: bytes) -> list[object]:
    """Return everything of a header that may change which pixels are read."""
    header, syntax = read_header(data)
    values: list[object] = [syntax]
    for keyword in DECIDING:
        found = header.element(keyword)
        if found is not None and found.items is not None:
            values.append(plain_items(found.items))
        else:
            values.append(bytes(found.value) if found else None)
    return values


def plain_items(items) -> list[object]:
    return [
        {
            tag: plain_items(element.items) if element.items else bytes(element.value)
            for tag, element in item.items()
        }
        for item in items
    ]


@pytest.mark.parametrize("syntax", SYNTAXES)
def test_mutants_are_refused_or_explained(syntax, rng):
    outcomes = {"refused": 0, "read": 0}
    for name in [name for name, other in READABLE if other == syntax]:
        original = study_bytes(name, SYNTAXES[syntax])
        span = header_span(original, syntax)
        counts = read_dicom(original).input.data.counts
        for _ in range(N_MUTATIONS_A_FILE):
            mutant = bytearray(original)
            mutate = MUTATIONS[int(rng.integers(len(MUTATIONS)))]
            mutate(mutant, span, rng)
            outcomes[judge(bytes(mutant), original, counts)] += 1
    assert outcomes["refused"] > 50
    assert outcomes["read"] > 10


def judge(mutant: bytes, original: bytes, counts: np.ndarray) -> str:
    try:
        content = read_dicom(mutant)
    except MyomapError:
        return "refused"
    if not np.array_equal(content.input.data.counts, counts):
        assert deciding_values(mutant) != deciding_values(original)
    return "read"


def test_mutated_pixels_never_crash(rng):
    for name in [name for name, syntax in READABLE if syntax == "rle"]:
        original = study_bytes(name, SYNTAXES["rle"])
        start = header_span(original, "rle")[1]
        for _ in range(10):
            mutant = bytearray(original)
            overwrite(mutant, (start, len(original)), rng)
            judge_pixels(bytes(mutant))


def judge_pixels(mutant: bytes) -> None:
    try:
        content = read_dicom(mutant)
    except MyomapError:
        return
    assert np.all(np.isfinite(content.input.data.counts))
