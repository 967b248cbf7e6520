"""Protocol buffers read field by field, without a schema and without a library.

An ONNX file is one message of messages. To say what is in it before anything is done
with it, no more is needed than this; the library that writes such files need not be
installed where they are only run.
"""

from collections.abc import Iterator

from myomap.errors import ModelError

__all__ = ["Field", "fields", "text_of"]

Field = tuple[int, int, int | memoryview]
"""Number of the field, its wire type, and its value."""

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


def fields(message: memoryview) -> Iterator[Field]:
    """Yield the fields of one message.

    Parameters
    ----------
    message : memoryview
        Its bytes.

    Yields
    ------
    Field
        A whole number for a varint; bytes, copied nowhere, for everything else.

    Raises
    ------
    ModelError
        If the bytes are no message.

    References
    ----------
    .. [1] Protocol Buffers, Encoding, protobuf.dev/programming-guides/encoding.

    Examples
    --------
    >>> [(n, bytes(v)) for n, _, v in fields(memoryview(bytes([0x3A, 2, 72, 105])))]
    [(7, b'Hi')]
    """
    position, end = 0, len(message)
    while position < end:
        tag, position = _varint(message, position)
        number, kind = tag >> 3, tag & 7
        if kind == VARINT:
            value, position = _varint(message, position)
            yield number, kind, value
            continue
        if kind == BYTES:
            length, position = _varint(message, position)
        elif kind == FIXED64:
            length = 8
        elif kind == FIXED32:
            length = 4
        else:
            raise _no_message()
        if length > end - position:
            raise _no_message()
        yield number, kind, message[position : position + length]
        position += length


def _varint(message: memoryview, position: int) -> tuple[int, int]:
    value = shift = 0
    for place in range(position, min(position + _LONGEST_VARINT, len(message))):
        byte = message[place]
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, place + 1
        shift += 7
    raise _no_message()


def text_of(value: int | memoryview) -> str:
    """Return a field's text.

    Parameters
    ----------
    value : int or memoryview
        Of a field.

    Returns
    -------
    str
        In ASCII, as all names of ONNX operators are.

    Raises
    ------
    ModelError
        If it is something else.
    """
    if isinstance(value, int):
        raise _no_message()
    try:
        return bytes(value).decode("ascii")
    except UnicodeDecodeError as error:
        raise _no_message() from error


def _no_message() -> ModelError:
    return ModelError(
        "The model is no ONNX graph: its bytes are not those of one. Expected what "
        "'myomap train' exports: export it again."
    )
