"""Messages between the server and the process that reads: words as JSON, and bytes.

Nothing here is ever unpickled: whoever gets hold of the reading process by a hostile
file can send words and bytes, and no code.
"""

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Final

from myomap.errors import InputError

__all__ = ["Message", "read_message", "write_message"]

_LENGTH: Final = struct.Struct(">I")
_MOST_WORDS: Final = 32 << 20
_MOST_BYTES: Final = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message:
    """What is said.

    Parameters
    ----------
    kind : str
        What it is about.
    words : mapping
        JSON values.
    blobs : mapping of str to bytes
        What is not words.
    """

    kind: str
    words: Mapping[str, Any] = field(default_factory=dict)
    blobs: Mapping[str, bytes] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Message({self.kind})"


def write_message(stream: IO[bytes], message: Message) -> None:
    """Write a message and flush it.

    Parameters
    ----------
    stream : binary file
        Where to.
    message : Message
        What to say.
    """
    head = {
        "kind": message.kind,
        "words": message.words,
        "blobs": {name: len(data) for name, data in message.blobs.items()},
    }
    text = json.dumps(head, allow_nan=False).encode()
    stream.write(_LENGTH.pack(len(text)) + text)
    for data in message.blobs.values():
        stream.write(data)
    stream.flush()


def read_message(stream: IO[bytes]) -> Message | None:
    """Read a message.

    Parameters
    ----------
    stream : binary file
        Where from.

    Returns
    -------
    Message or None
        None at the end, in the middle of a message too.

    Raises
    ------
    InputError
        If it is none.

    Examples
    --------
    >>> import io
    >>> line = io.BytesIO()
    >>> write_message(line, Message(kind="stage", blobs={"map": b"12"}))
    >>> _ = line.seek(0)
    >>> read_message(line).blobs["map"]
    b'12'
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (n_letters,) = _LENGTH.unpack(head)
    if n_letters > _MOST_WORDS:
        raise _no_message()
    text = stream.read(n_letters)
    if len(text) < n_letters:
        return None
    try:
        found = json.loads(text)
        kind, words, sizes = found["kind"], found["words"], found["blobs"]
        # A length below nothing would read the line to its end.
        total = sum(sizes.values()) if min([0, *sizes.values()]) == 0 else -1
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _no_message() from None
    if not isinstance(words, dict) or not 0 <= total <= _MOST_BYTES:
        raise _no_message()
    blobs = {}
    for name, size in sizes.items():
        blobs[name] = stream.read(size)
        if len(blobs[name]) < size:
            return None
    return Message(kind=str(kind), words=words, blobs=blobs)


def _no_message() -> InputError:
    return InputError("The process that reads sent something else than a message.")
