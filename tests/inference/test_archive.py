"""A bundle is one zip archive whose every bit counts."""

import hashlib
import io
import pickle
import subprocess
import zipfile

import numpy as np
import pytest

from disguised_files import DISGUISES, Exploit
from model_bundles import plain_bundle
from myomap.errors import LimitExceededError, ModelError
from myomap.inference import archive, bundle_from_bytes
from myomap.inference.archive import Members, pack, unpack

SMALL = Members(card=b'{"a": 1}\n', graph=bytes(range(200)))


def test_what_is_packed_comes_out() -> None:
    assert unpack(pack(SMALL)) == SMALL


def test_the_same_members_give_the_same_bytes_for_ever() -> None:
    digest = hashlib.sha256(pack(SMALL)).hexdigest()
    assert digest == "7628e7f940f37e06c93a1fef3a42a0eaae3aaedec2cf9edfae58ac59027bc666"


def test_any_zip_program_opens_it_and_finds_the_hashes(tmp_path) -> None:
    (tmp_path / "bundle.zip").write_bytes(pack(SMALL))
    with zipfile.ZipFile(tmp_path / "bundle.zip") as found:
        assert found.testzip() is None
        found.extractall(tmp_path)
    subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)


def test_a_thousand_flipped_bits_are_a_thousand_refusals() -> None:
    data = plain_bundle()
    rng = np.random.default_rng(1)
    for place in rng.choice(8 * len(data), 1000, replace=False):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << (place % 8)
        with pytest.raises(ModelError):
            bundle_from_bytes(bytes(changed))


def test_every_bit_of_the_archive_around_the_members_counts() -> None:
    data = pack(SMALL)
    for place in range(8 * len(data)):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << (place % 8)
        with pytest.raises(ModelError):
            unpack(bytes(changed))


def test_a_bundle_that_was_cut_anywhere_is_refused() -> None:
    data = pack(SMALL)
    for length in range(len(data)):
        with pytest.raises(ModelError):
            unpack(data[:length])


@pytest.mark.parametrize("added", [b"\0", b"PK\x05\x06" + bytes(18), b"x" * 100])
def test_bytes_before_or_behind_are_refused(added: bytes) -> None:
    data = pack(SMALL)
    for changed in (data + added, added + data):
        with pytest.raises(ModelError):
            unpack(changed)


def rezipped(compression: int, names=("card.json", "model.onnx", "SHA256SUMS")):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as made:
        for name in names:
            made.writestr(name, SMALL.card)
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        rezipped(zipfile.ZIP_STORED),
        rezipped(zipfile.ZIP_DEFLATED),
        rezipped(zipfile.ZIP_STORED, ("card.json", "model.onnx")),
        rezipped(zipfile.ZIP_STORED, ("card.json", "../model.onnx", "SHA256SUMS")),
    ],
    ids=["stored", "packed", "two members", "a path"],
)
def test_an_archive_that_another_program_wrote_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError, match=r"is (damaged|no bundle)"):
        unpack(data)


@pytest.mark.parametrize("kind", DISGUISES)
def test_a_disguised_file_is_told_by_its_name_and_not_opened(kind: str) -> None:
    data, words = DISGUISES[kind]
    with pytest.raises(ModelError, match=rf"no bundle of a model: found .*{words}"):
        bundle_from_bytes(data)


def test_a_pickle_inside_a_whole_bundle_is_no_graph() -> None:
    members = unpack(plain_bundle())
    for protocol in range(6):
        evil = pickle.dumps(Exploit(), protocol)
        card = members.card.replace(
            hashlib.sha256(members.graph).hexdigest().encode(),
            hashlib.sha256(evil).hexdigest().encode(),
        ).replace(
            f'"size_bytes": {len(members.graph)}'.encode(),
            f'"size_bytes": {len(evil)}'.encode(),
        )
        with pytest.raises(ModelError, match=r"no ONNX graph|holds something"):
            bundle_from_bytes(pack(Members(card=card, graph=evil)))


def test_what_is_too_large_is_refused_by_its_size(monkeypatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 100)
    with pytest.raises(LimitExceededError, match="too large: found"):
        unpack(pack(SMALL))
