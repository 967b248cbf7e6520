"""Words and bytes between two processes, whole or not at all."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from myomap.errors import InputError
from myomap.web.messages import Message, read_message, write_message


def through(message: Message) -> Message | None:
    stream = io.BytesIO()
    write_message(stream, message)
    stream.seek(0)
    return read_message(stream)


@given(
    st.dictionaries(st.text(max_size=5), st.text(max_size=20), max_size=4),
    st.dictionaries(st.text(max_size=5), st.binary(max_size=50), max_size=4),
)
def test_what_is_said_is_heard(words: dict[str, str], blobs: dict[str, bytes]) -> None:
    found = through(Message(kind="x", words=words, blobs=blobs))
    assert found is not None
    assert (found.kind, found.words, found.blobs) == ("x", words, blobs)


def test_a_message_that_is_cut_off_is_none() -> None:
    stream = io.BytesIO()
    write_message(stream, Message(kind="x", words={"a": 1}, blobs={"b": b"12345"}))
    whole = stream.getvalue()
    for length in range(len(whole)):
        assert read_message(io.BytesIO(whole[:length])) is None


@pytest.mark.parametrize(
    "text",
    [
        b"{}",
        b"[]",
        b"nothing",
        b'{"kind": "x", "words": [], "blobs": {}}',
        b'{"kind": "x", "words": {}, "blobs": []}',
        b'{"kind": "x", "words": {}, "blobs": {"a": -1}}',
        b'{"kind": "x", "words": {}, "blobs": {"a": 99999999999}}',
        b'{"kind": "x", "words": {}, "blobs": {"a": "b"}}',
        b'{"kind": "x", "words": {}, "blobs": {"a": -5, "b": 9}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_message_is_refused(text: bytes) -> None:
    with pytest.raises(InputError):
        read_message(io.BytesIO(struct.pack(">I", len(text)) + text))


def test_a_huge_claim_takes_no_memory() -> None:
    with pytest.raises(InputError):
        read_message(io.BytesIO(struct.pack(">I", 2**32 - 1)))
