"""Plain arrays out of an ``.npz`` that may be anybody's."""

import io
import zipfile
import zlib
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError, LimitExceededError

__all__ = ["MOST_VOXELS", "arrays_from_npz"]

MOST_VOXELS: Final = 8_000_000
"""Of one array: sixty times a usual one."""

_MOST_BYTES: Final = 64 << 20
_MOST_MEMBERS: Final = 64
_TYPES: Final = frozenset({"b1", "u1", "u2", "i2", "i4", "f4", "f8"})


def arrays_from_npz(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the arrays of an ``.npz`` without pickled objects.

    Parameters
    ----------
    data : bytes
        Of the file.

    Returns
    -------
    dict of str to array
        By their names; numbers and truth values only.

    Raises
    ------
    InputError
        If it is no such file, or a member is not what it says.
    LimitExceededError
        If it holds more than any case does.
    """
    if len(data) > _MOST_BYTES:
        raise _too_large(f"{len(data)} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > _MOST_MEMBERS:
                raise _too_large(f"{len(members)} arrays")
            return _arrays(archive, members)
    # A damaged archive can fail in any of these.
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise _damaged("no zip archive that can be opened") from error
    except (NotImplementedError, RuntimeError) as error:
        raise _damaged("an archive that is encrypted or packed otherwise") from error


def _arrays(
    archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]
) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {}
    left = _MOST_BYTES
    for member in members:
        with archive.open(member) as stream:
            # What a header says of its size can be a lie: no more than this is read.
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _too_large(f"more than {_MOST_BYTES} bytes unpacked")
        arrays[member.filename.removesuffix(".npy")] = _array(content)
    return arrays


def _array(content: bytes) -> NDArray[Any]:
    stream = io.BytesIO(content)
    try:
        np.lib.format.read_magic(stream)
        shape, in_columns, dtype = np.lib.format.read_array_header_1_0(stream)
    except (ValueError, SyntaxError, TypeError, UnicodeError) as error:
        raise _damaged("a member that is no array") from error
    if dtype.str[1:] not in _TYPES or dtype.hasobject:
        raise _damaged("an array of something else than numbers")
    rest = content[stream.tell() :]
    size = 1
    for each in shape:
        size *= each
    if size > MOST_VOXELS:
        raise _too_large(f"an array of {size} values")
    if any(each < 0 for each in shape) or size * dtype.itemsize != len(rest):
        raise _damaged("an array of another size than it says")
    array = np.frombuffer(rest, dtype=dtype)
    if dtype.kind == "b" and size and int(array.view(np.uint8).max()) > 1:
        raise _damaged("truth values that are neither true nor false")
    return array.reshape(shape, order="F" if in_columns else "C")


def _damaged(found: str) -> InputError:
    return InputError(
        f"The case's arrays cannot be read: found {found}. Expected an .npz of plain "
        "arrays: read the study again."
    )


def _too_large(found: str) -> LimitExceededError:
    return LimitExceededError(
        f"The case's arrays are larger than any case's: found {found}, expected at "
        f"most {_MOST_BYTES} bytes in {_MOST_MEMBERS} arrays of {MOST_VOXELS} values."
    )
