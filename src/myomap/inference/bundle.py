"""A model's bundle: opened whole, checked before it is used, and asked."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from myomap.errors import InputError, LimitExceededError, ModelError
from myomap.geometry import FloatArray
from myomap.inference.archive import MOST_BYTES, Members, pack, unpack
from myomap.inference.card import Card, card_from_json, card_to_json
from myomap.inference.card_parts import FeatureInput, MapsInput, PictureInput
from myomap.inference.reading_input import CHANNELS
from myomap.inference.self_test import require_known_answers
from myomap.inference.session import Session
from myomap.records import N_ANGLES, N_RINGS

__all__ = ["Bundle", "bundle_from_bytes", "bundle_to_bytes", "load_bundle"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundle:
    """A model that passed every check.

    Parameters
    ----------
    card : Card
        What it is for.
    sha256 : str
        Of the whole bundle: the name of exactly this model.
    session : Session
        The graph.
    """

    card: Card
    sha256: str
    session: Session = field(repr=False)

    def __repr__(self) -> str:
        return f"Bundle({self.card.name}, {self.card.task.name}, {self.sha256[:12]})"

    def predict_proba(self, values: NDArray[Any]) -> FloatArray:
        """Return the probability of each class.

        Parameters
        ----------
        values : (sample, ...)
            Features (sample, feature) in the order of the card's names, NaN where
            unknown; drawings (sample, row, column, 3) in RGB, uint8; or channels
            (sample, channel, 32, 72), float32.

        Returns
        -------
        (sample, class)
            In the order of the card's classes.

        Raises
        ------
        InputError
            If the values are not what the card asks for.
        """
        return self.session.ask(_taken(values, self.card.input))


def _taken(
    values: NDArray[Any], wanted: FeatureInput | PictureInput | MapsInput
) -> NDArray[Any]:
    """Return values as the graph takes them, or refuse them."""
    if isinstance(wanted, MapsInput):
        shape: tuple[int, ...] = (len(wanted.channels), N_RINGS, N_ANGLES)
        is_right = values.dtype == np.float32
    elif isinstance(wanted, PictureInput):
        shape = (wanted.height_px, wanted.width_px, 3)
        is_right = values.dtype == np.uint8
    else:
        shape = (len(wanted.names),)
        is_right = bool(np.issubdtype(values.dtype, np.number))
    if values.shape[1:] != shape or values.ndim < 1 or not is_right:
        raise InputError(
            f"The values are not what the model takes: found {values.shape} of "
            f"{values.dtype}, expected (sample, {', '.join(map(str, shape))})."
        )
    if not isinstance(wanted, FeatureInput):
        return np.ascontiguousarray(values)
    taken = np.ascontiguousarray(values, dtype=np.float64)
    if np.isinf(taken).any():
        raise InputError(
            "A feature is infinite. Expected finite numbers, or NaN where nothing is "
            "known."
        )
    return taken


def load_bundle(path: Path) -> Bundle:
    """Return a model from a file, after all checks.

    Hashes, card, graph and self-test are checked in this order, each before anything
    that stands in the next is used.

    Parameters
    ----------
    path : Path
        Of the bundle.

    Returns
    -------
    Bundle
        Ready to be asked.

    Raises
    ------
    InputError
        If the file cannot be opened.
    ModelError
        If it is no bundle, is damaged, or does not answer as its card says.
    """
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise LimitExceededError(
                f"The model's bundle is too large: found {size} bytes, expected at "
                f"most {MOST_BYTES}. Export a smaller model."
            )
        data = path.read_bytes()
    except OSError as error:
        raise InputError(
            "The model's bundle cannot be opened. Expected the file that 'myomap "
            "train' wrote: check the name and the rights."
        ) from error
    return bundle_from_bytes(data)


def bundle_from_bytes(data: bytes) -> Bundle:
    """Return a model from a bundle's bytes, after all checks.

    Parameters
    ----------
    data : bytes
        Of the bundle.

    Returns
    -------
    Bundle
        Ready to be asked.

    Raises
    ------
    ModelError
        If they are no bundle, are damaged, or do not answer as the card says.
    """
    members = unpack(data)
    card = card_from_json(members.card)
    if (
        hashlib.sha256(members.graph).hexdigest() != card.model.sha256
        or len(members.graph) != card.model.size_bytes
    ):
        raise ModelError(
            "The model is not the one that its card speaks of: the hashes differ. Get "
            "the bundle again from whoever trained it."
        )
    session = Session(members.graph)
    if isinstance(card.input, MapsInput) != session.has_maps or (
        isinstance(card.input, MapsInput) and card.input.channels != CHANNELS
    ):
        raise ModelError(
            "The model does not look at what its card says, or at what this version "
            "of myomap shows. Train it again with this version."
        )
    require_known_answers(card, session.ask)
    return Bundle(card=card, sha256=hashlib.sha256(data).hexdigest(), session=session)


def bundle_to_bytes(card: Card, graph: bytes) -> bytes:
    """Return the bytes of a bundle.

    Parameters
    ----------
    card : Card
        Whose `model` tells of this graph.
    graph : bytes
        An ONNX file.

    Returns
    -------
    bytes
        The same for the same card and graph.

    Raises
    ------
    ModelError
        If they do not pass the checks that opening them makes.
    """
    data = pack(Members(card=card_to_json(card), graph=graph))
    bundle_from_bytes(data)
    return data
