"""A cut file is refused or reads the same; never as a smaller study."""

import struct

import numpy as np
import pytest

from myomap.dicom import read_dicom
from myomap.errors import InputError
from nm_files import READABLE, SYNTAXES, study_bytes

CUT_STUDIES = ("ge-recon", "ge-gated-tomo", "philips-view-major")


def tag_boundaries(data: bytes) -> list[int]:
    """Return where the elements of an explicit little-endian file begin."""
    positions = []
    position = 132
    long_ones = {b"OB", b"OW", b"SQ", b"UN", b"UT", b"OF", b"OD"}
    while position < len(data):
        positions.append(position)
        vr = data[position + 4 : position + 6]
        if vr in long_ones:
            (length,) = struct.unpack_from("<L", data, position + 8)
            position += 12 + length
        else:
            (length,) = struct.unpack_from("<H", data, position + 6)
            position += 8 + length
    assert position == len(data)
    return positions


def refused_or_same(data: bytes, counts: np.ndarray) -> bool:
    """Return whether it was refused; fail if it reads as something else."""
    try:
        content = read_dicom(data)
    except InputError:
        return True
    assert np.array_equal(content.input.data.counts, counts)
    return False


@pytest.mark.parametrize("name", CUT_STUDIES)
def test_every_tag_boundary_is_refused(name):
    data = study_bytes(name, SYNTAXES["explicit"])
    counts = read_dicom(data).input.data.counts
    cuts = [cut + extra for cut in tag_boundaries(data) for extra in (0, 1, 4, 9)]
    assert len(cuts) > 100
    assert all(refused_or_same(data[:cut], counts) for cut in cuts)


@pytest.mark.parametrize(("name", "syntax"), READABLE)
def test_every_512_bytes_are_refused(name, syntax):
    data = study_bytes(name, SYNTAXES[syntax])
    counts = read_dicom(data).input.data.counts
    cuts = [*range(0, len(data), 512), len(data) - 1, len(data) - 2]
    refused = [refused_or_same(data[:cut], counts) for cut in cuts]
    # Only the padding byte of a deflate stream may be missing unnoticed.
    assert all(refused) or (syntax == "deflated" and all(refused[:-2]))


def test_bytes_behind_the_pixels_change_nothing():
    data = study_bytes("ge-recon", SYNTAXES["explicit"])
    counts = read_dicom(data).input.data.counts
    padding = struct.pack("<HH2sHL", 0xFFFC, 0xFFFC, b"OB", 0, 8) + bytes(8)
    assert not refused_or_same(data + padding, counts)
    assert refused_or_same(data + b"\0" * 7, counts)
